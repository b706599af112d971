"""Names that share a word: "breast and ovarian cancer" names breast cancer too, "cleft lip and palate" a cleft palate."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpuscle.kg.mention_cover import Span
from corpuscle.kg.name_scan import ScannedText
from corpuscle.kg.names import fold

_AND = frozenset({"and", "or"})
_LISTED = frozenset({"and", "or", ","})
_FARTHEST = 3
"""Members of a list that are looked at on either side."""


@dataclass(frozen=True, slots=True)
class Elliptic:
    """A token, which with words of a neighbour has the key of a name."""

    token: int
    key: str


def elliptic_names(scanned: ScannedText, spans: Sequence[Span]) -> Iterator[Elliptic]:
    """What may be a shortened name beside each span of several tokens: single words to its left that borrow its end, to its right its beginning."""
    words = scanned.words
    for span in spans:
        if span.last == span.first:
            continue
        tokens = [fold(word) for word in words[span.first : span.last + 1]]
        place = span.first
        for _ in range(_FARTHEST):
            link, place = _before(scanned, place)
            if link not in _LISTED or place < 0:
                break
            yield from (Elliptic(place, " ".join((fold(words[place]), *tokens[cut:]))) for cut in range(1, len(tokens)))
        place = span.last
        link, place = _behind(scanned, place)
        if link in _AND and place >= 0:
            yield from (Elliptic(place, " ".join((*tokens[:cut], fold(words[place])))) for cut in range(1, len(tokens)))


def _before(scanned: ScannedText, place: int) -> tuple[str, int]:
    """What links the word before a token in a list, and that word; -1 where there is none."""
    words = scanned.words
    between = _between(scanned, place - 1)
    if place < 1:
        return "", -1
    if between == ",":
        return ",", place - 1
    if between in ("", "/") and words[place - 1].lower() in _AND and place > 1:
        gap = _between(scanned, place - 2)
        if gap in ("", ",", "/"):
            before = place - 2
            if gap == "/" and words[before].lower() in _AND:  # "and/or"
                before -= 1
            return "and", before
    return ("and", place - 1) if between == "/" else ("", -1)


def _behind(scanned: ScannedText, place: int) -> tuple[str, int]:
    """What links the word behind a token in a list, and that word; -1 where there is none."""
    words = scanned.words
    if place + 1 >= len(words):
        return "", -1
    between = _between(scanned, place)
    if between == "/":
        return "and", place + 1
    if between in ("", "/") and words[place + 1].lower() in _AND and place + 2 < len(words) and _between(scanned, place + 1) == "":
        return "and", place + 2
    return "", -1


def _between(scanned: ScannedText, place: int) -> str:
    """What stands between a token and the next one, blanks left out."""
    if place < 0 or place + 1 >= len(scanned.words):
        return "."
    return scanned.text[scanned.begins[place] + len(scanned.words[place]) : scanned.begins[place + 1]].strip()
