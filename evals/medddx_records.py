"""Outcomes of choice questions in a file, one JSON line each: a run that was stopped goes on where it was."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.medddx import ChoiceQuestion
from corpuscle.evals.medddx_run import ChoiceOutcome, MedddxAgent, ModelName, Setting


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    asked: ModelName
    index: str
    id: str
    level: str
    model: str
    graph: Literal["with", "without"]
    removed: int
    right: str
    drafted: str | None
    answered: str | None
    quoted: bool
    leaning: str | None
    own: int
    seconds: float


Key = tuple[ModelName, str, Setting]
"""Which model was asked, the question's id, and the setting."""


def read_records(path: Path) -> dict[Key, ChoiceOutcome]:
    """The outcomes of the file; {} where there is none yet. Raises EvaluationError where a line is none of ours."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as exc:
        raise EvaluationError(f"{path} cannot be read.", "Name another file.") from exc
    try:
        return dict(_outcome(_Line.model_validate_json(line)) for line in lines if line)
    except ValidationError as exc:
        raise EvaluationError(f"{path} holds something else than outcomes of MedDDx.", "Name another file.") from exc


def record(path: Path | None, index: str, asked: ModelName, outcome: ChoiceOutcome) -> None:
    """Adds an outcome to the file, where one is named."""
    if path is None:
        return
    line = _Line(
        asked=asked,
        index=index,
        id=outcome.id,
        level=outcome.level,
        model=outcome.model,
        graph=outcome.setting.graph,
        removed=outcome.setting.removed,
        right=outcome.right,
        drafted=outcome.drafted,
        answered=outcome.answered,
        quoted=outcome.quoted,
        leaning=outcome.leaning,
        own=outcome.own,
        seconds=outcome.seconds,
    )
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line.model_dump()) + "\n")


def resumed(
    agent: MedddxAgent, asked: ModelName, questions: Sequence[ChoiceQuestion], settings: Iterable[Setting], path: Path | None
) -> Iterator[ChoiceOutcome]:
    """Every question in every setting, question by question; what the file has is not asked again, what it lacks is added to it.

    A served model that was away says nothing about itself: raises EvaluationError.
    """
    known = read_records(path) if path else {}
    wanted = list(settings)
    for question in questions:
        for setting in wanted:
            done = known.get((asked, question.id, setting))
            if done is None:
                done = agent.outcome(question, setting)
                if asked == "served" and done.model == "extractive":
                    raise EvaluationError(
                        "The model server went away.", "Start it, set CORPUSCLE_MODEL_URL, and run the same command again."
                    )
                record(path, agent.index, asked, done)
            yield done


def _outcome(line: _Line) -> tuple[Key, ChoiceOutcome]:
    setting = Setting(line.graph, line.removed)
    outcome = ChoiceOutcome(
        id=line.id,
        level=line.level,
        model=line.model,
        setting=setting,
        right=line.right,
        drafted=line.drafted,
        answered=line.answered,
        quoted=line.quoted,
        leaning=line.leaning,
        own=line.own,
        seconds=line.seconds,
    )
    return (line.asked, line.id, setting), outcome
