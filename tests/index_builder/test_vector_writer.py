"""Segments of vectors."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from corpuscle.index_builder.text_writer import TextWriter
from corpuscle.index_builder.vector_writer import missing_vectors, next_number, write_segment
from corpuscle.retrieval.analyser import ANALYSER_NAME
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.encoder import article_text
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.manifest import Manifest, TextStore, VectorSegment, VectorStore
from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.retrieval.text_index import article_key
from tests.index_builder.conftest import HashEncoder


def _index(folder: Path, articles: Sequence[Article], segments: tuple[VectorSegment, ...] = ()) -> Index:
    with TextWriter(folder) as writer:
        for article in articles:
            writer.upsert(article)
        count = writer.commit().articles
        path = writer.snapshot(1)
    manifest = Manifest(
        generation=1,
        complete=True,
        created=datetime.now(UTC),
        updated=datetime.now(UTC),
        tool_version="0",
        corpus="invented",
        text=TextStore(path=path, analyser=ANALYSER_NAME, articles=count),
        vectors=VectorStore(encoder="hash", dimension=4, max_tokens=8, segments=segments),
    )
    return Index(folder, manifest, RetrievalSettings())


def test_a_segment_holds_its_articles_vectors_under_their_keys(tmp_path: Path) -> None:
    articles = [Article(str(i), f"Title {i}") for i in range(5)]
    index = _index(tmp_path, articles)
    keys = missing_vectors(index)
    assert sorted(keys) == sorted(article_key(a) for a in articles)
    first = write_segment(index, keys[:3], HashEncoder(), 1)
    assert first == VectorSegment(keys_path="vectors/000001.keys.npy", vectors_path="vectors/000001.vectors.npy", articles=3)
    second = write_segment(index, keys[3:], HashEncoder(), 2)
    index = _index(tmp_path, articles, (first, second))
    assert index.vectors is not None
    assert missing_vectors(index) == []
    for article in articles:
        found = index.vectors.rows(index.vectors.lookup([article_key(article)]))
        assert found == pytest.approx(HashEncoder().encode([article_text(article)]), abs=0.5 / 127)
    stored = np.load(tmp_path / second.vectors_path)
    assert (stored.dtype, stored.shape) == (np.uint8, (2, 4 + 4))
    assert next_number(VectorStore(encoder="hash", dimension=4, max_tokens=8, segments=(second, first))) == 3


def test_a_revised_text_asks_for_a_new_vector(tmp_path: Path) -> None:
    index = _index(tmp_path, [Article("1", "Old"), Article("2", "Same")])
    segment = write_segment(index, missing_vectors(index), HashEncoder(), 1)
    revised = Article("1", "New", version=2)
    index = _index(tmp_path, [revised], (segment,))
    assert missing_vectors(index) == [article_key(revised)]


def test_a_leftover_of_that_number_is_replaced(tmp_path: Path) -> None:
    index = _index(tmp_path, [Article("1", "One")])
    (tmp_path / "vectors").mkdir()
    (tmp_path / "vectors/000001.vectors.npy").write_text("junk")
    segment = write_segment(index, missing_vectors(index), HashEncoder(), 1)
    assert np.load(tmp_path / segment.vectors_path).shape == (1, 8)
