"""A picture of one node of the graph with its edges, a card for each predicate and direction."""

from corpuscle.kg.evidence_picture import WIDE
from corpuscle.kg.neighbourhood import Direction, EdgeGroup, Neighbourhood
from corpuscle.kg.picture_cards import Card, end_card
from corpuscle.kg.picture_flow import SMALL, STRONG, Flow
from corpuscle.kg.picture_scene import Box, Item, Line, Scene, Text, svg
from corpuscle.kg.picture_text import shown, wrapped

_MARGIN = 16.0
_NODE_WIDTH = 150.0
_FAN = 46.0
_BETWEEN = 9.0
_HUNG = 24.0
_EACH = 6
_ARROWS = {"out": "{} →", "in": "← {}", "both": "– {} –"}


def neighbourhood_picture(around: Neighbourhood, width: float = WIDE) -> str:
    """The SVG of a node, its edges grouped by predicate and direction, at most six of each; what is left out is counted.

    The width is in CSS pixels; below 560 the node stands above its edges.
    """
    return svg(neighbourhood_scene(around, width))


def neighbourhood_scene(around: Neighbourhood, width: float) -> Scene:
    """The places of what `neighbourhood_picture` draws."""
    wide = width >= 560
    room = width - 2 * _MARGIN - (_NODE_WIDTH + _FAN if wide else _HUNG)
    cards = [_group_card(group, room) for group in around.groups]
    node = end_card(around.entity.name, around.entity, _NODE_WIDTH if wide else width - 2 * _MARGIN)
    items, bottom = (_beside if wide else _below)(node, cards, around)
    note = (
        f"{around.degree:,} edges in the graph; each with the probability that it is right."
        if around.groups
        else "The graph has no edge at this node."
    )
    for line in wrapped(note, SMALL.size, width - 2 * _MARGIN, 2):
        bottom += 18
        items.append(Text(_MARGIN, bottom, line, SMALL, "muted"))
    title = f"{shown(around.entity.name)} in the graph"
    said = [f"{_heading(group)}: {', '.join(shown(n.other.name) for n in group.neighbours[:_EACH])}." for group in around.groups]
    return Scene(width, bottom + _MARGIN, title, " ".join([note, *said]), tuple(items))


def _group_card(group: EdgeGroup, width: float) -> Card:
    flow = Flow(width, 10)
    drawn = group.neighbours[:_EACH]
    sources = ", ".join(sorted({shown(neighbour.edge.source) for neighbour in drawn}))
    flow.words(_ARROWS[group.direction].format(group.predicate), STRONG)
    flow.words(f"{group.total:,}" if len(drawn) == group.total else f"{len(drawn)} of {group.total:,}", SMALL)
    flow.words(sources, SMALL, "muted")
    flow.newline()
    for neighbour in drawn:
        edge = neighbour.edge
        flow.node(f"{'not ' if edge.negated else ''}{neighbour.other.name} · {edge.score:.2f}", "muted", "solid")
    return Card(width, flow.height, flow.items, "muted", "solid", "subject" if group.direction == "in" else "object")


def _heading(group: EdgeGroup) -> str:
    return f"{_ARROWS[group.direction].format(group.predicate)} ({group.total:,})"


def _beside(node: Card, cards: list[Card], around: Neighbourhood) -> tuple[list[Item], float]:
    x = _MARGIN + _NODE_WIDTH + _FAN
    cards_height = sum(card.height + _BETWEEN for card in cards) - _BETWEEN
    node_height = max(node.height, 12.0 * len(cards) + 16)
    height = max(cards_height, node_height)
    node_top = _MARGIN + (height - node_height) / 2
    items: list[Item] = []
    y = _MARGIN + (height - cards_height) / 2
    for number, (card, group) in enumerate(zip(cards, around.groups, strict=True)):
        at_node = node_top + node_height / 2 + (number - (len(cards) - 1) / 2) * 12
        items.append(_line(_MARGIN + _NODE_WIDTH, at_node, x, y + card.height / 2, group.direction))
        items += card.drawn(x, y)
        y += card.height + _BETWEEN
    items.append(Box(_MARGIN, node_top, _NODE_WIDTH, node_height, "end", "ink"))
    items += node.drawn(_MARGIN, node_top + (node_height - node.height) / 2)[1:]
    return items, _MARGIN + height


def _line(x1: float, y1: float, x2: float, y2: float, direction: Direction) -> Line:
    """From the node (x1, y1) to a card, or the other way round: the arrow points as the edges do."""
    (x1, y1), (x2, y2) = ((x2, y2), (x1 + 1, y1)) if direction == "in" else ((x1, y1), (x2 - 1, y2))
    bend = (x2 - x1) * 0.55
    path = f"M{x1:.1f} {y1:.1f}C{x1 + bend:.1f} {y1:.1f} {x2 - bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    return Line(path, "muted", "solid", 1.4, "" if direction == "both" else "arrow")


def _below(node: Card, cards: list[Card], around: Neighbourhood) -> tuple[list[Item], float]:
    items: list[Item] = [Box(_MARGIN, _MARGIN, node.width, node.height, "end", "ink"), *node.drawn(_MARGIN, _MARGIN)[1:]]
    trunk = _MARGIN + _HUNG / 2 - 2
    y = begin = _MARGIN + node.height
    for card, group in zip(cards, around.groups, strict=True):
        y += _BETWEEN + 3
        middle = y + card.height / 2
        items.append(_line(trunk, middle, _MARGIN + _HUNG, middle, group.direction))
        items += card.drawn(_MARGIN + _HUNG, y)
        y += card.height
    if cards:
        items.insert(0, Line(f"M{trunk:.1f} {begin:.1f}V{y - cards[-1].height / 2:.1f}", "muted", "solid", 1.4))
    return items, y
