import pytest

from corpuscle.evals.report.figures import run_figures
from corpuscle.evals.report.questions import shown_question
from tests.evals.report.conftest import RECORDS

QUESTIONS = [shown_question(record, fragments=False) for record in RECORDS]


def test_counts_of_a_run() -> None:
    figures = run_figures(QUESTIONS, RECORDS, {}, "built-in model")
    assert figures.outcomes == (("right", 1), ("wrong", 1), ("abstained", 1))
    assert (figures.statements, figures.citations, figures.dropped) == (2, 2, 1)
    assert figures.abstention.coverage == pytest.approx(2 / 3)


def test_the_curve_begins_with_the_surest_question() -> None:
    figures = run_figures(QUESTIONS, RECORDS, {"majority": [r.model_copy(update={"answer": None}) for r in RECORDS]}, "built-in model")
    assert figures.curves is not None
    (own,) = figures.curves.series  # majority tells no confidence
    assert own.dots[0].told == "33% answered: 100% right"
    assert own.dots[-1].told == "100% answered: 33% right"


def test_the_sum_of_the_steps_comes_last() -> None:
    figures = run_figures(QUESTIONS, RECORDS, {}, "built-in model")
    assert figures.seconds is not None
    assert [bar.name for bar in figures.seconds.bars] == ["retrieve", "search_again", "total"]


def test_a_system_that_tells_no_confidence_has_no_curve() -> None:
    silent = [r.model_copy(update={"answer": None}) for r in RECORDS]
    figures = run_figures(QUESTIONS, silent, {}, "majority")
    assert figures.curves is None and figures.reliability is None and figures.calibration_error is None and figures.seconds is None
