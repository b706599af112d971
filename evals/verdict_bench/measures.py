"""AUROC, calibration error, coverage, and how often a system is right when it speaks; each with what its interval needs."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpuscle.evals.bench_parts.bootstrap import LEVEL, SEED, Interval

Array = NDArray[np.float64]
Truth = NDArray[np.bool_]

BINS = 10
DRAWS = 1_000
_Z = 1.959964  # of a two-sided 95 % interval


@dataclass(frozen=True, slots=True)
class Share:
    """k of n, with Wilson's 95 % interval (Wilson, JASA 1927, 22:209)."""

    k: int
    n: int

    @property
    def value(self) -> float:
        """k / n. Raises ZeroDivisionError of nothing."""
        return self.k / self.n

    @property
    def interval(self) -> Interval:
        """The share and its interval."""
        p, n = self.value, self.n
        middle = p + _Z**2 / (2 * n)
        spread = _Z * math.sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2))
        scale = 1 + _Z**2 / n
        return Interval(p, max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale))


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Pairs of like probability: the mean of what was said, the share that was true."""

    said: float
    true: float
    pairs: int


def auroc(scores: Array, true: Truth) -> float:
    """Probability that a true pair is scored above a false one, ties counted half. Raises ValueError where either is missing."""
    if true.all() or not true.any():
        raise ValueError("AUROC needs true pairs and false ones")
    return float(_weighted_auroc(scores, true, np.ones((1, len(scores))))[0])


def auroc_interval(scores: Array, true: Truth, draws: int = DRAWS, seed: int = SEED) -> Interval:
    """AUROC with a 95 % percentile interval over true and false pairs drawn with replacement, each class by itself."""
    random = np.random.default_rng(seed)
    weights = np.empty((draws, len(scores)))
    for kind in (True, False):
        members = np.flatnonzero(true == kind)
        weights[:, members] = random.multinomial(len(members), np.full(len(members), 1 / len(members)), size=draws)
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(_weighted_auroc(scores, true, weights), [tail, 1 - tail])
    return Interval(auroc(scores, true), float(low), float(high))


def _weighted_auroc(scores: Array, true: Truth, weights: Array) -> Array:
    """One figure for each row of `weights` (draws, pairs)."""
    order = np.argsort(scores, kind="stable")
    starts = np.flatnonzero(np.concatenate([[True], np.diff(scores[order]) > 0]))
    sorted_weights = weights[:, order]
    positive = np.add.reduceat(sorted_weights * true[order], starts, axis=1)
    negative = np.add.reduceat(sorted_weights * ~true[order], starts, axis=1)
    below = np.cumsum(negative, axis=1) - negative
    return (positive * (below + negative / 2)).sum(axis=1) / (positive.sum(axis=1) * negative.sum(axis=1))


def calibration_bins(probabilities: Array, true: Truth, bins: int = BINS) -> tuple[CalibrationBin, ...]:
    """The pairs by ascending probability in bins of equal mass (sizes differ by one at most; equal probabilities stay together).

    A tie that reaches over the edge of a bin goes whole into the bin in which it begins, so that the order of the pairs is of no account;
    bins left empty by that are not given.
    """
    order = np.argsort(probabilities, kind="stable")
    p, t = probabilities[order], true[order]
    place = np.minimum(np.arange(len(p)) * bins // max(len(p), 1), bins - 1)
    first = np.searchsorted(p, p, side="left")  # where the run of equals begins
    place = place[first]
    return tuple(
        CalibrationBin(float(p[place == b].mean()), float(t[place == b].mean()), int((place == b).sum()))
        for b in range(bins)
        if (place == b).any()
    )


def calibration_error(probabilities: Array, true: Truth, bins: int = BINS) -> float:
    """Expected calibration error: |mean probability − share of true pairs| of each bin of `calibration_bins`, weighted by its pairs."""
    found = calibration_bins(probabilities, true, bins)
    return sum(b.pairs * abs(b.said - b.true) for b in found) / len(probabilities)


def spoken(verdicts: str, true: Truth) -> tuple[Share, Share]:
    """How many pairs got a verdict of supported (S) or contradicted (C), and of these how many rightly; mixed (M) and unknown (U) are silence."""
    right = sum((v == "S" and t) or (v == "C" and not t) for v, t in zip(verdicts, true, strict=True))
    speaks = sum(v in "SC" for v in verdicts)
    return Share(speaks, len(verdicts)), Share(int(right), speaks)


def right_at(probabilities: Array, true: Truth, count: int) -> Share:
    """How many of the `count` surest pairs (farthest from .5; ties by the pairs' order) are on the right side of it."""
    surest = np.argsort(-np.abs(probabilities - 0.5), kind="stable")[:count]
    return Share(int(((probabilities[surest] >= 0.5) == true[surest]).sum()), len(surest))


def platt(scores: Array, true: Truth, ridge: float = 1e-3) -> tuple[float, float]:
    """Bias and slope of P(true) = 1 / (1 + exp(−(bias + slope × score))), by Newton's method; scores should be near unit scale.

    Platt, Advances in Large Margin Classifiers 1999; the ridge keeps the slope finite where the scores part the pairs.
    """
    x = np.column_stack([np.ones(len(scores)), scores])
    t = true.astype(np.float64)
    beta = np.zeros(2)
    for _ in range(50):
        p = logistic(x @ beta)
        gradient = x.T @ (t - p) - ridge * beta
        hessian = (x * (p * (1 - p))[:, None]).T @ x + ridge * np.eye(2)
        beta = beta + np.linalg.solve(hessian, gradient)
    return float(beta[0]), float(beta[1])


def logistic(z: Array) -> Array:
    """1 / (1 + e^−z), without overflow."""
    return 1 / (1 + np.exp(-np.clip(z, -50, 50)))


def as_truth(values: Sequence[bool]) -> Truth:
    """Labels as an array."""
    return np.array(values, dtype=np.bool_)
