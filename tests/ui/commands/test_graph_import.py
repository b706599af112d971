"""kg import, sources, remove and export, as a user types them."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpuscle.ui.cli import app

HEADER = "relation,display_relation,x_index,x_id,x_type,x_name,x_source,y_index,y_id,y_type,y_name,y_source\n"
ROW = "indication,indication,0,DB77777,drug,Newtin,DrugBank,1,9999,disease,Purple toe,MONDO\n"
BACK = "indication,indication,1,9999,disease,Purple toe,MONDO,0,DB77777,drug,Newtin,DrugBank\n"
WRONG = "cooks,cooks,9,DB1,drug,Nothing,DrugBank,1,9999,disease,Purple toe,MONDO\n"


@pytest.fixture
def index(invented_index: Path, tmp_path: Path) -> Path:
    shutil.copytree(invented_index, tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture
def kg_csv(tmp_path: Path) -> Path:
    (tmp_path / "kg.csv").write_text(HEADER + ROW + BACK + WRONG)
    return tmp_path / "kg.csv"


def _run(*arguments: str) -> str:
    done = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_import_shows_terms_counts_and_what_was_skipped(index: Path, kg_csv: Path) -> None:
    done = CliRunner().invoke(app, ["kg", "import", str(kg_csv), "--index", str(index)])
    assert "primekg comes under: CC0-1.0" in done.stderr
    assert "drugcentral: CC-BY-SA-4.0" in done.stderr
    assert "3 rows read, 3 statements = 1 edges imported + 1 merged into others + 0 left out + 1 skipped" in done.stdout
    assert "skipped: kg.csv:4: " in done.stdout
    assert "already; nothing was changed" in _run("kg", "import", str(kg_csv), "--index", str(index))


def test_json_has_the_same_counts(index: Path, kg_csv: Path, tmp_path: Path) -> None:
    listed = tmp_path / "skipped.txt"
    said = json.loads(
        _run("kg", "import", str(kg_csv), "primekg", "--index", str(index), "--name", "mine", "--skipped", str(listed), "--json")
    )
    assert said["source"] == "mine"
    assert said["rows"] == said["statements"] == said["imported"] + said["merged"] + said["left_out"] + said["skipped"] == 3
    assert said["malformed"] == listed.read_text().splitlines()
    sources = {source["source"]: source for source in json.loads(_run("kg", "sources", "--index", str(index), "--json"))}
    assert (sources["mine"]["rows"], sources["mine"]["imported"], sources["mine"]["restrictive"]) == (1, True, True)
    assert sources["invented"]["imported"] is False


def test_imported_statements_are_shown_exported_and_removed(index: Path, kg_csv: Path, tmp_path: Path) -> None:
    _run("kg", "import", str(kg_csv), "--index", str(index))
    assert "Purple toe" in _run("kg", "show", "Newtin", "--index", str(index))
    out = _run("kg", "export", str(tmp_path / "out"), "--index", str(index), "--source", "primekg")
    assert "1 edges" in out
    assert "Not to be passed on without a look at their terms" in out
    assert len((tmp_path / "out_edges.tsv").read_text().splitlines()) == 2
    _run("kg", "remove", "primekg", "--index", str(index))
    assert "primekg" not in _run("kg", "sources", "--index", str(index))


def test_unknown_source_is_told_with_those_there_are(index: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["kg", "export", str(tmp_path / "out"), "--index", str(index), "--source", "none"])
    assert done.exit_code == 2
    assert "invented" in done.stderr
