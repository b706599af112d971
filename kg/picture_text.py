"""Text in pictures: how wide it is drawn, and how it is broken into lines. No font is at hand, so widths are those of Arial and a little more."""

import re
import unicodedata
from functools import lru_cache

_WIDTHS = {
    222: "ijl'",
    278: " !,./:;I[\\]ft|",
    333: "()-`r{}",
    389: '*"^',
    500: "Jckvxyzs",
    556: "#$?_0123456789Labdeghnopqu",
    584: "+<=>~",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1015: "@",
}
"""Thousandths of the font size, from the metrics of Helvetica, which Arial and Liberation Sans share; roughly for rare signs."""

_EACH = {character: width for width, characters in _WIDTHS.items() for character in characters} | {
    "·": 333,
    "“": 333,
    "”": 333,
    "’": 222,
    "–": 556,
}
_MARGIN = 1.08  # other fonts may stand in
_BOLD = 1.07
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Co"})
_PIECE = re.compile(r"\S+?(?:[-/–,;](?=\w)|(?=\s|\Z))|\s+")


def shown(text: str) -> str:
    """`text` on one line, without what cannot be seen or turns the reading direction: what XML may not hold is among it."""
    return "".join(c for c in re.sub(r"\s+", " ", text).strip() if unicodedata.category(c) not in _UNSEEN)


def text_width(text: str, size: float, bold: bool = False) -> float:
    """At most how wide the text is drawn, in the unit of `size` (the font's)."""
    return sum(map(_width, text)) / 1000 * size * _MARGIN * (_BOLD if bold else 1.0)


def wrapped(text: str, size: float, width: float, most: int, bold: bool = False) -> list[str]:
    """The text in at most `most` lines that fit `width`, broken at blanks, else behind hyphens, else anywhere; "…" ends what was cut.

    At least one line, "" for an empty text. A width below that of a single character still gets one character a line.
    """
    lines = [""]
    for piece in _pieces(shown(text), size, width, bold):
        if text_width(lines[-1] + piece, size, bold) <= width or not lines[-1]:
            lines[-1] += piece
        elif piece.strip():
            lines.append(piece)
    lines = [line.strip() for line in lines]
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and text_width(last + "…", size, bold) > width:
        last = last[:-1]
    return [*lines[: most - 1], last.rstrip(" ,;-") + "…"]


def _pieces(text: str, size: float, width: float, bold: bool) -> list[str]:
    """What may stand on a line of its own, blanks included; longer words than a line in parts."""
    pieces: list[str] = []
    for piece in _PIECE.findall(text):
        while len(piece) > 1 and text_width(piece, size, bold) > width:
            fits = max(1, next(n for n in range(len(piece), 0, -1) if n == 1 or text_width(piece[:n], size, bold) <= width))
            pieces.append(piece[:fits])
            piece = piece[fits:]
        pieces.append(piece)
    return pieces


@lru_cache(maxsize=10_000)
def _width(character: str) -> int:
    if character in _EACH:
        return _EACH[character]
    if unicodedata.combining(character):
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return 1100
    return 680 if character.islower() else 1000
