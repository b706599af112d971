"""The vectors of an index: immutable segments, memory-mapped, searched exactly."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from corpuscle.retrieval.errors import IndexDamagedError
from corpuscle.retrieval.manifest import VectorStore

_Scalar = TypeVar("_Scalar", np.uint64, np.float16)


class VectorIndex:
    """All segments of one generation. A key is `article_key`'s; superseded vectors may be among them and must be filtered by the text index."""

    def __init__(self, segments: Sequence[tuple[NDArray[np.uint64], NDArray[np.float16]]], dimension: int) -> None:
        self.dimension = dimension
        self._vectors = [vectors for _, vectors in segments]
        self._keys: NDArray[np.uint64] = np.concatenate([np.zeros(0, np.uint64), *(keys for keys, _ in segments)])
        self._order = np.argsort(self._keys, kind="stable")
        self._sorted_keys = self._keys[self._order]
        self._starts = np.cumsum([0, *(len(keys) for keys, _ in segments)])

    @classmethod
    def open(cls, index_dir: Path, store: VectorStore) -> "VectorIndex":
        """The vectors that the manifest names. Raises IndexDamagedError where a file is missing or of another shape."""
        segments: list[tuple[NDArray[np.uint64], NDArray[np.float16]]] = []
        for segment in store.segments:
            keys = _load(index_dir / segment.keys_path, (segment.articles,), np.dtype(np.uint64))
            vectors = _load(index_dir / segment.vectors_path, (segment.articles, store.dimension), np.dtype(np.float16))
            segments.append((keys, vectors))
        return cls(segments, store.dimension)

    def __len__(self) -> int:
        return len(self._keys)

    def lookup(self, keys: Sequence[int]) -> NDArray[np.int64]:
        """The row of each key, or -1 where it has no vector."""
        wanted = np.asarray(keys, dtype=np.uint64)
        if not len(self):
            return np.full(len(wanted), -1, dtype=np.int64)
        positions = np.searchsorted(self._sorted_keys, wanted).clip(max=len(self) - 1)
        return np.where(self._sorted_keys[positions] == wanted, self._order[positions], -1)

    def rows(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors (len(rows), dimension) float32 of rows that `lookup` gave."""
        vectors = np.empty((len(rows), self.dimension), dtype=np.float32)
        segments = np.searchsorted(self._starts, rows, side="right") - 1
        for segment in np.unique(segments):
            chosen = segments == segment
            vectors[chosen] = self._vectors[segment][rows[chosen] - self._starts[segment]]
        return vectors

    def nearest(self, query: NDArray[np.float32], limit: int) -> list[tuple[int, float]]:
        """Keys and cosines of the best `limit` vectors for a query vector (dimension,), best first."""
        scores = np.concatenate([np.zeros(0, np.float32), *(vectors.astype(np.float32) @ query for vectors in self._vectors)])
        best = np.argpartition(-scores, limit - 1)[:limit] if limit < len(scores) else np.arange(len(scores))
        best = best[np.lexsort((self._keys[best], -scores[best]))]
        return [(int(self._keys[row]), float(scores[row])) for row in best]


def _load(path: Path, shape: tuple[int, ...], dtype: np.dtype[_Scalar]) -> NDArray[_Scalar]:
    remedy = "Check the index with `corpuscle index verify`."
    try:
        array: NDArray[_Scalar] = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError) as exc:
        raise IndexDamagedError(f"The vectors {path} cannot be read: {exc}", remedy) from exc
    if array.shape != shape or array.dtype != dtype:
        raise IndexDamagedError(f"The vectors {path} are {array.dtype}{array.shape}; the manifest says {dtype}{shape}.", remedy)
    return array
