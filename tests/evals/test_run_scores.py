"""corpuscle eval score-run and --run-out."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpuscle.evals.commands import app
from corpuscle.evals.errors import EvaluationError
from corpuscle.retrieval.errors import RunFileError
from corpuscle.retrieval.trec_runs import read_run


def _run(*arguments: str | Path) -> dict[str, object]:
    result = CliRunner().invoke(app, [*map(str, arguments), "--json"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.mark.parametrize("mode", ["bm25", "rank-bm25"])
def test_run_that_was_written_scores_as_it_did(collection: Path, index: Path, tmp_path: Path, mode: str) -> None:
    file = tmp_path / "runs" / "ours.txt"
    where = ("--beir", collection, "--split", "dev")
    first = _run("retrieval", *where, "--index", index, "--mode", mode, "--run-out", file)
    assert read_run(file).tag == f"corpuscle-{mode}"
    second = _run("score-run", file, *where)
    for name in ("collection", "queries", "nDCG@10", "MAP@10", "R@10", "R@100", "MRR@10"):
        assert second[name] == first[name]


def test_judged_query_without_hits_counts_0_and_is_told(collection: Path, tmp_path: Path) -> None:
    (tmp_path / "run.txt").write_text("q1 Q0 d3 1 2.0 theirs\nq1 Q0 d1 2 1.0 theirs\nother Q0 d1 1 1.0 theirs\n")
    result = CliRunner().invoke(app, ["score-run", str(tmp_path / "run.txt"), "--beir", str(collection), "--split", "dev", "--json"])
    scores = json.loads(result.stdout)
    assert (scores["tag"], scores["queries"], scores["queries_without_hits"]) == ("theirs", 2, 1)
    assert scores["MRR@10"] == 0.25  # (1/2 + 0) / 2
    assert "no hits for 1 of 2" in result.stderr
    shown = CliRunner().invoke(app, ["score-run", str(tmp_path / "run.txt"), "--beir", str(collection), "--split", "dev"])
    assert "0.2500" in shown.stdout


def test_run_of_another_collection_or_no_run_is_a_stated_failure(collection: Path, tmp_path: Path) -> None:
    command = ["score-run", str(tmp_path / "run.txt"), "--beir", str(collection), "--split", "dev"]
    (tmp_path / "run.txt").write_text("x9 Q0 d1 1 1.0 t\n")
    with pytest.raises(EvaluationError, match="none of the 2 judged queries"):
        CliRunner().invoke(app, command, catch_exceptions=False)
    (tmp_path / "run.txt").write_text("x9 Q0 d1 1.0 t\n")
    with pytest.raises(RunFileError, match="line 1"):
        CliRunner().invoke(app, command, catch_exceptions=False)


def test_file_that_cannot_be_written_is_said_before_the_queries_run(collection: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    command = ["retrieval", "--beir", str(collection), "--split", "dev", "--mode", "rank-bm25", "--run-out", str(tmp_path / "file" / "x")]
    with pytest.raises(EvaluationError, match="cannot be written"):
        CliRunner().invoke(app, command, catch_exceptions=False)
