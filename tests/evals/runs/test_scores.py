from collections.abc import Callable

import pytest

from corpuscle.evals.runs.record import Record
from corpuscle.evals.runs.scores import system_scores

Said = Callable[..., Record]


def test_abstention_is_wrong_and_forced_it_says_what_was_lost_or_the_commonest(said: Said) -> None:
    records = [
        said("a", "yes", "yes"),
        said("b", "no", "yes"),
        said("c", "no", None, "no"),  # abstained, had drafted no
        said("d", "yes", None),  # abstained, had drafted nothing: yes is the commonest
    ]
    scores = system_scores("s", "a system", records, "yes")
    assert (scores.questions, scores.answered) == (4, 2)
    assert scores.shown.mean == pytest.approx(1 / 4)
    assert scores.forced.mean == pytest.approx(3 / 4)
    assert scores.selective == pytest.approx(1 / 2)
    # forced: yes said of a, b, d, right of a, d: F1 2*2/(2+3); no said of c, right of b, c: 2*1/(2+1)
    assert scores.macro_f1 == pytest.approx((4 / 5 + 2 / 3) / 2)


def test_nothing_answered_has_no_selective_figure(said: Said) -> None:
    scores = system_scores("s", "a system", [said("a", "yes", None)], None)
    assert scores.selective is None
    assert scores.forced.mean == 0.0


def test_baseline_says_how_far_the_own_system_is_ahead(said: Said) -> None:
    own = [said("a", "yes", "yes"), said("b", "no", "no")]
    majority = [said("a", "yes", "yes"), said("b", "no", "yes")]
    scores = system_scores("majority", "majority", majority, "yes", own)
    assert scores.ahead_shown is not None
    assert scores.ahead_shown.difference.mean == pytest.approx(1 / 2)
    assert (scores.ahead_shown.better, scores.ahead_shown.worse) == (1, 0)
