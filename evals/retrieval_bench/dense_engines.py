"""Exact dense search over all vectors, and the plain recipe: rank-bm25 and dense search fused by reciprocal ranks."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpuscle.evals.errors import BaselineMissing
from corpuscle.evals.retrieval_bench.lexical_engines import RowRanker

RRF_K = 60
FUSED = 100
"""How many of each ranker the recipe fuses."""

EncodeQueries = Callable[[Sequence[str]], NDArray[np.float32]]


class FlatDense:
    """FAISS's exact search by inner product, over float32 vectors in memory."""

    def __init__(self, blocks: Iterable[NDArray[np.float32]], dimension: int, encode_queries: EncodeQueries) -> None:
        """Each block is (n, dimension). Raises BaselineMissing."""
        try:
            import faiss  # pyright: ignore[reportMissingTypeStubs]  # deferred: slow to import
        except ModuleNotFoundError as exc:
            raise BaselineMissing("Exact dense search needs faiss-cpu.", "pip install faiss-cpu") from exc
        flat: Any = faiss
        self._index: Any = flat.IndexFlatIP(dimension)
        for block in blocks:
            self._index.add(block)
        self._encode_queries = encode_queries

    def rank(self, query: str, limit: int) -> list[int]:
        """See `RowRanker`."""
        _, rows = self._index.search(self._encode_queries([query]), limit)
        return [int(row) for row in rows[0] if row >= 0]


class PlainRecipe:
    """Two rankers' best `FUSED`, fused by reciprocal ranks with k = 60 (Cormack et al., SIGIR 2009)."""

    def __init__(self, first: RowRanker, second: RowRanker) -> None:
        self._rankers = (first, second)

    def rank(self, query: str, limit: int) -> list[int]:
        """See `RowRanker`."""
        return fuse_by_rank([ranker.rank(query, FUSED) for ranker in self._rankers])[:limit]


def fuse_by_rank(rankings: Sequence[Sequence[int]]) -> list[int]:
    """All rows, by the sum of 1 / (60 + rank) over the rankings; of equal ones the one that an earlier ranking names first."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, row in enumerate(ranking, 1):
            scores[row] = scores.get(row, 0.0) + 1 / (RRF_K + rank)
    return sorted(scores, key=lambda row: -scores[row])
