"""Measures of verdicts, by hand."""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.evals.verdict_bench.measures import (
    Share,
    as_truth,
    auroc,
    auroc_interval,
    calibration_bins,
    calibration_error,
    logistic,
    platt,
    right_at,
    spoken,
)


def test_auroc_counts_ties_half() -> None:
    # true: .9, .5; false: .5, .1. Pairs: .9>.5, .9>.1, .5=.5 (half), .5>.1 → 3.5 / 4
    assert auroc(np.array([0.9, 0.5, 0.5, 0.1]), as_truth([True, True, False, False])) == pytest.approx(3.5 / 4)


def test_auroc_needs_both_kinds() -> None:
    with pytest.raises(ValueError, match="true pairs and false"):
        auroc(np.array([0.1, 0.2]), as_truth([True, True]))


def test_auroc_interval_of_a_perfect_order_is_a_point() -> None:
    found = auroc_interval(np.array([0.9, 0.8, 0.2, 0.1]), as_truth([True, True, False, False]), draws=50)
    assert (found.mean, found.low, found.high) == (1.0, 1.0, 1.0)


def test_calibration_error_weighs_each_bin_by_its_pairs() -> None:
    # two bins of two: (.1, .3) with none true → |.2 − 0|; (.6, .8) with one true → |.7 − .5|
    p, true = np.array([0.1, 0.3, 0.6, 0.8]), as_truth([False, False, True, False])
    assert calibration_error(p, true, bins=2) == pytest.approx((2 * 0.2 + 2 * 0.2) / 4)


def test_equal_probabilities_share_a_bin_whatever_their_order() -> None:
    # all say .5, half are true: no error, in one bin
    p = np.full(6, 0.5)
    first, second = as_truth([True, True, True, False, False, False]), as_truth([False, True] * 3)
    assert [b.pairs for b in calibration_bins(p, first, bins=3)] == [6]
    assert calibration_error(p, first, bins=3) == calibration_error(p, second, bins=3) == 0


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60), st.randoms())
def test_bins_hold_every_pair_once_and_order_is_of_no_account(pairs: list[tuple[float, bool]], random: Random) -> None:
    p, true = np.array([x for x, _ in pairs]), as_truth([t for _, t in pairs])
    bins = calibration_bins(p, true)
    assert sum(b.pairs for b in bins) == len(pairs)
    shuffled = list(range(len(pairs)))
    random.shuffle(shuffled)
    assert calibration_error(p[shuffled], true[shuffled]) == pytest.approx(calibration_error(p, true))


def test_only_supported_and_contradicted_speak() -> None:
    coverage, right = spoken("SSCMU", as_truth([True, False, False, True, False]))
    assert (coverage.k, coverage.n) == (3, 5)
    assert (right.k, right.n) == (2, 3)  # the second is supported and false


def test_wilson_interval_by_hand() -> None:
    # 9 of 10, z = 1.96: (.9 + 3.8415/20 ± 1.96 √(.09/10 + 3.8415/400)) / (1 + .38415) = (1.09207 ± .26737) / 1.38415
    found = Share(9, 10).interval
    assert found.mean == 0.9
    assert found.low == pytest.approx((1.09207 - 0.26737) / 1.38415, abs=1e-4)
    assert found.high == pytest.approx((1.09207 + 0.26737) / 1.38415, abs=1e-4)


def test_the_surest_are_those_farthest_from_a_half() -> None:
    # the two surest: .95 (true: right) and .1 (true: wrong)
    share = right_at(np.array([0.95, 0.6, 0.1, 0.45]), as_truth([True, False, True, False]), 2)
    assert (share.k, share.n) == (1, 2)


def test_platt_finds_the_log_odds_of_two_groups() -> None:
    # at 0: 1 of 4 true (log-odds −1.0986), at 1: 3 of 4 (1.0986)
    scores, true = np.array([0.0] * 4 + [1.0] * 4), as_truth([True, False, False, False, True, True, True, False])
    bias, slope = platt(scores, true, ridge=1e-9)
    assert bias == pytest.approx(-1.0986, abs=1e-3)
    assert slope == pytest.approx(2.1972, abs=1e-3)
    assert logistic(np.array([bias + slope])) == pytest.approx([0.75], abs=1e-4)
