"""KGARevion's rule."""

import numpy as np
import pytest

from corpuscle.evals.verdict_bench.kgarevion import Decision, best_threshold, decide
from corpuscle.evals.verdict_bench.measures import as_truth


def test_what_is_not_mapped_is_true() -> None:
    assert decide(None, 0.0, 0.1) == Decision(True, 0.5)


def test_what_is_mapped_is_true_from_the_threshold() -> None:
    assert decide(-1.0, -1.0, 0.6) == Decision(True, 0.6)
    assert decide(-1.1, -1.0, 0.4) == Decision(False, 0.4)


def test_the_threshold_parts_true_from_false_best() -> None:
    # calling true from 3 on: right on 4, 3 and on the false 1 → 3 of 4; from 2 on: 2 is false → 2 of 4
    assert best_threshold(np.array([4.0, 3.0, 2.0, 1.0]), as_truth([True, True, False, False])) == 3.0


def test_equal_scores_stay_on_one_side() -> None:
    # at 2 stand a true and a false one: from 2 on right are 3 and one 2 and the 1 → 3; from 3 on right are 3, false 2, 1 → 3: the lowest
    assert best_threshold(np.array([3.0, 2.0, 2.0, 1.0]), as_truth([True, True, False, False])) == 2.0


def test_no_scores_no_threshold() -> None:
    with pytest.raises(ValueError, match="no score"):
        best_threshold(np.array([]), as_truth([]))
