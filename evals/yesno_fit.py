"""Fits how the served model's probability, polarity and verdicts make one yes or no, and tells what each of them is worth."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpuscle.agent.served.yesno import WEIGHTS, Signals, Weights, probability_of_yes

Array = NDArray[np.float64]

SIGNALS = ("model", "polarity", "verdict")
FOLDS = 10
_RIDGE = 1.0
"""Penalty on the squared weights, not on the bias."""
_STEPS = 50


@dataclass(frozen=True, slots=True)
class Labelled:
    """The signals of a tuning question, and its answer."""

    benchmark: str
    signals: Signals
    yes: bool


@dataclass(frozen=True, slots=True)
class FitReport:
    """What some of the signals are worth, by cross-validation."""

    signals: tuple[str, ...]
    weights: Weights
    """Fitted to all questions; 0 for a signal that was left out."""
    accuracy: float
    macro_f1: float
    log_loss: float


def fit_reports(questions: Sequence[Labelled]) -> tuple[FitReport, ...]:
    """One for each choice of signals, all of them last."""
    return tuple(_report(questions, signals) for signals in (("model",), ("polarity",), ("model", "polarity"), SIGNALS))


def with_weights(questions: Sequence[Labelled], weights: Weights = WEIGHTS) -> FitReport:
    """The same for weights that were not fitted here: those that the product has."""
    return _scored(questions, SIGNALS, weights, np.array([probability_of_yes(question.signals, weights) for question in questions]))


def fitted(questions: Sequence[Labelled], signals: Sequence[str] = SIGNALS) -> Weights:
    """Logistic regression by Newton's method, each class weighing as much as the other: bias and weights owe nothing to how often yes is right."""
    values = _values(questions, signals)
    yes = np.array([question.yes for question in questions], dtype=np.float64)
    share = float(yes.mean())
    counts = np.where(yes > 0, 0.5 / share, 0.5 / (1 - share)) if 0 < share < 1 else np.ones_like(yes)
    penalty = np.diag([0.0, *[_RIDGE] * len(signals)])
    found = np.zeros(len(signals) + 1)
    for _ in range(_STEPS):
        said = 1 / (1 + np.exp(-values @ found))
        gradient = values.T @ (counts * (said - yes)) + penalty @ found
        curvature = (values * (counts * said * (1 - said))[:, None]).T @ values + penalty
        found -= np.linalg.solve(curvature + 1e-9 * np.eye(len(found)), gradient)
    named = dict(zip(signals, found[1:].tolist(), strict=True))
    return Weights(float(found[0]), *(named.get(signal, 0.0) for signal in SIGNALS))


def _report(questions: Sequence[Labelled], signals: tuple[str, ...]) -> FitReport:
    said = np.zeros(len(questions))
    for fold in range(FOLDS):
        kept = [question for place, question in enumerate(questions) if place % FOLDS != fold]
        weights = fitted(kept, signals)
        for place in range(fold, len(questions), FOLDS):
            said[place] = probability_of_yes(questions[place].signals, weights)
    return _scored(questions, signals, fitted(questions, signals), said)


def _scored(questions: Sequence[Labelled], signals: tuple[str, ...], weights: Weights, said: Array) -> FitReport:
    yes = np.array([question.yes for question in questions])
    right = (said >= 0.5) == yes
    of_answer = np.where(yes, said, 1 - said)
    return FitReport(
        signals, weights, float(right.mean()), (_f1(said >= 0.5, yes) + _f1(said < 0.5, ~yes)) / 2, float(-np.log(of_answer).mean())
    )


def _f1(said: NDArray[np.bool_], true: NDArray[np.bool_]) -> float:
    both = 2 * int((said & true).sum())
    return both / max(1, int(said.sum()) + int(true.sum()))


def _values(questions: Sequence[Labelled], signals: Sequence[str]) -> Array:
    told = {
        "model": [question.signals.model for question in questions],
        "polarity": [question.signals.polarity for question in questions],
        "verdict": [question.signals.verdict for question in questions],
    }
    return np.column_stack([np.ones(len(questions)), *(told[signal] for signal in signals)])
