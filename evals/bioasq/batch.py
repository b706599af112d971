"""Works through a batch of questions, several at once; what is done is kept, so a killed run goes on and never asks twice."""

import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError

from corpuscle.evals.bioasq.files import BioasqQuestion
from corpuscle.evals.bioasq.response import Respond, Responded
from corpuscle.evals.errors import EvaluationError


class RunKey(BaseModel):
    """What must be the same for a run to go on: answers of two settings never stand in one submission."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    phase: str
    questions_sha256: str
    index: str
    model: str
    tool_version: str


class Journal:
    """The responses of a run so far, one JSON line each behind a line with the run's key; every line is on disk before it counts."""

    def __init__(self, path: Path, key: RunKey) -> None:
        """Raises EvaluationError where the file is of a run with other settings, or of none."""
        self.done: dict[str, Responded] = {}
        self._lock = Lock()
        lines = path.read_bytes().split(b"\n") if path.exists() else [b""]
        whole, torn = lines[:-1], lines[-1]
        if whole:
            _check_key(path, whole[0], key)
            for line in whole[1:]:
                responded = Responded.model_validate_json(line)
                self.done[responded.response.id] = responded
        self._file = path.open("r+b" if path.exists() else "wb")
        self._file.seek(sum(len(line) + 1 for line in whole))
        if torn:
            self._file.truncate()  # the last line of a killed run
        if not whole:
            self._write(key)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()

    def keep(self, responded: Responded) -> None:
        """Puts a response on disk."""
        with self._lock:
            self._write(responded)
            self.done[responded.response.id] = responded

    def _write(self, line: BaseModel) -> None:
        self._file.write(line.model_dump_json().encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())


def respond_to_all(
    questions: Sequence[BioasqQuestion], respond: Respond, journal: Journal, workers: int, advance: Callable[[], None]
) -> list[Responded]:
    """A response to each question, in their order; those in the journal are taken from there. `advance` is called for each new one.

    Whatever `respond` raises ends the run; what was answered until then is in the journal.
    """
    waiting = [question for question in questions if question.id not in journal.done]

    def work(question: BioasqQuestion) -> None:  # who asked also keeps: nobody may run ahead of the journal
        journal.keep(respond(question))

    with ThreadPoolExecutor(workers) as pool:
        try:
            for future in as_completed([pool.submit(work, question) for question in waiting]):
                future.result()
                advance()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return [journal.done[question.id] for question in questions]


def write_submission(path: Path, responded: Sequence[Responded]) -> None:
    """Writes the file that is handed in: beside, then renamed."""
    questions = [r.response.model_dump(exclude_none=True) for r in responded]
    new = path.with_name(path.name + ".new")
    new.write_text(json.dumps({"questions": questions}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    new.replace(path)


def _check_key(path: Path, line: bytes, key: RunKey) -> None:
    try:
        held = RunKey.model_validate_json(line)
    except ValidationError as exc:
        raise EvaluationError(f"{path} is no journal of a run.", "Give another --out, or move that file away.") from exc
    differing = [name for name in RunKey.model_fields if getattr(held, name) != getattr(key, name)]
    if differing:
        raise EvaluationError(
            f"{path} is the journal of a run with another {', '.join(differing)}.", "Give another --out, or delete that file to begin anew."
        )
