"""The question at the door."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.agent.answers import QuestionType
from corpuscle.agent.errors import QuestionError
from corpuscle.agent.question import MAX_CHARACTERS, MAX_OPTIONS, checked_question
from corpuscle.retrieval.filters import Filters

PARENTHESES = "(" * 3_000 + "velbrodine" + ")" * 3_000


@pytest.mark.parametrize("text", ["", " \n\t ", "\x00\x07\x1b", "\u200b\ufeff\u202e", "?!…", "()" * 100])
def test_question_without_a_word_is_refused(text: str) -> None:
    with pytest.raises(QuestionError, match="empty") as raised:
        checked_question(text)
    assert "corpuscle ask" in raised.value.remedy


def test_overlong_question_is_refused_and_told_its_length() -> None:
    with pytest.raises(QuestionError, match="100,000 characters; at most 4,000") as raised:
        checked_question("a" * 100_000)
    assert raised.value.remedy


def test_nested_parentheses_over_the_limit_are_refused() -> None:
    with pytest.raises(QuestionError, match="6,010 characters"):
        checked_question(PARENTHESES)


def test_nested_parentheses_under_the_limit_are_a_question() -> None:
    assert checked_question(PARENTHESES[:MAX_CHARACTERS]).text == PARENTHESES[:MAX_CHARACTERS]


def test_limit_is_inclusive() -> None:
    assert len(checked_question("a" * MAX_CHARACTERS).text) == MAX_CHARACTERS
    with pytest.raises(QuestionError):
        checked_question("a" * (MAX_CHARACTERS + 1))


def test_text_is_composed_and_its_white_space_folded() -> None:
    assert checked_question("  Is\u00a0e\u0301ther\n\tsafe\u200b\x00 ? ").text == "Is éther safe ?"


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=200))
def test_any_text_is_refused_or_folded(text: str) -> None:
    try:
        question = checked_question(text)
    except QuestionError as exc:
        assert exc.remedy
        return
    assert question.text == " ".join(question.text.split())
    assert re.search(r"\w", question.text)
    assert unicodedata.is_normalized("NFC", question.text)
    assert not re.search(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]", question.text)
    assert checked_question(question.text) == question


@pytest.mark.parametrize("character", ["\udcff", "\x90", "\u061c"])
def test_characters_nobody_can_read_are_left_out(character: str) -> None:
    assert checked_question(f"Is it{character} safe?").text == "Is it safe?"


def test_options_alone_make_a_choice() -> None:
    question = checked_question("Which drug?", options=(" velbrodine ", "torvaxin"))
    assert (question.type, question.options) == (QuestionType.CHOICE, ("velbrodine", "torvaxin"))


def test_filters_are_kept() -> None:
    assert checked_question("Which drug?", filters=Filters(2001, 2009)).filters == Filters(2001, 2009)


@pytest.mark.parametrize(
    ("type", "options", "message"),
    [
        (QuestionType.CHOICE, (), "2 to 26 options, not 0"),
        (None, ("velbrodine",), "2 to 26 options, not 1"),
        (None, tuple(map(str, range(MAX_OPTIONS + 1))), "2 to 26 options, not 27"),
        (QuestionType.YESNO, ("a", "b"), "options were given|Options were given"),
        (None, ("velbrodine", " \u200b "), "An option is empty"),
        (None, ("velbrodine", "velbrodine "), "Two options are the same"),
        (None, ("a" * (MAX_CHARACTERS + 1), "b"), "An option has more than 4,000 characters"),
    ],
)
def test_options_that_make_no_choice_are_refused(type: QuestionType | None, options: tuple[str, ...], message: str) -> None:
    with pytest.raises(QuestionError, match=message) as raised:
        checked_question("Which drug?", type, options)
    assert raised.value.remedy


def test_twenty_six_options_are_allowed() -> None:
    assert len(checked_question("Which?", options=tuple(f"option {n}" for n in range(MAX_OPTIONS))).options) == MAX_OPTIONS


def test_underscores_are_no_question() -> None:
    with pytest.raises(QuestionError, match="empty"):
        checked_question("___")
