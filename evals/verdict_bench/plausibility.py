"""A row's graph as numbers, and what embeddings make of its pairs."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from corpuscle.evals.bench_parts.bootstrap import SEED
from corpuscle.evals.verdict_bench.embeddings import Embedding, Ints
from corpuscle.evals.verdict_bench.kgarevion import best_threshold
from corpuscle.evals.verdict_bench.measures import Array, as_truth, logistic, platt
from corpuscle.evals.verdict_bench.training import THRESHOLD_SAMPLE
from corpuscle.kg.triples import Edge

MEASURED = frozenset({
    "covaries with", "downregulates", "expressed in", "interacts with", "overexpressed in", "regulates", "underexpressed in", "upregulates",
})  # fmt: skip
"""Predicates of genes' expression and interaction, two thirds of Hetionet's edges. Embeddings of rows about diseases are trained without them,
since they take most of the time."""


@dataclass(frozen=True)
class NumberedGraph:
    """The graph's affirmed edges, each once whatever its sources."""

    places: dict[str, int]
    """Of CURIEs that have an edge."""
    relations: dict[str, int]
    triples: Ints
    """Rows of subject, relation, object."""
    by_source: dict[str, int]
    """Edges of each source, negated ones too."""

    def row(self, subject: str, predicate: str, object: str) -> tuple[int, int, int] | None:
        """A triple as numbers, or None where the graph has no edge of an end or of the relation."""
        if subject in self.places and object in self.places and predicate in self.relations:
            return self.places[subject], self.relations[predicate], self.places[object]
        return None


def numbered(edges: Iterable[Edge], left_out: Collection[str]) -> NumberedGraph:
    """Edges of predicates other than those left out. Negated ones are left out: embeddings have no way to say no."""
    places: dict[str, int] = {}
    relations: dict[str, int] = {}
    rows: set[tuple[int, int, int]] = set()
    by_source: Counter[str] = Counter()
    for edge in edges:
        by_source[edge.source] += 1
        if not edge.negated and edge.predicate not in left_out:
            subject, object_ = places.setdefault(edge.subject, len(places)), places.setdefault(edge.object, len(places))
            rows.add((subject, relations.setdefault(edge.predicate, len(relations)), object_))
    return NumberedGraph(places, relations, np.array(sorted(rows), dtype=np.int64).reshape(len(rows), 3), dict(by_source))


@dataclass(frozen=True, slots=True)
class OwnDecision:
    """How an embedding decides triples of one relation by its own training: a threshold, and a probability of each score."""

    threshold: float
    bias: float
    slope: float

    def probability(self, score: float) -> float:
        """That a triple of this score is one of the graph rather than a random one."""
        return float(logistic(np.array([self.bias + self.slope * score]))[0])


def own_decisions(graph: NumberedGraph, embedding: Embedding, relations: Sequence[int]) -> dict[int, OwnDecision]:
    """For each relation: its triples against pairs of its own subjects and objects at random that are no triples."""
    random = np.random.default_rng(SEED)
    found: dict[int, OwnDecision] = {}
    for relation in relations:
        rows = graph.triples[graph.triples[:, 1] == relation]
        true = rows[random.permutation(len(rows))[:THRESHOLD_SAMPLE]]
        known = {(int(s), int(o)) for s, _, o in rows}
        drawn = np.column_stack(
            [random.choice(rows[:, 0], len(true)), np.full(len(true), relation), random.choice(np.unique(rows[:, 2]), len(true))]
        )
        false = np.array([row for row in drawn if (int(row[0]), int(row[2])) not in known], dtype=np.int64).reshape(-1, 3)
        scores: Array = np.concatenate([embedding.score(true), embedding.score(false)])
        labels = as_truth([True] * len(true) + [False] * len(false))
        found[relation] = OwnDecision(best_threshold(scores, labels), *platt(scores, labels))
    return found
