import pytest

from corpuscle.evals.builtin_report import Agreement, Outcome, agreement, report_of
from corpuscle.evals.pubmedqa import YesNo


def _outcome(
    decision: YesNo = "yes", first_right: int | None = 1, having: float = 0.9, lacking: float = 0.1, answer: YesNo | None = None
) -> Outcome:
    return Outcome(decision, first_right, having, lacking, answer, cites_own=answer == decision, answered_without=lacking >= 0.5)


def _figures(agreement: Agreement | None) -> tuple[float, float]:
    assert agreement is not None
    return agreement.accuracy, agreement.macro_f1


def test_mrr_and_success_count_a_question_without_a_right_sentence_as_nothing() -> None:
    report = report_of([_outcome(first_right=rank) for rank in (1, 2, 4, None)])
    assert report.mrr == pytest.approx((1 + 1 / 2 + 1 / 4 + 0) / 4)
    assert report.success_3 == pytest.approx(2 / 4)


def test_auroc_compares_each_reading_with_the_article_with_each_without() -> None:
    # with: .9, .4; without: .4, .1. .9 > .4, .9 > .1, .4 = .4 (half), .4 > .1: 3.5 of 4 pairs
    report = report_of([_outcome(having=0.9, lacking=0.4), _outcome(having=0.4, lacking=0.1)])
    assert report.auroc == pytest.approx(3.5 / 4)


def test_answers_without_the_article_are_counted_among_all_questions() -> None:
    report = report_of([_outcome(lacking=lacking) for lacking in (0.1, 0.5, 0.9, 0.2)])
    assert report.answered_without == pytest.approx(2 / 4)


def test_macro_f1_is_the_mean_of_both_answers() -> None:
    pairs: list[tuple[YesNo, YesNo]] = [("yes", "yes"), ("yes", "yes"), ("yes", "no"), ("no", "no"), ("no", "yes")]
    # yes: 2 hits, 3 right, 3 said; no: 1 hit, 2 right, 2 said
    assert _figures(agreement(pairs)) == pytest.approx((3 / 5, (2 * 2 / (3 + 3) + 2 * 1 / (2 + 2)) / 2))


def test_always_yes_has_no_f1_for_no() -> None:
    # yes: 3 hits, 3 right, 4 said; no: 1 right, never said
    pairs: list[tuple[YesNo, YesNo]] = [("yes", "yes"), ("yes", "yes"), ("yes", "yes"), ("no", "yes")]
    assert _figures(agreement(pairs)) == pytest.approx((3 / 4, (2 * 3 / (3 + 4) + 0) / 2))


def test_what_is_neither_right_nor_said_counts_nothing() -> None:
    assert agreement([("yes", "yes")]) == Agreement(1.0, 0.5)


def test_abstentions_are_left_out_and_the_baseline_says_yes_to_the_same_questions() -> None:
    report = report_of([_outcome("yes", answer="yes"), _outcome("no", answer="yes"), _outcome("no", answer="no"), _outcome("no")])
    assert (report.questions, report.answered) == (4, 3)
    assert report.cites_own == pytest.approx(2 / 3)
    assert _figures(report.builtin) == pytest.approx((2 / 3, (2 * 1 / (1 + 2) + 2 * 1 / (2 + 1)) / 2))
    assert _figures(report.always_yes) == pytest.approx((1 / 3, (2 * 1 / (1 + 3) + 0) / 2))


def test_without_answers_nothing_is_said_of_them() -> None:
    report = report_of([_outcome()])
    assert (report.answered, report.cites_own, report.builtin, report.always_yes) == (0, None, None, None)
