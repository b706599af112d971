"""Paired bootstrap intervals: queries are drawn with replacement, the same ones for every system."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SAMPLES = 10_000
SEED = 20_261_120
LEVEL = 0.95
_BLOCK = 500
"""Samples drawn at a time: bounds the memory."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over the queries and its percentile interval (Efron & Tibshirani 1993, chapter 13)."""

    mean: float
    low: float
    high: float

    @property
    def above_zero(self) -> bool:
        """Whether the whole interval is."""
        return self.low > 0

    @property
    def below_zero(self) -> bool:
        """Whether the whole interval is."""
        return self.high < 0


def resampled_means(values: NDArray[np.float64], samples: int = SAMPLES, seed: int = SEED) -> NDArray[np.float64]:
    """Means (samples, systems) of `values` (systems, queries) over queries drawn with replacement. Raises ValueError without queries."""
    queries = values.shape[1]
    if not queries:
        raise ValueError("there is no query to draw")
    random = np.random.default_rng(seed)
    blocks = [
        random.multinomial(queries, np.full(queries, 1 / queries), size=min(_BLOCK, samples - begin)) @ values.T
        for begin in range(0, samples, _BLOCK)
    ]
    return np.concatenate(blocks) / queries


def intervals(values: NDArray[np.float64], samples: int = SAMPLES, seed: int = SEED) -> tuple[Interval, ...]:
    """One for each row of `values` (systems, queries)."""
    return _intervals(values.mean(axis=1), resampled_means(values, samples, seed))


def differences(values: NDArray[np.float64], of: int, samples: int = SAMPLES, seed: int = SEED) -> tuple[Interval, ...]:
    """Row `of` of `values` (systems, queries) minus each row, paired by query."""
    means = resampled_means(values, samples, seed)
    own = values.mean(axis=1)
    return _intervals(own[of] - own, means[:, [of]] - means)


def _intervals(means: NDArray[np.float64], resampled: NDArray[np.float64]) -> tuple[Interval, ...]:
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(resampled, [tail, 1 - tail], axis=0)
    return tuple(Interval(float(m), float(a), float(b)) for m, a, b in zip(means, low, high, strict=True))
