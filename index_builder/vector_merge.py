"""Merges segments of vectors, so that there are few of them, and drops the vectors of texts that are gone.

Like the levels of a log-structured merge tree: fresh segments are small; eight of a size become one. What is searched exactly is kept
below `EXACT_COMPONENTS`, and below `TAIL_COMPONENTS` beside a large segment; above it, all of that becomes one large segment with an
approximate index (`ann_writer`), together with large segments that are less than `_GROWTH` times as large, so that few large segments are
left and each vector is merged a few times only. Large segments are made when a build ends, not while it makes vectors: a whole build ends
in one of them.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpuscle.index_builder.ann_writer import write_ann
from corpuscle.index_builder.progress import Progress
from corpuscle.index_builder.vector_writer import next_number, write_rows
from corpuscle.retrieval.article_keys import which_have
from corpuscle.retrieval.manifest import VectorSegment, VectorStore
from corpuscle.retrieval.text_index import TextIndex
from corpuscle.retrieval.vector_segment import Segment

EXACT_COMPONENTS = 40_000_000
"""Vectors times dimensions that are searched exactly at most: 6 ms on one core, 104,000 vectors of 384 dimensions, 52,000 of 768."""
TAIL_COMPONENTS = 5_000_000
"""The same where there is a large segment: .6 ms more on one core, 13,000 vectors of 384 dimensions."""
_FANOUT = 8
_SMALLEST = 1024
_GROWTH = 4
_DEAD_SHARE = 0.2
_BLOCK_ROWS = 16_384


def merge_levels(
    index_dir: Path, store: VectorStore, text: TextIndex, commit: Callable[[VectorStore], None], progress: Progress
) -> VectorStore:
    """Merges small segments while vectors are being made, one commit for each merge, and gives the last store committed."""
    while chosen := next_level(store):
        store, _ = join_segments(index_dir, store, chosen, text, progress)
        commit(store)
    return store


def merge_segments(
    index_dir: Path, store: VectorStore, text: TextIndex, alive: int, commit: Callable[[VectorStore], None], progress: Progress
) -> VectorStore:
    """Merges what is to be merged when all vectors are made for now, one commit for each merge, and gives the last store committed.

    `alive` is the number of vectors whose texts are in `text`: where too many others are left, all is merged.
    """
    if store.articles - alive > max(_SMALLEST, _DEAD_SHARE * store.articles):
        store, _ = join_segments(index_dir, store, store.segments, text, progress)
        commit(store)
    while chosen := next_large(store):
        store = _enlarged(index_dir, store, chosen, text, progress)
        commit(store)
    return merge_levels(index_dir, store, text, commit, progress)


def next_large(store: VectorStore) -> tuple[VectorSegment, ...]:
    """The segments that are to become one large one, or none."""
    chosen = [segment for segment in store.segments if not segment.ann_path]
    merged = sum(segment.articles for segment in chosen)
    limit = TAIL_COMPONENTS if store.approximate else EXACT_COMPONENTS
    if merged * store.dimension <= limit:
        return ()
    for segment in sorted((s for s in store.segments if s.ann_path), key=lambda s: s.articles):
        if segment.articles < _GROWTH * merged:
            chosen.append(segment)
            merged += segment.articles
    return tuple(s for s in store.segments if s in chosen)


def next_level(store: VectorStore) -> tuple[VectorSegment, ...]:
    """The small segments of one size that are to become one, or none."""
    for _, alike in groupby(sorted((s for s in store.segments if not s.ann_path), key=_tier), key=_tier):
        level = tuple(alike)
        if len(level) >= _FANOUT:
            return level
    return ()


def _tier(segment: VectorSegment) -> int:
    tier = 0
    while segment.articles > _SMALLEST * _FANOUT**tier:
        tier += 1
    return tier


def join_segments(
    index_dir: Path, store: VectorStore, chosen: Sequence[VectorSegment], text: TextIndex, progress: Progress
) -> tuple[VectorStore, VectorSegment | None]:
    """The store with one segment in place of those chosen, and that segment; None where none of their texts is left. Commits nothing."""
    segments = [Segment(index_dir, segment, store.dimension) for segment in chosen]
    keys = np.concatenate([np.zeros(0, np.uint64), *(segment.keys for segment in segments)])
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    kept = np.ones(len(ordered), dtype=bool)
    kept[:-1] = ordered[1:] != ordered[:-1]  # of equal keys the one of the newest segment
    kept[kept] = which_have(text, ordered[kept])
    others = tuple(segment for segment in store.segments if segment not in chosen)
    if not kept.any():
        return store.model_copy(update={"segments": others}), None
    with progress.step("Merging vectors", int(kept.sum()), "vectors") as advance:
        blocks = _blocks(segments, order[kept], advance)
        joined = write_rows(index_dir, next_number(store), ordered[kept], store.dimension, blocks)
    return store.model_copy(update={"segments": (*others, joined)}), joined


def _enlarged(index_dir: Path, store: VectorStore, chosen: Sequence[VectorSegment], text: TextIndex, progress: Progress) -> VectorStore:
    """The store with one large segment in place of those chosen; with a small one where most of their texts are gone."""
    joined: VectorSegment | None = chosen[0]
    if len(chosen) > 1:
        store, joined = join_segments(index_dir, store, chosen, text, progress)
    if joined is None or joined not in next_large(store):
        return store
    with progress.step("Indexing vectors", joined.articles, "vectors") as advance:
        indexed = write_ann(index_dir, joined, store, advance)
    return store.model_copy(update={"segments": (indexed, *(s for s in store.segments if s != joined))})


def _blocks(segments: Sequence[Segment], order: NDArray[np.int64], advance: Callable[[int], None]) -> Iterator[NDArray[np.uint8]]:
    """The rows in this order of the concatenated segments. Within a block, each segment's rows lie close together and ascend."""
    starts = np.cumsum([0, *(len(segment) for segment in segments)])
    for begin in range(0, len(order), _BLOCK_ROWS):
        rows = order[begin : begin + _BLOCK_ROWS]
        block = np.empty((len(rows), segments[0].row_bytes), dtype=np.uint8)
        for segment, start in zip(segments, starts.tolist(), strict=False):
            chosen = (start <= rows) & (rows < start + len(segment))
            if chosen.any():
                own = rows[chosen] - start
                first = int(own[0])
                block[chosen] = segment.stored_range(first, int(own[-1]) + 1)[own - first]
        yield block
        advance(len(rows))
