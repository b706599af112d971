import gzip
import math
from pathlib import Path

import numpy as np
import pytest

from corpuscle.evals.claims import read_pubtator
from corpuscle.evals.sentence_calibration import auroc, calibration_error, fit, pairs

RECORD = """\
1|t|Zorbamide-induced itching.
1|a|Zorbamide is a drug. Fever was not seen.
1\t0\t9\tZorbamide\tChemical\tD1
1\t18\t25\titching\tDisease\tD2
1\t27\t36\tZorbamide\tChemical\tD1
1\t48\t53\tFever\tDisease\tD3
1\tCID\tD1\tD2

"""


def test_pairs_of_a_record_with_the_sentences_that_name_both(tmp_path: Path) -> None:
    path = tmp_path / "set.txt.gz"
    path.write_bytes(gzip.compress(RECORD.encode()))
    (record,) = read_pubtator(path)
    assert [(pair.true, len(pair.rows)) for pair in pairs(record)] == [(True, 1), (False, 0)]


def test_auroc_counts_ties_half() -> None:
    # true .9 and .5 against false .5 and .1: 1 + 1 + .5 + 1 of 4 pairs
    assert auroc(np.array([0.9, 0.5, 0.5, 0.1]), np.array([1.0, 1.0, 0.0, 0.0])) == pytest.approx(3.5 / 4)


def test_calibration_error_weighs_bins_by_their_size() -> None:
    # bin .2: three at .2, one true: |.6 − 1| / 4; bin .8: one at .8, true: .2 / 4
    assert calibration_error(np.array([0.2, 0.2, 0.2, 0.8]), np.array([1.0, 0.0, 0.0, 1.0])) == pytest.approx((0.4 + 0.2) / 4)


def test_fit_finds_the_log_odds_of_two_groups() -> None:
    rows = np.array([[0.0]] * 4 + [[1.0]] * 4)
    true = np.array([1.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0])
    assert fit(rows, true, 0.0) == pytest.approx([math.log(1 / 3), math.log(3) - math.log(1 / 3)])
