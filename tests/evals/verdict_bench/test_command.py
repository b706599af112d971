"""corpuscle eval bench-verdicts, as a developer types it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpuscle.evals.bench_parts.records import write_part
from corpuscle.evals.commands import app
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.verdict_bench import command
from tests.evals.verdict_bench.invented_rows import indications


def _run(*arguments: str | Path) -> None:
    result = CliRunner().invoke(app, ["bench-verdicts", *map(str, arguments)], catch_exceptions=False)
    assert result.exit_code == 0, result.output


def test_the_page_of_what_was_measured_is_written_without_measuring(tmp_path: Path) -> None:
    work, out = tmp_path / "work", tmp_path / "docs/verdicts.md"
    _run("--index", tmp_path / "index", "--work", work, "--out", out, "--page-only")
    assert "Nothing is measured yet" in out.read_text()
    write_part(work / "parts/indications.json", indications())
    _run("--index", tmp_path / "index", "--work", work, "--out", out, "--page-only")
    assert "| **indications**, n = 4" in out.read_text()
    assert (out.parent / "verdicts-auroc.svg").is_file()


def test_without_evaluation_data_every_row_says_that_it_was_not_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORPUSCLE_EVAL_DATA", str(tmp_path))
    monkeypatch.setattr(command, "_DATA_BESIDE", tmp_path / "none")
    out = tmp_path / "verdicts.md"
    _run("--index", tmp_path / "index", "--work", tmp_path / "work", "--out", out)
    assert out.read_text().count("not measured: no evaluation data") == 6


def test_an_unknown_part_lists_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="no part 'phenotype'") as caught:
        _run("--index", tmp_path, "--work", tmp_path / "work", "--out", tmp_path / "page.md", "--part", "phenotype")
    assert "claims, indications, phenotypes" in caught.value.remedy
