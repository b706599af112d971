"""MedDDx: choice questions made from PrimeKG (KGARevion; Su et al., ICLR 2025, arXiv 2410.04660), with the stem and four options in one text."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from corpuscle.evals.errors import EvaluationError

MEDDDX_FILE = Path("medddx/MedDDx_dev.json")
"""The questions that are for development, in a folder of evaluation data."""
SOURCE = "MedDDx comes with KGARevion (https://github.com/mims-harvard/KGARevion); name your copy with --questions FILE."
_OPTION = re.compile(r"^([A-D]):[ \t]*", re.MULTILINE)

Level = Literal["basic", "intermediate", "expert"]
Letter = Literal["A", "B", "C", "D"]


class _Record(BaseModel):
    model_config = ConfigDict(extra="ignore")  # the deviation of the options' likeness is not read

    id: str
    query: str
    answer: Letter
    level: Level


_RECORDS = TypeAdapter(list[_Record])


@dataclass(frozen=True, slots=True)
class ChoiceQuestion:
    """A question, its four options in the order of their letters, and the right letter."""

    id: str
    stem: str
    options: tuple[str, ...]
    answer: Letter
    level: Level


def read_medddx(path: Path) -> tuple[ChoiceQuestion, ...]:
    """The file's questions in its order. Raises EvaluationError for a missing or malformed file, or one without questions."""
    try:
        records = _RECORDS.validate_json(path.read_bytes())
    except OSError as exc:
        raise EvaluationError(f"{path} cannot be read: {exc.strerror}.", SOURCE) from exc
    except ValueError as exc:  # pydantic's ValidationError is one
        raise EvaluationError(f"{path} is not a JSON list of questions with id, query, answer and level.", SOURCE) from exc
    if not records:
        raise EvaluationError(f"{path} has no question.", SOURCE)
    return tuple(_question(record, path) for record in records)


def _question(record: _Record, path: Path) -> ChoiceQuestion:
    stem, *parts = _OPTION.split(record.query)
    letters, options = parts[::2], tuple(" ".join(part.split()) for part in parts[1::2])
    if letters != ["A", "B", "C", "D"] or not all(options):
        raise EvaluationError(f"Question {record.id} of {path} has not the four options A to D.", SOURCE)
    return ChoiceQuestion(record.id, " ".join(stem.split()), options, record.answer, record.level)
