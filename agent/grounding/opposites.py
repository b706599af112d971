"""Words that can be turned round: increased and decreased, effective and ineffective, higher and lower; and what a negation makes of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpuscle.agent.grounding.wording import Segment, Word, best_matching, segments

_AXES: tuple[tuple[str, str, str], ...] = (
    (
        "amount",
        (r"increas\w*|rais(?:es?|ed|ing)|rises?|rising|rose|risen|elevat\w*|higher|greater|more|enhanc\w*|up-?regulat\w*|augment\w*|potentiat\w*|"
        r"stimulat\w*|activat(?:e|es|ed|ing|ion)|larger|gain(?:s|ed)?|induc(?:e|es|ed)|promot\w+|doubled|over-?express\w*|excess\w*|high"),
        (r"decreas\w*|reduc(?:e|es|ed|ing|tions?)|lower\w*|fell|falls?|fallen|less|fewer|smaller|diminish\w*|declin\w*|down-?regulat\w*|suppress\w*|"
        r"inhibit(?:s|ed|ing|ion|ory)?|attenuat\w*|impair\w*|block(?:s|ed|ing|ade)?|depress(?:ed|es)|loss(?:es)?|lost|deplet\w*|abolish\w*|prevent\w*|under-?express\w*|"
        r"deficien\w*|low|halved"),
    ),
    (
        "worth",
        r"improv\w*|better\w*|superior\w*|effective\w*|efficac\w*|beneficial|useful\w*|safe(?:ly|ty)?|ameliorat\w*|favou?rabl\w*",
        r"worse\w*|inferior\w*|ineffective\w*|inefficacious|harmful|useless|unsafe|deteriorat\w*|unfavou?rabl\w*|detrimental",
    ),
    ("sign", r"positiv\w*|direct(?:ly)?", r"negativ\w*|inverse\w*"),
    ("presence", r"present|presence", r"absent|absence"),
    ("length", r"long(?:er)?|prolong\w*|lengthen\w*", r"short(?:er|en\w*)?"),
    ("speed", r"fast(?:er)?|accelerat\w*|rapid\w*|quick\w*|earlier", r"slow(?:er|ed|ly)?|delay\w*|retard\w*|later"),
    ("place", r"above|over|upper", r"below|under|beneath"),
    ("order", r"before|prior|preced\w*|preoperativ\w*", r"after|following|subsequent\w*|follow(?:s|ed)|postoperativ\w*"),
    ("time of life", r"early", r"late"),
    ("course", r"acute\w*", r"chronic\w*"),
    ("extreme", r"maxim\w*|peaks?|highest|most", r"minim\w*|lowest|least"),
    ("response", r"sensitiv\w*|susceptib\w*|responsive\w*", r"resistan\w*|refractory|insensitiv\w*|unresponsive\w*"),
    ("likeness", r"differ(?:s|ed|ence|ences|ent|ently)?|chang(?:e|es|ed|ing)|alter\w*|affect(?:s|ed|ing)?|influenc(?:ed|ing)", (
        r"similar\w*|comparabl\w*|identical\w*|same|equal\w*|equivalent\w*|unchanged|unaltered|unaffected|uninfluenced|alike"
    )),
    ("significance", r"significan(?:t|tly|ce)", r"insignifican\w*|non-?significan\w*"),
    ("ease", r"possible|able|capable|can", r"impossible|unable|incapable|cannot"),
    ("liking", r"indicated|recommend\w*", r"contra-?indicated|discourag\w*"),
    ("kinship", r"related|dependent\w*|associat\w*|correlat\w*|link(?:s|ed)", r"unrelated|independent\w*|irrespective"),
)  # fmt: skip
"""Name, words of the one side, words of the other."""
_PATTERNS = tuple((name, re.compile(up), re.compile(down)) for name, up, down in _AXES)
_COMPARED = frozenset({"amount", "worth", "length", "speed"})
"""Axes of words that stand before "than"."""
_DENIES = frozenset({
    "not", "no", "nor", "none", "neither", "never", "without", "fail", "fails", "failed", "failure", "failing", "lack", "lacks", "lacked", "lacking",
    "unable", "cannot", "absence", "hardly", "rarely", "scarcely", "free", "nothing", "nobody", "isn't", "aren't", "wasn't", "weren't", "don't",
    "doesn't", "didn't", "can't", "couldn't", "hasn't", "haven't", "hadn't", "won't",
})  # fmt: skip
_DENY_A_NOUN = frozenset({"without", "lack", "lacks", "lacked", "lacking", "absence", "free"})
_SCOPE = 9
"""Words behind a negation that it denies."""
_BEFORE = frozenset({"was", "were", "is", "are", "be", "been", "could", "can", "has", "have", "had"})
_BEHIND = 6
"""Words before "was not" that it denies."""


@dataclass(frozen=True, slots=True)
class Turned:
    """A word of one of the axes, and which way it goes once negations are counted."""

    axis: str
    sign: int
    """1 or -1."""
    place: int
    """Of the word in its segment."""
    segment: Segment
    context: frozenset[str]
    """Stems of the content words around it that are no such words themselves."""


def turned(text: str) -> Iterator[Turned]:
    """The words of a text that can be turned round, in order."""
    for segment in segments(text):
        context = frozenset(word.stem for word in segment.words if word.stem and not axis_of(word.text))
        for place, word in enumerate(segment.words):
            for axis, sign in axis_of(word.text):
                if not (axis == "amount" and _is_comparison_word(segment.words, place)):
                    yield Turned(axis, -sign if denied(segment, place) else sign, place, segment, context)


def flipped_word(statement: str, quotes: Sequence[str]) -> str:
    """The first word of the statement that goes the other way in the quotes, where they speak of the same; "" if there is none."""
    given = [one for quote in quotes for one in turned(quote)]
    for wanted in turned(statement):
        rivals = [one for one in given if one.axis == wanted.axis]
        most = max((len(one.context & wanted.context) for one in rivals), default=0)
        nearest = [one for one in rivals if len(one.context & wanted.context) == most]
        if nearest and all(not agrees(wanted, one) for one in nearest):
            return wanted.segment.words[wanted.place].text
    return ""


def agrees(wanted: Turned, given: Turned) -> bool:
    """Whether both go the same way; where both compare, also with the same side on the left of "than", or both turned."""
    exchanged = _exchanged(wanted, given)
    return (wanted.sign == given.sign) != exchanged


def _exchanged(one: Turned, other: Turned) -> bool:
    """Whether what stands before "than" in the one stands behind it in the other, and the reverse."""
    a, b = _sides(one), _sides(other)
    if one.axis not in _COMPARED or a is None or b is None:
        return False
    straight = len(a[0] & b[0]) + len(a[1] & b[1])
    crossed = len(a[0] & b[1]) + len(a[1] & b[0])
    return crossed > straight


def _sides(turned: Turned) -> tuple[frozenset[str], frozenset[str]] | None:
    words = turned.segment.words
    than = next((place for place in range(turned.place + 1, len(words)) if words[place].text == "than"), None)
    if than is None:
        return None
    left = frozenset(word.stem for word in words[turned.place + 1 : than] if word.stem) or frozenset(
        word.stem for word in words[: turned.place] if word.stem
    )
    right = frozenset(word.stem for word in words[than + 1 :] if word.stem)
    return left - right, right - left


def denied(segment: Segment, place: int) -> bool:
    """Whether a negation reaches the word at this place of the segment; two make none."""
    words = segment.words
    reach = sum(1 for at in range(max(place - _SCOPE, 0), place) if words[at].text in _DENIES and not _harmless(words, at)) + sum(
        1
        for at in range(place + 1, min(place + 1 + _BEHIND, len(words)))
        if words[at].text in ("not", "never") and words[at - 1].text in _BEFORE and not _harmless(words, at)
    )
    return reach % 2 == 1


def denies(segment: Segment) -> bool:
    """Whether the segment holds a negation of its verb; "without" and "in the absence of" deny only what follows them."""
    return any(
        word.text in _DENIES and word.text not in _DENY_A_NOUN and not _harmless(segment.words, at) for at, word in enumerate(segment.words)
    )


def denied_or_asserted(statement: str, quotes: Sequence[str]) -> str:
    """ "denies" or "asserts" where a segment of the statement does so and every part of the quotes that is nearest to it does the reverse; else ""."""
    given = [segment for quote in quotes for segment in segments(quote)]
    for wanted in segments(statement):
        if len(wanted.stems) < 2:
            continue
        nearest = best_matching(wanted, given)
        if nearest and all(denies(segment) != denies(wanted) and not _antonyms(segment, wanted) for segment in nearest):
            return "denies" if denies(wanted) else "asserts"
    return ""


def _antonyms(one: Segment, other: Segment) -> bool:
    """Whether a word of the one is an antonym of one of the other, so that a negation more may say the same: "unchanged" is "not changed"."""
    here = {side for word in one.words for side in axis_of(word.text)}
    there = {side for word in other.words for side in axis_of(word.text)}
    return any((axis, -sign) in there for axis, sign in here)


@lru_cache(maxsize=20_000)
def axis_of(word: str) -> tuple[tuple[str, int], ...]:
    """The axes that a word is on, each with its side."""
    return tuple(
        (name, sign) for name, up, down in _PATTERNS for sign, pattern in ((1, up), (-1, down)) if pattern.fullmatch(word) is not None
    )


def _is_comparison_word(words: Sequence[Word], place: int) -> bool:
    """Whether "more" or "less" only stands before an adjective or in "more than 5"."""
    return words[place].text in ("more", "less") and (place + 1 == len(words) or words[place + 1].text == "than")


def _harmless(words: Sequence[Word], at: int) -> bool:
    """Whether the negation denies nothing: "not only", "whether or not", "no doubt", "heart failure"."""
    word = words[at].text
    following = words[at + 1].text if at + 1 < len(words) else ""
    before = words[at - 1].text if at else ""
    if word == "not":
        return following in ("only", "just", "merely") or before == "or"
    if word == "free":
        return following not in ("of", "from")
    return following == "doubt" or (word.startswith("fail") and following != "to")
