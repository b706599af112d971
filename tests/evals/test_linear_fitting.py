import numpy as np
import pytest

from corpuscle.evals.linear_fitting import FOLDS, Table, fit, scores, table_of, unseen_scores


def drawn(rows: int = 400) -> Table:
    """Truth drawn from a known model: log odds 0.5 + 2 × signal; noise says nothing."""
    dice = np.random.default_rng(0)
    signal, noise = dice.normal(size=rows), dice.normal(size=rows)
    right = dice.random(rows) < 1 / (1 + np.exp(-0.5 - 2 * signal))
    told = [{"signal": float(s), "noise": float(n)} for s, n in zip(signal, noise, strict=True)]
    return table_of(told, [bool(r) for r in right], [1.0] * rows, range(rows))


def test_the_model_behind_the_rows_is_found() -> None:
    model = fit(drawn(4000), 1e-6, "drawn rows")
    assert model.fitted_on == "drawn rows"
    assert model.intercept == pytest.approx(0.5, abs=0.15)
    assert model.weights["signal"] == pytest.approx(2.0, abs=0.2)
    assert model.weights["noise"] == pytest.approx(0.0, abs=0.1)


def test_a_ridge_makes_weights_small() -> None:
    table = drawn()
    assert abs(fit(table, 1.0, "").weights["signal"]) < 0.5 * abs(fit(table, 1e-6, "").weights["signal"])


def test_a_row_without_weight_does_not_count() -> None:
    table = drawn()
    weights = np.ones(len(table.right))
    weights[:200] = 0.0
    half = Table(table.features, table.values, table.right, weights, table.question)
    assert fit(half, 0.01, "") == fit(table.part(np.arange(400) >= 200), 0.01, "")


def test_a_feature_that_never_varies_is_harmless() -> None:
    table = table_of([{"a": float(n), "b": 7.0} for n in range(8)], [n > 3 for n in range(8)], [1.0] * 8, range(8))
    assert fit(table, 0.01, "").weights["b"] == 0.0


def test_unseen_scores_come_from_models_without_the_row_s_fold() -> None:
    table = drawn(60)
    fold = table.question % FOLDS == 3
    assert np.array_equal(unseen_scores(table, 0.01)[fold], scores(fit(table.part(~fold), 0.01, ""), table.part(fold)))
