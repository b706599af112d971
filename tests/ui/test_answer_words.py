import pytest

from corpuscle.agent.answers import Conflict, Dropped, ExactAnswer, Member, QuestionType
from corpuscle.ui.answer_words import conflict_words, dropped_words, exact_words, member_words


@pytest.mark.parametrize(
    ("type", "exact", "options", "words"),
    [
        (QuestionType.YESNO, "no", (), "No"),
        (QuestionType.CHOICE, "B", ("mouse", "flea"), "B. flea"),
        (QuestionType.CHOICE, "B", (), "B"),
        (QuestionType.LIST, ("itch", "hair loss"), (), "itch · hair loss"),
        (QuestionType.SUMMARY, None, (), ""),
    ],
)
def test_exact_answer_in_words(type: QuestionType, exact: ExactAnswer, options: tuple[str, ...], words: str) -> None:
    assert exact_words(exact, type, options) == words


def test_a_member_s_choice_is_named_with_its_option() -> None:
    options = ("mouse", "flea")
    assert member_words(Member("one", "B", abstained=False), QuestionType.CHOICE, options) == "one: B. flea"
    assert member_words(Member("two", None, abstained=True), QuestionType.CHOICE, options) == "two: no answer"


def test_a_conflict_names_its_articles_on_both_sides() -> None:
    assert conflict_words(Conflict("a treats b", ("1", "2"), ("3",))) == "a treats b: PMID 1, PMID 2 for it, PMID 3 against it"


def test_what_was_left_out_is_told_with_its_reason() -> None:
    assert dropped_words(Dropped("It heals.", "it cites nothing")) == "“It heals.”: it cites nothing"
