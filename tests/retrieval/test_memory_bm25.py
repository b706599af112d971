"""BM25 in memory, by hand."""

import numpy as np
import pytest

from corpuscle.retrieval.memory_bm25 import K1, B, bm25_scores


def test_scores_are_bm25s_with_the_callers_frequencies() -> None:
    collection = [["drusel", "fever", "drusel"], ["fever"], ["boat", "garden"]]
    scores = bm25_scores(collection, {"drusel": 3.0, "fever": 0.5, "absent": 9.0})
    mean = (3 + 1 + 2) / 3
    long, short = K1 * (1 - B + B * 3 / mean), K1 * (1 - B + B * 1 / mean)
    assert scores == pytest.approx([3.0 * 2 * (K1 + 1) / (2 + long) + 0.5 * (K1 + 1) / (1 + long), 0.5 * (K1 + 1) / (1 + short), 0])


def test_a_word_of_every_text_counts_as_the_caller_says() -> None:
    assert bm25_scores([["fever"], ["fever"]], {"fever": 2.0}) == pytest.approx([2.0, 2.0])


def test_collections_without_texts_or_words_score_nothing() -> None:
    assert np.array_equal(bm25_scores([], {"fever": 1.0}), np.zeros(0))
    assert np.array_equal(bm25_scores([[], []], {"fever": 1.0}), np.zeros(2))
