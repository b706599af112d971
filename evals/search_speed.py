"""How fast searches are, with queries made of the index's own titles."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.latency import Latency, latency_of
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.search import Retriever, SearchMode

_WORDS = 12
_WARM_UP = 10


@dataclass(frozen=True, slots=True)
class SpeedReport:
    """Latencies of searches for 10 articles, one after the other in one process."""

    index: str
    articles: int
    vectors: int
    """Articles that have one."""
    queries: int
    bm25: Latency
    hybrid: Latency
    notes: tuple[str, ...]
    """What hybrid searches had to say: where vectors are missing, its figures include encoding."""


def title_queries(index: Index, count: int) -> list[str]:
    """The first twelve words of `count` titles, evenly spread over the index."""
    addresses = index.text.addresses()
    chosen = addresses[:: max(1, len(addresses) // count)][:count]
    titles = [index.text.article(address).title for address in chosen]
    return [" ".join(title.split()[:_WORDS]) for title in titles if any(c.isalnum() for c in title)]


def measure_speed(index: Index, count: int) -> SpeedReport:
    """Searches for `count` titles in each mode, on one core where the system lets a process choose. Raises EvaluationError without titles."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    retriever = Retriever(index)
    queries = title_queries(index, count)
    if not queries:
        raise EvaluationError(f"The index at {index.path} has no titles to search for.", "Build it of articles that have titles.")
    notes: dict[str, None] = {}
    bm25 = _latency(retriever, queries, "bm25", notes)
    hybrid = _latency(retriever, queries, "hybrid", notes)
    vectors = len(index.text) - index.articles_without_vector
    return SpeedReport(index.manifest.label, len(index.text), vectors, len(queries), bm25, hybrid, tuple(notes)[:3])


def _latency(retriever: Retriever, queries: Sequence[str], mode: SearchMode, notes: dict[str, None]) -> Latency:
    for query in queries[:_WARM_UP]:
        retriever.search(query, mode=mode)
    seconds: list[float] = []
    for query in queries:
        begin = perf_counter()
        result = retriever.search(query, mode=mode)
        seconds.append(perf_counter() - begin)
        notes |= dict.fromkeys(result.notes)
    return latency_of(seconds)
