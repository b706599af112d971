"""BM25 in memory, by hand."""

from math import log

import numpy as np
import pytest

from corpuscle.retrieval.memory_bm25 import K1, B, bm25_scores


def test_scores_are_bm25s() -> None:
    collection = [["drusel", "fever", "drusel"], ["fever"], ["boat", "garden"]]
    scores = bm25_scores(collection, ["drusel", "absent"])
    length = K1 * (1 - B + B * 3 / 2)  # 3 terms where the mean is (3 + 1 + 2) / 3 = 2
    assert scores == pytest.approx([log(4 / 1) * 2 * (K1 + 1) / (2 + length), 0, 0])


def test_a_word_of_every_text_still_tells_a_little_and_a_single_text_scores_above_nothing() -> None:
    scores = bm25_scores([["fever", "drusel"], ["fever", "boat"]], ["fever", "drusel"])
    assert scores[0] > scores[1] > 0
    assert bm25_scores([["fever"]], ["fever"])[0] == pytest.approx(log(2))


def test_collections_without_texts_or_words_score_nothing() -> None:
    assert np.array_equal(bm25_scores([], ["fever"]), np.zeros(0))
    assert np.array_equal(bm25_scores([[], []], ["fever"]), np.zeros(2))
