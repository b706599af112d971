"""The journal; that killed runs go on is shown in tests/evals/bioasq/test_batch.py."""

from pathlib import Path

import pytest
from pydantic import BaseModel

from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.runs.journal import Journal, work_at_once


class Key(BaseModel):
    system: str


class Line(BaseModel):
    id: str


def test_a_second_process_may_not_write_the_same_journal(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j", Key(system="s"), Line.model_validate_json)
    with journal, pytest.raises(EvaluationError, match="Another process"):
        Journal(tmp_path / "j", Key(system="s"), Line.model_validate_json)
    Journal(tmp_path / "j", Key(system="s"), Line.model_validate_json).__exit__(None, None, None)


def test_lines_of_another_version_are_an_error_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "j").write_text('{"system":"s"}\n{"number":1}\n')
    with pytest.raises(EvaluationError, match="another version") as raised:
        Journal(tmp_path / "j", Key(system="s"), Line.model_validate_json)
    assert "delete" in raised.value.remedy


def test_the_first_error_ends_the_work() -> None:
    done: list[int] = []

    def work(number: int) -> None:
        if number == 2:
            raise OSError("full")
        done.append(number)

    with pytest.raises(OSError, match="full"):
        work_at_once([1, 2, 3], work, 1, lambda: None)
    assert 1 in done
