"""corpuscle eval filter-speed: what a filter costs a search."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.latency import Latency, latency_of
from corpuscle.evals.search_speed import title_queries
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.query_syntax import narrowed, parse_condition
from corpuscle.retrieval.search import Retriever
from corpuscle.retrieval.settings import RetrievalSettings

EVERY_ARTICLE = "(every article, the retracted too)"
FILTERS = (
    "1977:1979[dp]",
    "1979/03:1979/06[dp]",
    "rct[pt]",
    "review[pt] english[la]",
    "observational[pt]",
    "Lancet[ta]",
    "humans[mh] hasabstract[sb]",
    "Asthma[mh]",
    "Neoplasms[mh]",
    "Organic Chemicals[mh]",
    "cimetidine[mh] NOT review[pt] AND 1976:1980[dp] english[la] hasabstract[sb] humans[mh]",
)
_WARM_UP = 20


@dataclass(frozen=True, slots=True)
class FilterSpeed:
    """BM25 searches for ten articles within a filter: CPU time of each, its resolution included."""

    filter: str
    latency: Latency
    hits: float
    """A query, on average."""


def measure_filter_speed(index: Index, count: int) -> list[FilterSpeed]:
    """Searches for `count` titles without a filter and within each of `FILTERS`. Raises EvaluationError without titles."""
    retriever = Retriever(index)
    queries = title_queries(index, count)
    if not queries:
        raise EvaluationError(f"The index at {index.path} has no titles to search for.", "Build it of articles that have titles.")
    unfiltered = Filters(include_retracted=True)
    for query in queries[:_WARM_UP]:
        retriever.search(query, mode="bm25", filters=unfiltered)
    within = {EVERY_ARTICLE: unfiltered, "(without the retracted)": Filters()}
    within |= {written: narrowed(Filters(), parse_condition(written)) for written in FILTERS}
    return [_speed(written, retriever, queries, filters) for written, filters in within.items()]


def filter_speed(
    index: Annotated[Path, typer.Option("--index", envvar="CORPUSCLE_INDEX", help="Folder of the index.", file_okay=False)] = Path("index"),
    queries: Annotated[int, typer.Option(min=1, help="How many.")] = 300,
) -> None:
    """Measure what filters cost a BM25 search, in CPU milliseconds on one core."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    table = Table("filter", "p50 ms", "p95 ms", "hits a query")
    for speed in measure_filter_speed(Index.open(index, RetrievalSettings()), queries):
        table.add_row(speed.filter.replace("[", r"\["), f"{speed.latency.p50:.2f}", f"{speed.latency.p95:.2f}", f"{speed.hits:.1f}")
    Console().print(table)


def _speed(written: str, retriever: Retriever, queries: Sequence[str], filters: Filters) -> FilterSpeed:
    seconds: list[float] = []
    hits = 0
    for query in queries:
        begin = process_time()
        found = retriever.search(query, mode="bm25", filters=filters)
        seconds.append(process_time() - begin)
        hits += len(found.hits)
    return FilterSpeed(written, latency_of(seconds), hits / len(queries))
