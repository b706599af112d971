"""Exact search over segments."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.retrieval.vectors import VectorIndex


def _index(*segments: tuple[list[int], list[list[float]]]) -> VectorIndex:
    return VectorIndex([(np.array(keys, np.uint64), np.array(rows, np.float16)) for keys, rows in segments], 2)


def test_keys_are_found_across_segments() -> None:
    index = _index(([9, 2**64 - 1], [[1, 0], [0, 1]]), ([4], [[0.5, 0.5]]))
    assert len(index) == 3
    assert index.lookup([4, 5, 9, 2**64 - 1]).tolist() == [2, -1, 0, 1]
    assert index.rows(index.lookup([4, 9])).tolist() == [[0.5, 0.5], [1, 0]]


def test_nearest_are_ordered_by_cosine_then_key() -> None:
    index = _index(([3, 1], [[1, 0], [1, 0]]), ([2], [[0.5, 0.5]]))
    query = np.array([1, 0], np.float32)
    assert index.nearest(query, 10) == [(1, 1.0), (3, 1.0), (2, 0.5)]
    assert index.nearest(np.array([0, 1], np.float32), 1) == [(2, 0.5)]


def test_no_vectors_find_nothing() -> None:
    index = _index()
    assert index.lookup([1, 2]).tolist() == [-1, -1]
    assert index.nearest(np.array([1, 0], np.float32), 5) == []
    assert index.rows(index.lookup([])).shape == (0, 2)


@given(st.lists(st.lists(st.integers(0, 2**64 - 1), max_size=5), max_size=5), st.lists(st.integers(0, 2**64 - 1), max_size=5))
def test_lookup_gives_the_row_of_each_key_or_minus_one(segments: list[list[int]], others: list[int]) -> None:
    index = _index(*((keys, [[0.0, 0.0]] * len(keys)) for keys in segments if keys))
    flat = [key for keys in segments for key in keys]
    for key, row in zip(flat + others, index.lookup(flat + others), strict=True):
        assert (flat[row] == key) if row >= 0 else (key not in flat)


def test_rows_are_float32() -> None:
    index = _index(([1], [[0.25, 0.75]]))
    assert index.rows(index.lookup([1])).dtype == np.float32
    assert index.nearest(np.array([1, 1], np.float32), 1)[0][1] == pytest.approx(1.0)
