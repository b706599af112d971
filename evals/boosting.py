"""Gradient boosting of small trees with missing values, in numpy: what `corpuscle.kg.claim_model` evaluates.

Newton boosting of the log-loss over binned features (Friedman, Annals of Statistics 2001, 29(5):1189–1232; the split gain and the leaf weights
with an L2 penalty as in Chen and Guestrin, KDD 2016, arXiv 1603.02754, eqs. 5 and 7). Deterministic: equal input and seed give equal trees.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpuscle.kg.claim_model import Array, ClaimModel, FittedTrees

_BINS = 32  # of values that are there; one more bin is for missing ones


@dataclass(frozen=True, slots=True)
class BoostingSettings:
    """How trees are grown."""

    trees: int = 200
    leaves: int = 8
    rate: float = 0.04
    penalty: float = 5.0
    """L2, on a leaf's log-odds."""
    smallest: float = 20.0
    """Weight of the rows that a leaf must have."""
    features: float = 0.3
    """Share of the features that a split may choose from."""
    seed: int = 0


@dataclass(slots=True, eq=False)
class _Leaf:
    rows: NDArray[np.intp]
    place: int
    gain: float = 0.0
    feature: int = -1
    cut: int = 0
    missing_below: bool = False


def fit_trees(table: Array, true: Array, weights: Array, features: tuple[str, ...], settings: BoostingSettings) -> FittedTrees:
    """Trees fitted on rows (n × features, NaN where missing), whether each is true (1.0 or 0.0), and their weights. Neither named nor calibrated."""
    cuts = [_cuts(column) for column in table.T]
    missing = np.isnan(table)
    bins = np.empty(table.shape, dtype=np.intp)
    for place, cut in enumerate(cuts):
        bins[:, place] = np.searchsorted(cut, table[:, place])
    bins[missing] = _BINS
    share = float((weights * true).sum() / weights.sum())
    bias = float(np.log(share / (1 - share)))
    z = np.full(len(true), bias)
    random = np.random.default_rng(settings.seed)
    trees: list[tuple[tuple[float, ...], ...]] = []
    for _ in range(settings.trees):
        p = 1 / (1 + np.exp(-z))
        grower = _Grower(bins, cuts, weights * (true - p), weights * p * (1 - p), weights, settings, random)
        trees.append(grower.grow(z))
    return FittedTrees(
        predicate="",
        subjects=(),
        objects=(),
        fitted_on="",
        annotated=False,
        features=features,
        bias=round(bias, 4),
        slope=1.0,
        intercept=0.0,
        trees=tuple(trees),
    )


def averaged(members: Sequence[FittedTrees]) -> FittedTrees:
    """One model whose log-odds are the mean of these models', which were fitted on the same rows."""
    trees = [
        tuple((round(row[0] / len(members), 6),) if len(row) == 1 else row for row in tree) for member in members for tree in member.trees
    ]
    return members[0].model_copy(update={"trees": tuple(trees)})


def uncalibrated(fitted: FittedTrees, table: Array) -> Array:
    """Log-odds of the rows before calibration."""
    return ClaimModel(fitted).scores(table)


def _cuts(column: Array) -> Array:
    values = np.unique(column[~np.isnan(column)])
    if len(values) <= _BINS:
        return (values[:-1] + values[1:]) / 2
    quantiles = np.quantile(column[~np.isnan(column)], np.linspace(0, 1, _BINS + 1)[1:-1])
    return np.unique(np.array([float(f"{q:.4g}") for q in quantiles]))


class _Grower:
    """One tree: the leaf with the greatest gain is split until there are enough."""

    def __init__(
        self,
        bins: NDArray[np.intp],
        cuts: list[Array],
        gradient: Array,
        curvature: Array,
        weights: Array,
        settings: BoostingSettings,
        random: np.random.Generator,
    ) -> None:
        self._bins, self._cuts = bins, cuts
        self._gradient, self._curvature, self._weights = gradient, curvature, weights
        self._settings, self._random = settings, random

    def grow(self, z: Array) -> tuple[tuple[float, ...], ...]:
        """The nodes of the tree; its answers are added to `z`."""
        nodes: list[tuple[float, ...]] = [()]
        leaves = [self._best(_Leaf(np.arange(len(self._bins)), 0))]
        while len(leaves) < self._settings.leaves:
            leaf = max(leaves, key=lambda one: (one.gain, -one.place))
            if leaf.gain <= 0:
                break
            leaves.remove(leaf)
            values = self._bins[leaf.rows, leaf.feature]
            below = np.where(values == _BINS, leaf.missing_below, values <= leaf.cut)
            place = len(nodes)
            threshold = float(f"{self._cuts[leaf.feature][leaf.cut]:.5g}") if leaf.cut < len(self._cuts[leaf.feature]) else float("1e30")
            nodes[leaf.place] = (leaf.feature, threshold, float(leaf.missing_below), place, place + 1)
            nodes += [(), ()]
            leaves += [self._best(_Leaf(leaf.rows[side], place + n)) for n, side in enumerate((below, ~below))]
        for leaf in leaves:
            gradient, curvature = self._gradient[leaf.rows].sum(), self._curvature[leaf.rows].sum()
            answer = round(float(self._settings.rate * gradient / (curvature + self._settings.penalty)), 5)
            nodes[leaf.place] = (answer,)
            z[leaf.rows] += answer
        return tuple(nodes)

    def _best(self, leaf: _Leaf) -> _Leaf:
        """The leaf with the best of the splits that it may choose from."""
        width = self._bins.shape[1]
        chosen = np.sort(self._random.choice(width, max(1, int(width * self._settings.features)), replace=False))
        stride = _BINS + 1
        flat = (self._bins[np.ix_(leaf.rows, chosen)] + stride * np.arange(len(chosen))).ravel()
        sums = [
            np.bincount(flat, np.repeat(values[leaf.rows], len(chosen)), stride * len(chosen)).reshape(len(chosen), stride)
            for values in (self._gradient, self._curvature, self._weights)
        ]
        total = [float(s[0].sum()) for s in sums]
        penalty = self._settings.penalty
        before = total[0] ** 2 / (total[1] + penalty)
        for missing_below in (False, True):
            left = [np.cumsum(s[:, :_BINS], axis=1) + (s[:, _BINS:] if missing_below else 0.0) for s in sums]
            right = [whole - part for whole, part in zip(total, left, strict=True)]
            gain = left[0] ** 2 / (left[1] + penalty) + right[0] ** 2 / (right[1] + penalty) - before
            gain[(left[2] < self._settings.smallest) | (right[2] < self._settings.smallest)] = -np.inf
            best = int(np.argmax(gain))
            feature, cut = divmod(best, _BINS)
            if gain[feature, cut] > leaf.gain + 1e-9:
                leaf.gain, leaf.feature, leaf.cut, leaf.missing_below = float(gain[feature, cut]), int(chosen[feature]), cut, missing_below
        return leaf
