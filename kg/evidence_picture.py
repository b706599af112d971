"""A picture of what a verdict rests on: the claim's two ends, the evidence for and against between them, paths as dashed plausibility.

A wide picture has the ends left and right, for a page; a narrow one has them above and below, for a telephone. Nothing here is measured by
a browser: texts are set by the widths of `picture_text`, so that the same input gives the same picture everywhere.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpuscle.kg.entities import Entity
from corpuscle.kg.paths import Path
from corpuscle.kg.picture_cards import SIGN_ROOM, Card, end_card, evidence_card, fragment, path_card
from corpuscle.kg.picture_flow import SMALL
from corpuscle.kg.picture_scene import Box, Item, Line, Mark, Scene, Sign, Text, TextStyle, Tone, svg
from corpuscle.kg.picture_text import shown, text_width, wrapped
from corpuscle.kg.probability_words import said as said_probability
from corpuscle.kg.triples import Evidence, ReviewedTriple, Stance, Verdict

WIDE = 680.0
NARROW = 360.0

_MARGIN = 16.0
_END_WIDTH = 132.0
_FAN = 38.0  # room for the lines between an end and the cards
_BETWEEN = 9.0
_TRUNK = 11.0
_HUNG = 28.0  # where cards begin that hang on the line between ends above and below
_CLAIM = TextStyle(17, bold=True)
_VERDICT = TextStyle(14, bold=True)
_SHOWN: dict[Stance, int] = {"supports": 4, "contradicts": 4, "neutral": 1}
_PATHS_SHOWN = 2
_TONES: dict[Verdict, Tone] = {
    Verdict.SUPPORTED: "supports",
    Verdict.CONTRADICTED: "contradicts",
    Verdict.MIXED: "mixed",
    Verdict.UNKNOWN: "neutral",
}
_VERDICT_SIGNS: dict[Verdict, Sign] = {
    Verdict.SUPPORTED: "supports",
    Verdict.CONTRADICTED: "contradicts",
    Verdict.MIXED: "mixed",
    Verdict.UNKNOWN: "unknown",
}
_PLAUSIBILITY = "Dashed: paths through the graph show what is plausible; they have no part in a verdict."


def claim_picture(reviewed: ReviewedTriple, paths: Sequence[Path] = (), width: float = WIDE) -> str:
    """The SVG of a reviewed claim: verdict in sign, word and colour; the heaviest evidence for and against; `paths` (best first) dashed.

    The width is in CSS pixels; below 560 the picture is a narrow one. At most four pieces for, four against, one that decides nothing and
    two paths are drawn; what is left out is counted.
    """
    return svg(claim_scene(reviewed, paths, width))


def paths_picture(paths: Sequence[Path], start: Entity, end: Entity, width: float = WIDE) -> str:
    """The SVG of paths (best first) between two nodes, and the same where there is none."""
    return svg(paths_scene(paths, start, end, width))


def claim_scene(reviewed: ReviewedTriple, paths: Sequence[Path], width: float) -> Scene:
    """The places of what `claim_picture` draws."""
    triple = reviewed.triple
    claim = f"{shown(triple.subject)} {shown(triple.predicate)} {shown(triple.object)}"
    pieces, left_out = _chosen(reviewed.evidence)
    through = [path for path in paths if len(path.edges) > 1][:_PATHS_SHOWN]
    room, indent = _card_width(width), _indent(width)
    cards = [*(evidence_card(p, triple, room, indent) for p in pieces), *(path_card(path, room, indent) for path in through)]
    notes = [f"⚑ {shown(flag)}" for flag in reviewed.flags]
    notes += [left_out] if left_out else []
    if not pieces:
        notes.append("No edge of the graph and no sentence found speaks of this claim.")
    else:
        notes.append("Numbers: how probably each piece, taken alone, is right.")
    if through:
        notes.append(_PLAUSIBILITY)
    header = _header(claim, reviewed, width)
    ends = (
        end_card(triple.subject, triple.subject_entity, _end_width(width)),
        end_card(triple.object, triple.object_entity, _end_width(width)),
    )
    return _scene(
        width, header, ends, cards, notes, f"{claim}: {reviewed.verdict.value}", _claim_words(reviewed, pieces, left_out, through)
    )


def paths_scene(paths: Sequence[Path], start: Entity, end: Entity, width: float) -> Scene:
    """The places of what `paths_picture` draws."""
    cards = [path_card(path, _card_width(width), _indent(width)) for path in paths]
    title = f"Paths from {shown(start.name)} to {shown(end.name)}"
    notes = [_PLAUSIBILITY if paths else "No path of up to three edges was found."]
    ends = (end_card(start.name, start, _end_width(width)), end_card(end.name, end, _end_width(width)))
    said = ". ".join([title, *(path_words(path) for path in paths), *notes])
    return _scene(width, _title(title, width), ends, cards, notes, title, said)


def path_words(path: Path) -> str:
    """The path in one line, every edge with its source."""
    words = [shown(path.nodes[0].name)]
    for node, edge in zip(path.nodes[1:], path.edges, strict=True):
        relation = f"{edge.predicate} ({shown(edge.source)})"
        words.append(f"–{relation}→" if edge.object == node.curie else f"←{relation}–")
        words.append(shown(node.name))
    return " ".join(words)


@dataclass(frozen=True, slots=True)
class _Header:
    items: tuple[Item, ...]
    height: float


def _chosen(evidence: Sequence[Evidence]) -> tuple[list[Evidence], str]:
    """The pieces to draw, in their order, and words for how many are not drawn."""
    found = Counter(piece.stance for piece in evidence)
    drawn: Counter[Stance] = Counter()
    pieces: list[Evidence] = []
    for piece in evidence:
        drawn[piece.stance] += 1
        if drawn[piece.stance] <= _SHOWN[piece.stance]:
            pieces.append(piece)
    said: list[str] = []
    words: tuple[tuple[Stance, str], ...] = (("supports", "for"), ("contradicts", "against"), ("neutral", "that decide nothing"))
    for stance, word in words:
        if found[stance] > _SHOWN[stance]:
            said.append(f"{found[stance] - _SHOWN[stance]} {word}")
    return pieces, f"Not drawn: {', '.join(said)}." if said else ""


def _claim_words(reviewed: ReviewedTriple, pieces: Sequence[Evidence], left_out: str, paths: Sequence[Path]) -> str:
    """What the picture shows, for those who cannot see it."""
    said = [f"Verdict: {reviewed.verdict.value}, probability {said_probability(reviewed.score)} that the claim holds."]
    said += [f"Flag: {flag}." for flag in reviewed.flags]
    for piece in pieces:
        text = piece.text if piece.kind == "edge" else fragment(piece.text, reviewed.triple)
        said.append(f"{piece.stance} {said_probability(piece.score)}, {'graph' if piece.kind == 'edge' else f'article {piece.id}'}: {text}")
    said += [left_out] if left_out else []
    said += [f"Path, plausibility {path.plausibility:.2f}: {path_words(path)}." for path in paths]
    return " ".join(said)


def _header(claim: str, reviewed: ReviewedTriple, width: float) -> _Header:
    tone = _TONES[reviewed.verdict]
    title = _title(claim, width)
    y = title.height + 15
    word = reviewed.verdict.value
    right = _MARGIN + 26 + text_width(word, _VERDICT.size, bold=True)
    unknown = reviewed.verdict is Verdict.UNKNOWN  # how little was read for it is no probability that it is false
    chance = "not enough to say" if unknown else f"probability that it holds: {said_probability(reviewed.score)}"
    items: list[Item] = [
        *title.items,
        Mark(_MARGIN + 11, y, _VERDICT_SIGNS[reviewed.verdict]),
        Text(_MARGIN + 26, y + 5, word, _VERDICT, tone),
        Text(right + 12, y + 5, chance, SMALL, "muted"),
    ]
    return _Header(tuple(items), y + 22)


def _title(title: str, width: float) -> _Header:
    lines = wrapped(title, _CLAIM.size, width - 2 * _MARGIN, 3, bold=True)
    items = tuple(Text(_MARGIN, 32 + 22 * number, line, _CLAIM) for number, line in enumerate(lines))
    return _Header(items, 32 + 22 * (len(lines) - 1) + 8)


def _is_wide(width: float) -> bool:
    return width >= 560


def _end_width(width: float) -> float:
    return _END_WIDTH if _is_wide(width) else width - 2 * _MARGIN


def _card_width(width: float) -> float:
    return width - 2 * (_MARGIN + _END_WIDTH + _FAN) if _is_wide(width) else width - 2 * _MARGIN - _HUNG


def _indent(width: float) -> float:
    return SIGN_ROOM if _is_wide(width) else 0.0


def _scene(
    width: float, header: _Header, ends: tuple[Card, Card], cards: Sequence[Card], notes: Sequence[str], title: str, description: str
) -> Scene:
    place = _side_by_side if _is_wide(width) else _one_below_the_other
    items, bottom = place(width, header.height, ends, cards)
    said: list[Item] = []
    for note in notes:
        for line in wrapped(note, SMALL.size, width - 2 * _MARGIN, 4):
            bottom += 15
            said.append(Text(_MARGIN, bottom, line, SMALL, "muted"))
    return Scene(width, bottom + _MARGIN, title, description, (*header.items, *items, *said))


def _side_by_side(width: float, top: float, ends: tuple[Card, Card], cards: Sequence[Card]) -> tuple[list[Item], float]:
    """The ends left and right, the cards in the middle; the items and where they end."""
    left_edge, right_edge = _MARGIN + _END_WIDTH, width - _MARGIN - _END_WIDTH
    x = left_edge + _FAN
    cards_height = sum(card.height + _BETWEEN for card in cards) - _BETWEEN
    end_height = max(*(end.height for end in ends), 14.0 * len(cards) + 16)
    height = max(cards_height, end_height)
    end_top = top + (height - end_height) / 2
    items: list[Item] = []
    signs: list[Item] = []
    y = top + (height - cards_height) / 2
    for number, card in enumerate(cards):
        middle = y + card.height / 2
        at_end = end_top + end_height / 2 + (number - (len(cards) - 1) / 2) * 14
        items += _fan(card, left_edge, right_edge, x, middle, at_end)
        items += card.drawn(x, y)
        signs.append(Mark(x + SIGN_ROOM / 2 + 5, middle, card.sign))
        y += card.height + _BETWEEN
    if not cards:
        items.append(Line(_straight(left_edge, end_top + end_height / 2, right_edge, end_top + end_height / 2), "neutral", "dotted"))
    for end, end_x in zip(ends, (_MARGIN, right_edge), strict=True):
        items.append(Box(end_x, end_top, _END_WIDTH, end_height, "end", "ink"))
        items += end.drawn(end_x, end_top + (end_height - end.height) / 2)[1:]
    return [*items, *signs], top + height + 8


def _fan(card: Card, left: float, right: float, x: float, middle: float, at_end: float) -> list[Item]:
    """The two lines that hang a card between the ends; the second one has the head, unless the relation runs the other way."""
    width = 1.2 if card.tone in ("neutral", "path") else 1.9
    head = {"supports": "arrow", "contradicts": "bar"}.get(card.tone, "")
    far = x + card.width
    inward, outward = _curve(left, at_end, x, middle), _curve(far, middle, right - 2, at_end)
    if card.towards == "subject":
        inward, outward = _curve(far, middle, right, at_end), _curve(x, middle, left + 2, at_end)
    headed = Line(outward, card.tone, card.kind, width, "bar" if head == "bar" else "arrow" if head == "arrow" else "")
    return [Line(inward, card.tone, card.kind, width), headed]


def _one_below_the_other(width: float, top: float, ends: tuple[Card, Card], cards: Sequence[Card]) -> tuple[list[Item], float]:
    """The ends above and below, the cards hung on a line between them; the items and where they end."""
    trunk = _MARGIN + _TRUNK
    items: list[Item] = []
    signs: list[Item] = []
    first, last = ends
    y = top + first.height + 14
    begin = top + first.height
    for card in cards:
        middle = y + card.height / 2
        items.append(Line(_straight(trunk, middle, _MARGIN + _HUNG, middle), card.tone, card.kind))
        items += card.drawn(_MARGIN + _HUNG, y)
        signs.append(Mark(trunk, middle, card.sign))
        y += card.height + _BETWEEN
    y += 10 if cards else 24
    items.insert(0, Line(_straight(trunk, begin, trunk, y - 1), "muted", "solid" if cards else "dotted", 1.5, "arrow"))
    for end, end_y in ((first, top), (last, y)):
        items.append(Box(_MARGIN, end_y, end.width, end.height, "end", "ink"))
        items += end.drawn(_MARGIN, end_y)[1:]
    return [*items, *signs], y + last.height + 8


def _curve(x1: float, y1: float, x2: float, y2: float) -> str:
    bend = (x2 - x1) * 0.55
    return f"M{x1:.1f} {y1:.1f}C{x1 + bend:.1f} {y1:.1f} {x2 - bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"


def _straight(x1: float, y1: float, x2: float, y2: float) -> str:
    return f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}"
