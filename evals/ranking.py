"""Ranking: runs a collection's queries through a ranker and measures what comes back."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from corpuscle.evals.collections import Collection, load_texts
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.latency import Latency, latency_of
from corpuscle.evals.measures import RankingMeasures, measure
from corpuscle.retrieval.engine import SearchEngine
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.hits import Run
from corpuscle.retrieval.search import SearchMode

DEPTH = 100
"""Articles asked for each query."""
_EVERYTHING = Filters(include_retracted=True)

Ranker = Callable[[str], dict[str, float]]
"""Query → article id → score, the best `DEPTH`."""


@dataclass(frozen=True, slots=True)
class RankingReport:
    """What one ranker did on one collection."""

    collection: str
    mode: str
    queries: int
    measures: RankingMeasures
    latency: Latency
    notes: tuple[str, ...]
    run: Run
    """What was measured."""


class IndexRanker:
    """Ranks by searching an index; collects the notes of the searches."""

    def __init__(self, retriever: SearchEngine, mode: SearchMode) -> None:
        self._retriever = retriever
        self._mode: SearchMode = mode
        self.notes: dict[str, int] = {}

    def __call__(self, query: str) -> dict[str, float]:
        """The best `DEPTH` articles and their scores."""
        result = self._retriever.search(query, DEPTH, self._mode, _EVERYTHING)
        for note in result.notes:
            self.notes[note] = self.notes.get(note, 0) + 1
        # Places, not scores: a measure would otherwise break ties in its own way.
        return {hit.article.id: float(-hit.rank) for hit in result.hits}


def check_indexed(retriever: SearchEngine, collection: Collection, folder: Path) -> None:
    """Raises EvaluationError where the index lacks a judged article that the collection in `folder` has.

    Figures from an index of something else, or from one whose build was cut short, would say nothing of the collection.
    """
    judged = {article_id for grades in collection.qrels.values() for article_id in grades}
    missing = {article_id for article_id in judged if retriever.article(article_id) is None}
    if missing:
        missing &= load_texts(folder).keys()  # some collections judge documents that they do not hold
    if missing:
        lacks = f"lacks {len(missing):,} of the {len(judged):,} judged articles of {collection.name}: {min(missing)}, …"
        raise EvaluationError(
            f"The index ({retriever.label}) {lacks}",
            f"Build one of the collection, or build it to its end: corpuscle index build --index DIR --beir {folder}",
        )


def evaluate_ranking(collection: Collection, mode: str, rank: Ranker, notes: dict[str, int]) -> RankingReport:
    """Runs every query of the collection and measures; `notes` is read when all have run."""
    run: Run = {}
    seconds: list[float] = []
    for query_id, text in collection.queries.items():
        begin = perf_counter()
        run[query_id] = rank(text)
        seconds.append(perf_counter() - begin)
    told = tuple(f"{note} ({count} queries)" for note, count in notes.items())
    return RankingReport(collection.name, mode, len(run), measure(collection.qrels, run), latency_of(seconds), told, run)
