"""The fit of the signals behind yes or no."""

from math import log

import pytest

from corpuscle.agent.served.yesno import Signals, Weights
from corpuscle.evals.yesno_fit import Labelled, fit_reports, fitted, with_weights


def _questions(*told: tuple[float, float, bool], times: int = 1) -> list[Labelled]:
    return [Labelled("invented", Signals(model, polarity, 0.0), yes) for model, polarity, yes in told] * times


def test_weights_are_greater_for_the_signal_that_tells_more() -> None:
    weights = fitted(_questions((1.0, 0.1, True), (1.0, -0.1, True), (-1.0, 0.1, False), (-1.0, -0.1, False), times=10))
    assert weights.model > 1
    assert weights.polarity == pytest.approx(0, abs=1e-6)
    assert (weights.bias, weights.verdict) == pytest.approx((0, 0), abs=1e-6)


def test_bias_owes_nothing_to_how_often_yes_is_right() -> None:
    often = fitted(_questions(*[(1.0, 0.0, True)] * 9, (-1.0, 0.0, False), times=10))
    assert often.bias == pytest.approx(0, abs=1e-6)


def test_signal_left_out_has_no_weight() -> None:
    weights = fitted(_questions((1.0, 0.5, True), (-1.0, -0.5, False), times=10), ("polarity",))
    assert weights.model == 0
    assert weights.polarity > 0


def test_report_counts_by_hand() -> None:
    asked = _questions((2.0, 0.0, True), (2.0, 0.0, False), (-2.0, 0.0, False), (-2.0, 0.0, False))
    report = with_weights(asked, Weights(bias=0.0, model=log(3) / 2, polarity=0.0, verdict=0.0))  # says yes with .75, then no with .75
    assert report.accuracy == 3 / 4
    assert report.macro_f1 == pytest.approx((2 / 3 + 4 / 5) / 2)  # yes: 1 of 2 said, all found; no: 2 of 2 said, 2 of 3 found
    assert report.log_loss == pytest.approx((3 * -log(0.75) - log(0.25)) / 4)


def test_every_choice_of_signals_is_reported_all_of_them_last() -> None:
    reports = fit_reports(_questions((1.0, 0.2, True), (-1.0, -0.2, False), times=20))
    assert [report.signals for report in reports][-1] == ("model", "polarity", "verdict")
    assert all(report.accuracy == 1 for report in reports)
