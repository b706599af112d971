"""What the graph holds of one node: its edges by predicate and direction, each with what stands behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpuscle.kg.entities import Entity
from corpuscle.kg.predicates import PREDICATES
from corpuscle.kg.store import GraphStore, Publication
from corpuscle.kg.triples import Edge

Direction = Literal["out", "in", "both"]
_PUBLICATIONS = 3


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An edge of the node, the entity at its other end, and the heaviest of the articles behind it."""

    edge: Edge
    other: Entity
    publications: tuple[Publication, ...] = ()


@dataclass(frozen=True, slots=True)
class EdgeGroup:
    """The best edges of one predicate and direction, of `total` that the graph has."""

    predicate: str
    direction: Direction
    """"out": from the node; "in": to it; "both": the predicate is symmetric."""
    total: int
    neighbours: tuple[Neighbour, ...]
    """Best score first."""


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A node and its edges; a hub's are cut to the best of each group."""

    entity: Entity
    degree: int
    """Number of its edges in the graph, of all kinds."""
    groups: tuple[EdgeGroup, ...]
    """Those that start at the node first, the largest first."""


def neighbourhood(store: GraphStore, entity: Entity, each: int) -> Neighbourhood:
    """The node's edges, at most `each` of a predicate and direction."""
    totals: dict[tuple[str, Direction], int] = {}
    for (predicate, outgoing), total in store.predicate_counts(entity.curie).items():
        direction = _direction(predicate, outgoing)
        totals[predicate, direction] = totals.get((predicate, direction), 0) + total
    order = sorted(totals.items(), key=lambda item: (_ORDER.index(item[0][1]), -item[1], item[0][0]))
    groups = [_group(store, entity.curie, predicate, direction, total, each) for (predicate, direction), total in order]
    return Neighbourhood(entity, store.degree(entity.curie), tuple(groups))


_ORDER: Sequence[Direction] = ("out", "both", "in")


def _direction(predicate: str, outgoing: bool) -> Direction:
    if predicate in PREDICATES and PREDICATES[predicate].symmetric:
        return "both"
    return "out" if outgoing else "in"


def _group(store: GraphStore, curie: str, predicate: str, direction: Direction, total: int, each: int) -> EdgeGroup:
    ends = {"object": curie} if direction == "in" else {"subject": curie}
    edges = store.edges(**ends, predicate=predicate, limit=each)
    others = [edge.object if edge.subject == curie else edge.subject for edge in edges]
    entities = store.entities(others)
    neighbours = [
        Neighbour(edge, entities[other], tuple(store.publications(edge, _PUBLICATIONS))) for edge, other in zip(edges, others, strict=True)
    ]
    return EdgeGroup(predicate, direction, total, tuple(neighbours))
