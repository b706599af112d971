"""The signals behind yes or no, and their combination."""

from math import exp

import pytest

from corpuscle.agent.served.yesno import Signals, Weights, probability_of_yes, signals, verdict_sign
from corpuscle.kg import ReviewedTriple, Triple, Verdict
from corpuscle.retrieval.passages import Passage

QUESTION = "Does velbrodine cure Drusel fever?"
CURES = "Velbrodine significantly reduced Drusel fever."
FAILS = "Velbrodine did not reduce Drusel fever."


def _passage(text: str, score: float) -> Passage:
    return Passage("1", "abstract", 0, len(text), text, score)


def _reviewed(*verdicts: Verdict) -> list[ReviewedTriple]:
    return [ReviewedTriple(Triple("velbrodine", "treats", "Drusel fever"), verdict, 0.5) for verdict in verdicts]


def test_polarity_is_a_mean_in_which_the_relevant_passages_weigh_more() -> None:
    told = signals(0.0, [_passage(CURES, 1.0), _passage(FAILS, 0.5)], (), QUESTION)
    assert told.polarity == pytest.approx((1 - 0.5**4) / (1 + 0.5**4))


def test_passages_without_weight_say_nothing() -> None:
    assert signals(0.0, [_passage(CURES, 0.0)], (), QUESTION).polarity == 0
    assert signals(1.5, [], (), QUESTION) == Signals(1.5, 0.0, 0.0)


@pytest.mark.parametrize(
    ("verdicts", "sign"),
    [
        ((Verdict.SUPPORTED, Verdict.UNKNOWN), 1),
        ((Verdict.CONTRADICTED,), -1),
        ((Verdict.SUPPORTED, Verdict.CONTRADICTED), 0),
        ((Verdict.MIXED,), 0),
        ((), 0),
    ],
)
def test_verdicts_that_disagree_have_no_say(verdicts: tuple[Verdict, ...], sign: int) -> None:
    assert verdict_sign(_reviewed(*verdicts)) == sign


def test_probability_is_logistic_in_the_signals() -> None:
    weights = Weights(bias=-1.0, model=0.5, polarity=2.0, verdict=3.0)
    score = -1.0 + 0.5 * 4.0 + 2.0 * -0.5 + 3.0 * 1.0
    assert probability_of_yes(Signals(4.0, -0.5, 1.0), weights) == pytest.approx(1 / (1 + exp(-score)))


@pytest.mark.parametrize("signal", ["model", "polarity", "verdict"])
def test_every_signal_speaks_for_what_it_says(signal: str) -> None:
    low, high = (Signals(**({"model": 0.0, "polarity": 0.0, "verdict": 0.0} | {signal: value})) for value in (-1.0, 1.0))
    assert probability_of_yes(low) < probability_of_yes(high)
