"""Right and wrong abstentions apart, accuracy against coverage, calibration."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.evals.grounding.abstention import (
    AbstentionFigures,
    CurvePoint,
    Outcome,
    abstention_curve,
    abstention_figures,
    calibration,
    coverage_at,
)

OUTCOMES = (
    Outcome("1", answered=True, right=True, confidence=0.9),
    Outcome("2", answered=True, right=True, confidence=0.8),
    Outcome("3", answered=True, right=False, confidence=0.8),
    Outcome("4", answered=False, right=True, confidence=0.4),
    Outcome("5", answered=False, right=False, confidence=0.2),
)


def test_four_kinds_of_outcome_are_counted_apart() -> None:
    assert abstention_figures(OUTCOMES) == AbstentionFigures(
        answered_right=2,
        answered_wrong=1,
        abstained_right=1,
        abstained_wrong=1,
        coverage=3 / 5,
        accuracy=2 / 3,
        forced_accuracy=3 / 5,
    )


def test_what_cannot_be_answered_is_rightly_given_up_and_never_answered_rightly() -> None:
    found = abstention_figures(
        [
            Outcome("1", answered=True, right=True, answerable=False),
            Outcome("2", answered=False, right=True, answerable=False),
        ]
    )
    assert (found.answered_right, found.answered_wrong, found.abstained_right, found.abstained_wrong) == (0, 1, 1, 0)


def test_nobody_answered_has_no_accuracy() -> None:
    assert abstention_figures([Outcome("1", answered=False, right=False)]).accuracy is None


def test_nothing_asked_is_an_error() -> None:
    with pytest.raises(ValueError, match="no question"):
        abstention_figures([])


def test_curve_goes_from_the_surest_down_and_keeps_equals_together() -> None:
    assert abstention_curve(OUTCOMES) == (
        CurvePoint(threshold=0.9, coverage=1 / 5, accuracy=1),
        CurvePoint(threshold=0.8, coverage=3 / 5, accuracy=2 / 3),
        CurvePoint(threshold=0.4, coverage=4 / 5, accuracy=3 / 4),
        CurvePoint(threshold=0.2, coverage=1, accuracy=3 / 5),
    )


def test_questions_without_confidence_lower_the_coverage() -> None:
    (point,) = abstention_curve([OUTCOMES[0], Outcome("6", answered=True, right=True)])
    assert point.coverage == 1 / 2


def test_widest_coverage_at_an_accuracy() -> None:
    curve = abstention_curve(OUTCOMES)
    assert coverage_at(curve, 0.7) == CurvePoint(threshold=0.4, coverage=4 / 5, accuracy=3 / 4)
    assert coverage_at(curve[1:2], 0.7) is None


def test_calibration_compares_what_was_said_with_what_was_right() -> None:
    found = calibration(OUTCOMES)
    assert found is not None
    # One question a bin, and the two at .8 together: (|.9-1| + 2·|.8-.5| + |.4-1| + |.2-0|) / 5
    assert found.error == pytest.approx((0.1 + 0.6 + 0.6 + 0.2) / 5)
    assert found.area_under_curve == pytest.approx(1 / 5 * 1 + 2 / 5 * 2 / 3 + 1 / 5 * 3 / 4 + 1 / 5 * 3 / 5)
    assert calibration([Outcome("1", answered=True, right=True)]) is None


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.floats(0, 1)), min_size=1, max_size=30))
def test_curve_ends_at_full_coverage_with_the_forced_accuracy(drawn: list[tuple[bool, bool, float]]) -> None:
    outcomes = [Outcome(str(i), answered, right, confidence) for i, (answered, right, confidence) in enumerate(drawn)]
    last = abstention_curve(outcomes)[-1]
    assert last.coverage == 1
    assert last.accuracy == pytest.approx(abstention_figures(outcomes).forced_accuracy)
