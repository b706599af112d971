"""Which option the evidence speaks for."""

import pytest

from corpuscle.agent.extractive.choice import answer_choice
from corpuscle.agent.model import Draft
from corpuscle.agent.question import checked_question
from corpuscle.agent.understand import understand
from corpuscle.kg.linker import Linker
from tests.agent.extractive.conftest import ReadAs

QUESTION = "What transmits Borrelisk virus?"


def _chosen(linker: Linker, read_as: ReadAs, options: tuple[str, ...], *sentences: str) -> Draft:
    return answer_choice(understand(checked_question(QUESTION, options=options), linker), read_as(sentences), (), linker)


def test_option_that_a_sentence_names_is_chosen(linker: Linker, read_as: ReadAs) -> None:
    draft = _chosen(linker, read_as, ("house mouse", "marsh flea", "river snail"), "The marsh flea transmits Borrelisk virus.")
    assert draft.exact_answer == "B"
    assert [statement.text for statement in draft.statements] == ["The marsh flea transmits Borrelisk virus."]


@pytest.mark.parametrize("sentence", ["Borrelisk virus is widespread.", ""])
def test_no_option_named_is_an_abstention(linker: Linker, read_as: ReadAs, sentence: str) -> None:
    draft = _chosen(linker, read_as, ("house mouse", "marsh flea"), *([sentence] if sentence else []))
    assert draft.abstained
    assert "any of the options" in draft.reason


def test_two_options_named_alike_are_an_abstention_that_names_both(linker: Linker, read_as: ReadAs) -> None:
    draft = _chosen(
        linker,
        read_as,
        ("house mouse", "marsh flea"),
        "The marsh flea transmits Borrelisk virus.",
        "The house mouse transmits Borrelisk virus.",
    )
    assert draft.abstained
    assert "(house mouse)" in draft.reason
    assert "(marsh flea)" in draft.reason
