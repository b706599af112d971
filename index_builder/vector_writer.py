"""Writes segments of vectors; each counts once a manifest names it. `retrieval.vector_segment` has the format."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import tantivy
from numpy.typing import NDArray

from corpuscle.retrieval.article_keys import which_have
from corpuscle.retrieval.encoder import Encoder
from corpuscle.retrieval.index import Index, keys_without_vector
from corpuscle.retrieval.manifest import VectorSegment, VectorStore
from corpuscle.retrieval.text_index import TextIndex
from corpuscle.retrieval.vector_segment import SCALE_BYTES, encode_rows

VECTORS_PATH = "vectors"
_NUMBER = re.compile(r"(\d+)\.")


def next_number(store: VectorStore) -> int:
    """The number of the store's next segment: higher than all that it has."""
    numbers = [int(found.group(1)) for segment in store.segments if (found := _NUMBER.match(Path(segment.keys_path).name))]
    return max(numbers, default=0) + 1


def missing_vectors(index: Index) -> list[int]:
    """Keys of the articles of this generation that have no vector yet, those with an abstract first. Revised texts are among them."""
    keys = keys_without_vector(index.text, index.vectors)
    with_abstract = which_have(index.text, keys, tantivy.Query.term_query(index.text.schema, "has_abstract", True))
    return [*keys[with_abstract].tolist(), *keys[~with_abstract].tolist()]


def write_segment(index: Index, keys: Sequence[int], encoder: Encoder, number: int) -> VectorSegment:
    """Encodes the articles of these keys into segment `number`."""
    assert index.manifest.text is not None
    # Opened anew: what is read of a large text stays mapped, and counts as this process's memory, until it is closed.
    found = TextIndex.open(index.path / index.manifest.text.path).articles_by_key(keys)
    return write_vectors(index.path, number, np.array(list(found), dtype=np.uint64), encoder.encode_articles(list(found.values())))


def write_vectors(index_dir: Path, number: int, keys: NDArray[np.uint64], vectors: NDArray[np.float32]) -> VectorSegment:
    """Writes segment `number` of vectors (n, dimension) and their distinct keys (n,), in any order."""
    order = np.argsort(keys)
    return write_rows(index_dir, number, keys[order], vectors.shape[1], [encode_rows(vectors[order])])


def write_rows(
    index_dir: Path, number: int, keys: NDArray[np.uint64], dimension: int, blocks: Iterable[NDArray[np.uint8]]
) -> VectorSegment:
    """Writes segment `number` of rows as `encode_rows` makes them, given in blocks and in the order of `keys`, which ascend.

    A leftover of that number, from a build that was killed, is replaced.
    """
    (index_dir / VECTORS_PATH).mkdir(exist_ok=True)
    segment = VectorSegment(
        keys_path=f"{VECTORS_PATH}/{number:06d}.keys.npy",
        vectors_path=f"{VECTORS_PATH}/{number:06d}.vectors.npy",
        articles=len(keys),
    )
    _write(index_dir / segment.keys_path, "<u8", keys.shape, [keys])
    _write(index_dir / segment.vectors_path, "|u1", (len(keys), dimension + SCALE_BYTES), blocks)
    return segment


def _write(path: Path, descr: str, shape: tuple[int, ...], blocks: Iterable[NDArray[np.uint64] | NDArray[np.uint8]]) -> None:
    beside = path.with_suffix(".tmp")
    with beside.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, {"descr": descr, "fortran_order": False, "shape": shape})
        for block in blocks:
            file.write(np.ascontiguousarray(block).data)
    beside.replace(path)  # never written over: a reader may have a file of that name open
