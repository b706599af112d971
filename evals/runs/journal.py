"""What a run has done so far, on disk: a killed run goes on and never asks twice."""

import fcntl
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar

from pydantic import BaseModel, ValidationError

from corpuscle.evals.errors import EvaluationError


class Identified(Protocol):
    """A question, or the line that a journal keeps of it."""

    @property
    def id(self) -> str: ...


class _Line(Identified, Protocol):
    def model_dump_json(self) -> str: ...


L = TypeVar("L", bound=_Line)
Q = TypeVar("Q", bound=Identified)
T = TypeVar("T")


class Journal(Generic[L]):
    """The lines of a run so far, one for each question, behind a line with the run's key; every line is on disk before it counts."""

    def __init__(self, path: Path, key: BaseModel, line: Callable[[bytes], L]) -> None:
        """`line` reads one line and raises ValidationError for what is none.

        Raises EvaluationError where the file is of a run with another key, of none, or another process writes it.
        """
        self.done: dict[str, L] = {}
        self._lock = Lock()
        self._file = path.open("r+b" if path.exists() else "w+b")
        try:
            self._read(path, key, line)
        except BaseException:
            self._file.close()
            raise

    def _read(self, path: Path, key: BaseModel, line: Callable[[bytes], L]) -> None:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as exc:
            raise EvaluationError(f"Another process is writing {path}.", "Wait until it is done, or give another folder.") from exc
        *whole, torn = self._file.read().split(b"\n")
        if whole:
            _check_key(path, whole[0], key)
        try:
            self.done = {kept.id: kept for kept in map(line, whole[1:])}
        except ValidationError as exc:
            raise EvaluationError(f"{path} was written by another version.", "Give another folder, or delete that file.") from exc
        self._file.seek(sum(len(text) + 1 for text in whole))
        if torn:
            self._file.truncate()  # the last line of a killed run
        if not whole:
            self._write(key.model_dump_json())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()

    def keep(self, line: L) -> None:
        """Puts a line on disk."""
        with self._lock:
            self._write(line.model_dump_json())
            self.done[line.id] = line

    def _write(self, text: str) -> None:
        self._file.write(text.encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())


def work_through(questions: Sequence[Q], ask: Callable[[Q], L], journal: Journal[L], workers: int, advance: Callable[[], None]) -> list[L]:
    """A line for each question, in their order; those in the journal are taken from there. `advance` is called for each new one.

    Whatever `ask` raises ends the run; what was answered until then is in the journal.
    """

    def work(question: Q) -> None:  # who asked also keeps: nobody may run ahead of the journal
        journal.keep(ask(question))

    work_at_once([question for question in questions if question.id not in journal.done], work, workers, advance)
    return [journal.done[question.id] for question in questions]


def work_at_once(questions: Sequence[T], work: Callable[[T], None], workers: int, advance: Callable[[], None]) -> None:
    """Works on so many questions at once; the first error ends it, those under way are finished."""
    with ThreadPoolExecutor(workers) as pool:
        try:
            for future in as_completed([pool.submit(work, question) for question in questions]):
                future.result()
                advance()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _check_key(path: Path, line: bytes, key: BaseModel) -> None:
    try:
        held = type(key).model_validate_json(line)
    except ValidationError as exc:
        raise EvaluationError(f"{path} is no journal of a run.", "Give another --out, or move that file away.") from exc
    differing = [name for name in type(key).model_fields if getattr(held, name) != getattr(key, name)]
    if differing:
        raise EvaluationError(
            f"{path} is the journal of a run with another {', '.join(differing)}.", "Give another --out, or delete that file to begin anew."
        )
