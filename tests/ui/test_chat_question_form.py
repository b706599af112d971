import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.ui.chat.question_form import AskedQuestion, read_question


def test_lettered_lines_at_the_end_are_options() -> None:
    assert read_question("Which drug?\nA) aspirin\n B. glimrin \n\n(C) neither\n") == AskedQuestion(
        "Which drug?", ("aspirin", "glimrin", "neither")
    )


@pytest.mark.parametrize(
    "text", ["Which drug?", "Which drug?\nA) aspirin", "Which?\nB) b\nC) c", "Which?\nA) a\nnot an option\nB) b", "A) a\nno option"]
)
def test_other_text_is_the_question_whole(text: str) -> None:
    assert read_question(text) == AskedQuestion(text)


@given(st.text())
def test_nothing_typed_is_lost(text: str) -> None:
    asked = read_question(text)
    assert asked.options or asked.question == text.strip()
