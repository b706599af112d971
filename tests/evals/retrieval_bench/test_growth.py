"""Growth, fitted on costs whose law is known."""

from collections.abc import Callable, Sequence

import pytest

from corpuscle.evals.retrieval_bench.growth import line, power_law


def test_a_power_law_is_found_and_carried_on() -> None:
    # 3 × n ** .5: 30 at 100, 300 at 10,000
    law = power_law([100, 10_000], [30.0, 300.0])
    assert (law.factor, law.exponent) == pytest.approx((3.0, 0.5))
    assert law.at(1_000_000) == pytest.approx(3_000)


def test_a_line_is_found_and_carried_on() -> None:
    found = line([10, 20, 40], [7.0, 9.0, 13.0])  # 5 + n / 5
    assert (found.base, found.each) == pytest.approx((5.0, 0.2))
    assert found.at(100) == pytest.approx(25)


@pytest.mark.parametrize("fit", [power_law, line])
def test_one_size_says_nothing_of_growth(fit: Callable[[Sequence[int], Sequence[float]], object]) -> None:
    with pytest.raises(ValueError, match="two sizes"):
        fit([10, 10], [1.0, 2.0])
