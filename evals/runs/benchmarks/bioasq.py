"""BioASQ's golden batches with their gold snippets to read: yes/no, factoid and list questions, each type a benchmark of its own."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from corpuscle.agent import QuestionType
from corpuscle.evals.bioasq.files import BioasqQuestion, ExactText, read_gold
from corpuscle.evals.bioasq.given_articles import given_articles
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.runs.asked import AskedQuestion, Expected

FOLDER = Path("bioasq")
SOURCE = (
    "BioASQ gives its golden files to who registers at http://participants-area.bioasq.org; name your folder of *_golden.json, or one file, "
    "with --questions."
)
ExactType = Literal["yesno", "factoid", "list"]
_REPORTED = ("9B", "11B", "12B", "13B", "14B")
"""Batches that nothing was tuned on; whatever has another name is for tuning."""
_AFTER_8B = datetime(2020, 4, 1, tzinfo=UTC)
_ID = re.compile(r"[0-9a-f]{24}")


def read_batches(path: Path, kind: ExactType) -> tuple[AskedQuestion, ...]:
    """The questions of one type with gold snippets and an exact answer, of one file or of all *.json of a folder; of two with one id the first.

    Their ids begin with the name of their file. Raises EvaluationError.
    """
    files = sorted(path.glob("*_golden.json")) if path.is_dir() else [path]
    if not files:
        raise EvaluationError(f"There are no *_golden.json in {path}.", SOURCE)
    found = {question.id: (file, question) for file in reversed(files) for question in read_gold(file) if question.type == kind}
    asked = [
        _asked(file, question, question.exact_answer) for file, question in found.values() if question.snippets and question.exact_answer
    ]
    return tuple(sorted(asked, key=lambda question: question.id))


def for_tuning(question: AskedQuestion) -> bool:
    """Whether its batch is one of those that rules and prompts were made on."""
    return not question.id.startswith(_REPORTED)


def written_for_tuning(id_: str) -> bool:
    """Whether a question may stand in a batch that rules were made on, told by its BioASQ id, which begins with the second it was written in.

    The last of these batches, 8B5, ended in March 2020.
    """
    return not _ID.fullmatch(id_) or datetime.fromtimestamp(int(id_[:8], 16), UTC) < _AFTER_8B


def _asked(file: Path, question: BioasqQuestion, exact: ExactText) -> AskedQuestion:
    return AskedQuestion(
        id=f"{file.name.removesuffix('_golden.json')}/{question.id}",
        benchmark=f"bioasq-{question.type}",
        type=QuestionType(question.type or "summary"),
        text=question.body,
        expected=_expected(exact),
        contexts=tuple(given_articles(question.snippets)),
    )


def _expected(exact: ExactText) -> Expected:
    if isinstance(exact, str):
        return "yes" if "yes" in exact.lower() else "no"
    return tuple((group,) if isinstance(group, str) else tuple(group) for group in exact)
