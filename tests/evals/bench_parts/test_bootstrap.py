"""Paired bootstrap intervals, by hand."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.evals.bench_parts.bootstrap import Interval, differences, intervals, resampled_means


def test_means_of_two_queries_are_those_that_can_be_drawn() -> None:
    # two queries, values 0 and 1: drawn (0,0), (0,1), (1,0), (1,1) with equal chances: means 0, .5, .5, 1
    means = resampled_means(np.array([[0.0, 1.0]]), samples=40_000)[:, 0]
    values, counts = np.unique(means, return_counts=True)
    assert values.tolist() == [0.0, 0.5, 1.0]
    assert counts / 40_000 == pytest.approx([0.25, 0.5, 0.25], abs=0.01)


def test_the_interval_is_that_of_all_draws() -> None:
    values = np.array([0.0, 0.2, 0.3, 0.7, 1.0])
    every_draw = [np.mean(draw) for draw in product(values, repeat=5)]  # 5 ** 5 = 3,125 draws, equally likely
    low, high = np.quantile(every_draw, [0.025, 0.975])
    (found,) = intervals(values[None, :], samples=40_000)
    assert found.mean == pytest.approx((0.0 + 0.2 + 0.3 + 0.7 + 1.0) / 5)
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.021)  # means of five such values lie .02 apart


def test_differences_are_paired_by_query() -> None:
    # the first system is .1 better on every query: paired, there is nothing left to chance
    values = np.array([[0.3, 0.9, 0.5], [0.2, 0.8, 0.4]])
    itself, other = differences(values, of=0)
    assert (itself.mean, itself.low, itself.high) == (0.0, 0.0, 0.0)
    assert (other.mean, other.low, other.high) == pytest.approx((0.1, 0.1, 0.1))
    assert other.above_zero
    assert not other.below_zero


def test_the_same_seed_gives_the_same_interval() -> None:
    values = np.random.default_rng(1).random((2, 30))
    assert intervals(values) == intervals(values)
    assert intervals(values) != intervals(values, seed=2)


def test_without_queries_there_is_no_interval() -> None:
    with pytest.raises(ValueError, match="no query"):
        resampled_means(np.zeros((2, 0)))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_an_interval_lies_within_the_values_and_around_none_but_their_mean(values: list[float]) -> None:
    (found,) = intervals(np.array([values]), samples=200)
    assert min(values) - 1e-9 <= found.low <= found.high <= max(values) + 1e-9
    assert isinstance(found, Interval)
