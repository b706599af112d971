"""Merging of segments, up to large ones with an approximate index."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from corpuscle.index_builder import ann_writer, vector_merge
from corpuscle.index_builder.progress import NoProgress
from corpuscle.index_builder.text_writer import TextWriter
from corpuscle.index_builder.vector_merge import merge_segments, next_large, next_level
from corpuscle.index_builder.vector_writer import next_number, write_vectors
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.errors import IndexDamagedError
from corpuscle.retrieval.manifest import VectorSegment, VectorStore
from corpuscle.retrieval.text_index import TextIndex, article_key
from corpuscle.retrieval.vectors import VectorIndex

DIMENSION = 16


def vector_of(key: int) -> NDArray[np.float32]:
    """A unit vector that depends on the key alone; keys of one hundred lie in one of eight groups."""
    group = np.random.default_rng(key % 8).normal(size=DIMENSION)
    made = group + 0.7 * np.random.default_rng(key).normal(size=DIMENSION)
    return (made / np.linalg.norm(made)).astype(np.float32)


class Vectors:
    """A store in a folder, changed as a build changes it, and the articles it is of."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = VectorStore(encoder="hash", dimension=DIMENSION, max_tokens=8)
        self.commits = 0
        self._writer = TextWriter(folder)
        self._ids: dict[int, str] = {}
        self._writer.commit()

    def add(self, numbers: Iterable[int]) -> list[int]:
        """Articles of these numbers, in place of any that have them, and one segment of their vectors; gives their keys."""
        revision = len(self._ids)
        articles = [Article(str(number), f"Title {number} as of {revision}") for number in numbers]
        for article in articles:
            self._writer.upsert(article)
        keys = [article_key(article) for article in articles]
        self._ids |= {key: article.id for key, article in zip(keys, articles, strict=True)}
        self._writer.commit()
        rows = np.array([vector_of(key) for key in keys])
        segment = write_vectors(self.folder, next_number(self.store), np.array(keys, np.uint64), rows)
        self.commit(self.store.model_copy(update={"segments": (*self.store.segments, segment)}))
        return keys

    def delete(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            self._writer.delete(str(number))
        self._writer.commit()

    def commit(self, store: VectorStore) -> None:
        self.store = store
        self.commits += 1

    def merge(self, alive: int | None = None) -> None:
        text = TextIndex.open(self.folder / "text/work")
        alive = self.store.articles if alive is None else alive
        assert merge_segments(self.folder, self.store, text, alive, self.commit, NoProgress()) == self.store

    def merge_all(self) -> None:
        """As where most vectors are of texts that are gone."""
        self.merge(alive=0)

    def live_keys(self) -> list[int]:
        text = TextIndex.open(self.folder / "text/work")
        return sorted(article_key(article) for article in text.iter_articles())

    def nearest(self, query: NDArray[np.float32], limit: int) -> list[int]:
        return [key for key, _ in VectorIndex.open(self.folder, self.store).nearest(query, limit)]


@pytest.fixture
def vectors(tmp_path: Path) -> Vectors:
    return Vectors(tmp_path)


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Large segments begin at 500 vectors, and a dozen dead ones are many."""
    monkeypatch.setattr(vector_merge, "EXACT_COMPONENTS", 499 * DIMENSION)
    monkeypatch.setattr(vector_merge, "_SMALLEST", 12)
    monkeypatch.setattr(ann_writer, "_VECTORS_PER_LIST", 16)


def _segments(*sizes: int, ann: Iterable[int] = ()) -> VectorStore:
    named = [
        VectorSegment(keys_path=f"{n}.keys", vectors_path=f"{n}.vectors", articles=size, ann_path=f"{n}.ivf" if n in ann else "")
        for n, size in enumerate(sizes)
    ]
    return VectorStore(encoder="hash", dimension=384, max_tokens=8, segments=tuple(named))


def test_eight_segments_of_a_size_become_one() -> None:
    assert next_level(_segments(*[1024] * 7)) == ()
    eight = _segments(9000, *[1024] * 7, 3)
    assert next_level(eight) == eight.segments[1:]


def test_what_is_searched_exactly_becomes_large_together_with_what_is_not_much_larger() -> None:
    # 40,000,000 / 384 = 104,166 vectors, 5,000,000 / 384 = 13,020
    assert next_large(_segments(104_166)) == ()
    assert next_large(_segments(104_167)) != ()
    assert next_large(_segments(10_000_000, 8_000, 5_020, ann=[0])) == ()
    store = _segments(10_000_000, 50_000, 8_000, 5_021, ann=[0, 1])
    assert next_large(store) == store.segments[1:]  # 50,000 is less than 4 × 13,021; 10,000,000 is more than 4 × 63,021
    store = _segments(10_000_000, 53_000, 8_000, 5_021, ann=[0, 1])
    assert next_large(store) == store.segments[2:]


def _merged(store: VectorStore, chosen: tuple[VectorSegment, ...], ann_path: str) -> VectorStore:
    size = sum(segment.articles for segment in chosen)
    joined = chosen[0].model_copy(update={"articles": size, "ann_path": ann_path})
    return store.model_copy(update={"segments": (*(s for s in store.segments if s not in chosen), joined)})


def test_a_build_of_a_million_articles_leaves_one_segment() -> None:
    store = _segments()
    written = 0
    for number in range(1_000_000 // 1024):
        new = VectorSegment(keys_path=f"{number}.keys", vectors_path="", articles=1024)
        store = store.model_copy(update={"segments": (*store.segments, new)})
        while chosen := next_level(store):
            written += sum(segment.articles for segment in chosen)
            store = _merged(store, chosen, "")
    while chosen := next_large(store):
        written += sum(segment.articles for segment in chosen)
        store = _merged(store, chosen, "x")
    assert len(store.segments) == 1
    assert written < 5 * 1_000_000  # how often a vector is written again, on average


def test_daily_updates_over_a_million_articles_leave_few_segments() -> None:
    store = _segments(1_000_000, ann=[0])
    written = 0
    for day in range(365):
        new = VectorSegment(keys_path=f"{day}.keys", vectors_path="", articles=4_000)
        store = store.model_copy(update={"segments": (*store.segments, new)})
        while chosen := next_large(store) or next_level(store):
            written += sum(segment.articles for segment in chosen)
            store = _merged(store, chosen, "x" if chosen == next_large(store) else "")
        assert len(store.segments) <= 12
    assert written < 8 * 365 * 4_000  # with the million, which is merged when the rest has grown to a quarter of it


def test_a_merge_keeps_live_vectors_and_drops_the_others(vectors: Vectors) -> None:
    old = vectors.add(range(2000))
    new = vectors.add(range(1000, 2000))
    vectors.delete(range(10))
    vectors.merge_all()
    assert len(vectors.store.segments) == 1
    assert vectors.store.articles == 1990
    index = VectorIndex.open(vectors.folder, vectors.store)
    assert (index.lookup(old[:10] + old[1000:]) == -1).all()
    kept = old[10:1000] + new
    assert index.rows(index.lookup(kept)) == pytest.approx(np.array([vector_of(key) for key in kept]), abs=0.006)


def test_merging_leaves_nothing_where_all_is_gone(vectors: Vectors) -> None:
    vectors.add(range(1100))
    vectors.delete(range(1100))
    vectors.merge_all()
    assert vectors.store.segments == ()


def test_of_two_vectors_of_a_text_the_newest_stays(vectors: Vectors, tmp_path: Path) -> None:
    keys = vectors.add(range(1100))
    again = write_vectors(tmp_path, 2, np.array(keys[:1], np.uint64), np.eye(1, DIMENSION, dtype=np.float32))
    vectors.commit(vectors.store.model_copy(update={"segments": (*vectors.store.segments, again)}))
    vectors.merge(alive=-500)
    index = VectorIndex.open(tmp_path, vectors.store)
    assert len(index) == 1100
    assert index.rows(index.lookup(keys[:1])) == pytest.approx(np.eye(1, DIMENSION))


@pytest.mark.usefixtures("small_limits")
def test_a_large_segment_finds_most_of_what_exact_search_finds(vectors: Vectors) -> None:
    vectors.add(range(1500))
    vectors.merge()
    assert [bool(segment.ann_path) for segment in vectors.store.segments] == [True]
    vectors.add(range(1500, 1600))  # a tail beside it
    vectors.merge()
    assert [bool(segment.ann_path) for segment in vectors.store.segments] == [True, False]
    live = vectors.live_keys()
    rows = np.array([vector_of(key) for key in live])
    found = 0
    for query in rows[::40]:
        exact = {live[int(row)] for row in np.argsort(-(rows @ query))[:10]}
        found += len(exact & set(vectors.nearest(query, 10)))
    assert found / (10 * len(rows[::40])) > 0.9


@pytest.mark.usefixtures("small_limits")
def test_the_same_vectors_give_the_same_files(tmp_path: Path) -> None:
    contents: list[list[bytes]] = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        vectors = Vectors(tmp_path / name)
        vectors.add(range(700))
        vectors.merge()
        contents.append([(tmp_path / name / path).read_bytes() for path in vectors.store.segments[0].paths])
    assert contents[0] == contents[1]


@pytest.mark.usefixtures("small_limits")
@pytest.mark.parametrize("damage", [b"", b"junk" * 100])
def test_a_damaged_approximate_index_is_stated(vectors: Vectors, damage: bytes) -> None:
    vectors.add(range(600))
    vectors.merge()
    (vectors.folder / vectors.store.segments[0].ann_path).write_bytes(damage)
    with pytest.raises(IndexDamagedError, match=r"\.ivf"):
        vectors.nearest(vector_of(1), 3)


@pytest.mark.usefixtures("small_limits")
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("add"), st.integers(0, 900), st.integers(1, 450)),
            st.tuples(st.just("delete"), st.integers(0, 900), st.integers(1, 300)),
            st.tuples(st.sampled_from(["merge", "merge_all"]), st.just(0), st.just(0)),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_whatever_is_added_replaced_deleted_and_merged_is_found_as_by_exact_search(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, int, int]]
) -> None:
    vectors = Vectors(tmp_path_factory.mktemp("vectors"))
    for change, begin, count in changes:
        match change:
            case "add":
                vectors.add(range(begin, begin + count))
            case "delete":
                vectors.delete(range(begin, begin + count))
            case "merge":
                vectors.merge()
            case _:
                vectors.merge_all()
    live = vectors.live_keys()
    index = VectorIndex.open(vectors.folder, vectors.store)
    assert (index.lookup(live) >= 0).all()
    rows = np.array([vector_of(key) for key in live]).reshape(len(live), DIMENSION)
    assert index.rows(index.lookup(live)) == pytest.approx(rows, abs=0.006)
    hits = wanted = 0
    for query in rows[:: max(1, len(rows) // 20)]:
        dead = len(index) - len(live)
        found = [key for key in vectors.nearest(query, 10 + dead) if key in set(live)][:10]
        exact = [live[int(row)] for row in np.argsort(-(rows @ query))[:10]]
        hits += len(set(found) & set(exact))
        wanted += len(exact)
    exact_only = not vectors.store.approximate
    # bytes may exchange two whose cosines differ by less than .002
    assert hits >= (0.97 if exact_only else 0.85) * wanted


@pytest.mark.gpu
@pytest.mark.usefixtures("small_limits")
def test_a_gpu_builds_an_index_that_finds_as_much(vectors: Vectors) -> None:
    import faiss  # deferred: the test is skipped where it is without a GPU

    if not faiss.get_num_gpus():
        pytest.skip("faiss sees no GPU: it needs an NVIDIA GPU and faiss-gpu")
    test_a_large_segment_finds_most_of_what_exact_search_finds(vectors)
