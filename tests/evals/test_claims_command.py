import json
import re
from pathlib import Path

from typer.testing import CliRunner

from corpuscle.evals.commands import app
from corpuscle.evals.errors import EvaluationError
from tests.evals.test_claims import RECORD


def test_development_figures_without_an_index(tmp_path: Path) -> None:
    (tmp_path / "dev.txt").write_text(RECORD + re.sub("^1", "2", RECORD, flags=re.MULTILINE))
    found = CliRunner().invoke(app, ["claims", "--data", str(tmp_path), "--test", "dev.txt", "--json"])
    assert found.exit_code == 0, found.output
    document = json.loads(found.stdout)
    (row,) = document["held_out"]
    assert (row["name"], row["pairs"], row["true"]) == ("article, without a graph", 4, 2)
    assert row["auroc"] == 1.0  # "Zorbamide-induced itching" above "Fever was not seen"
    assert document["cross_validation"] == []


def test_fit_without_an_index_is_refused(tmp_path: Path) -> None:
    found = CliRunner().invoke(app, ["claims", "--data", str(tmp_path), "--fit"])
    assert isinstance(found.exception, EvaluationError)
    assert "--index" in found.exception.remedy
