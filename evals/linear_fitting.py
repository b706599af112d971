"""Logistic regression with a ridge, and its cross-validated scores: the two fitted readers of the built-in model need no more."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpuscle.agent.extractive.fitted import FittedWeights

FOLDS = 10
_STEPS = 30
_ENOUGH = 1e-8

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of features; `question` says to which question a row belongs, and all of a question are in one fold."""

    features: tuple[str, ...]
    values: Array
    """(rows, features)."""
    right: Array
    """(rows,): 1 or 0."""
    weights: Array
    """(rows,): how much a row counts."""
    question: NDArray[np.intp]
    """(rows,)."""

    def part(self, rows: NDArray[np.bool_]) -> "Table":
        """Some of the rows."""
        return Table(self.features, self.values[rows], self.right[rows], self.weights[rows], self.question[rows])


def table_of(rows: Sequence[dict[str, float]], right: Sequence[bool], weights: Sequence[float], question: Sequence[int]) -> Table:
    """The table of at least one row; all rows have the same features."""
    features = tuple(rows[0])
    values = np.array([[row[name] for name in features] for row in rows])
    return Table(features, values, np.array(right, dtype=np.float64), np.array(weights), np.array(question))


def fit(table: Table, ridge: float, fitted_on: str) -> FittedWeights:
    """Maximises the weighted log-likelihood, less `ridge` × the squared weights of the standardised features, by Newton's method."""
    table = table.part(table.weights > 0)
    means: Array = table.values.mean(axis=0)
    scales: Array = table.values.std(axis=0)
    scales[scales < _ENOUGH] = 1.0
    design: Array = np.column_stack([np.ones(len(table.right)), (table.values - means) / scales])
    penalty = np.array([0.0] + [2 * ridge] * len(table.features))  # the intercept, first, has no ridge
    found = np.zeros(len(penalty))
    for _ in range(_STEPS):
        step = _step(design, table.right, table.weights / table.weights.sum(), penalty, found)
        found -= step
        if np.abs(step).max() < _ENOUGH:
            break
    weights: Array = found[1:] / scales
    named = {name: round(float(weight), 4) for name, weight in zip(table.features, weights, strict=True)}
    return FittedWeights(fitted_on=fitted_on, intercept=round(float(found[0] - weights @ means), 4), weights=named)


def _step(design: Array, right: Array, shares: Array, penalty: Array, found: Array) -> Array:
    """(columns,): what Newton's method takes from the weights found so far."""
    said: Array = 1 / (1 + np.exp(-(design @ found)))
    slope: Array = design.T @ (shares * (said - right)) + penalty * found
    curvature: Array = (design * (shares * said * (1 - said))[:, None]).T @ design + np.diag(penalty + _ENOUGH)
    return np.linalg.solve(curvature, slope).astype(np.float64)


def scores(model: FittedWeights, table: Table) -> Array:
    """(rows,): the model's sums."""
    return model.intercept + table.values @ np.array([model.weights[name] for name in table.features])


def unseen_scores(table: Table, ridge: float) -> Array:
    """(rows,): for each row the sum by a model that was fitted without the row's fold; questions are dealt to `FOLDS` folds by turns."""
    found = np.zeros(len(table.right))
    for fold in range(FOLDS):
        held = table.question % FOLDS == fold
        found[held] = scores(fit(table.part(~held), ridge, ""), table.part(held))
    return found
