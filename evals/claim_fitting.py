"""Fits the model of one predicate and tests it by cross-validation over articles."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from corpuscle.evals.boosting import BoostingSettings, averaged, fit_trees, uncalibrated
from corpuscle.kg.claim_model import Array, FittedTrees

FOLDS = 5
MEMBERS = 3
"""Fits, each with its own draw of features, whose log-odds are averaged: what one draw makes of chance evens out."""
Truth = NDArray[np.bool_]


@dataclass(frozen=True)
class ClaimTable:
    """Pairs with their features: rows are pairs, columns features by name, NaN where one is missing."""

    features: tuple[str, ...]
    values: Array
    true: Array
    """1.0 or 0.0 for each pair."""
    weights: Array
    articles: NDArray[np.str_]
    """Of each pair."""

    def without(self, names: frozenset[str]) -> "ClaimTable":
        """The same with some features missing everywhere."""
        values = self.values.copy()
        values[:, [place for place, name in enumerate(self.features) if name in names]] = np.nan
        return ClaimTable(self.features, values, self.true, self.weights, self.articles)

    def part(self, chosen: Truth) -> "ClaimTable":
        """Some of the rows."""
        return ClaimTable(self.features, self.values[chosen], self.true[chosen], self.weights[chosen], self.articles[chosen])


def table_of(rows: Sequence[dict[str, float]], true: Sequence[bool], weights: Sequence[float], articles: Sequence[str]) -> ClaimTable:
    """The table of pairs given one by one; the columns are in alphabetical order."""
    names = tuple(sorted({name for row in rows for name in row}))
    values = np.array([[row.get(name, np.nan) for name in names] for row in rows])
    return ClaimTable(names, values, np.array(true, dtype=np.float64), np.array(weights), np.array(articles))


def joined(table: ClaimTable, other: ClaimTable) -> ClaimTable:
    """The rows of both, in the columns of the first."""
    places = {name: place for place, name in enumerate(other.features)}
    values = np.full((len(other.true), len(table.features)), np.nan)
    for column, name in enumerate(table.features):
        if name in places:
            values[:, column] = other.values[:, places[name]]
    return ClaimTable(
        table.features,
        np.vstack([table.values, values]),
        np.concatenate([table.true, other.true]),
        np.concatenate([table.weights, other.weights]),
        np.concatenate([table.articles, other.articles]),
    )


@dataclass(frozen=True)
class Fit:
    """A calibrated model, and the probability of each pair from models that did not see its article: with the background, and without."""

    fitted: FittedTrees
    held: Array
    held_bare: Array


def fit_claims(table: ClaimTable, background: frozenset[str], measured: int, settings: BoostingSettings) -> Fit:
    """The model of a table whose first `measured` rows it is calibrated on.

    Each pair is shown twice, with its background (`claim_background`) and without, each at half weight, so that the model is calibrated for
    both. Calibration is a logistic regression of the truth on the held-out log-odds (Platt 1999).
    """
    held, held_bare = np.zeros(len(table.true)), np.zeros(len(table.true))
    for fold in folds(table.articles):
        fitted = _fit(table.part(~fold), background, settings)
        held[fold] = uncalibrated(fitted, table.values[fold])
        held_bare[fold] = uncalibrated(fitted, table.without(background).values[fold])
    held, held_bare = held[:measured], held_bare[:measured]
    scale = platt(np.concatenate([held, held_bare]), np.tile(table.true[:measured], 2), np.tile(table.weights[:measured], 2))
    slope, intercept = (round(float(x), 4) for x in scale)
    fitted = _fit(table, background, settings).model_copy(update={"slope": slope, "intercept": intercept})
    return Fit(fitted, *(1 / (1 + np.exp(-(slope * z + intercept))) for z in (held, held_bare)))


def folds(articles: NDArray[np.str_]) -> list[Truth]:
    """A mask of the rows of each fold; the articles are dealt out at random, the same way each time."""
    names = np.unique(articles)
    dealt = np.random.default_rng(0).permutation(len(names)) % FOLDS
    own = dealt[np.searchsorted(names, articles)]
    return [own == fold for fold in range(FOLDS)]


def platt(z: Array, true: Array, weights: Array) -> tuple[float, float]:
    """Slope and intercept of the logistic regression of the truth on log-odds, by Newton's method."""
    x = np.column_stack([z, np.ones(len(z))])
    beta = np.array([1.0, 0.0])
    for _ in range(30):
        p = 1 / (1 + np.exp(-(x @ beta)))
        curvature = (x * (weights * p * (1 - p))[:, None]).T @ x
        beta = beta + np.linalg.solve(curvature, x.T @ (weights * (true - p)))
    return float(beta[0]), float(beta[1])


def _fit(table: ClaimTable, background: frozenset[str], settings: BoostingSettings) -> FittedTrees:
    values, true, weights = table.values, table.true, table.weights
    if background & set(table.features):
        values, true, weights = np.vstack([values, table.without(background).values]), np.tile(true, 2), np.tile(weights / 2, 2)
    return averaged([fit_trees(values, true, weights, table.features, replace(settings, seed=seed)) for seed in range(MEMBERS)])
