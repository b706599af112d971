"""corpuscle eval bench-retrieval, as a developer types it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpuscle.evals.bench_parts.records import write_part
from corpuscle.evals.commands import app
from corpuscle.evals.errors import EvaluationError
from tests.evals.retrieval_bench.invented_results import results


def _run(*arguments: str | Path) -> None:
    result = CliRunner().invoke(app, ["bench-retrieval", *map(str, arguments)], catch_exceptions=False)
    assert result.exit_code == 0, result.output


def test_the_page_of_what_was_measured_is_written_without_measuring(tmp_path: Path) -> None:
    work, out = tmp_path / "work", tmp_path / "docs/retrieval.md"
    _run("--work", work, "--out", out, "--page-only")
    assert "Nothing is measured yet" in out.read_text()
    write_part(work / "parts/milvus.json", results().milvus or pytest.fail())
    for part in results().costs:
        write_part(work / f"parts/cost.{part.articles}.{len(part.engine)}.json", part)
    _run("--work", work, "--out", out, "--page-only")
    assert "scifact, bm25 95%" in out.read_text()
    assert (out.parent / "retrieval-latency.svg").is_file()


def test_an_unknown_part_lists_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="no part 'cost'") as caught:
        _run("--work", tmp_path, "--out", tmp_path / "page.md", "--part", "cost")
    assert "cost/rank-bm25/50783, " in caught.value.remedy


def test_a_page_that_cannot_be_written_is_said_before_anything_runs(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EvaluationError, match="cannot be made"):
        _run("--work", tmp_path / "work", "--out", tmp_path / "file" / "docs" / "page.md")
