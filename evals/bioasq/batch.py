"""What a batch must have in common to be one run, and the submission that comes of it."""

import json
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from corpuscle.evals.bioasq.response import Responded
from corpuscle.evals.runs.journal import Journal


class RunKey(BaseModel):
    """What must be the same for a run to go on: answers of two settings never stand in one submission."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    phase: str
    questions_sha256: str
    index: str
    model: str
    tool_version: str


def response_journal(path: Path, key: RunKey) -> Journal[Responded]:
    """The journal of a batch. Raises EvaluationError where the file is of a run with other settings, or of none."""
    return Journal(path, key, Responded.model_validate_json)


def write_submission(path: Path, responded: Sequence[Responded]) -> None:
    """Writes the file that is handed in: beside, then renamed."""
    questions = [r.response.model_dump(exclude_none=True) for r in responded]
    new = path.with_name(path.name + ".new")
    new.write_text(json.dumps({"questions": questions}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    new.replace(path)
