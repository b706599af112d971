"""Writes vectors, one immutable segment at a time, so that a build can stop after any of them."""

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpuscle.retrieval.encoder import Encoder
from corpuscle.retrieval.index import Index, keys_without_vector
from corpuscle.retrieval.manifest import VectorSegment

SEGMENT_ARTICLES = 1024
VECTORS_PATH = "vectors"


def missing_vectors(index: Index) -> list[int]:
    """Keys of the articles of this generation that have no vector yet, in stored order. Revised texts are among them: their key is new."""
    return keys_without_vector(index.text, index.vectors)


def write_segment(index: Index, keys: Sequence[int], encoder: Encoder, number: int) -> VectorSegment:
    """Encodes the articles of these keys (at most `SEGMENT_ARTICLES`) into segment `number`; it counts once a manifest names it.

    A leftover of that number, from a build that was killed, is replaced.
    """
    if not 0 < len(keys) <= SEGMENT_ARTICLES:
        raise ValueError(f"a segment holds 1 to {SEGMENT_ARTICLES} articles, not {len(keys)}")
    found = index.text.articles_by_key(keys)
    vectors = encoder.encode_articles(list(found.values())).astype(np.float16)
    (index.path / VECTORS_PATH).mkdir(exist_ok=True)
    segment = VectorSegment(
        keys_path=f"{VECTORS_PATH}/{number:06d}.keys.npy",
        vectors_path=f"{VECTORS_PATH}/{number:06d}.vectors.npy",
        articles=len(found),
    )
    _write(index.path / segment.keys_path, np.array(list(found), dtype=np.uint64))
    _write(index.path / segment.vectors_path, vectors)
    return segment


def _write(path: Path, array: NDArray[np.uint64] | NDArray[np.float16]) -> None:
    with path.open("wb") as file:
        np.save(file, array, allow_pickle=False)
        file.flush()
        os.fsync(file.fileno())
