"""AfriMed-QA's choice questions of experts (Olatunji et al., ACL 2025, arXiv 2411.15640), in the layout of KGARevion's copy."""

import re
from pathlib import Path
from string import ascii_uppercase

from pydantic import BaseModel, ConfigDict, TypeAdapter

from corpuscle.agent import QuestionType
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.runs.asked import AskedQuestion
from corpuscle.evals.runs.benchmarks.benchmark import parsed

FILE = Path("afrimedqa/AfrimedQA_dev.json")
SOURCE = (
    "AfriMed-QA is at https://huggingface.co/datasets/intronhealth/afrimedqa_v2, KGARevion's copy at "
    "https://github.com/mims-harvard/KGARevion; name yours with --questions FILE."
)
_OPTION = re.compile(r"^[ \t]*([A-E]):[ \t]*", re.MULTILINE)
_NO_OPTION = "n/a"
"""Stands for a fifth option that the question has not; where it is the right answer it stays."""


class _Question(BaseModel):
    model_config = ConfigDict(extra="ignore")

    query: str
    answer: str


_FILE = TypeAdapter(dict[str, dict[str, _Question]])


def read_afrimedqa(path: Path) -> tuple[AskedQuestion, ...]:
    """The questions of all parts of the file, in its order. Raises EvaluationError."""
    parts = parsed(path, _FILE, "a JSON object of parts, each an object of questions with query and answer", SOURCE)
    asked = tuple(_asked(f"{part}-{number}", question, path) for part, found in parts.items() for number, question in found.items())
    if not asked:
        raise EvaluationError(f"{path} has no question.", SOURCE)
    return asked


def _asked(id_: str, question: _Question, path: Path) -> AskedQuestion:
    stem, *parts = _OPTION.split(question.query)
    letters, options = parts[::2], [" ".join(part.split()) for part in parts[1::2]]
    while options and options[-1] == _NO_OPTION and question.answer != letters[len(options) - 1]:
        options.pop()
    if "".join(letters) != ascii_uppercase[: len(letters)] or question.answer not in letters[: len(options)] or not all(options):
        raise EvaluationError(f"Question {id_} of {path} has not options from A on, its answer among them.", SOURCE)
    return AskedQuestion(id_, "afrimedqa", QuestionType.CHOICE, " ".join(stem.split()), question.answer, tuple(options))
