"""Fused scores, by hand."""

from math import sqrt

import numpy as np
import pytest

from corpuscle.retrieval.fusion import fuse, standardise


def test_z_scores_have_mean_0_and_deviation_1() -> None:
    # mean 4, variance ((−2)² + 0² + 2²) / 3 = 8/3
    assert standardise(np.array([2.0, 4.0, 6.0])) == pytest.approx([-2 / sqrt(8 / 3), 0.0, 2 / sqrt(8 / 3)])


def test_equal_scores_say_nothing() -> None:
    assert standardise(np.array([3.0, 3.0])).tolist() == [0.0, 0.0]
    assert standardise(np.array([])).tolist() == []


def test_both_retrievers_weigh_the_same() -> None:
    # z(bm25) = [1, −1], z(dense) = [−1, 1]: they cancel out, whatever their scales
    assert fuse(np.array([30.0, 10.0]), np.array([0.1, 0.9])) == pytest.approx([0.0, 0.0])
    # dense is indifferent: half of z(bm25) is left
    assert fuse(np.array([30.0, 10.0]), np.array([0.5, 0.5])) == pytest.approx([0.5, -0.5])
