import gzip
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpuscle.evals.boosting import BoostingSettings, averaged, fit_trees, uncalibrated
from corpuscle.evals.claim_figures import equal_mass_error, equal_width_error, figures_of
from corpuscle.evals.claim_fitting import fit_claims, folds, joined, platt, table_of
from corpuscle.evals.claim_models import claim_table
from corpuscle.evals.claims import claim_pairs, read_pubtator
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.sentence_calibration import auroc
from corpuscle.kg.claim_model import ClaimModel

RECORD = """\
1|t|Zorbamide-induced itching.
1|a|Zorbamide is a drug. Fever was not seen.
1\t0\t9\tZorbamide\tChemical\tD1
1\t18\t25\titching\tDisease\tD2
1\t27\t36\tZorbamide\tChemical\tD1
1\t48\t53\tFever\tDisease\tD3
1\tCID\tD1\tD2

"""
SMALL = BoostingSettings(trees=30, leaves=4, rate=0.2, penalty=1.0, smallest=5.0, features=1.0)


@pytest.mark.parametrize("packed", [True, False])
def test_pairs_of_a_record_with_all_its_sentences(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / "set.txt"
    path.write_bytes(gzip.compress(RECORD.encode()) if packed else RECORD.encode())
    pairs = claim_pairs(path)
    assert [(p.triple.subject, p.triple.object, p.true) for p in pairs] == [("MESH:D1", "MESH:D2", True), ("MESH:D1", "MESH:D3", False)]
    assert [(s.section, s.begin, s.text[:5]) for s in pairs[0].sentences] == [
        ("title", 0, "Zorba"),
        ("abstract", 0, "Zorba"),
        ("abstract", 21, "Fever"),
    ]
    (mention,) = pairs[0].sentences[2].mentions
    assert pairs[0].sentences[2].text[mention.begin : mention.end] == "Fever"


def test_file_that_is_none_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="cannot be read"):
        read_pubtator(tmp_path / "none.txt.gz")
    path = tmp_path / "set.txt"
    path.write_text("1\t0\t9\tZorbamide\tChemical\tD1\n")
    with pytest.raises(EvaluationError, match="line 1"):
        read_pubtator(path)
    path.write_text("\n")
    with pytest.raises(EvaluationError, match="no records"):
        read_pubtator(path)


def test_table_of_pairs_has_nan_where_a_feature_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "set.txt"
    path.write_text(RECORD)
    table, background = claim_table(claim_pairs(path), None)
    assert (table.true.tolist(), background) == ([1.0, 0.0], frozenset())
    assert np.isnan(table.values[:, table.features.index("best")]).tolist() == [False, True]


