"""What became of the questions that were put to the built-in model, in figures."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpuscle.evals.pubmedqa import YesNo
from corpuscle.evals.sentence_calibration import auroc

_YES: YesNo = "yes"
_NO: YesNo = "no"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question, read with and without its own article."""

    decision: YesNo
    """The right answer."""
    first_right: int | None
    """Rank (from 1) of the best sentence of the long answer, or None where none was read."""
    probability_with: float
    """The best sentence's probability that its article answers, with the own article among those read."""
    probability_without: float
    """The same without it."""
    answer: YesNo | None
    """What the model said, or None for an abstention; the own article was there to be read."""
    cites_own: bool
    """Whether the answer quotes the own article."""
    answered_without: bool
    """Whether the model answered from the other articles alone, where it should abstain."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Answers against the right ones, 0 to 1."""

    accuracy: float
    macro_f1: float


@dataclass(frozen=True, slots=True)
class BuiltinReport:
    """The figures over all outcomes; those of the answered questions are None where none was answered."""

    questions: int
    mrr: float
    """Mean of 1 / rank of the first sentence of the long answer; 0 where none was read."""
    success_3: float
    """Share of the questions with such a sentence among the best three."""
    auroc: float
    """Of the probabilities with the own article against those without it, over all pairs."""
    answered: int
    cites_own: float | None
    """Share of the answers that quote the own article."""
    answered_without: float
    """Share of the questions that the model answered from the other articles alone."""
    builtin: Agreement | None
    always_yes: Agreement | None
    """Yes to each of the answered questions."""


def report_of(outcomes: Sequence[Outcome]) -> BuiltinReport:
    """The figures of at least one outcome."""
    ranks = [outcome.first_right for outcome in outcomes]
    scores = np.array([[outcome.probability_with, outcome.probability_without] for outcome in outcomes]).T
    answered = [outcome for outcome in outcomes if outcome.answer is not None]
    said: list[tuple[YesNo, YesNo]] = [(outcome.decision, outcome.answer) for outcome in outcomes if outcome.answer is not None]
    always: list[tuple[YesNo, YesNo]] = [(outcome.decision, _YES) for outcome in answered]
    return BuiltinReport(
        questions=len(outcomes),
        mrr=sum(1 / rank for rank in ranks if rank) / len(ranks),
        success_3=sum(rank is not None and rank <= 3 for rank in ranks) / len(ranks),
        auroc=auroc(scores.ravel(), np.repeat([1.0, 0.0], len(outcomes))),
        answered=len(answered),
        cites_own=sum(outcome.cites_own for outcome in answered) / len(answered) if answered else None,
        answered_without=sum(outcome.answered_without for outcome in outcomes) / len(outcomes),
        builtin=agreement(said) if said else None,
        always_yes=agreement(always) if always else None,
    )


def agreement(pairs: Sequence[tuple[YesNo, YesNo]]) -> Agreement:
    """Accuracy, and the mean of the F1 of yes and of no, of at least one (right answer, given answer)."""
    accuracy = sum(right == said for right, said in pairs) / len(pairs)
    return Agreement(accuracy, (_f1(pairs, _YES) + _f1(pairs, _NO)) / 2)


def _f1(pairs: Sequence[tuple[YesNo, YesNo]], wanted: YesNo) -> float:
    """2 × hits / (times right + times said); 0 for what is neither."""
    hits = sum(right == said == wanted for right, said in pairs)
    named = sum((right == wanted) + (said == wanted) for right, said in pairs)
    return 2 * hits / named if named else 0.0
