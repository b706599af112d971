"""corpuscle eval, as a user types it."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpuscle.evals.commands import app
from corpuscle.evals.errors import EvaluationError
from corpuscle.retrieval.articles import Article
from tests.evals.conftest import write_index


@pytest.fixture(autouse=True)
def same_cores() -> Iterator[None]:
    """`eval speed` keeps its process to one core: gives the tests' process its cores back."""
    cores = os.sched_getaffinity(0)
    yield
    os.sched_setaffinity(0, cores)


def _json(*arguments: str | Path) -> dict[str, object]:
    result = CliRunner().invoke(app, [*map(str, arguments), "--json"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.mark.parametrize("mode", ["bm25", "hybrid", "rank-bm25"])
def test_retrieval_prints_the_contract(collection: Path, index: Path, mode: str) -> None:
    report = _json("retrieval", "--beir", collection, "--split", "dev", "--index", index, "--mode", mode)
    assert list(report) == ["collection", "mode", "queries", "nDCG@10", "MAP@10", "R@10", "R@100", "MRR@10", "latency_ms"]
    assert (report["collection"], report["mode"], report["queries"]) == ("invented", mode, 2)
    assert [report[name] for name in ("nDCG@10", "MAP@10", "R@10", "R@100", "MRR@10")] == [1.0] * 5


def test_what_the_searches_had_to_say_goes_to_stderr(collection: Path, index: Path) -> None:
    result = CliRunner().invoke(app, ["retrieval", "--beir", str(collection), "--split", "dev", "--index", str(index)])
    assert "Searched by BM25 alone" in result.stderr
    assert "(2 queries)" in result.stderr


def test_a_missing_index_names_the_command_that_makes_it(collection: Path, tmp_path: Path) -> None:
    missing = tmp_path / "none"
    with pytest.raises(EvaluationError) as caught:
        _json("retrieval", "--beir", collection, "--split", "dev", "--index", missing)
    assert f"corpuscle index build --index {missing} --beir {collection}" in caught.value.remedy


def test_the_index_of_something_else_is_an_error(collection: Path, tmp_path: Path) -> None:
    write_index(tmp_path / "other", [Article("99", "Unrelated")])
    with pytest.raises(EvaluationError, match="lacks 2 of the 2 judged articles"):
        _json("retrieval", "--beir", collection, "--split", "dev", "--index", tmp_path / "other")


def test_an_index_that_was_not_built_to_its_end_is_an_error(collection: Path, tmp_path: Path) -> None:
    write_index(tmp_path / "half", [Article("d1", "Budesonide in asthma")])
    with pytest.raises(EvaluationError, match=r"lacks 1 of the 2 judged articles of invented: d2, …"):
        _json("retrieval", "--beir", collection, "--split", "dev", "--index", tmp_path / "half")


def test_a_judged_article_that_the_collection_lacks_is_no_error(collection: Path, index: Path) -> None:
    with (collection / "qrels/dev.tsv").open("a") as file:
        file.write("q1\tgone\t1\n")
    assert _json("retrieval", "--beir", collection, "--split", "dev", "--index", index, "--mode", "bm25")["R@10"] == 0.75  # (1/2 + 1) / 2


def test_speed_of_an_index_without_titles_is_a_stated_failure(tmp_path: Path) -> None:
    write_index(tmp_path / "untitled", [Article("1", "")])
    with pytest.raises(EvaluationError, match="no titles"):
        _json("speed", "--index", tmp_path / "untitled")


def test_a_page_that_cannot_be_written_is_said_before_the_benches_run(index: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    command = ["bench", "--index", str(tmp_path / "no_index"), "--out", str(tmp_path / "file" / "page.md")]
    with pytest.raises(EvaluationError, match="cannot be written"):
        CliRunner().invoke(app, command, catch_exceptions=False)


def test_speed_times_both_modes(index: Path) -> None:
    report = _json("speed", "--index", index, "--queries", "2")
    assert (report["articles"], report["vectors"], report["queries"]) == (3, 0, 2)
    for mode in ("bm25_ms", "hybrid_ms"):
        latency = report[mode]
        assert isinstance(latency, dict)
        assert 0 < latency["p50"] <= latency["p95"]
