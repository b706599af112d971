"""Yes or no: the model's own probability is one signal, what the passages say by cues and what the verdicts say are two more."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from corpuscle.agent.polarity import polarity
from corpuscle.agent.served.asking import Asker
from corpuscle.agent.served.replies import YesNoReply
from corpuscle.agent.served.word_probabilities import log_odds, word_probabilities
from corpuscle.kg import ReviewedTriple, Verdict
from corpuscle.retrieval.passages import Passage

_SIGN = {Verdict.SUPPORTED: 1.0, Verdict.CONTRADICTED: -1.0}
_YES_NO = ("yes", "no")
_EXPONENT = 4.0


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for yes (above 0) and for no (below 0)."""

    model: float
    """Log odds of yes by the model's logprobs, -7 to 7."""
    polarity: float
    """Mean polarity of the passages, the relevant ones weighing more; -1 to 1."""
    verdict: float
    """1 or -1 where the verdicts on the question's triples agree on one side, else 0."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Of a logistic model over `Signals`."""

    bias: float
    model: float
    polarity: float
    verdict: float


WEIGHTS = Weights(bias=-0.3, model=2.4, polarity=0.5, verdict=0.2)
"""Rounded from `corpuscle eval fit-yesno`, which asks questions that are for tuning (docs/decisions/024)."""


def log_odds_of_yes(asker: Asker) -> float:
    """By the model alone, from the probabilities of the token that decides its reply; -7 to 7. Raises ModelError."""
    reply, tokens = asker.ask_with_logprobs("decide_yesno", {}, YesNoReply)
    return log_odds(word_probabilities(tokens, _YES_NO, reply.answer)[0])


def signals(model: float, passages: Sequence[Passage], reviewed: Sequence[ReviewedTriple], question: str) -> Signals:
    """The three signals for a question."""
    weights = [max(passage.score, 0.0) ** _EXPONENT for passage in passages]
    said = sum(weight * polarity(passage.text, question) for weight, passage in zip(weights, passages, strict=True))
    return Signals(model, said / (sum(weights) or 1.0), verdict_sign(reviewed))


def verdict_sign(reviewed: Sequence[ReviewedTriple]) -> float:
    """1 where triples were supported and none contradicted, -1 the other way round, else 0."""
    signs = {_SIGN[review.verdict] for review in reviewed if review.verdict in _SIGN}
    return signs.pop() if len(signs) == 1 else 0.0


def probability_of_yes(signals: Signals, weights: Weights = WEIGHTS) -> float:
    """0 to 1."""
    score = weights.bias + weights.model * signals.model + weights.polarity * signals.polarity + weights.verdict * signals.verdict
    return 1 / (1 + exp(-score))
