"""Measures one row: links its pairs, asks every system about each, keeps what they say."""

import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from corpuscle.evals.bench_parts.machine import settings_now
from corpuscle.evals.verdict_bench import systems
from corpuscle.evals.verdict_bench.embeddings import Kind, trained
from corpuscle.evals.verdict_bench.kgarevion import decide
from corpuscle.evals.verdict_bench.look_up import degree_product, look_up
from corpuscle.evals.verdict_bench.measures import Array, Truth, as_truth, logistic, platt
from corpuscle.evals.verdict_bench.pairs import TestPair
from corpuscle.evals.verdict_bench.plausibility import NumberedGraph, numbered, own_decisions
from corpuscle.evals.verdict_bench.records import HeldSource, RowPart, SystemScores
from corpuscle.evals.verdict_bench.reviewing import LETTERS, SentencesFor, mistakes, review_all
from corpuscle.evals.verdict_bench.training import EPOCHS
from corpuscle.index_builder.progress import Progress
from corpuscle.kg.store import GraphStore
from corpuscle.kg.triples import Triple, Verdict


@dataclass(frozen=True)
class Question:
    """A row's pairs as triples, the graph they are asked of, and the sentences."""

    row: str
    pairs: Sequence[TestPair]
    triples: Sequence[Triple]
    """In the order of the pairs, ends linked where they can be."""
    store: GraphStore
    edgeless: GraphStore
    sentences_for: SentencesFor
    vectors: Path | None
    """Folder that keeps the embeddings of its graph; None: none are trained for it."""
    untrained: frozenset[str]
    """Predicates whose edges the embeddings do not see."""

    @property
    def ends(self) -> list[tuple[str, str] | None]:
        """CURIEs of both ends, or None where one is not in the graph."""
        return [(t.subject_entity.curie, t.object_entity.curie) if t.subject_entity and t.object_entity else None for t in self.triples]


@dataclass
class _Clock:
    cpu_s: dict[str, float] = field(default_factory=dict[str, float])

    @contextmanager
    def step(self, name: str) -> Generator[None]:
        begun = time.process_time()
        yield
        self.cpu_s[name] = round(time.process_time() - begun, 1)


def measure_row(question: Question, progress: Progress) -> RowPart:
    """Everything that the page needs of a row."""
    settings, clock = settings_now(), _Clock()
    pairs = question.pairs
    tuned = np.array([pair.half == "tune" for pair in pairs])
    true = as_truth([pair.true for pair in pairs])
    with clock.step("review"), progress.step(f"Reviewing {question.row}", len(pairs), "pairs") as advance:
        reviews = review_all(_counted(question.triples, advance), question.store, question.edgeless, question.sentences_for)
    found = list(reviews.scores())
    with clock.step("look-up"):
        found.append(_looked_up(question))
    with clock.step("read the graph"):
        graph = numbered(question.store.all_edges(), question.untrained)
    if question.vectors:
        for kind in ("RotatE", "TransE"):
            with clock.step(kind):
                found += _embedded(question, graph, kind, question.vectors / f"{kind}.npz", true, tuned, progress)
        found.append(_degrees(question, true, tuned))
    found.sort(key=lambda scores: systems.IN_ORDER.index(scores.name))
    return RowPart(
        settings=settings,
        row=question.row,
        groups=tuple(pair.group for pair in pairs),
        true="".join("1" if pair.true else "0" for pair in pairs),
        reported="".join("1" if pair.half == "report" else "0" for pair in pairs),
        linked="".join("1" if ends else "0" for ends in question.ends),
        held=_held(question.store, graph.by_source),
        systems=tuple(found),
        mistakes=mistakes(pairs, reviews.columns[systems.BOTH]),
        sentences=reviews.sentences,
        trained_on=len(graph.triples) if question.vectors else 0,
        cpu_s=clock.cpu_s,
    )


def _counted(triples: Sequence[Triple], advance: Callable[[int], None]) -> Iterator[Triple]:
    for triple in triples:
        yield triple
        advance(1)


