"""What every part of a benchmark keeps: a raw result in JSON, and under what it was measured."""

from datetime import datetime
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from corpuscle.evals.errors import EvaluationError


class Record(BaseModel):
    """Frozen, and closed to unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Settings(Record):
    """Under what a part was measured."""

    measured: datetime
    version: str
    """Of corpuscle."""
    commit: str
    """Of the checkout, or "" outside one."""
    machine: str
    libraries: dict[str, str]
    load: float
    """The machine's load average (1 minute) when the part began: others may have been at work."""


_Part = TypeVar("_Part", bound=Record)


def write_part(path: Path, part: Record) -> None:
    """Beside, then renamed: a part that was cut short does not count."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".tmp")
    beside.write_text(part.model_dump_json(indent=1), encoding="utf-8")
    beside.replace(path)


def read_part(path: Path, kind: type[_Part]) -> _Part:
    """Raises EvaluationError where it is not what `write_part` wrote."""
    try:
        return kind.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as exc:
        raise EvaluationError(f"The result {path} cannot be read: {exc}", "Delete it and measure it again.") from exc
