"""What the loop is worth, by hand-computed figures."""

from corpuscle.evals.loop_gain import VARIANTS, LoopOutcome, variant_reports


def test_variants_are_compared_on_all_questions() -> None:
    outcomes = [
        LoopOutcome("yes", ("yes", "yes", None), True),
        LoopOutcome("no", ("no", "no", "no"), False),
        LoopOutcome("no", ("yes", "no", "no"), True),
        LoopOutcome("yes", (None, None, "yes"), False),
    ]
    full, no_revision, no_review = variant_reports(outcomes)
    assert [r.variant for r in (full, no_revision, no_review)] == list(VARIANTS)
    assert [r.answered for r in (full, no_revision, no_review)] == [3, 3, 3]
    assert [r.right for r in (full, no_revision, no_review)] == [2 / 4, 3 / 4, 3 / 4]
    assert full.agreement is not None
    assert full.agreement.accuracy == 2 / 3
    assert (full.ahead.mean, no_review.ahead.mean, no_review.ahead.low, no_review.ahead.high) == (-1 / 4, 0, 0, 0)


def test_variant_that_never_answers_has_no_accuracy() -> None:
    reports = variant_reports([LoopOutcome("yes", (None, None, None), False)])
    assert all(report.agreement is None and report.right == 0 for report in reports)
