"""PubMedQA's labelled questions (ori_pqal.json; Jin et al., EMNLP 2019, arXiv 1909.06146), each with its article and its answer."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from corpuscle.evals.errors import EvaluationError
from corpuscle.retrieval.articles import AbstractSection, Article

YesNo = Literal["yes", "no"]

DEV_FILE = Path("pubmedqa/ori_pqal_dev.json")
"""The questions that are for development, in a folder of evaluation data."""
SOURCE = "PubMedQA's ori_pqal.json is at https://github.com/pubmedqa/pubmedqa (folder data); name your copy with --pubmedqa FILE."


class _Record(BaseModel):
    model_config = ConfigDict(extra="ignore")  # labels, headings and others' predictions are not read

    question: str = Field(alias="QUESTION")
    contexts: tuple[str, ...] = Field(alias="CONTEXTS")
    long_answer: str = Field(alias="LONG_ANSWER")
    decision: Literal["yes", "no", "maybe"] = Field(alias="final_decision")
    mesh: tuple[str, ...] = Field(default=(), alias="MESHES")
    year: int | None = Field(default=None, alias="YEAR")


_RECORDS = TypeAdapter(dict[str, _Record])


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question as the file has it."""

    pmid: str
    text: str
    contexts: tuple[str, ...]
    """The sections of its article's abstract but for the one that answers."""
    long_answer: str
    """The section that answers."""
    decision: Literal["yes", "no", "maybe"]
    mesh: tuple[str, ...]
    """Names of the article's headings."""
    year: int | None


@dataclass(frozen=True, slots=True)
class YesNoQuestion:
    """A question whose answer is yes or no, the article it was made from, and the part of it that answers."""

    text: str
    article: Article
    """As `whole_article` has it."""
    long_answer: str
    decision: YesNo


def default_file(folders: tuple[Path, ...]) -> Path:
    """The development questions in the first folder of evaluation data that has them. Raises EvaluationError where none has."""
    for folder in folders:
        if (folder / DEV_FILE).is_file():
            return folder / DEV_FILE
    raise EvaluationError(f"No {DEV_FILE.name} was found, and no other file was named.", SOURCE)


def read_labelled_questions(path: Path) -> tuple[LabelledQuestion, ...]:
    """The file's questions, by ascending PMID. Raises EvaluationError for a missing or malformed file, or one without questions."""
    try:
        records = _RECORDS.validate_json(path.read_bytes())
        ordered = sorted(records, key=int)
    except OSError as exc:
        raise EvaluationError(f"{path} cannot be read: {exc.strerror}.", SOURCE) from exc
    except ValueError as exc:  # pydantic's ValidationError is one
        raise EvaluationError(
            f"{path} is not a JSON object of PMIDs with QUESTION, CONTEXTS, LONG_ANSWER and final_decision.", SOURCE
        ) from exc
    if not records:
        raise EvaluationError(f"{path} has no question.", SOURCE)
    return tuple(_labelled(pmid, records[pmid]) for pmid in ordered)


def read_yesno_questions(path: Path) -> tuple[YesNoQuestion, ...]:
    """Those that are answered yes or no; those answered maybe are left out.

    Raises EvaluationError for a missing or malformed file, or one without such questions.
    """
    questions = tuple(
        YesNoQuestion(q.text, whole_article(q), q.long_answer, q.decision) for q in read_labelled_questions(path) if q.decision != "maybe"
    )
    if not questions:
        raise EvaluationError(f"{path} has no question that is answered yes or no.", SOURCE)
    return questions


def whole_article(question: LabelledQuestion) -> Article:
    """Its article: no title, for the title is the question; the abstract's last section is the long answer, no section has a label."""
    return Article(question.pmid, "", tuple(AbstractSection(text) for text in (*question.contexts, question.long_answer)))


def unseen(questions: tuple[YesNoQuestion, ...], seen: Path | None) -> tuple[YesNoQuestion, ...]:
    """The questions whose PMIDs the file `seen` (one a line; None: no file) does not list.

    Raises EvaluationError where it cannot be read, or leaves no question.
    """
    if seen is None:
        return questions
    try:
        pmids = frozenset(seen.read_text(encoding="utf-8").split())
    except (OSError, UnicodeDecodeError) as exc:
        raise EvaluationError(f"{seen} cannot be read as a list of PMIDs.", "Name a text file with one PMID a line.") from exc
    left = tuple(question for question in questions if question.article.id not in pmids)
    if not left:
        raise EvaluationError(f"{seen} lists every question.", "Name a file that leaves some.")
    return left


def _labelled(pmid: str, record: _Record) -> LabelledQuestion:
    return LabelledQuestion(pmid, record.question, record.contexts, record.long_answer, record.decision, record.mesh, record.year)
