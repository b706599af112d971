"""What a run must know of a benchmark, and how its file is read."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.runs.asked import AskedQuestion

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A set of questions of one type."""

    name: str
    title: str
    file: Path
    """Where its questions lie in a folder of evaluation data; a folder for BioASQ's batches."""
    read: Callable[[Path], tuple[AskedQuestion, ...]]
    """Raises EvaluationError for what is missing or malformed."""
    for_tuning: Callable[[AskedQuestion], bool]
    source: str
    """Where the file is to be had, and whether one must register."""
    question_only: bool = False
    """Whether a search may see the question alone and never the options."""


def parsed(path: Path, shape: TypeAdapter[T], expected: str, source: str) -> T:
    """The JSON of a file in its shape. Raises EvaluationError for a missing file, or one that is not what was `expected`, in words."""
    try:
        return shape.validate_json(path.read_bytes())
    except OSError as exc:
        raise EvaluationError(f"{path} cannot be read: {exc.strerror}.", source) from exc
    except ValueError as exc:  # pydantic's ValidationError is one
        raise EvaluationError(f"{path} is not {expected}.", source) from exc
