import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.evals.runs.paired import figure, paired, sign_test


def test_sign_test_is_the_exact_binomial_one() -> None:
    # 9 against 1 of 10: 2 * (1 + 10) / 1024
    assert sign_test(9, 1) == pytest.approx(22 / 1024)
    assert sign_test(1, 9) == sign_test(9, 1)
    assert sign_test(5, 5) == 1.0
    assert sign_test(0, 0) == 1.0


def test_paired_difference_is_of_the_same_questions() -> None:
    found = paired([1.0, 1.0, 0.0, 1.0], [0.0, 1.0, 0.0, 0.0])
    assert found.difference.mean == pytest.approx(0.5)  # (1 + 0 + 0 + 1) / 4
    assert (found.better, found.worse) == (2, 0)
    assert found.p == pytest.approx(0.5)  # 2 * 1 / 4


def test_systems_that_are_alike_differ_by_nothing() -> None:
    found = paired([0.25, 0.5], [0.25, 0.5])
    assert (found.difference.low, found.difference.high, found.p) == (0.0, 0.0, 1.0)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_the_mean_lies_in_its_interval(values: list[float]) -> None:
    found = figure(values)
    assert found.low - 1e-9 <= found.mean <= found.high + 1e-9
