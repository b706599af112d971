"""Figures of a row, by hand."""

import pytest

from corpuscle.evals.verdict_bench import systems
from corpuscle.evals.verdict_bench.figures import RowFigures, figures_of
from tests.evals.verdict_bench.invented_rows import indications, without_pairs


def test_reported_pairs_alone_are_measured() -> None:
    row = RowFigures(indications())
    assert (row.pairs, row.true.k, row.linked.k) == (4, 2, 3)
    tuned = RowFigures(indications(), reported=False)
    assert (tuned.pairs, tuned.true.k) == (2, 1)


def test_the_reviewer_speaks_and_is_right_by_hand() -> None:
    own, rule = figures_of(indications())
    assert own.name == systems.BOTH
    assert own.auroc.mean == pytest.approx(3 / 4)
    # spoken: pair 1 (S, true), 3 (S, false), 4 (C, false): 3, right on 2; of the three linked pairs it speaks on 1 and 3
    assert (own.right.k, own.right.n) == (2, 3)
    assert (own.coverage.k, own.coverage.n) == (2, 3)
    # bins of one pair each: |.9 − 1| + |.5 − 1| + |.8 − 0| + |.1 − 0|, over 4
    assert own.error == pytest.approx((0.1 + 0.5 + 0.8 + 0.1) / 4)
    # calling everything true is right on the two true ones; all probabilities are alike, so the first three are its surest
    assert (rule.right.k, rule.right.n) == (2, 4)
    assert (rule.right_as_sure.k, rule.right_as_sure.n) == (2, 3)
    assert rule.error == 0  # .5 said, half true


def test_verdicts_are_counted_by_group() -> None:
    assert RowFigures(indications()).verdict_counts() == {
        "DM": {"S": 1, "C": 0, "M": 0, "U": 1},
        "NOT": {"S": 1, "C": 1, "M": 0, "U": 0},
    }


def test_a_row_without_pairs_has_no_figures() -> None:
    assert not RowFigures(without_pairs()).measurable
    assert list(figures_of(without_pairs())) == []


def test_pairs_that_embeddings_are_silent_on_are_those_that_cannot_be_mapped() -> None:
    assert RowFigures(indications()).unmapped() is None
    rotate = indications().systems[1].model_copy(update={"name": systems.ROTATE, "verdicts": "USUSSU"})
    found = RowFigures(indications().model_copy(update={"systems": (indications().systems[0], rotate)})).unmapped()
    assert found is not None
    # the first and the third of the reported pairs: one is true
    assert (found.k, found.n) == (1, 2)