def _held(store: GraphStore, edges: Mapping[str, int]) -> tuple[HeldSource, ...]:
    return tuple(
        HeldSource(name=source.name, version=source.version, licence=source.licence, edges=edges[source.name])
        for source in store.sources()
        if source.name in edges
    )


def _looked_up(question: Question) -> SystemScores:
    verdicts = [
        look_up(ends[0], pair.predicate, ends[1], question.store) if ends else Verdict.UNKNOWN
        for pair, ends in zip(question.pairs, question.ends, strict=True)
    ]
    said = {Verdict.SUPPORTED: 1.0, Verdict.CONTRADICTED: 0.0}
    scores = tuple(said.get(verdict, 0.5) for verdict in verdicts)
    return SystemScores(name=systems.LOOK_UP, scores=scores, probabilities=scores, verdicts="".join(LETTERS[v] for v in verdicts))


def _degrees(question: Question, true: Truth, tuned: Truth) -> SystemScores:
    scores = [degree_product(*ends, question.store) if ends else None for ends in question.ends]
    return _calibrated(systems.DEGREE, scores, true, tuned)


def _embedded(
    question: Question, graph: NumberedGraph, kind: Kind, file: Path, true: Truth, tuned: Truth, progress: Progress
) -> list[SystemScores]:
    """The embedding as a scorer; and, of RotatE, KGARevion's rule over it."""
    with progress.step(f"Training {kind} for {question.row}", EPOCHS, "epochs") as advance:
        embedding = trained(file, kind, graph.triples, len(graph.places), len(graph.relations), EPOCHS, advance)
    rows = [graph.row(ends[0], pair.predicate, ends[1]) if ends else None for pair, ends in zip(question.pairs, question.ends, strict=True)]
    mapped = [row for row in rows if row is not None]
    raw = iter(embedding.score(np.array(mapped, dtype=np.int64).reshape(len(mapped), 3)).tolist())
    scores = [float(next(raw)) if row else None for row in rows]
    own = own_decisions(graph, embedding, sorted({row[1] for row in mapped}))
    # scores of two relations are compared as log-odds against random triples of each
    odds = [
        own[row[1]].bias + own[row[1]].slope * score if row and score is not None else None for row, score in zip(rows, scores, strict=True)
    ]
    found = [_calibrated(kind, odds, true, tuned)]
    if kind == "RotatE":
        decisions = [
            decide(score, own[row[1]].threshold, own[row[1]].probability(score)) if row and score is not None else decide(None, 0.0, 0.0)
            for row, score in zip(rows, scores, strict=True)
        ]
        probabilities = tuple(round(d.probability, 5) for d in decisions)
        found.append(
            SystemScores(
                name=systems.KGAREVION,
                scores=probabilities,
                probabilities=probabilities,
                verdicts="".join("S" if d.true else "C" for d in decisions),
            )
        )
    return found


def _calibrated(name: str, scores: Sequence[float | None], true: Truth, tuned: Truth) -> SystemScores:
    """Scores with probabilities by Platt's method on the tuned-on pairs; the unmapped get those pairs' share of true ones, and no verdict."""
    mapped = np.array([score is not None for score in scores])
    values: Array = np.array([0.0 if score is None else score for score in scores])
    fitted = mapped & tuned
    base = float(true[tuned].mean()) if tuned.any() else 0.5
    bias, slope = platt(values[fitted], true[fitted]) if fitted.any() else (0.0, 0.0)
    probabilities = np.where(mapped, logistic(bias + slope * values), base)
    filled = np.where(mapped, values, np.median(values[mapped]) if mapped.any() else 0.0)
    verdicts = "".join("U" if not known else "S" if p >= 0.5 else "C" for known, p in zip(mapped, probabilities, strict=True))
    return SystemScores(
        name=name,
        scores=tuple(round(float(v), 5) for v in filled),
        probabilities=tuple(round(float(p), 5) for p in probabilities),
        verdicts=verdicts,
    )
