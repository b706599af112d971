"""Figures of a set of probabilities: how they order the pairs, how well they are calibrated, and how often the decided ones are right."""

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from corpuscle.evals.claim_fitting import Truth
from corpuscle.evals.sentence_calibration import auroc
from corpuscle.kg.review import DECISIVE

Array = NDArray[np.float64]
_DRAWS, _SEED = 300, 0


class ClaimFigures(BaseModel):
    """What is reported of one way to read the pairs."""

    name: str
    pairs: int
    true: int
    auroc: float
    ece_mass: float
    """Expected calibration error over ten bins of equally many pairs."""
    ece_mass_drawn: tuple[float, float]
    """2.5 % and 97.5 % of it over as many articles drawn with replacement, 300 times. Pairs of one article are right or wrong together."""
    ece_width: float
    """The same over ten bins of equal width."""
    spoken: int
    """Pairs at the probability from which the reviewer says "supported"."""
    right: float | None
    """Share of these that are true; None where there is none."""


def figures_of(name: str, probabilities: Array, true: Truth, articles: NDArray[np.str_], weights: Array | None = None) -> ClaimFigures:
    """The figures of some pairs of articles; with weights, those of calibration and of being right count each pair by its own."""
    truth = true.astype(np.float64)
    weights = np.ones(len(true)) if weights is None else weights
    spoken = probabilities >= DECISIVE
    return ClaimFigures(
        name=name,
        pairs=len(true),
        true=int(true.sum()),
        auroc=auroc(probabilities, truth),
        ece_mass=equal_mass_error(probabilities, truth, weights),
        ece_mass_drawn=_drawn_anew(probabilities, truth, articles, weights),
        ece_width=equal_width_error(probabilities, truth, weights),
        spoken=int(spoken.sum()),
        right=float(np.average(truth[spoken], weights=weights[spoken])) if spoken.any() else None,
    )


def _drawn_anew(probabilities: Array, true: Array, articles: NDArray[np.str_], weights: Array) -> tuple[float, float]:
    names, article = np.unique(articles, return_inverse=True)
    times = np.random.default_rng(_SEED).multinomial(len(names), np.full(len(names), 1 / len(names)), size=_DRAWS)
    errors = [equal_mass_error(probabilities, true, weights * count[article]) for count in times]
    low, high = np.quantile(errors, [0.025, 0.975])
    return float(low), float(high)


def equal_mass_error(probabilities: Array, true: Array, weights: Array, bins: int = 10) -> float:
    """Expected calibration error over bins of equal weight, in the order of the probabilities."""
    order = np.argsort(probabilities, kind="stable")
    place = np.minimum((np.cumsum(weights[order]) / weights.sum() * bins - 1e-9).astype(int), bins - 1)
    return _error((probabilities - true)[order], weights[order], place, bins)


def equal_width_error(probabilities: Array, true: Array, weights: Array, bins: int = 10) -> float:
    """Expected calibration error over bins of equal width."""
    return _error(probabilities - true, weights, np.minimum((probabilities * bins).astype(int), bins - 1), bins)


def _error(excess: Array, weights: Array, place: NDArray[np.int_], bins: int) -> float:
    return float(np.abs(np.bincount(place, excess * weights, bins)).sum() / weights.sum())
