"""KG-RAG's questions (Soman et al., Bioinformatics 2024, btae560): statements that are true or false, and genes of two diseases to choose."""

import csv
from collections.abc import Iterable
from pathlib import Path
from string import ascii_uppercase

from corpuscle.agent import QuestionType
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.runs.asked import AskedQuestion

STATEMENTS = Path("kg_rag/true_false_questions.csv")
CHOICES = Path("kg_rag/mcq_questions.csv")
SOURCE = "KG-RAG's questions are at https://github.com/BaranziniLab/KG_RAG (folder data); name your copy with --questions FILE."
_SAID = {"True": "yes", "False": "no"}


def read_statements(path: Path) -> tuple[AskedQuestion, ...]:
    """Each statement as the question whether it is true. Raises EvaluationError."""
    return tuple(
        AskedQuestion(
            f"statement-{number}",
            "kg-rag-true-false",
            QuestionType.YESNO,
            f"Is it true that {text.strip().rstrip('.')}?",
            _known(_SAID.get(label), path, number),
        )
        for number, (text, label) in enumerate(_rows(path, ("text", "label")), 1)
    )


def read_choices(path: Path) -> tuple[AskedQuestion, ...]:
    """Which of five genes belongs to both diseases. Raises EvaluationError."""
    return tuple(_choice(path, number, row) for number, row in enumerate(_rows(path, ("text", "options_combined", "correct_node")), 1))


def _choice(path: Path, number: int, row: Iterable[str]) -> AskedQuestion:
    text, listed, right = row
    options = tuple(dict.fromkeys(option.strip() for option in listed.split(",") if option.strip()))
    letter = ascii_uppercase[options.index(right)] if right in options else None
    stem = text.partition(". Given list is")[0].removeprefix("Out of the given list, ").strip()
    return AskedQuestion(
        f"choice-{number}", "kg-rag-choice", QuestionType.CHOICE, f"{stem[:1].upper()}{stem[1:]}?", _known(letter, path, number), options
    )


def _rows(path: Path, columns: tuple[str, ...]) -> list[tuple[str, ...]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = [tuple(row[column] for column in columns) for row in csv.DictReader(file)]
    except OSError as exc:
        raise EvaluationError(f"{path} cannot be read: {exc.strerror}.", SOURCE) from exc
    except (KeyError, UnicodeDecodeError, csv.Error) as exc:
        raise EvaluationError(f"{path} is no CSV file with the columns {', '.join(columns)}.", SOURCE) from exc
    if not rows:
        raise EvaluationError(f"{path} has no question.", SOURCE)
    return rows


def _known(answer: str | None, path: Path, number: int) -> str:
    if answer is None:
        raise EvaluationError(f"Question {number} of {path} has no right answer among its options.", SOURCE)
    return answer
