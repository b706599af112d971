"""The part of `vector_bench` that runs in a process of its own, which imports nothing that a search does not need."""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from corpuscle.evals.bench_parts.machine import memory_mb
from corpuscle.evals.latency import Latency, latency_of
from corpuscle.retrieval.manifest import VectorStore
from corpuscle.retrieval.vectors import VectorIndex

K = 10
SEARCHED = 200


@dataclass(frozen=True, slots=True)
class OwnSearch:
    """Our search in a process of its own: MB resident after 200 queries, anonymous and of files, and what opening takes."""

    recall: float
    cpu_ms: Latency
    wall_ms: Latency
    open_ms: float
    first_query_ms: float
    lookup_100_ms: float
    rows_100_ms: float
    rss_anon_mb: float
    rss_file_mb: float


def search(folder: Path) -> OwnSearch:
    """Our search over what `run` wrote, measured in this process."""
    store = VectorStore.model_validate_json((folder / "store.json").read_text())
    queries, truth = np.load(folder / "queries.npy"), np.load(folder / "truth.npy")
    begin = time.perf_counter()
    vectors = VectorIndex.open(folder, store)
    opened = time.perf_counter()
    vectors.nearest(queries[0], K)
    first = time.perf_counter()
    found: list[list[int]] = []
    cpu_s: list[float] = []
    wall_s: list[float] = []
    for query in queries[:SEARCHED]:
        cpu, wall = time.process_time(), time.perf_counter()
        nearest = vectors.nearest(query, K)
        cpu_s.append(time.process_time() - cpu)
        wall_s.append(time.perf_counter() - wall)
        found.append([key for key, _ in nearest])
    anon, mapped = memory_mb("RssAnon"), memory_mb("RssFile")
    keys = np.random.default_rng(1).integers(0, len(vectors), 100).astype(np.uint64)
    lookups = _times(lambda: vectors.lookup(keys))
    fetches = _times(lambda: vectors.rows(keys.astype(np.int64)))
    return OwnSearch(
        recall=recall_at_10(found, truth[:SEARCHED]),
        cpu_ms=latency_of(cpu_s),
        wall_ms=latency_of(wall_s),
        open_ms=round((opened - begin) * 1e3, 2),
        first_query_ms=round((first - opened) * 1e3, 1),
        lookup_100_ms=lookups.p50,
        rows_100_ms=fetches.p50,
        rss_anon_mb=round(anon, 1),
        rss_file_mb=round(mapped, 1),
    )


def recall_at_10(found: Sequence[Sequence[int] | NDArray[np.int64]], truth: NDArray[np.int64]) -> float:
    """Share of the best rows of each query that were found."""
    return round(
        float(np.mean([len({int(row) for row in rows} & {int(row) for row in best}) / K for rows, best in zip(found, truth, strict=True)])),
        4,
    )


def _times(call: Callable[[], object]) -> Latency:
    seconds: list[float] = []
    for _ in range(50):
        begin = time.process_time()
        call()
        seconds.append(time.process_time() - begin)
    return latency_of(seconds)


if __name__ == "__main__":
    sys.stdout.buffer.write(TypeAdapter(OwnSearch).dump_json(search(Path(sys.argv[1]))))
