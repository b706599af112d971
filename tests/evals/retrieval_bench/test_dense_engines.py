"""Exact dense search, and fusion by ranks."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpuscle.evals.retrieval_bench.dense_engines import FlatDense, PlainRecipe, fuse_by_rank


def test_ranks_are_fused_by_their_reciprocals() -> None:
    # 7: 1/61 + 1/62, 8: 1/62 + 1/61 (equal: the first ranking names 7 first), 9: 1/63
    assert fuse_by_rank([[7, 8, 9], [8, 7]]) == [7, 8, 9]
    # 3 is second twice: 2/62 = .0323 > 1/61 + 0 = .0164
    assert fuse_by_rank([[1, 3], [2, 3]]) == [3, 1, 2]


def test_dense_search_is_exact() -> None:
    vectors = np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32)

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([[0.0, 1.0]] * len(texts), dtype=np.float32)

    dense = FlatDense([vectors[:2], vectors[2:]], 2, encode)
    assert dense.rank("up", 2) == [1, 2]  # cosines 0, 1, .8
    assert dense.rank("up", 9) == [1, 2, 0]
    assert PlainRecipe(dense, dense).rank("up", 2) == [1, 2]
