"""A run's records as outcomes, and the command over them."""

import json
from pathlib import Path

import pytest
from typer import Typer
from typer.testing import CliRunner

from corpuscle.agent import QuestionType
from corpuscle.agent.answer_json import AnswerJson
from corpuscle.evals.grounding.abstention import Outcome
from corpuscle.evals.grounding.abstention_command import abstention
from corpuscle.evals.grounding.outcomes import outcomes
from corpuscle.evals.runs.record import Exact, Record


def record(id: str, exact: Exact, lost: Exact = None) -> Record:
    return Record(id=id, benchmark="b", type=QuestionType.YESNO, question="?", options=(), expected="yes", exact=exact, lost=lost)


RECORDS = [record("1", "yes"), record("2", "no"), record("3", None, "yes"), record("4", None, "no"), record("5", None)]


def test_answer_that_was_given_up_is_judged_as_if_given() -> None:
    assert [(o.id, o.answered, o.right) for o in outcomes(RECORDS)] == [
        ("1", True, True),
        ("2", True, False),
        ("3", False, True),
        ("4", False, False),
        ("5", False, False),
    ]


def test_confidence_is_the_answer_s() -> None:
    sure = RECORDS[0].model_copy(update={"answer": AnswerJson.model_construct(confidence=0.7)})
    assert outcomes([sure]) == [Outcome("1", answered=True, right=True, confidence=0.7)]


def test_command_prints_each_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(run: Path) -> list[Record]:
        assert run == tmp_path / "one"
        return RECORDS

    monkeypatch.setattr("corpuscle.evals.grounding.abstention_command.read_records", read)
    app = Typer()
    app.command()(abstention)
    printed = CliRunner().invoke(app, [str(tmp_path / "one"), "--json"])
    (found,) = json.loads(printed.stdout)
    assert found["figures"] == {
        "answered_right": 1,
        "answered_wrong": 1,
        "abstained_right": 2,
        "abstained_wrong": 1,
        "coverage": 0.4,
        "accuracy": 0.5,
        "forced_accuracy": 0.4,
    }
    assert (found["calibration"], found["at"]) == (None, None)
