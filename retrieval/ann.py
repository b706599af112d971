"""Approximate nearest neighbours in a large segment: a FAISS IVF index whose lists hold a bit for each dimension (RaBitQ).

It is opened by memory map and finds candidates; the stored vectors then decide. The bits: Gao and Long, "RaBitQ", SIGMOD 2024,
https://arxiv.org/abs/2405.12497.
"""

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from corpuscle.retrieval.errors import IndexDamagedError

_REMEDY = "Check the index with `corpuscle index verify`."


class AnnIndex:
    """The opened file of one segment; ids are rows of the segment."""

    def __init__(self, path: Path, descriptor: int, articles: int, dimension: int) -> None:
        """Opens the file behind `descriptor`; `path` is its name in messages. Raises IndexDamagedError where it is not that index."""
        try:
            # By its descriptor: the file may have been removed since.
            index = faiss.read_index(f"/dev/fd/{descriptor}", faiss.IO_FLAG_MMAP_IFC)
        except (RuntimeError, MemoryError) as exc:  # the second: a damaged size
            raise IndexDamagedError(f"The vectors {path} cannot be read: {exc}.", _REMEDY) from exc
        if not isinstance(index, faiss.IndexIVFRaBitQ) or (index.ntotal, index.d) != (articles, dimension):
            raise IndexDamagedError(
                f"The vectors {path} are {index.ntotal:,} of {index.d} dimensions; the manifest says {articles:,} of {dimension}.", _REMEDY
            )
        self._index = index
        self._path = path

    def candidates(self, query: NDArray[np.float32], limit: int) -> NDArray[np.int64]:
        """Rows of about the nearest `limit`, ascending. Raises IndexDamagedError where the file names rows that are not there."""
        _, rows = self._index.search(query[None, :], limit)
        found = np.sort(rows[0][rows[0] >= 0])
        if len(found) and found[-1] >= self._index.ntotal:
            raise IndexDamagedError(f"The vectors {self._path} name row {found[-1]:,} of {self._index.ntotal:,}.", _REMEDY)
        return found


def flat_index(dimension: int) -> faiss.Index:
    """An empty index for exact search by Euclidean distance, on the GPUs where faiss-gpu and an NVIDIA GPU are there."""
    index = faiss.IndexFlatL2(dimension)
    return faiss.index_cpu_to_all_gpus(index) if faiss.get_num_gpus() else index
