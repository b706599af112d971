"""The words of a statement and of what it cites, stemmed and cut into segments."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from corpuscle.retrieval.analyser import text_terms

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W_]+)*|[^\W_]*\d[^\W_]*(?:-[^\W_]+)*")
_BREAK = re.compile(
    r"[;:]|(?<!\d),(?!\d)|[()]|\b(?:but|whereas|while|although|though|however|yet|except|despite|which|who|because|since|with the exception of)\b"
    r"|\band (?=(?:failed|did|does|was|were|is|are|had|has|have|no|not|neither|could|can)\b)|(?<=[.!?])\s"
)
_STOPWORDS = frozenset(
    re.findall(
        r"[a-z]+",
        """
    a about after all also although am among an and any are as at be because been being between both but by can could did do does during
    each either for from given had has have having he her his how i if in into is it its itself least many may me might more most much
    must no nor not of on only or other our over per same she should since so some such than that the their them then there these they
    this those through thus to under until up upon us use used using very via was we were what when where whether which while who whom
    whose will with within without would study studies result results show showed shown shows found find findings observed seen suggest
    suggests suggested data demonstrate demonstrated indicate indicated indicates report reported conclude concluded however moreover
    respectively therefore significant significantly one two three first second
""",
    )
)  # words that carry no content of their own, the usual frames of a finding among them


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text."""

    text: str
    """In lower case."""
    stem: str
    """Its index term; "" for a word without content."""
    begin: int


@dataclass(frozen=True, slots=True)
class Segment:
    """What stands between two breaks of a sentence: commas, brackets, contrasting words."""

    words: tuple[Word, ...]

    @property
    def stems(self) -> frozenset[str]:
        """Of its content words."""
        return frozenset(word.stem for word in self.words if word.stem)


def segments(text: str) -> list[Segment]:
    """The segments of a text that hold a word, in order."""
    found: list[Segment] = []
    begin = 0
    for match in _BREAK.finditer(text):
        found.append(_segment(text, begin, match.start()))
        begin = match.start() if match.group()[0].isalpha() else match.end()  # the contrasting word belongs to what follows
    found.append(_segment(text, begin, len(text)))
    return [segment for segment in found if segment.words]


def stems(text: str) -> list[str]:
    """The stems of a text's content words, in order."""
    return [word.stem for word in words(text) if word.stem]


def words(text: str) -> list[Word]:
    """The words of a text, in order."""
    return [Word(match.group().lower(), stem(match.group()), match.start()) for match in _WORD.finditer(text)]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The index term of a word, hyphens left out; "" where it carries no content."""
    if word.lower() in _STOPWORDS:
        return ""
    terms = text_terms(word)
    return terms[-1] if terms else ""  # of "IL-2" the last term is "il2"


def best_matching(segment: Segment, among: Iterable[Segment]) -> list[Segment]:
    """The segments with most content words in common with it; [] where none has any."""
    shared = [(len(segment.stems & other.stems), other) for other in among]
    most = max((count for count, _ in shared), default=0)
    return [other for count, other in shared if count == most and most > 0]


def _segment(text: str, begin: int, end: int) -> Segment:
    return Segment(tuple(Word(word.text, word.stem, word.begin + begin) for word in words(text[begin:end])))
