"""Paths between two nodes of the graph: how they might hang together. Plausibility only: no path has a vote in a verdict.

A path's plausibility is the product of its edges' scores and of degree^-0.4 of each node between the ends, the damping of degree-weighted
path counts (Himmelstein and Baranzini, PLOS Comput Biol 2015, 11(7):e1004259): what leads through a node that is joined to everything
says little.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpuscle.kg.entities import Entity
from corpuscle.kg.store import GraphStore
from corpuscle.kg.triples import Edge

HUB = 2_000
"""Degree from which no path leads through a node."""

_DAMPING = 0.4
_MIDDLES = 64  # nodes looked at between the ends of paths of two edges, the least connected first
_LINKS = 192  # edges looked at of each end of paths of three edges, best scores first
_NEAREST = 40  # of the nodes at their other ends


@dataclass(frozen=True, slots=True)
class Path:
    """A walk from one node to another that visits no node twice."""

    nodes: tuple[Entity, ...]
    """From end to end, one more than edges."""
    edges: tuple[Edge, ...]
    """`edges[i]` joins `nodes[i]` and `nodes[i + 1]`, in either direction: its subject and object say which."""
    plausibility: float
    """0 to 1; comparable among paths of one graph alone."""


def paths(store: GraphStore, a: str, b: str, limit: int = 5) -> list[Path]:
    """The best paths of one, two or three edges from CURIE `a` to CURIE `b`, best first; equal input gives equal output.

    Between two neighbours only the best edge counts. Negated edges are no paths, and none leads through a node of more than `HUB` edges.
    So that it takes milliseconds at any size, at most `_MIDDLES` nodes between, and `_NEAREST` nodes beside each end, are looked at.
    [] where there is no path, or where `a` is `b`.
    """
    if a == b:
        return []
    walks = _Walks(store, a, b)
    found = sorted([*walks.of_one(), *walks.of_two(), *walks.of_three()], key=lambda walk: (-walk[1], len(walk[0]), walk[0]))[:limit]
    entities = store.entities({curie for nodes, _ in found for curie in nodes})
    return [Path(tuple(entities[node] for node in nodes), tuple(_edges(store, nodes)), score) for nodes, score in found]


_Walk = tuple[tuple[str, ...], float]
"""CURIEs from end to end, and the plausibility."""


class _Walks:
    """The walks between two nodes."""

    def __init__(self, store: GraphStore, a: str, b: str) -> None:
        self._store = store
        self._a, self._b = a, b
        self._damping: dict[str, float] = {}

    def of_one(self) -> list[_Walk]:
        best = self._best([self._a], [self._b])
        return [((self._a, self._b), score) for score in best.values()]

    def of_two(self) -> list[_Walk]:
        middles = [m for m in self._store.two_hop(self._a, self._b, _MIDDLES, HUB) if m not in (self._a, self._b)]
        first, second = self._best([self._a], middles), self._best(middles, [self._b])
        return [
            ((self._a, middle, self._b), first[self._a, middle] * second[middle, self._b] * self._damped(middle))
            for middle in middles
            if (self._a, middle) in first and (middle, self._b) in second
        ]

    def of_three(self) -> list[_Walk]:
        near_a, near_b = self._nearest(self._a), self._nearest(self._b)
        return [
            ((self._a, left, right, self._b), near_a[left] * score * near_b[right])
            for (left, right), score in self._best(list(near_a), list(near_b)).items()
        ]

    def _best(self, left: Sequence[str], right: Sequence[str]) -> dict[tuple[str, str], float]:
        """The best score between nodes of two sets, whichever way the edge runs, by (node of the left, node of the right)."""
        lefts, rights = set(left), set(right)
        best: dict[tuple[str, str], float] = {}
        for statement in self._store.linked(left, right):
            for pair in ((statement.subject, statement.object), (statement.object, statement.subject)):
                if not statement.negated and pair[0] in lefts and pair[1] in rights and pair[0] != pair[1]:
                    best[pair] = max(best.get(pair, 0.0), statement.score)
        return best

    def _nearest(self, end: str) -> dict[str, float]:
        """The nodes beside an end that are most likely on a good path, each with its edge's score, damped."""
        near: dict[str, float] = {}
        for link in self._store.links(end, _LINKS):
            if not link.negated and link.other not in (self._a, self._b):
                near[link.other] = max(near.get(link.other, 0.0), link.score * self._damped(link.other))
        walkable = sorted((item for item in near.items() if item[1]), key=lambda item: (-item[1], item[0]))
        return dict(walkable[:_NEAREST])

    def _damped(self, curie: str) -> float:
        """What a node between the ends takes off; 0 for a hub."""
        if curie not in self._damping:
            degree = self._store.degree(curie)
            self._damping[curie] = 0.0 if degree > HUB else max(degree, 1) ** -_DAMPING
        return self._damping[curie]


def _edges(store: GraphStore, nodes: Sequence[str]) -> Iterable[Edge]:
    for left, right in itertools.pairwise(nodes):
        yield next(edge for edge in store.between(left, right) if not edge.negated)
