"""Makes the missing vectors of an index in segments, each of them a commit, until all are made or the time is up."""

from collections.abc import Callable, Sequence

from corpuscle.index_builder.progress import Progress
from corpuscle.index_builder.vector_merge import merge_levels, merge_segments
from corpuscle.index_builder.vector_writer import missing_vectors, next_number, write_segment
from corpuscle.retrieval.encoder import Encoder, check_same, new_store
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.manifest import VectorStore

SEGMENT_ARTICLES = 1024
"""Articles whose vectors are made between two commits."""


def make_vectors(
    index: Index,
    load_encoder: Callable[[], Encoder],
    commit: Callable[[VectorStore], None],
    within_s: float | None,
    timer: Callable[[], float],
    progress: Progress,
    missing: Sequence[int] | None = None,
) -> int:
    """Commits one segment after the other, articles with an abstract first; gives the number of articles still without a vector.

    `missing` has the keys of those without one, where the caller knows them; else every article is asked. No segment is begun that would
    end later than `within_s` seconds from now if it took as long as the one before. Small segments are merged on the way, and vectors of
    texts that are gone are dropped once they are many; each merge is a commit.
    Raises EncoderError where another encoder made the vectors that are there.
    """
    store = index.manifest.vectors
    missing = missing_vectors(index) if missing is None else missing
    if store is not None and not missing:
        merge_segments(index.path, store, index.text, len(index.text), commit, progress)
        return 0
    encoder = load_encoder()
    if store is None:
        store = new_store(encoder)
        commit(store)
    else:
        check_same(encoder, store)
    done = 0
    took_s = 0.0
    deadline = None if within_s is None else timer() + within_s
    with progress.step("Vectors", len(missing), "articles") as advance:
        while done < len(missing) and (deadline is None or timer() + took_s < deadline):
            begin = timer()
            keys = missing[done : done + SEGMENT_ARTICLES]
            segment = write_segment(index, keys, encoder, next_number(store))
            store = store.model_copy(update={"segments": (*store.segments, segment)})
            commit(store)
            done += len(keys)
            advance(len(keys))
            took_s = timer() - begin
            store = merge_levels(index.path, store, index.text, commit, progress)
    left = len(missing) - done
    merge_segments(index.path, store, index.text, len(index.text) - left, commit, progress)
    if left:
        progress.note(f"{left:,} articles have no vector yet. Searches compute those they need; the same build command makes the rest.")
    return left
