"""KGARevion's rule for a triple, as its code has it (arXiv 2410.04660, `inference_review.py`): what cannot be mapped is true.

There, an entity whose detected span has no PrimeKG counterpart makes the review return `('True', 0.5)`; any relation text is mapped to the
nearest of 18. What is mapped is decided by a language model fine-tuned on the graph's own triples against random ones. Those weights are not
to be had, so here a graph embedding decides in its place (its repository pre-trains RotatE for it), at the threshold that parts the graph's
triples best from random ones of the same relation: the same training signal. "Unknown" does not exist.
"""

from dataclasses import dataclass

import numpy as np

from corpuscle.evals.verdict_bench.measures import Array, Truth

SOFT_TRUE = 0.5
"""The probability it states for what it could not map, while it calls it true."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the rule says; it always says something."""

    true: bool
    probability: float


def decide(score: float | None, threshold: float, probability: float) -> Decision:
    """The decision on a triple: `score` and its probability by the embedding, or None where an entity is not mapped."""
    if score is None:
        return Decision(True, SOFT_TRUE)
    return Decision(score >= threshold, probability)


def best_threshold(scores: Array, true: Truth) -> float:
    """The score from which calling a triple true is right most often; of several the lowest. Raises ValueError of no scores."""
    if not len(scores):
        raise ValueError("there is no score to set a threshold by")
    order = np.argsort(-scores, kind="stable")
    values, labels = scores[order], true[order]
    # right, if all down to this place are called true: the true ones above and the false ones below
    right = np.cumsum(labels) + (~labels).sum() - np.cumsum(~labels)
    ends = np.concatenate([np.diff(values) < 0, [True]])  # a threshold parts unequal scores only
    best = right[ends].max()
    return float(values[np.flatnonzero(ends & (right == best))[-1]])
