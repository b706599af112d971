"""Whether invented sentences say yes or no."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.agent.polarity import polarity, raises_only

QUESTION = "Does velbrodine heal Drusel fever?"


@pytest.mark.parametrize(
    "sentence",
    [
        "Velbrodine significantly shortened Drusel fever.",
        "We conclude that velbrodine is an effective treatment of Drusel fever.",
        "Velbrodine reduced fever without serious side effects and is not only safe but effective.",
        "The results show that velbrodine heals Drusel fever.",
    ],
)
def test_finding_says_yes(sentence: str) -> None:
    assert polarity(sentence, QUESTION) > 0


@pytest.mark.parametrize(
    "sentence",
    [
        "Velbrodine did not heal Drusel fever.",
        "No effect of velbrodine on Drusel fever was found.",
        "Velbrodine failed to shorten Drusel fever.",
        "Velbrodine is ineffective in Drusel fever.",
        "We found no evidence that velbrodine heals.",
    ],
)
def test_negated_finding_says_no(sentence: str) -> None:
    assert polarity(sentence, QUESTION) < 0


@pytest.mark.parametrize(
    "sentence",
    [
        "The aim of this trial was to evaluate velbrodine in Drusel fever.",
        "It is unknown whether velbrodine heals Drusel fever.",
        "We investigated velbrodine in gardeners.",
    ],
)
def test_aim_or_open_question_says_neither(sentence: str) -> None:
    assert polarity(sentence, QUESTION) == 0
    assert raises_only(sentence)


def test_negated_question_turns_the_sign() -> None:
    sentence = "Velbrodine did not heal Drusel fever."
    assert polarity(sentence, "Is velbrodine ineffective in Drusel fever?") == -polarity(sentence, QUESTION)


def test_nitric_oxide_is_no_negation() -> None:
    assert polarity("NO inhibits the swelling and reduces pain.", "Does nitric oxide inhibit swelling?") > 0


def test_asking_whether_something_stops_is_no_negation() -> None:
    assert polarity("Velbrodine significantly reduced hiccups.", "Does velbrodine stop hiccups?") > 0


@given(st.text(max_size=150), st.text(max_size=80))
def test_sign_lies_between_no_and_yes(sentence: str, question: str) -> None:
    assert -1 <= polarity(sentence, question) <= 1
