"""Abbreviations that a text defines: "non-small cell lung cancer (NSCLC)".

The rule is that of Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical text",
Pacific Symposium on Biocomputing 2003: the letters of the short form are found from right to left in the words before the bracket, and
its first letter begins a word.
"""

import re
from dataclasses import dataclass

_BRACKET = re.compile(r"\(([^()]{2,80})\)")
_SHORT = re.compile(r"[A-Za-z0-9\u0370-\u03ff](?:[A-Za-z0-9\u0370-\u03ff/+.-]| (?=\S)){1,9}")
_INNER_END = re.compile(r"[,;]")
_BOUNDARY = re.compile(r"[.;:!?]\s|[()\[\]]")
_WORD = re.compile(r"\S+")
_FARTHEST = 400
"""Characters before a bracket in which its long form is looked for: 15 words."""


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form and the long form it was defined by; the long form stands at text[begin:end]."""

    short: str
    long: str
    begin: int
    end: int


def abbreviations(text: str) -> list[Abbreviation]:
    """The definitions in a text, in order. Each short form is listed once, as it was defined first."""
    if "(" not in text:
        return []
    found: dict[str, Abbreviation] = {}
    for bracket in _BRACKET.finditer(text):
        inner = _INNER_END.split(bracket[1], 1)[0].strip()
        if not _is_short(inner) or inner in found:
            continue
        stop = bracket.start()
        while stop and text[stop - 1].isspace():
            stop -= 1
        begin = _long_begin(inner, text, _window_begin(text, stop, len(inner)), stop)
        if begin is not None:
            found[inner] = Abbreviation(inner, text[begin:stop], begin, stop)
    return list(found.values())


def _is_short(candidate: str) -> bool:
    return _SHORT.fullmatch(candidate) is not None and any(c.isupper() for c in candidate) and candidate.count(" ") <= 1


def _window_begin(text: str, stop: int, letters: int) -> int:
    """Where the long form may begin: at most min(letters + 5, 2 × letters) words back, and in the same sentence."""
    words = min(letters + 5, letters * 2)
    begin = max(0, stop - _FARTHEST)
    for boundary in _BOUNDARY.finditer(text, begin, stop):
        begin = boundary.end()
    starts = [m.start() for m in _WORD.finditer(text, begin, stop)]
    return starts[-words] if len(starts) > words else begin


def _long_begin(short: str, text: str, begin: int, stop: int) -> int | None:
    letters = [c.lower() for c in short if c.isalnum()]
    place = stop
    for index in range(len(letters) - 1, -1, -1):
        place -= 1
        while place >= begin and (text[place].lower() != letters[index] or (index == 0 and place > begin and text[place - 1].isalnum())):
            place -= 1
        if place < begin:
            return None
    long = text[place:stop]
    return None if len(long) <= len(short) or short.lower() in long.lower().split() else place
