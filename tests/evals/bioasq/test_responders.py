import pytest

from corpuscle.agent import Answer, QuestionType
from corpuscle.agent.answers import ExactAnswer
from corpuscle.evals.bioasq.files import BioasqQuestion, QuestionKind
from corpuscle.evals.bioasq.responders import exact_answer, failed, ideal_answer


def answer(exact: ExactAnswer, abstained: bool = False, lost: ExactAnswer = None) -> Answer:
    return Answer("?", QuestionType.LIST, exact, "", (), (), (), abstained, "", "m", "i", lost_exact=lost)


@pytest.mark.parametrize(
    ("kind", "said", "written"),
    [
        ("yesno", "no", "no"),
        ("factoid", tuple("abcdefg"), [["a"], ["b"], ["c"], ["d"], ["e"]]),
        ("list", ("short", "l" * 101), [["short"]]),
        ("summary", None, None),
    ],
)
def test_answers_are_written_within_the_limits(kind: QuestionKind, said: ExactAnswer, written: object) -> None:
    assert exact_answer(answer(said), kind) == written


@pytest.mark.parametrize(("kind", "written"), [("yesno", "yes"), ("factoid", []), ("list", []), ("summary", None)])
def test_an_abstention_is_written_in_a_form_that_the_program_reads(kind: QuestionKind, written: object) -> None:
    assert exact_answer(answer(None, abstained=True), kind) == written
    assert failed(BioasqQuestion(id="q", type=kind), "B", "why").response.exact_answer == written


def test_what_an_abstention_gave_up_is_handed_in() -> None:
    assert exact_answer(answer(None, abstained=True, lost="no"), "yesno") == "no"
    assert exact_answer(answer(None, abstained=True, lost=("TP53",)), "factoid") == [["TP53"]]
    assert ideal_answer(answer(None, abstained=True), ["The first snippet.", "The second."]) == "The first snippet."
