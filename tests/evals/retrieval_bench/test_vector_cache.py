"""Vectors are computed once, and those of recombined articles are made of their parents'."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpuscle.evals.retrieval_bench.recombination import FIRST_PMID, Recombination
from corpuscle.evals.retrieval_bench.vector_cache import CachedEncoder, RecombinedEncoder, VectorCache
from corpuscle.index_builder.progress import NoProgress
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.encoder import SymmetricEncoder


class CountingEncoder(SymmetricEncoder):
    """A real encoder of two dimensions, by the length of the text; counts what it reads."""

    name, dimension, max_tokens = "lengths", 2, 8

    def __init__(self) -> None:
        self.read = 0

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.read += len(texts)
        raw = np.array([[len(text), 1] for text in texts], dtype=np.float32)
        return raw / np.linalg.norm(raw, axis=1, keepdims=True)


def test_a_text_is_encoded_once_whatever_its_id_and_whoever_asks(tmp_path: Path) -> None:
    inner = CountingEncoder()
    articles = [Article("1", "one"), Article("2", "other"), Article("3", "one")]
    first = CachedEncoder(VectorCache(tmp_path, 2), inner).encode_articles(articles)
    assert inner.read == 2
    again = CachedEncoder(VectorCache(tmp_path, 2), inner).encode_all(articles, 3, NoProgress())
    assert inner.read == 2
    assert (first == again).all()
    assert first[0] == pytest.approx([3 / 10**0.5, 1 / 10**0.5], abs=1e-3)  # float16


def test_a_recombined_article_has_the_mean_of_its_parents_vectors() -> None:
    recombination = Recombination(["11", "12"], np.zeros(2, dtype=np.int64))
    encoder = RecombinedEncoder(CountingEncoder(), recombination, np.array([[1, 0], [0, 1]], dtype=np.float16))
    vectors = encoder.encode_articles([Article("12", "as it is"), Article(str(FIRST_PMID + 2), "of both")])
    assert vectors.tolist() == [[0.0, 1.0], pytest.approx([0.5**0.5, 0.5**0.5])]
    with pytest.raises(KeyError):
        encoder.encode_articles([Article("99", "of another corpus")])
