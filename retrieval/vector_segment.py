"""One segment of the vectors: its files' format, and how they are read.

    <number>.keys.npy       (n,) uint64, ascending
    <number>.vectors.npy    (n, dimension + 4) uint8: a signed byte for each dimension, then the float32 that one unit of them stands for
    <number>.ivf            large segments only: FAISS's index of the rows, see `ann`

A byte for a dimension, scaled by the vector's own largest component, keeps cosines to about .0004: see docs/decisions/012.
"""

import os
import weakref
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from corpuscle.retrieval.errors import IndexDamagedError
from corpuscle.retrieval.manifest import VectorSegment
from corpuscle.retrieval.npy_files import mapped_array

if TYPE_CHECKING:
    from corpuscle.retrieval.ann import AnnIndex

SCALE_BYTES = 4
_LARGEST = 127
_BLOCK = 1024
"""Vectors decoded at a time: as float32 they stay in the processor's cache."""
_RESCORED = 100
"""Vectors that are compared exactly at least, of those that the codes of a large segment find nearest."""
_DAMAGE_REMEDY = "Check the index with `corpuscle index verify`."

_Scalar = TypeVar("_Scalar", np.uint64, np.uint8)


def encode_rows(vectors: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Rows (n, dimension + 4) uint8 as a segment stores them, of vectors (n, dimension) float32."""
    scales = np.abs(vectors).max(axis=1, keepdims=True, initial=0.0).astype(np.float32) / np.float32(_LARGEST)
    codes = np.rint(vectors / np.where(scales > 0, scales, 1)).astype(np.int8)
    return np.concatenate([codes.view(np.uint8), scales.astype("<f4").view(np.uint8)], axis=1)


def decode_rows(rows: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Vectors (n, dimension) float32 of stored rows."""
    codes, scales = _parts(rows)
    return codes.astype(np.float32) * scales[:, None]


def _parts(rows: NDArray[np.uint8]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    scales = np.ascontiguousarray(rows[:, -SCALE_BYTES:]).view("<f4")[:, 0]
    return rows[:, :-SCALE_BYTES].view(np.int8), scales


class Segment:
    """An open segment. Its files may be removed meanwhile."""

    def __init__(self, index_dir: Path, segment: VectorSegment, dimension: int) -> None:
        """Raises IndexDamagedError where a file is missing or of another shape than the manifest says."""
        self.dimension = dimension
        self.row_bytes = dimension + SCALE_BYTES
        self.keys = _load(index_dir / segment.keys_path, (segment.articles,), np.dtype(np.uint64))
        self._stored = _load(index_dir / segment.vectors_path, (segment.articles, self.row_bytes), np.dtype(np.uint8))
        self._path = index_dir / segment.vectors_path
        self._file = _open(self._path, self)
        self._ann_path = index_dir / segment.ann_path if segment.ann_path else None
        self._ann_file = _open(self._ann_path, self) if self._ann_path else -1

    def __len__(self) -> int:
        return len(self.keys)

    def lookup(self, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        """The row of each key, or -1 where it is not here."""
        if not len(self):
            return np.full(len(keys), -1, dtype=np.int64)
        rows = np.searchsorted(self.keys, keys).clip(max=len(self) - 1)
        return np.where(self.keys[rows] == keys, rows, -1)

    def stored_rows(self, rows: NDArray[np.int64]) -> NDArray[np.uint8]:
        """The rows (len(rows), dimension + 4) as they are stored.

        They are read, not mapped: pages of a map count as this process's memory, and what lies around a page is mapped with it.
        """
        start = int(self._stored.offset)
        pieces = [os.pread(self._file, self.row_bytes, start + row * self.row_bytes) for row in rows.tolist()]
        return np.frombuffer(b"".join(pieces), dtype=np.uint8).reshape(len(rows), self.row_bytes)

    def stored_range(self, begin: int, end: int) -> NDArray[np.uint8]:
        """The rows from `begin` up to `end` as they are stored."""
        piece = os.pread(self._file, (end - begin) * self.row_bytes, int(self._stored.offset) + begin * self.row_bytes)
        return np.frombuffer(piece, dtype=np.uint8).reshape(end - begin, self.row_bytes)

    def vectors(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors (len(rows), dimension) of the rows. Raises IndexDamagedError for what is no number."""
        stored = self.stored_rows(rows)
        self._sound(stored)
        return decode_rows(stored)

    def nearest(self, query: NDArray[np.float32], limit: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Rows and cosines of the best `limit` for a query vector (dimension,), in any order; in a large segment, of most of the best.

        Raises IndexDamagedError.
        """
        if self._ann_path is None:
            cosines = self._all_cosines(query)
            rows = np.argpartition(-cosines, limit - 1)[:limit] if limit < len(cosines) else np.arange(len(cosines))
            return rows, cosines[rows]
        rows = self._ann.candidates(query, max(_RESCORED, 2 * limit))
        codes, scales = self._sound(self.stored_rows(rows))
        return rows, (codes.astype(np.float32) @ query) * scales

    def _sound(self, rows: NDArray[np.uint8]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
        codes, scales = _parts(rows)
        if not np.isfinite(scales).all():  # one such vector would leave the whole ranking without an order
            raise IndexDamagedError(f"The vectors {self._path} hold what is no number.", _DAMAGE_REMEDY)
        return codes, scales

    def _all_cosines(self, query: NDArray[np.float32]) -> NDArray[np.float32]:
        codes, scales = self._sound(self._stored)
        cosines = np.empty(len(self), dtype=np.float32)
        decoded = np.empty((min(_BLOCK, len(self)), self.dimension), dtype=np.float32)
        for begin in range(0, len(self), _BLOCK):
            block = codes[begin : begin + _BLOCK]
            decoded[: len(block)] = block
            np.dot(decoded[: len(block)], query, out=cosines[begin : begin + _BLOCK])
        return cosines * scales

    @cached_property
    def _ann(self) -> "AnnIndex":
        from corpuscle.retrieval.ann import AnnIndex  # deferred: FAISS takes .1 s that searches of small indexes do not need

        assert self._ann_path is not None
        return AnnIndex(self._ann_path, self._ann_file, len(self), self.dimension)


def _open(path: Path, owner: object) -> int:
    """A descriptor that lives as long as `owner`: what is open stays readable when a compaction removes it."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError as exc:
        raise IndexDamagedError(f"The vectors {path} cannot be read: {exc}.", _DAMAGE_REMEDY) from exc
    weakref.finalize(owner, os.close, descriptor)
    return descriptor


def _load(path: Path, shape: tuple[int, ...], dtype: np.dtype[_Scalar]) -> "np.memmap[tuple[int, ...], np.dtype[_Scalar]]":
    try:
        array = mapped_array(path)
    except (OSError, ValueError) as exc:
        raise IndexDamagedError(f"The vectors {path} cannot be read: {exc}.", _DAMAGE_REMEDY) from exc
    if array.shape != shape or array.dtype != dtype:
        raise IndexDamagedError(f"The vectors {path} are {array.dtype}{array.shape}; the manifest says {dtype}{shape}.", _DAMAGE_REMEDY)
    return array
