from collections.abc import Callable
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from corpuscle.index_builder.builder import BuildReport
from corpuscle.index_builder.vector_steps import SEGMENT_ARTICLES
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.encoder import Encoder
from corpuscle.retrieval.encoder_recipe import Recipe
from corpuscle.retrieval.errors import EncoderError
from corpuscle.retrieval.text_index import article_key

Build = Callable[..., BuildReport]
Record = Callable[..., str]
Put = Callable[..., None]


@pytest.fixture
def two_segments(put: Put, record: Record) -> int:
    """Number of articles: a segment and ten more, every second one without an abstract."""
    articles = SEGMENT_ARTICLES + 10
    put("a", *(record(i, "Mice swim." if i % 2 else "") for i in range(articles)))
    return articles


def test_vectors_stop_when_the_time_is_up_and_go_on_later(build: Build, two_segments: int) -> None:
    clock = count(step=10)  # each look at the clock finds it 10 s later
    report = build(vectors_within_s=15, timer=lambda: next(clock))
    assert report.vectors_missing == 10
    assert report.manifest.complete
    assert report.manifest.vectors is not None
    assert [segment.articles for segment in report.manifest.vectors.segments] == [SEGMENT_ARTICLES]
    report = build()
    assert report.vectors_missing == 0
    assert report.manifest.vectors is not None
    assert [segment.articles for segment in report.manifest.vectors.segments] == [SEGMENT_ARTICLES, 10]


def test_no_time_makes_no_vectors_but_names_the_encoder(build: Build, two_segments: int) -> None:
    report = build(vectors_within_s=0)
    assert report.vectors_missing == two_segments
    assert report.manifest.vectors is not None
    assert (report.manifest.vectors.encoder, report.manifest.vectors.segments) == ("hash", ())


def test_articles_with_an_abstract_come_first(build: Build, two_segments: int, tmp_path: Path) -> None:
    report = build()
    assert report.manifest.vectors is not None
    first, second = ({int(key) for key in np.load(tmp_path / "index" / segment.keys_path)} for segment in report.manifest.vectors.segments)
    title_only = {article_key(Article(str(i), f"Invented study {i}.")) for i in range(0, two_segments, 2)}
    assert second <= title_only
    assert len(first & title_only) == len(title_only) - 10


@pytest.mark.parametrize(
    ("name_here", "recipe_here", "said"),
    [("other", Recipe(), "the name 'other' instead of 'hash'"), ("hash", Recipe(similarity="dot"), "similarity 'dot' instead of 'cosine'")],
)
def test_another_encoder_is_refused(
    build: Build, put: Put, record: Record, hash_encoder: Encoder, name_here: str, recipe_here: Recipe, said: str
) -> None:
    class OtherEncoder:
        name = name_here
        recipe = recipe_here
        dimension = hash_encoder.dimension
        max_tokens = hash_encoder.max_tokens
        encode_queries = hash_encoder.encode_queries
        encode_articles = hash_encoder.encode_articles
        encode_passages = hash_encoder.encode_passages

    put("a", record(1))
    build()
    put("b", record(2))
    with pytest.raises(EncoderError, match=said):
        build(load_encoder=OtherEncoder)
