"""Reading BEIR folders."""

from pathlib import Path

import pytest

from corpuscle.evals.collections import load_collection, load_texts
from corpuscle.evals.errors import EvaluationError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A collection of two documents, two queries, one of them judged."""
    (tmp_path / "corpus.jsonl").write_text(
        '{"_id": "d1", "title": "One", "text": "Text."}\n\n{"_id": "d2", "text": "Two.", "metadata": {}}\n'
    )
    (tmp_path / "queries.jsonl").write_text('{"_id": "q1", "text": "first"}\n{"_id": "q2", "text": "second"}\n')
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels/dev.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\n")
    return tmp_path


def test_judged_queries_come_with_their_grades(folder: Path) -> None:
    collection = load_collection(folder, "dev")
    assert collection.name == folder.name
    assert collection.queries == {"q1": "first"}
    assert collection.qrels == {"q1": {"d1": 2, "d2": 0}}
    assert load_texts(folder) == {"d1": "One Text.", "d2": "Two."}


def test_a_missing_split_names_those_there(folder: Path) -> None:
    with pytest.raises(EvaluationError) as caught:
        load_collection(folder, "test")
    assert "Splits there: dev." in caught.value.remedy


def test_malformed_files_are_named(folder: Path) -> None:
    (folder / "queries.jsonl").write_text('{"_id": "q1", "text": "first"}\nnot json\n')
    with pytest.raises(EvaluationError, match=r"queries\.jsonl, line 2"):
        load_collection(folder, "dev")
    (folder / "queries.jsonl").write_bytes(b'{"_id": "q1", "text": "na\xefve"}\n')
    with pytest.raises(EvaluationError, match=r"queries\.jsonl, line 1"):
        load_collection(folder, "dev")
    (folder / "queries.jsonl").unlink()
    (folder / "queries.jsonl").mkdir()
    with pytest.raises(EvaluationError, match=r"queries\.jsonl cannot be read"):
        load_collection(folder, "dev")
    (folder / "qrels/dev.tsv").write_text("query-id\tcorpus-id\tscore\n")
    with pytest.raises(EvaluationError, match="no judgement"):
        load_collection(folder, "dev")
    (folder / "qrels/dev.tsv").write_text("query\tdoc\tgrade\nq1\td1\t2\n")
    with pytest.raises(EvaluationError, match="not a table"):
        load_collection(folder, "dev")


def test_a_judged_query_without_text_is_an_error(folder: Path) -> None:
    (folder / "queries.jsonl").write_text('{"_id": "q2", "text": "second"}\n')
    with pytest.raises(EvaluationError, match="q1"):
        load_collection(folder, "dev")
