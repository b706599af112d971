"""Summaries in quotations."""

import pytest

from corpuscle.agent.extractive.summary import answer_summary
from corpuscle.agent.question import Question
from corpuscle.agent.understand import understand
from corpuscle.kg.linker import Linker
from tests.agent.extractive.conftest import ReadAs

DEFINES = "Kelvane syndrome is a rare disorder of the outer ear."
COUNTS = "Twelve patients with Kelvane syndrome lost their balance."


@pytest.mark.parametrize(
    ("question", "first"), [("What is Kelvane syndrome?", DEFINES), ("Describe the course of Kelvane syndrome.", COUNTS)]
)
def test_definition_comes_first_where_one_is_asked_for(linker: Linker, read_as: ReadAs, question: str, first: str) -> None:
    draft = answer_summary(understand(Question(question), linker), read_as([COUNTS, DEFINES], [0.80, 0.78]))
    assert draft.exact_answer is None
    assert draft.statements[0].text == first


def test_much_weaker_sentences_are_left_out(linker: Linker, read_as: ReadAs) -> None:
    draft = answer_summary(understand(Question("Describe Kelvane syndrome."), linker), read_as([COUNTS, "Loam is soil."], [0.9, 0.1]))
    assert [statement.text for statement in draft.statements] == [COUNTS]


@pytest.mark.parametrize("sentences", [[], ["Is it rare?", "The aim of this study was to evaluate the ear."]])
def test_nothing_quotable_is_an_abstention(linker: Linker, read_as: ReadAs, sentences: list[str]) -> None:
    assert answer_summary(understand(Question("Describe Kelvane syndrome."), linker), read_as(sentences)).abstained
