"""Which sentences are quoted."""

import pytest

from corpuscle.agent.evidence import ReadSentence
from corpuscle.agent.extractive.quoting import distinct, quotable, quoted
from tests.agent.extractive.conftest import read_sentence


def _texts(sentences: list[ReadSentence]) -> list[str]:
    return [sentence.text for sentence in sentences]


@pytest.mark.parametrize(
    "text",
    [
        "Does velbrodine heal Drusel fever?",
        "[Is velbrodine safe?]",
        "The aim of this trial was to evaluate velbrodine.",
        "We investigated velbrodine.",
    ],
)
def test_questions_and_aims_are_not_quotable(text: str) -> None:
    assert quotable([read_sentence(text)]) == []


def test_title_is_quotable_where_it_states_something() -> None:
    states, names = (
        read_sentence("Velbrodine reduces fever.", section="title"),
        read_sentence("Velbrodine in Drusel fever.", section="title"),
    )
    assert quotable([states, names]) == [states]


def test_abstract_s_statement_is_quotable() -> None:
    assert len(quotable([read_sentence("Velbrodine cured 41 of 60 gardeners.")])) == 1


def test_repetition_is_left_out() -> None:
    first = read_sentence("Velbrodine cured fever in gardeners.")
    alike = read_sentence("Fever in gardeners: velbrodine cured.")
    other = read_sentence("Torvaxin caused nocturnal itch.")
    assert distinct([first, alike, other], 5) == [first, other]


def test_no_more_than_asked_for_and_no_more_words_than_allowed() -> None:
    sentences = [read_sentence(f"word{n} thing{n} item{n} unit{n}.") for n in range(5)]
    assert len(distinct(sentences, 2)) == 2
    assert len(distinct(sentences, 5, words=11)) == 2  # 4 + 4 words; a third would make 12


def test_too_long_a_sentence_is_passed_over_for_a_shorter_one() -> None:
    long, short = read_sentence(" ".join(f"word{n}" for n in range(30))), read_sentence("Short and to the point.")
    assert _texts(distinct([long, short], 2, words=10)) == [short.text]


def test_quotation_is_its_passage() -> None:
    sentence = read_sentence("Velbrodine heals.")
    (statement,) = quoted([sentence])
    assert (statement.text, statement.passages) == (sentence.text, (sentence.passage,))
