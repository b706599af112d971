"""Paths between two nodes of the graph: how they might hang together. Plausibility only: no path has a vote in a verdict.

A path's plausibility is the product of its edges' scores and of degree^-0.4 of each node between the ends, the damping of degree-weighted
path counts (Himmelstein and Baranzini, PLOS Comput Biol 2015, 11(7):e1004259): what leads through a node that is joined to everything
says little.
"""

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpuscle.kg.entities import Entity
from corpuscle.kg.store import GraphStore
from corpuscle.kg.triples import Edge

HUB = 2_000
"""Degree from which no path leads through a node."""

_DAMPING = 0.4
_WIDTH = 256  # neighbours of each end that are looked at, best scores first
_WIDTH_THREE = 48  # the same where a path has two nodes between the ends


@dataclass(frozen=True, slots=True)
class Path:
    """A walk from one node to another that visits no node twice."""

    nodes: tuple[Entity, ...]
    """From end to end, one more than edges."""
    edges: tuple[Edge, ...]
    """`edges[i]` joins `nodes[i]` and `nodes[i + 1]`, in either direction: its subject and object say which."""
    plausibility: float
    """0 to 1; comparable among paths of one graph alone."""


@dataclass(frozen=True, slots=True)
class _Link:
    """The best edge between two neighbours."""

    other: str
    score: float
    predicate: str
    outgoing: bool


def paths(store: GraphStore, a: str, b: str, limit: int = 5) -> list[Path]:
    """The best paths of one, two or three edges from CURIE `a` to CURIE `b`, best first; equal input gives equal output.

    Between two neighbours only the best edge counts. Negated edges are no paths, and none leads through a node of more than `HUB` edges;
    of an end that has very many, the best `_WIDTH` are looked at. [] where there is none, or where `a` is `b`.
    """
    if a == b:
        return []
    walks = _Walks(store, a, b)
    found = sorted([*walks.direct(), *walks.by_one(), *walks.by_two()], key=lambda w: (-w[1], len(w[0]), w[0]))[:limit]
    entities = store.entities({curie for nodes, _ in found for curie in nodes})
    return [Path(tuple(entities[n] for n in nodes), tuple(_edges(store, nodes)), score) for nodes, score in found]


_Walk = tuple[tuple[str, ...], float]


class _Walks:
    """The walks between two nodes, as CURIEs with their plausibility."""

    def __init__(self, store: GraphStore, a: str, b: str) -> None:
        self._store = store
        self._a, self._b = a, b
        self._from_a, self._from_b = _links(store, a, _WIDTH), _links(store, b, _WIDTH)
        self._damping: dict[str, float] = {}

    def direct(self) -> list[_Walk]:
        scores = [edge.score for edge in self._store.between(self._a, self._b) if not edge.negated]
        return [((self._a, self._b), max(scores))] if scores else []

    def by_one(self) -> list[_Walk]:
        walks: list[_Walk] = []
        for middle in self._from_a.keys() & self._from_b.keys():
            score = self._from_a[middle].score * self._from_b[middle].score * self._damped(middle)
            if score:
                walks.append(((self._a, middle, self._b), score))
        return walks

    def by_two(self) -> list[_Walk]:
        near_a, near_b = self._nearest(self._from_a, self._b), self._nearest(self._from_b, self._a)
        ends = {link.other: link for link in near_b}
        walks: list[_Walk] = []
        for first in near_a:
            for second in _links(self._store, first.other, _WIDTH).values():
                last = ends.get(second.other)
                if last is not None and second.other != first.other:
                    damped = self._damped(first.other) * self._damped(second.other)
                    walks.append(((self._a, first.other, second.other, self._b), first.score * second.score * last.score * damped))
        return walks

    def _nearest(self, links: dict[str, _Link], other_end: str) -> list[_Link]:
        """The neighbours most likely to be on a good path: score and damping together."""
        walkable = [link for link in links.values() if link.other != other_end and self._damped(link.other)]
        return sorted(walkable, key=lambda link: (-link.score * self._damped(link.other), link.other))[:_WIDTH_THREE]

    def _damped(self, curie: str) -> float:
        """What a node between the ends takes off; 0 for a hub."""
        if curie not in self._damping:
            degree = len(self._store.neighbours(curie, HUB + 1))
            self._damping[curie] = 0.0 if degree > HUB else math.pow(max(degree, 1), -_DAMPING)
        return self._damping[curie]


def _links(store: GraphStore, curie: str, width: int) -> dict[str, _Link]:
    """The neighbours of a node by CURIE, each with its best edge."""
    best: dict[str, _Link] = {}
    for edge in store.neighbours(curie, width):
        outgoing = edge.subject == curie
        other = edge.object if outgoing else edge.subject
        if not edge.negated and other != curie and other not in best:
            best[other] = _Link(other, edge.score, edge.predicate, outgoing)
    return best


def _edges(store: GraphStore, nodes: Sequence[str]) -> Iterable[Edge]:
    for left, right in itertools.pairwise(nodes):
        yield next(edge for edge in store.between(left, right) if not edge.negated)
