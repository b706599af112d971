"""Sets texts, sheets and small boxes within a width, as a typesetter would: the places inside a card."""

from corpuscle.kg.picture_scene import Box, LineKind, Piece, Sheet, Text, TextStyle, Tone, moved
from corpuscle.kg.picture_text import text_width, wrapped

NAME = TextStyle(14.5, bold=True)
STRONG = TextStyle(13, bold=True)
PLAIN = TextStyle(12.5)
QUOTE = TextStyle(12.5, italic=True)
SMALL = TextStyle(11.5)

PAD = 10
_GAP = 6
_LEADING = 4


class Flow:
    """Sets words, sheets and small boxes one behind the other, line by line, within a width."""

    def __init__(self, width: float, left: float) -> None:
        self._left, self._right = left, width - PAD
        self._x = left
        self._top = float(PAD)
        self._row: list[tuple[Piece, float]] = []
        self._items: list[Piece] = []
        self._row_height = 0.0

    @property
    def items(self) -> tuple[Piece, ...]:
        """What was set."""
        self.newline()
        return tuple(self._items)

    @property
    def height(self) -> float:
        """The height that it takes, margins included."""
        self.newline()
        return self._top + PAD - _LEADING

    def newline(self) -> None:
        """Ends the line, if anything stands on it."""
        for item, height in self._row:
            self._items.append(*moved([item], 0, self._top + (self._row_height - height) / 2))
        self._top += self._row_height + _LEADING if self._row else 0.0
        self._row, self._x, self._row_height = [], self._left, 0.0

    def words(self, text: str, style: TextStyle, tone: Tone = "ink", url: str = "") -> None:
        """The text on this line if it fits, else from the next one on."""
        if self._x + text_width(text, style.size, style.bold) > self._right and self._row and not self._alone_with_sheet():
            self.newline()
        parts = wrapped(text, style.size, self._right - self._x, 3, style.bold)
        for number, part in enumerate(parts):
            if number:
                self.newline()
            self._put(Text(self._x, _baseline(style), part, style, tone, url), text_width(part, style.size, style.bold), _height(style))

    def lines(self, text: str, style: TextStyle, most: int, tone: Tone = "ink") -> None:
        """The text on lines of its own."""
        self.newline()
        for part in wrapped(text, style.size, self._right - self._left, most, style.bold):
            self._put(Text(self._x, _baseline(style), part, style, tone), text_width(part, style.size, style.bold), _height(style))
            self.newline()

    def sheet(self, tone: Tone) -> None:
        """The sign of an article, to stand before its number."""
        if self._x + 90 > self._right and self._row:
            self.newline()
        self._put(Sheet(self._x, 0, tone), 9, 11)

    def node(self, name: str, edge: Tone, kind: LineKind) -> None:
        """A small box with a name; a long one is wrapped in it."""
        room = self._right - self._left - 2 * _GAP
        if self._row and self._x + min(room, text_width(name, PLAIN.size) + 2 * _GAP) > self._right:
            self.newline()
        lines = wrapped(name, PLAIN.size, self._right - self._x - 2 * _GAP, 3)
        widest = max(text_width(line, PLAIN.size) for line in lines)
        height = len(lines) * _height(PLAIN) + 6
        self._row.append((Box(self._x, 0, widest + 2 * _GAP, height, "end", edge, kind, 6), height))
        for number, line in enumerate(lines):
            text = Text(self._x + _GAP, 3 + number * _height(PLAIN) + _baseline(PLAIN), line, PLAIN, room=widest)
            self._row.append((text, height))
        self._row_height = max(self._row_height, height)
        self._x += widest + 3 * _GAP

    def _put(self, item: Piece, width: float, height: float) -> None:
        self._row.append((item, height))
        self._row_height = max(self._row_height, height)
        self._x += width + _GAP

    def _alone_with_sheet(self) -> bool:
        return len(self._row) == 1 and isinstance(self._row[0][0], Sheet)


def _height(style: TextStyle) -> float:
    return round(1.3 * style.size, 1)


def _baseline(style: TextStyle) -> float:
    return round(0.98 * style.size, 1)
