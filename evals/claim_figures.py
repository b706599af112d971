"""Figures of a set of probabilities: how they order the pairs, how well they are calibrated, and how often the decided ones are right."""

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from corpuscle.evals.claim_fitting import Truth
from corpuscle.evals.sentence_calibration import auroc, calibration_error
from corpuscle.kg.review import DECISIVE

Array = NDArray[np.float64]


class ClaimFigures(BaseModel):
    """What is reported of one way to read the pairs."""

    name: str
    pairs: int
    true: int
    auroc: float
    ece_mass: float
    """Expected calibration error over ten bins of equally many pairs."""
    ece_width: float
    """The same over ten bins of equal width."""
    spoken: int
    """Pairs at the probability from which the reviewer says "supported"."""
    right: float | None
    """Share of these that are true; None where there is none."""


def figures_of(name: str, probabilities: Array, true: Truth) -> ClaimFigures:
    """The figures of some pairs."""
    truth = true.astype(np.float64)
    spoken = probabilities >= DECISIVE
    return ClaimFigures(
        name=name,
        pairs=len(true),
        true=int(true.sum()),
        auroc=auroc(probabilities, truth),
        ece_mass=equal_mass_error(probabilities, truth),
        ece_width=calibration_error(probabilities, truth),
        spoken=int(spoken.sum()),
        right=float(truth[spoken].mean()) if spoken.any() else None,
    )


def equal_mass_error(probabilities: Array, true: Array, bins: int = 10) -> float:
    """Expected calibration error over bins of equally many pairs, in the order of their probabilities."""
    order = np.argsort(probabilities, kind="stable")
    return float(sum(abs((probabilities[part] - true[part]).sum()) for part in np.array_split(order, bins)) / len(true))
