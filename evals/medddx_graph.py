"""The graph without a question's own edges: MedDDx was made from PrimeKG, so a graph that holds PrimeKG's edges holds the answers.

A question's own edges are all edges between what it names: the entities of its stem and of its options.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Protocol

from corpuscle.evals.medddx import ChoiceQuestion
from corpuscle.kg import Edge
from corpuscle.kg.graph_file import GraphFile
from corpuscle.kg.linker import Linker
from corpuscle.kg.store import GraphStore, Link, Statement

_MOST_NAMED = 64


class _Joined(Protocol):
    @property
    def subject(self) -> str: ...
    @property
    def predicate(self) -> str: ...
    @property
    def object(self) -> str: ...


@dataclass(frozen=True, slots=True, order=True)
class OwnStatement:
    """What a question's own edges say: two ends in the order of their CURIEs, whichever way the edge runs, and its predicate.

    Taking it out takes it from every source.
    """

    low: str
    high: str
    predicate: str

    @classmethod
    def of(cls, edge: _Joined) -> "OwnStatement":
        """The statement of an edge."""
        return cls(min(edge.subject, edge.object), max(edge.subject, edge.object), edge.predicate)


@dataclass(frozen=True, slots=True)
class Named:
    """Every node that a question may mean."""

    stem: frozenset[str]
    options: frozenset[str]

    @property
    def all(self) -> tuple[str, ...]:
        """In the order of their CURIEs, at most as many as the graph takes at once."""
        return tuple(sorted(self.stem | self.options))[:_MOST_NAMED]

    def joined_by(self, statement: OwnStatement) -> bool:
        """Whether the statement joins an option to what the stem names."""
        ends = (statement.low, statement.high)
        return any(one in self.stem and other in self.options for one, other in (ends, ends[::-1]))


def named_in(question: ChoiceQuestion, linker: Linker) -> Named:
    """The mentions of the stem and of the options, and all readings of an option that is a name."""
    options = [mention.entity.curie for option in question.options for mention in linker.link(option)]
    options += [candidate.entity.curie for option in question.options for candidate in linker.candidates(option)]
    return Named(frozenset(mention.entity.curie for mention in linker.link(question.stem)), frozenset(options))


def own_statements(question: ChoiceQuestion, named: Named, store: GraphStore) -> tuple[OwnStatement, ...]:
    """The question's own statements, in an order drawn from its id, so that of two shares the smaller is part of the larger."""
    own = {OwnStatement.of(edge) for edge in store.linked(named.all, named.all)}
    return tuple(sorted(own, key=lambda statement: _drawn(question.id, statement)))


def share_of(statements: Sequence[OwnStatement], percent: int) -> frozenset[OwnStatement]:
    """The first `percent` (0 to 100) of them, rounded up."""
    return frozenset(statements[: ceil(len(statements) * percent / 100)])


def _drawn(question_id: str, statement: OwnStatement) -> bytes:
    text = f"{question_id}|{statement.low}|{statement.predicate}|{statement.high}"
    return hashlib.blake2b(text.encode(), digest_size=8).digest()


class PrunedGraph(GraphStore):
    """The graph as if some statements were not in it; with `silent`, as if it had names and no edges at all."""

    def __init__(self, file: GraphFile, hidden: Iterable[OwnStatement] = (), silent: bool = False) -> None:
        super().__init__(file)
        self._hidden = frozenset(hidden)
        self._ends = {(statement.low, statement.high) for statement in self._hidden}
        self._silent = silent

    def degree(self, curie: str) -> int:
        """Hidden statements count still: a node's degree is no leak worth a look at all its edges."""
        return 0 if self._silent else super().degree(curie)

    def edges(self, subject: str | None = None, predicate: str | None = None, object: str | None = None, limit: int = 100) -> list[Edge]:
        return self._left(super().edges(subject, predicate, object, limit))

    def neighbours(self, curie: str, limit: int = 100) -> list[Edge]:
        return self._left(super().neighbours(curie, limit))

    def between(self, a: str, b: str, limit: int = 100) -> list[Edge]:
        return self._left(super().between(a, b, limit))

    def linked(self, a: Sequence[str], b: Sequence[str]) -> list[Statement]:
        return [] if self._silent else [s for s in super().linked(a, b) if OwnStatement.of(s) not in self._hidden]

    def links(self, curie: str, limit: int) -> list[Link]:
        if self._silent:
            return []
        return [
            link
            for link in super().links(curie, limit)
            if OwnStatement(min(curie, link.other), max(curie, link.other), link.predicate) not in self._hidden
        ]

    def two_hop(self, a: str, b: str, limit: int = 20, widest: int = 1000) -> list[str]:
        if self._silent:
            return []
        return [middle for middle in super().two_hop(a, b, limit, widest) if self._joined(a, middle) and self._joined(middle, b)]

    def predicate_counts(self, curie: str) -> dict[tuple[str, bool], int]:
        return {} if self._silent else super().predicate_counts(curie)

    def broader(self, *curies: str) -> list[str]:
        return sorted(
            {above for curie in curies for above in self._not_hidden(curie, super(PrunedGraph, self).broader(curie))}.difference(curies)
        )

    def ancestors(self, curie: str, limit: int = 60) -> list[str]:
        return self._not_hidden(curie, super().ancestors(curie, limit))

    def narrower(self, curie: str, limit: int = 60) -> list[str]:
        return self._not_hidden(curie, super().narrower(curie, limit))

    def _not_hidden(self, curie: str, others: list[str]) -> list[str]:
        """Without those that a hidden "is a" joins to the node, by whatever hierarchy they were found; none of a silent graph."""
        if self._silent:
            return []
        return [other for other in others if OwnStatement(min(curie, other), max(curie, other), "is a") not in self._hidden]

    def _joined(self, one: str, other: str) -> bool:
        return (min(one, other), max(one, other)) not in self._ends or bool(self.between(one, other))

    def _left(self, edges: list[Edge]) -> list[Edge]:
        return [] if self._silent else [edge for edge in edges if OwnStatement.of(edge) not in self._hidden]
