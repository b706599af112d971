"""Search over segments as they lie on disk."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from corpuscle.index_builder.vector_writer import write_vectors
from corpuscle.retrieval.errors import IndexDamagedError
from corpuscle.retrieval.manifest import VectorStore
from corpuscle.retrieval.vector_segment import decode_rows, encode_rows
from corpuscle.retrieval.vectors import VectorIndex

MakeVectors = Callable[..., VectorIndex]
Given = tuple[list[int], list[list[float]]]


def written(folder: Path, *segments: Given) -> VectorStore:
    """A store of these keys and vectors of two dimensions."""
    named = [
        write_vectors(folder, number, np.array(keys, np.uint64), np.array(rows, np.float32).reshape(-1, 2))
        for number, (keys, rows) in enumerate(segments, 1)
    ]
    return VectorStore(encoder="hash", dimension=2, max_tokens=8, segments=tuple(named))


@pytest.fixture
def make_vectors(tmp_path: Path) -> MakeVectors:
    return lambda *segments: VectorIndex.open(tmp_path, written(tmp_path, *segments))


def test_keys_are_found_across_segments(make_vectors: MakeVectors) -> None:
    index = make_vectors(([2**64 - 1, 9], [[0, 1], [1, 0]]), ([4], [[0.5, 0.5]]))
    assert len(index) == 3
    assert index.lookup([4, 5, 9, 2**64 - 1]).tolist() == [2, -1, 0, 1]
    assert index.rows(index.lookup([4, 9])) == pytest.approx(np.array([[0.5, 0.5], [1, 0]]))


def test_of_equal_keys_the_newest_vector_is_found(make_vectors: MakeVectors) -> None:
    index = make_vectors(([4, 9], [[1, 0], [1, 0]]), ([4], [[0, 1]]))
    assert index.rows(index.lookup([4])) == pytest.approx(np.array([[0, 1]]))


def test_nearest_are_ordered_by_cosine_then_key(make_vectors: MakeVectors) -> None:
    index = make_vectors(([3, 1], [[1, 0], [1, 0]]), ([2], [[0.5, 0.5]]))
    query = np.array([1, 0], np.float32)
    assert [key for key, _ in index.nearest(query, 10)] == [1, 3, 2]
    assert [cosine for _, cosine in index.nearest(query, 10)] == pytest.approx([1, 1, 0.5])
    assert index.nearest(np.array([0, 1], np.float32), 1) == [(2, pytest.approx(0.5))]


def test_no_vectors_find_nothing(make_vectors: MakeVectors) -> None:
    index = make_vectors()
    assert index.lookup([1, 2]).tolist() == [-1, -1]
    assert index.nearest(np.array([1, 0], np.float32), 5) == []
    assert index.rows(index.lookup([])).shape == (0, 2)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=5, unique=True), max_size=5),
    st.lists(st.integers(0, 2**64 - 1), max_size=5),
)
def test_lookup_gives_a_row_of_each_key_or_minus_one(tmp_path: Path, segments: list[list[int]], others: list[int]) -> None:
    index = VectorIndex.open(tmp_path, written(tmp_path, *((keys, [[0.0, 0.0]] * len(keys)) for keys in segments)))
    flat = [key for keys in segments for key in sorted(keys)]
    for key, row in zip(flat + others, index.lookup(flat + others), strict=True):
        assert (flat[row] == key) if row >= 0 else (key not in flat)


def test_rows_are_float32(make_vectors: MakeVectors) -> None:
    index = make_vectors(([1], [[0.25, 0.75]]))
    assert index.rows(index.lookup([1])).dtype == np.float32
    # .25 is stored as 42 of 127 parts of .75: 42 × .75 / 127 = .248
    assert index.rows(index.lookup([1])) == pytest.approx(np.array([[42 * 0.75 / 127, 0.75]]))


def test_cosines_survive_the_bytes() -> None:
    made = np.random.default_rng(1).normal(size=(200, 384)).astype(np.float32)
    unit: NDArray[np.float32] = made / np.linalg.norm(made, axis=1, keepdims=True)
    # A unit is at most .25 / 127; rounding errs by 1/√12 of it a dimension, and a unit query averages them: .0006.
    assert np.std(decode_rows(encode_rows(unit)) @ unit[0] - unit @ unit[0]) < 0.0006


def test_a_vector_of_zeros_stays_one() -> None:
    assert decode_rows(encode_rows(np.zeros((1, 3), np.float32))).tolist() == [[0, 0, 0]]


def test_open_vectors_are_read_on_after_their_files_are_gone(tmp_path: Path) -> None:
    index = VectorIndex.open(tmp_path, written(tmp_path, ([1], [[1, 0]])))
    for path in (tmp_path / "vectors").iterdir():
        path.unlink()
    assert index.nearest(np.array([1, 0], np.float32), 1) == [(1, pytest.approx(1))]
    assert index.rows(index.lookup([1])) == pytest.approx(np.array([[1, 0]]))


def test_files_of_another_shape_are_damage(tmp_path: Path) -> None:
    store = written(tmp_path, ([1], [[1, 0]]))
    with pytest.raises(IndexDamagedError, match="the manifest says"):
        VectorIndex.open(tmp_path, store.model_copy(update={"dimension": 3}))
    (tmp_path / store.segments[0].vectors_path).write_bytes(b"junk")
    with pytest.raises(IndexDamagedError, match="cannot be read"):
        VectorIndex.open(tmp_path, store)
