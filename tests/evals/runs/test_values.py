import pytest

from corpuscle.agent import QuestionType
from corpuscle.evals.runs.values import macro_f1, value

FACTOID = (("gastrin", "Gastrin peptide"),)
LIST = (("itch",), ("hair loss", "alopecia"), ("dizziness",))


@pytest.mark.parametrize(("said", "worth"), [("yes", 1.0), ("no", 0.0), (None, 0.0), ("maybe", 0.0)])
def test_yes_no_is_right_or_wrong_and_nothing_said_is_wrong(said: str | None, worth: float) -> None:
    assert value(QuestionType.YESNO, "yes", said) == worth


def test_factoid_is_worth_the_reciprocal_rank_of_the_first_right_name() -> None:
    assert value(QuestionType.FACTOID, FACTOID, ("pepsin", "motilin", "GASTRIN peptide")) == pytest.approx(1 / 3)
    assert value(QuestionType.FACTOID, FACTOID, ("gastrin",)) == 1.0
    assert value(QuestionType.FACTOID, FACTOID, ("1", "2", "3", "4", "5", "gastrin")) == 0.0  # a sixth candidate does not count
    assert value(QuestionType.FACTOID, FACTOID, ()) == 0.0


def test_list_is_worth_its_f1() -> None:
    # 2 of 4 said are right, 2 of 3 items are found: P = 1/2, R = 2/3, F1 = 2 * (1/3) / (7/6) = 4/7
    assert value(QuestionType.LIST, LIST, ("itch", "alopecia", "fever", "cough")) == pytest.approx(4 / 7)
    assert value(QuestionType.LIST, LIST, None) == 0.0


def test_macro_f1_counts_nothing_said_as_missed() -> None:
    # yes: 1 hit, right twice, said once: 2/3; no: 1 hit, right once, said once: 1
    assert macro_f1([("yes", "yes"), ("yes", None), ("no", "no")]) == pytest.approx((2 / 3 + 1) / 2)
    assert macro_f1([("maybe", None)]) == 0.0
