"""Fits and tests the weights of `corpuscle.kg.sentence_evidence` on BC5CDR; prints what its docstring states.

    python -m corpuscle.evals.sentence_calibration FOLDER

FOLDER holds CDR_TrainingSet.PubTator.txt.gz and CDR_DevelopmentSet.PubTator.txt.gz (Li et al., Database 2016, baw068).
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpuscle.evals.claims import Abstract, pairs_of, read_pubtator
from corpuscle.kg.sentence_features import Features, features

Array = NDArray[np.float64]

_NAMES = [f.name for f in fields(Features)]


@dataclass(frozen=True)
class Pair:
    """A chemical and a disease of one abstract: whether it says that the one induces the other, and the sentences that name both."""

    true: bool
    rows: Array


def pairs(record: Abstract) -> list[Pair]:
    """Every chemical with every disease of the record."""
    found: list[Pair] = []
    for pair in pairs_of(record):
        rows = [f.vector() for s in pair.sentences if (f := features(s, pair.triple)) is not None]
        found.append(Pair(pair.true, np.array(rows).reshape(len(rows), len(_NAMES))))
    return found


def fit(rows: Array, true: Array, penalty: float) -> Array:
    """Bias and weights of a logistic regression with an L2 penalty on the weights, by Newton's method."""
    x = np.column_stack([np.ones(len(rows)), rows])
    ridge = penalty * np.diag([0.0, *np.ones(rows.shape[1])])
    beta = np.zeros(x.shape[1])
    for _ in range(50):
        p = _logistic(x @ beta)
        gradient = x.T @ (true - p) - ridge @ beta
        hessian = (x * (p * (1 - p))[:, None]).T @ x + ridge
        beta = beta + np.linalg.solve(hessian, gradient)
    return beta


def auroc(scores: Array, true: Array) -> float:
    """Probability that a true one is scored above a false one, ties counted half."""
    values, inverse = np.unique(scores, return_inverse=True)
    positive, negative = (np.bincount(inverse, weights=w, minlength=len(values)) for w in (true, 1 - true))
    below = np.cumsum(negative) - negative
    return float((positive * (below + negative / 2)).sum() / (positive.sum() * negative.sum()))


def calibration_error(p: Array, true: Array, bins: int = 10) -> float:
    """Expected calibration error over bins of equal width."""
    place = np.minimum((p * bins).astype(int), bins - 1)
    return float(sum(abs((p - true)[place == b].sum()) for b in range(bins)) / len(p))


def _logistic(z: Array) -> Array:
    return 1 / (1 + np.exp(-z))


def _predict(beta: Array, rows: Array) -> Array:
    return _logistic(beta[0] + rows @ beta[1:])


def _stack(sample: Sequence[Pair]) -> tuple[Array, Array]:
    return np.concatenate([p.rows for p in sample]), np.concatenate([np.full(len(p.rows), float(p.true)) for p in sample])


def report(training: Sequence[Pair], development: Sequence[Pair]) -> str:
    """The weights fitted on one set and their figures on the other, in lines."""
    rows, true = _stack(training)
    beta = fit(rows, true, 1.0)
    held, held_true = _stack(development)
    p = _predict(beta, held)
    lines = [f"bias {beta[0]:+.3f}", *(f"{name} {w:+.3f}" for name, w in zip(_NAMES, beta[1:], strict=True))]
    lines.append(
        f"sentences: {len(true)} for training, {true.mean():.3f} true; AUROC {auroc(p, held_true):.3f}, ECE {calibration_error(p, held_true):.3f}"
    )
    return "\n".join(lines)


def main(folder: Path) -> None:
    """Prints the report for the two files in the folder."""
    training, development = (
        [pair for record in read_pubtator(folder / f"CDR_{name}Set.PubTator.txt.gz") for pair in pairs(record)]
        for name in ("Training", "Development")
    )
    sys.stdout.write(report(training, development) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Name the folder of the two CDR files: python -m corpuscle.evals.sentence_calibration FOLDER")
    main(Path(sys.argv[1]))
