"""Growth of a cost with the number of articles, fitted on what was measured, and what it comes to for all of PubMed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

ALL_OF_PUBMED = 36_000_000


@dataclass(frozen=True, slots=True)
class PowerLaw:
    """`cost = factor × articles ** exponent`."""

    factor: float
    exponent: float

    def at(self, articles: float) -> float:
        """The cost of so many articles."""
        return self.factor * articles**self.exponent


@dataclass(frozen=True, slots=True)
class Line:
    """`cost = base + each × articles`."""

    base: float
    each: float

    def at(self, articles: float) -> float:
        """The cost of so many articles."""
        return self.base + self.each * articles


def power_law(articles: Sequence[int], costs: Sequence[float]) -> PowerLaw:
    """Least squares in the logarithms. Raises ValueError for fewer than two sizes or a cost that is not positive."""
    if len(set(articles)) < 2 or min(costs) <= 0:
        raise ValueError("a power law needs two sizes and positive costs")
    exponent, logarithm = np.polyfit(np.log(articles), np.log(costs), 1)
    return PowerLaw(float(np.exp(logarithm)), float(exponent))


def line(articles: Sequence[int], costs: Sequence[float]) -> Line:
    """Least squares weighted by 1/articles, so that the small sizes have a say in the base. Raises ValueError for fewer than two sizes."""
    if len(set(articles)) < 2:
        raise ValueError("a line needs two sizes")
    each, base = np.polyfit(articles, costs, 1, w=1 / np.asarray(articles, dtype=np.float64))
    return Line(float(base), float(each))
