import json
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from typer.testing import CliRunner

from corpuscle.evals.bioasq.files import BioasqQuestion, read_gold, read_submission
from corpuscle.evals.bioasq.score import score_submission
from corpuscle.evals.commands import app
from corpuscle.evals.errors import EvaluationError

GOLD = {
    "questions": [
        {"id": "y", "type": "yesno", "exact_answer": "yes", "ideal_answer": ["It heals the heart."], "documents": ["http://x/1"]},
        {"id": "f", "type": "factoid", "exact_answer": [["TP53"]], "ideal_answer": "A gene of tumours.", "documents": None},
    ]
}


def write(path: Path, content: object) -> Path:
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return write(tmp_path / "gold.json", GOLD)


def scored(*arguments: str) -> dict[str, Any]:
    result = CliRunner().invoke(app, ["bioasq", "score", *arguments, "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_json_has_the_official_figures_under_the_official_names(gold: Path, tmp_path: Path) -> None:
    submission = {"questions": [{"id": "y", "exact_answer": "yes"}, {"id": "f", "exact_answer": [["x"], ["tp53"]]}]}
    figures = scored("--phase", "B", str(gold), str(write(tmp_path / "s.json", submission)))
    assert (figures["YesNo Acc"], figures["Factoid MRR"]) == (1.0, 0.5)
    assert figures["version"] == 8


def test_a_crash_of_the_program_leaves_rouge_and_the_strict_figures(gold: Path, tmp_path: Path) -> None:
    submission = {"questions": [{"id": "y", "exact_answer": "yes", "ideal_answer": "It heals the heart."}]}
    result = CliRunner().invoke(app, ["bioasq", "score", "--phase", "A+", "--json", str(gold), str(write(tmp_path / "s.json", submission))])
    figures = json.loads(result.stdout)
    assert figures["YesNo Acc"] is None
    assert figures["ROUGE-2 Average_R"] == 1.0  # the script sees the one answer there is
    assert figures["strict"]["ROUGE-2 Average_R"] == pytest.approx(0.5, abs=0.03)
    assert figures["strict"]["YesNo Acc"] == 1.0
    assert "question f" in result.stderr


def test_strict_rouge_reads_on_behind_a_smaller_than(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.json", {"questions": [{"id": "s", "type": "summary", "ideal_answer": ["risk p < 0.05 fell much"]}]})
    submission = write(tmp_path / "s.json", {"questions": [{"id": "s", "ideal_answer": "risk fell much"}]})
    figures = scored("--phase", "B", str(gold), str(submission))
    assert figures["ROUGE-2 Average_R"] == 0.0  # "risk p" is all the program reads of the gold
    assert figures["strict"]["ROUGE-2 Average_R"] == pytest.approx(1 / 5)  # "fell much" of five pairs


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "Invalid JSON"),
        ({"questions": []}, "no questions"),
        ({"questions": [{"id": "y"}, {"id": "y"}]}, "question y more than once"),
        ({"questions": [{"id": "y", "exact_answer": 7}]}, "questions.0.exact_answer"),
        ({"questions": [{"id": "other"}]}, "no question of the gold file"),
    ],
)
def test_a_bad_submission_is_one_line_with_the_place(gold: Path, tmp_path: Path, content: object, message: str) -> None:
    with pytest.raises(EvaluationError, match=message) as raised:
        read_submission(write(tmp_path / "s.json", content), read_gold(gold))
    assert raised.value.remedy


def test_a_submission_is_not_taken_for_gold(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="has no type"):
        read_gold(write(tmp_path / "s.json", {"questions": [{"id": "y"}]}))


def test_an_unknown_version_is_refused(gold: Path) -> None:
    result = CliRunner().invoke(app, ["bioasq", "score", "--phase", "B", "--version", "7", str(gold), str(gold)])
    assert result.exit_code == 2


def test_four_hundred_questions_are_scored_within_two_seconds() -> None:
    words = [f"word{number}" for number in range(60)]
    gold = [
        BioasqQuestion(id=str(n), type="list", exact_answer=[[f"item{n}", "synonym"], ["other"]], ideal_answer=(" ".join(words), "short"))
        for n in range(400)
    ]
    submitted = {
        q.id: BioasqQuestion(id=q.id, exact_answer=[["other"], [f"item{q.id}"]], ideal_answer=(" ".join(words[::-1]),)) for q in gold
    }
    began = process_time()
    scores = score_submission(gold, submitted, "B", 8)
    assert process_time() - began < 2.0
    assert scores.official["List F1"] == 1.0
