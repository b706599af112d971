"""Sentences of biomedical abstracts, by exact character offsets."""

import re
from typing import NamedTuple

from corpuscle.retrieval.articles import Article, SectionName


class Span(NamedTuple):
    """Characters `text[begin:end]`; neither end is a space."""

    begin: int
    end: int


class ArticleSentence(NamedTuple):
    """A sentence of an article: `article.section(section)[span.begin:span.end]`."""

    section: SectionName
    span: Span


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# A stop with whatever closes after it, then space.
_STOP = re.compile(r"""([.!?…]+["'”’»)\]]*)\s+(?=\S)""")
_HEADING = r"""(?:BACKGROUND|CONTEXT|INTRODUCTION|PURPOSE|RATIONALE|HYPOTHESIS|OBJECTIVES?|AIMS?|GOALS?|IMPORTANCE|DESIGN|SETTING|
    PARTICIPANTS|PATIENTS|SUBJECTS|INTERVENTIONS?|EXPOSURES?|MATERIALS?|METHODS?|METHODOLOGY|MEASUREMENTS?|MAIN\ OUTCOME|
    DATA\ SOURCES?|STUDY\ SELECTION|FINDINGS?|RESULTS?|DISCUSSION|INTERPRETATION|CONCLUSIONS?|SIGNIFICANCE|LIMITATIONS?|
    TRIAL\ REGISTRATION|REGISTRATION|FUNDING|UNLABELLED)"""
# A usual heading anywhere, or any words in capitals where a sentence begins.
_LABEL = re.compile(
    rf"""(?<!\S){_HEADING}[A-Z0-9 ,/&'()-]{{0,60}}:(?=\s)|(?:\A|(?<=[.!?]\s))[A-Z]{{4,}}[A-Z0-9 ,/&'()-]{{0,60}}:(?=\s)""", re.VERBOSE
)

# These do not end a sentence.
_ABBREVIATIONS = _words(
    """e.g i.e vs viz cf approx resp fig figs eq eqs ref refs tab suppl vol vols pp nos dr drs prof mr mrs ssp subsp var incl excl
    i.v i.m i.p s.c p.o b.i.d t.i.d q.d a.k.a c.f v.s ph.d m.d jan feb apr jun jul aug sept oct"""
)
# These do not before a number ("no. 5"); else they are words.
_NUMBERED = _words("no min max p st")
# After these a sentence may end: it does where the next word commonly begins one.
_MAYBE_ABBREVIATIONS = _words("al inc ltd corp jr sr u.s u.k u.s.a sp spp ca st")
_STARTERS = _words(
    """The This These Those We Our It Its In On At By For From With To A An And But However Moreover Furthermore Thus Therefore Hence
    Although While When After Before During As If There They Their Here All Both No Most Many Some Such Further Finally Patients Results
    Conclusions Methods Objective Background"""
)
_BEFORE_INITIAL = _words("by and of from with to in the")
_MIXED_CASE = re.compile(r"[a-z]{1,3}[A-Z0-9]")
_LAST_WORD = re.compile(r"[\w.]+\Z")
_NEXT_WORD = re.compile(r"\w+")
_ITEM_NUMBER = re.compile(r"[(\[]?(?:\d{1,2}|[ivx]{1,4}|[A-Za-z])[)\].]*\Z")
_BRACKET_REACH = 300
_OWN_PIECE = re.compile(r"doc:.+#\d+\Z")
_LOOK_BACK = 24


def split_sentences(text: str) -> list[Span]:
    """The sentences of a text: in order, without overlap, leaving out nothing but spaces. A section label ("RESULTS:") is a span of its own."""
    spans: list[Span] = []
    begin = 0
    if ":" in text:
        for label in _LABEL.finditer(text):
            _split_region(text, begin, label.start(), spans)
            spans.append(Span(label.start(), label.end()))
            begin = label.end()
    _split_region(text, begin, len(text), spans)
    return spans


def is_own_piece(article_id: str) -> bool:
    """Whether the id is one of a piece of a user's document (`own_documents`)."""
    return _OWN_PIECE.match(article_id) is not None


def article_sentences(article: Article) -> list[ArticleSentence]:
    """The sentences of the title and of each section of the abstract, section labels left out.

    The title of a piece of a user's document names the file: it is nobody's sentence.
    """
    title = "" if is_own_piece(article.id) else article.title
    sentences = [ArticleSentence("title", span) for span in split_sentences(title)]
    offset = 0
    for section in article.abstract_sections:
        offset += len(section.label) + 2 if section.label else 0
        for begin, end in split_sentences(section.text):
            if not _LABEL.fullmatch(section.text, begin, end):
                sentences.append(ArticleSentence("abstract", Span(begin + offset, end + offset)))
        offset += len(section.text) + 1
    return sentences


def _split_region(text: str, begin: int, limit: int, spans: list[Span]) -> None:
    begin = _skip_spaces(text, begin, limit)
    for stop in _STOP.finditer(text, begin, limit):
        if _ends_sentence(text, begin, stop):
            spans.append(Span(begin, stop.end(1)))
            begin = stop.end()
    end = begin + len(text[begin:limit].rstrip())
    if begin < end:
        spans.append(Span(begin, end))


def _skip_spaces(text: str, begin: int, limit: int) -> int:
    while begin < limit and text[begin].isspace():
        begin += 1
    return begin


def _ends_sentence(text: str, begin: int, stop: re.Match[str]) -> bool:
    following = text[stop.end()]
    if following.islower() and following.isascii() and not _MIXED_CASE.match(text, stop.end()):
        return False
    if following in ",;:)]}%=<>":
        return False
    if _ITEM_NUMBER.match(text, begin, stop.start()) or _inside_brackets(text, begin, stop):
        return False
    if stop.group(1)[0] != ".":
        return True
    last = _LAST_WORD.search(text, max(begin, stop.start() - _LOOK_BACK), stop.start())
    return last is None or _ends_after(text, begin, last, following, stop)


def _ends_after(text: str, begin: int, last: re.Match[str], following: str, stop: re.Match[str]) -> bool:
    """Whether a full stop after the word `last` ends the sentence, rather than an abbreviation, an initial or a broken decimal."""
    word = last.group()
    lower = word.lower()
    next_word = _NEXT_WORD.match(text, stop.end())
    starts_usually = next_word is not None and next_word.group() in _STARTERS
    if lower in _ABBREVIATIONS or (lower in _NUMBERED and following.isdigit()):
        return False
    if lower in _MAYBE_ABBREVIATIONS:
        return starts_usually
    if len(word) == 1 and word.isupper() and following.isupper():
        before = text[begin : last.start()].rstrip().rsplit(None, 1)
        previous = before[-1] if before else ""
        is_initial = not previous or previous[0].isupper() or previous in _BEFORE_INITIAL
        return starts_usually or not is_initial
    return not (word == "0" and following.isdigit())  # "P less than 0. 05"


def _inside_brackets(text: str, begin: int, stop: re.Match[str]) -> bool:
    for opening, closing in ("()", "[]"):
        if text.count(opening, begin, stop.end(1)) > text.count(closing, begin, stop.end(1)):
            close = text.find(closing, stop.end(), stop.end() + _BRACKET_REACH)
            reopened = text.find(opening, stop.end(), stop.end() + _BRACKET_REACH)
            if close >= 0 and not 0 <= reopened < close:
                return True
    return False
