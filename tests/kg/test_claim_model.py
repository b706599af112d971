import math

import pytest

from corpuscle.kg.claim_model import ClaimModel, FittedTrees, claim_model, model_for
from corpuscle.kg.entities import Entity
from corpuscle.kg.triples import Triple

DRUG, DISEASE, GENE = (Entity(f"X:{name}", name, name) for name in ("SmallMolecule", "Disease", "Gene"))


def _model(slope: float = 1.0, intercept: float = 0.0) -> ClaimModel:
    """Two trees over a and b: a ≤ 1 ? (b ≤ 0 ? .5 : −.25) : 1, a missing goes above; b ≤ 2 ? .125 : −.125, b missing goes below."""
    trees = (
        ((0, 1, 0, 1, 2), (1, 0, 1, 3, 4), (1.0,), (0.5,), (-0.25,)),
        ((1, 2, 1, 1, 2), (0.125,), (-0.125,)),
    )
    fitted = FittedTrees(
        predicate="causes",
        subjects=(),
        objects=(),
        fitted_on="nothing",
        annotated=True,
        features=("a", "b"),
        bias=-1.0,
        slope=slope,
        intercept=intercept,
        trees=trees,
    )
    return ClaimModel(fitted)


@pytest.mark.parametrize(
    ("row", "z"),
    [
        ({"a": 1.0, "b": 0.0}, -1 + 0.5 + 0.125),
        ({"a": 0.0, "b": 3.0}, -1 - 0.25 - 0.125),
        ({"a": 2.0, "b": 3.0}, -1 + 1 - 0.125),
        ({"a": 1.0}, -1 + 0.5 + 0.125),
        ({"b": 3.0}, -1 + 1 - 0.125),
        ({}, -1 + 1 + 0.125),
        ({"a": 2.0, "b": 3.0, "unheard of": 9.0}, -1 + 1 - 0.125),
    ],
)
def test_trees_are_walked_and_missing_values_go_where_they_were_fitted(row: dict[str, float], z: float) -> None:
    assert _model().probabilities([row])[0] == pytest.approx(1 / (1 + math.exp(-z)))


def test_calibration_stretches_the_log_odds() -> None:
    z = -1 + 0.5 + 0.125
    assert _model(2.0, 0.25).probabilities([{"a": 1.0, "b": 0.0}])[0] == pytest.approx(1 / (1 + math.exp(-(2 * z + 0.25))))


def test_many_articles_are_read_as_one_by_one() -> None:
    rows = [{"a": float(a), "b": float(b)} for a in range(3) for b in range(4)]
    together = _model().probabilities(rows)
    assert list(together) == [_model().probabilities([row])[0] for row in rows]
    assert len(_model().probabilities([])) == 0


def test_models_that_ship_say_what_they_were_fitted_on() -> None:
    for predicate in ("causes", "treats"):
        fitted = claim_model(predicate).fitted
        assert fitted.predicate == predicate
        assert "pairs" in fitted.fitted_on
        assert all(int(row[0]) < len(fitted.features) for tree in fitted.trees for row in tree if len(row) == 5)


def test_model_speaks_of_the_kinds_it_was_fitted_on_only() -> None:
    assert model_for(Triple("a", "causes", "b", DRUG, DISEASE)) is not None
    assert model_for(Triple("a", "causes", "b", GENE, DISEASE)) is None
    assert model_for(Triple("a", "causes", "b", DRUG, None)) is None
    assert model_for(Triple("a", "expressed in", "b", DRUG, DISEASE)) is None
