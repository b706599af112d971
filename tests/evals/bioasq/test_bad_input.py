"""What is wrong with a file is said in one line with the place, and a second one says what to do."""

import json
from pathlib import Path

import pytest

from tests.conftest import Run

GOLD = {"questions": [{"id": "y", "type": "yesno", "exact_answer": "yes"}, {"id": "l", "type": "list", "exact_answer": [["a"]]}]}
RIGHT = {"questions": [{"id": "y", "exact_answer": "yes"}, {"id": "l", "exact_answer": [["a"]]}]}


def write(path: Path, content: object) -> str:
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return str(path)


@pytest.mark.parametrize(
    ("submission", "place", "remedy"),
    [
        ('{"questions": [', "the file: Invalid JSON", "Expected is BioASQ's JSON"),
        ({"answers": []}, "questions: Field required", "Expected is BioASQ's JSON"),
        ({"questions": [{"id": "y"}, {"id": "y"}]}, "question y more than once", "Leave one"),
        ({"questions": [{"id": "y", "exact_answer": 7}]}, "questions.0.exact_answer", "Expected is"),
        ({"questions": [{"id": "y", "snippets": [{"document": "d"}]}]}, "questions.0.snippets.0", "Expected is"),
        ({"questions": [{"id": "other"}]}, "no question of the gold file", "of the same batch"),
    ],
)
def test_a_bad_submission(corpuscle: Run, tmp_path: Path, submission: object, place: str, remedy: str) -> None:
    gold, told = write(tmp_path / "gold.json", GOLD), write(tmp_path / "s.json", submission)
    result = corpuscle("eval", "bioasq", "score", "--phase", "B", gold, told)
    assert result.status == 1
    what, to_do = result.err.strip().splitlines()
    assert "s.json" in what
    assert place in what
    assert remedy in to_do


def test_an_answer_of_another_type_is_named(corpuscle: Run, tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.json", GOLD)
    told = write(tmp_path / "s.json", {"questions": [{"id": "y", "exact_answer": "yes"}, {"id": "l", "exact_answer": "a"}]})
    result = corpuscle("eval", "bioasq", "score", "--phase", "B", "--json", gold, told)
    assert (result.status, json.loads(result.out)["YesNo Acc"]) == (0, None)
    assert "question l (list) has an exact answer of another shape" in result.err
    assert "validate" in result.err


def test_an_unknown_phase_is_wrong_usage(corpuscle: Run, tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.json", GOLD)
    result = corpuscle("eval", "bioasq", "score", "--phase", "C", gold, gold)
    assert result.status == 2
    assert "'A', 'A+', 'B', 'synergy'" in result.err


def test_questions_of_another_batch_are_counted(corpuscle: Run, tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.json", GOLD)
    told = write(tmp_path / "s.json", {"questions": [*RIGHT["questions"], {"id": "foreign"}]})
    result = corpuscle("eval", "bioasq", "score", "--phase", "B", "--json", gold, told)
    assert result.status == 0
    assert "1 questions of" in result.err


def test_feedback_outside_synergy_is_refused(corpuscle: Run, tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.json", GOLD)
    result = corpuscle("eval", "bioasq", "run", gold, "--phase", "A", "--feedback", gold, "--out", str(tmp_path / "o.json"))
    assert result.status == 1
    assert "--phase synergy" in result.err


def test_phase_b_without_snippets_is_refused(corpuscle: Run, tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.json", GOLD)
    result = corpuscle("eval", "bioasq", "run", gold, "--phase", "B", "--out", str(tmp_path / "o.json"))
    assert result.status == 1
    assert "--phase A+" in result.err