def _noise(rows: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(1)
    values = random.normal(size=(rows, 3))
    values[random.random(rows) < 0.2, 1] = np.nan
    odds = 2 * values[:, 0] + np.where(np.isnan(values[:, 1]), 2.0, -1.0)
    return values, (random.random(rows) < 1 / (1 + np.exp(-odds))).astype(float)


def test_boosted_trees_learn_a_slope_and_what_a_missing_value_means() -> None:
    values, true = _noise(1500)
    fitted = fit_trees(values, true, np.ones(len(true)), ("a", "b", "c"), SMALL)
    z = uncalibrated(fitted, np.array([[2.0, 0.0, 0.0], [-2.0, 0.0, 0.0], [0.0, np.nan, 0.0], [0.0, 0.0, 0.0]]))
    assert z[0] > 1
    assert z[1] < -1
    assert z[2] > 1
    assert z[3] < 0


def test_boosting_is_deterministic_and_its_trees_are_what_is_evaluated() -> None:
    values, true = _noise(400)
    one, other = (fit_trees(values, true, np.ones(len(true)), ("a", "b", "c"), SMALL) for _ in range(2))
    assert one == other
    asked = [{name: x for name, x in zip("abc", row, strict=True) if not np.isnan(x)} for row in values[:20]]
    assert ClaimModel(one).probabilities(asked) == pytest.approx(1 / (1 + np.exp(-uncalibrated(one, values[:20]))))


def test_an_average_of_models_gives_the_mean_of_their_log_odds() -> None:
    values, true = _noise(400)
    members = [fit_trees(values, true, np.ones(len(true)), ("a", "b", "c"), replace(SMALL, seed=seed)) for seed in range(2)]
    mean = (uncalibrated(members[0], values) + uncalibrated(members[1], values)) / 2
    assert uncalibrated(averaged(members), values) == pytest.approx(mean, abs=1e-4)


def test_the_calibration_error_is_drawn_anew_by_whole_articles() -> None:
    p, true = np.array([0.2, 0.3, 0.8, 0.9]), np.array([False, True, True, True])
    one = figures_of("", p, true, np.array(["1"] * 4))  # one article is drawn each time
    assert one.ece_mass_drawn == pytest.approx((one.ece_mass, one.ece_mass))
    # the second article alone errs by (.2 + .1) / 2, the first alone by (.2 + .7) / 2
    two = figures_of("", p, true, np.array(["1", "1", "2", "2"]))
    assert two.ece_mass_drawn == pytest.approx((0.15, 0.45))


def test_folds_keep_an_article_together_and_cover_all_rows() -> None:
    articles = np.array([str(i % 17) for i in range(100)])
    masks = folds(articles)
    assert np.array(masks).sum(axis=0).tolist() == [1] * 100
    assert all(not set(articles[mask]) & set(articles[~mask]) for mask in masks)


def test_held_out_probabilities_are_calibrated_with_background_and_without() -> None:
    values, true = _noise(2000)
    rows = [{n: x for n, x in zip("abc", row, strict=True) if not np.isnan(x)} for row in values]
    table = table_of(rows, [bool(y) for y in true], [1.0] * len(true), [str(i) for i in range(len(true))])
    fit = fit_claims(table, frozenset({"b"}), len(true), SMALL)
    for held in (fit.held, fit.held_bare):
        assert figures_of("", held, true.astype(bool), table.articles).ece_mass < 0.05
    assert auroc(fit.held, true) > auroc(fit.held_bare, true)


def test_tables_are_joined_by_the_names_of_columns() -> None:
    one = table_of([{"a": 1.0, "b": 2.0}], [True], [1.0], ["1"])
    other = table_of([{"b": 5.0, "z": 7.0}], [False], [0.5], ["2"])
    both = joined(one, other)
    assert both.values[1, 1] == 5.0
    assert np.isnan(both.values[1, 0])
    assert both.weights.tolist() == [1.0, 0.5]


def test_platt_undoes_a_stretch() -> None:
    random = np.random.default_rng(2)
    z = random.normal(size=20000)
    true = (random.random(20000) < 1 / (1 + np.exp(-z))).astype(float)
    slope, intercept = platt(2 * z + 1, true, np.ones(20000))
    assert (slope, intercept) == (pytest.approx(0.5, abs=0.03), pytest.approx(-0.5, abs=0.05))


def test_calibration_errors_by_mass_and_by_width_count_weights() -> None:
    p, true = np.array([0.2, 0.2, 0.8, 0.8]), np.array([0.0, 1.0, 1.0, 1.0])
    # two bins: |.2 − .5| and |.8 − 1|, half the weight each
    assert equal_mass_error(p, true, np.ones(4), 2) == pytest.approx((0.3 + 0.2) / 2)
    assert equal_width_error(p, true, np.ones(4), 2) == pytest.approx((0.3 + 0.2) / 2)
    # weights 3, 1: said .2, true 1/4; |.05| × 4/6 + .2 × 2/6
    assert equal_width_error(p, true, np.array([3.0, 1.0, 1.0, 1.0]), 2) == pytest.approx(0.05 * 4 / 6 + 0.2 * 2 / 6)
