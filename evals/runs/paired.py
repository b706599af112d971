"""Two systems on the same questions: the difference with its interval, and an exact test."""

from collections.abc import Sequence
from math import comb

import numpy as np
from pydantic import BaseModel, ConfigDict

from corpuscle.evals.bench_parts.bootstrap import Interval, differences, intervals


class Figure(BaseModel):
    """A mean with its 95 % interval (bootstrap over questions)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mean: float
    low: float
    high: float


class Paired(BaseModel):
    """One system less another, paired by question."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    difference: Figure
    better: int
    """Questions on which the first is worth more."""
    worse: int
    p: float
    """Two-sided sign test of better against worse, exact; for right and wrong answers it is McNemar's."""


def figure(values: Sequence[float]) -> Figure:
    """Of at least one value."""
    return _figure(intervals(np.array([values], dtype=np.float64))[0])


def paired(values: Sequence[float], others: Sequence[float]) -> Paired:
    """`values` less `others`, question by question, of at least one question."""
    difference = differences(np.array([values, others], dtype=np.float64), 0)[1]
    better = sum(one > other for one, other in zip(values, others, strict=True))
    worse = sum(one < other for one, other in zip(values, others, strict=True))
    return Paired(difference=_figure(difference), better=better, worse=worse, p=sign_test(better, worse))


def sign_test(better: int, worse: int) -> float:
    """Probability of a split at least as uneven if either side were as likely: McNemar's exact test (Biometrika 34, 1947)."""
    number = better + worse
    tail = sum(comb(number, k) for k in range(min(better, worse) + 1))
    return min(1.0, 2 * tail / 2**number)


def _figure(interval: Interval) -> Figure:
    return Figure(mean=interval.mean, low=interval.low, high=interval.high)
