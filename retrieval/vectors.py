"""The vectors of an index: immutable segments on disk, small ones searched exactly, large ones by an index of their own."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpuscle.retrieval.manifest import VectorStore
from corpuscle.retrieval.vector_segment import Segment


class VectorIndex:
    """All segments of one generation. A key is `article_key`'s; superseded vectors may be among them and must be filtered by the text index."""

    def __init__(self, segments: Sequence[Segment], dimension: int) -> None:
        self.segments = tuple(segments)
        self.dimension = dimension
        self._starts = np.cumsum([0, *(len(segment) for segment in segments)])

    @classmethod
    def open(cls, index_dir: Path, store: VectorStore) -> "VectorIndex":
        """The vectors that the manifest names, in milliseconds. Raises IndexDamagedError where a file is missing or of another shape."""
        return cls([Segment(index_dir, segment, store.dimension) for segment in store.segments], store.dimension)

    def __len__(self) -> int:
        return int(self._starts[-1])

    def lookup(self, keys: Sequence[int] | NDArray[np.uint64]) -> NDArray[np.int64]:
        """The row of each key, or -1 where it has no vector."""
        wanted = np.asarray(keys, dtype=np.uint64)
        found = np.full(len(wanted), -1, dtype=np.int64)
        for segment, start in zip(self.segments, self._starts.tolist(), strict=False):
            rows = segment.lookup(wanted)
            found = np.where(rows >= 0, rows + start, found)
        return found

    def rows(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors (len(rows), dimension) float32 of rows that `lookup` gave. Raises IndexDamagedError."""
        vectors = np.empty((len(rows), self.dimension), dtype=np.float32)
        for segment, start in zip(self.segments, self._starts.tolist(), strict=False):
            chosen = (start <= rows) & (rows < start + len(segment))
            vectors[chosen] = segment.vectors(rows[chosen] - start)
        return vectors

    def nearest(self, query: NDArray[np.float32], limit: int) -> list[tuple[int, float]]:
        """Keys and cosines of the best `limit` vectors for a query vector (dimension,), best first, then by key.

        Exact but for large segments (`ann`), which miss some; inner products where the vectors' lengths carry meaning.
        Raises IndexDamagedError.
        """
        found = [(segment.keys, *segment.nearest(query, limit)) for segment in self.segments]
        keys = np.concatenate([np.zeros(0, np.uint64), *(keys[rows] for keys, rows, _ in found)])
        cosines = np.concatenate([np.zeros(0, np.float32), *(cosines for _, _, cosines in found)])
        best = np.lexsort((keys, -cosines))[:limit]
        return list(zip(keys[best].tolist(), cosines[best].tolist(), strict=True))
