"""The cards of a picture: one for each piece of evidence, and one for each path; laid out for a width, to be put somewhere."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpuscle.kg.entities import Entity
from corpuscle.kg.paths import Path
from corpuscle.kg.picture_scene import Box, LineKind, Mark, Piece, Sheet, Sign, Text, TextStyle, Tone, moved
from corpuscle.kg.picture_text import shown, text_width, wrapped
from corpuscle.kg.triples import Edge, Evidence, Triple

NAME = TextStyle(14, bold=True)
STRONG = TextStyle(12.5, bold=True)
PLAIN = TextStyle(12)
QUOTE = TextStyle(12, italic=True)
SMALL = TextStyle(11)

PAD = 10
SIGN_ROOM = 22.0  # what a sign inside a card takes
QUOTED_WORDS = 12
_ARTICLES = 3
_GAP = 6
_LEADING = 4
_PUBMED = "https://pubmed.ncbi.nlm.nih.gov/"
_STANCE_TONES: dict[str, Tone] = {"supports": "supports", "contradicts": "contradicts", "neutral": "neutral"}
_SIGNS: dict[Tone, Sign] = {"supports": "supports", "contradicts": "contradicts", "neutral": "neutral", "path": "path"}
_SAID = {"supports": "for", "contradicts": "against", "neutral": "decides nothing"}


@dataclass(frozen=True, slots=True)
class Card:
    """What is drawn in the frame of a card, its top left corner at (0, 0)."""

    width: float
    height: float
    items: tuple[Piece, ...]
    tone: Tone
    kind: LineKind
    towards: Literal["object", "subject"]
    """Which end the relation points to."""

    @property
    def sign(self) -> Sign:
        """The sign of its tone."""
        return _SIGNS[self.tone]

    def drawn(self, x: float, y: float) -> tuple[Piece, ...]:
        """The frame and what is in it, with the top left corner at (x, y); its sign is drawn by whoever places it."""
        return (Box(x, y, self.width, self.height, "card", self.tone, self.kind), *moved(self.items, x, y))


def evidence_card(piece: Evidence, triple: Triple, width: float, indent: float) -> Card:
    """The card of an edge, with its articles as small sheets, or of a sentence, with a few of its words; `indent` keeps room on the left."""
    tone = _STANCE_TONES[piece.stance]
    told = _SAID[piece.stance] if piece.stance == "neutral" else f"{_SAID[piece.stance]} · {piece.score:.2f}"
    if piece.kind == "sentence":
        url = f"{_PUBMED}{piece.id}/" if piece.source == "pubmed" and _is_pmid(piece.id) else ""
        head = f"PMID {piece.id}" if url else shown(piece.id)
        flow = _Flow(width, PAD + indent)
        flow.sheet(tone)
        flow.words(head, STRONG, url=url)
        flow.words(told, SMALL, "muted")
        flow.lines(f"“{fragment(piece.text, triple)}”", QUOTE, 3)
        return Card(width, flow.height, flow.items, tone, _line(tone), "object")
    subject, predicate, object_ = _statement(piece)
    flow = _Flow(width, PAD + indent)
    negated = f"not {predicate} " in f"{piece.text} "
    backward = triple.subject_entity is not None and triple.object_entity is not None and _turned(triple, subject, object_)
    arrow = f"← {predicate}" if backward else f"{predicate} →"
    flow.words(f"not {arrow}" if negated else arrow, STRONG)
    flow.words(f"{told} · {shown(piece.source)}", SMALL, "muted")
    if piece.publications:
        flow.newline()
    for identifier in piece.publications[:_ARTICLES]:
        pmid = identifier.removeprefix("PMID:")
        is_pmid = _is_pmid(pmid)
        flow.sheet("muted")
        flow.words(pmid if is_pmid else shown(identifier), SMALL, url=f"{_PUBMED}{pmid}/" if is_pmid else "")
    if len(piece.publications) > _ARTICLES:
        flow.words(f"and {len(piece.publications) - _ARTICLES} more", SMALL, "muted")
    return Card(width, flow.height, flow.items, tone, _line(tone), "subject" if backward else "object")


def path_card(path: Path, width: float, indent: float) -> Card:
    """The card of a path: the nodes between its ends as small boxes, its edges as words with arrows; every edge with its source."""
    flow = _Flow(width, PAD + indent)
    flow.words(f"path · plausibility {path.plausibility:.2f}", SMALL, "path")
    flow.newline()
    for place, edge in enumerate(path.edges):
        flow.words(edge_words(edge, path.nodes[place]), PLAIN, "muted")
        flow.words(f"({shown(edge.source)})", SMALL, "muted")
        if place + 1 < len(path.edges):
            flow.node(path.nodes[place + 1])
            flow.newline()
        else:
            flow.words(path.nodes[-1].name, PLAIN, "muted")
    return Card(width, flow.height, flow.items, "path", "dashed", "object")


def edge_words(edge: Edge, start: Entity) -> str:
    """The edge as it reads from one of its ends: "causes →", or "← causes" where it points there."""
    words = f"not {edge.predicate}" if edge.negated else edge.predicate
    return f"{words} →" if edge.subject == start.curie else f"← {words}"


def end_card(name: str, entity: Entity | None, width: float) -> Card:
    """The box of one end of a claim: its name, what it was taken for where that is another, its kind and CURIE."""
    flow = _Flow(width, PAD)
    flow.lines(entity.name if entity else name, NAME, 4)
    if entity and shown(name).casefold() != shown(entity.name).casefold():
        flow.lines(f"asked as “{shown(name)}”", SMALL, 2, "muted")
    flow.lines(_kind_words(entity.category) if entity else "not in the graph", SMALL, 2, "muted")
    if entity:
        flow.lines(entity.curie, SMALL, 2, "muted")
    return Card(width, flow.height, flow.items, "ink", "solid", "object")


def fragment(sentence: str, triple: Triple) -> str:
    """At most `QUOTED_WORDS` words of the sentence, around the claim's two ends where both can be seen in it."""
    words = shown(sentence).split(" ")
    if len(words) <= QUOTED_WORDS:
        return " ".join(words)
    places = [place for place in (_place_of(triple.subject, words), _place_of(triple.object, words)) if place is not None]
    first = min(places, default=0)
    last = max(places, default=0)
    begin = max(0, min(first - max(0, (QUOTED_WORDS - (last - first)) // 2), len(words) - QUOTED_WORDS))
    cut = " ".join(words[begin : begin + QUOTED_WORDS])
    return f"{'… ' if begin else ''}{cut}{'…' if begin + QUOTED_WORDS < len(words) else ''}"


def _place_of(name: str, words: Sequence[str]) -> int | None:
    """Where the first word of the name's most telling kind stands; None where it does not."""
    stems = [word.casefold()[: max(4, len(word) - 2)] for word in re.findall(r"\w{3,}", name)]
    return next((i for i, word in enumerate(words) if any(stem in word.casefold() for stem in stems)), None)


def _statement(piece: Evidence) -> tuple[str, str, str]:
    subject, _, rest = piece.id.partition("|")
    predicate, _, object_ = rest.rpartition("|")
    return subject, shown(predicate or rest), object_


def _turned(triple: Triple, subject: str, object_: str) -> bool:
    """Whether the edge runs from the claim's object to its subject."""
    assert triple.subject_entity is not None and triple.object_entity is not None
    return (triple.object_entity.curie, triple.subject_entity.curie) == (subject, object_)


def _is_pmid(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _line(tone: Tone) -> LineKind:
    return "dotted" if tone == "neutral" else "solid"


def _kind_words(category: str) -> str:
    """A Biolink category as a person says it: "small molecule"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", category).lower()


class _Flow:
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

    def node(self, entity: Entity) -> None:
        """A small box with a name; a long one is wrapped in it."""
        room = self._right - self._left - 2 * _GAP
        if self._row and self._x + min(room, text_width(entity.name, PLAIN.size) + 2 * _GAP) > self._right:
            self.newline()
        lines = wrapped(entity.name, PLAIN.size, self._right - self._x - 2 * _GAP, 3)
        widest = max(text_width(line, PLAIN.size) for line in lines)
        height = len(lines) * _height(PLAIN) + 6
        self._row.append((Box(self._x, 0, widest + 2 * _GAP, height, "end", "path", "dashed", 6), height))
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
