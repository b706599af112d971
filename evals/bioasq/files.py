"""BioASQ's JSON: gold (training, golden) files and submissions, strictly read.

One shape serves both: `{"questions": [{"id", "type", "body", "documents", "snippets", "exact_answer", "ideal_answer"}]}`. A submission may
leave out whatever its phase does not ask for. Other fields (concepts, triples …) are passed over.
"""

from collections import Counter
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator

from corpuscle.evals.errors import EvaluationError

QuestionKind = Literal["yesno", "factoid", "list", "summary"]
ExactText = str | list[str] | list[list[str]]
"""yes or no; or candidates or items, each a list of synonyms. Older factoid gold is one flat list of synonyms."""


class BioasqSnippet(BaseModel):
    """Where a snippet stands. Offsets are of its first and of its last character."""

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)

    document: str
    begin: int = Field(alias="offsetInBeginSection")
    end: int = Field(alias="offsetInEndSection")
    begin_section: str = Field(alias="beginSection")
    end_section: str = Field(alias="endSection")
    text: str = ""


class BioasqQuestion(BaseModel):
    """One question with what gold or a system says of it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: Annotated[str, Field(min_length=1)]
    type: QuestionKind | None = None
    """None where a submission does not repeat it."""
    body: str = ""
    documents: tuple[str, ...] = ()
    snippets: tuple[BioasqSnippet, ...] = ()
    exact_answer: ExactText | None = None
    ideal_answer: tuple[str, ...] = ()

    @field_validator("ideal_answer", mode="before")
    @classmethod
    def _one_or_more(cls, given: object) -> object:
        return (given,) if isinstance(given, str) else given or ()

    @field_validator("documents", "snippets", mode="before")
    @classmethod
    def _none_is_empty(cls, given: object, info: ValidationInfo) -> object:
        return given or ()


class _File(BaseModel):
    model_config = ConfigDict(extra="ignore")

    questions: list[BioasqQuestion]


def read_gold(path: Path) -> tuple[BioasqQuestion, ...]:
    """The questions of a gold file, in order. Raises EvaluationError where it is malformed or a question has no type."""
    questions = _read(path)
    untyped = [question.id for question in questions if question.type is None]
    if untyped:
        raise EvaluationError(
            f"{path}: question {untyped[0]} has no type.", "Is this the gold file? The gold comes first, then the submission."
        )
    return questions


def read_submission(path: Path, gold: tuple[BioasqQuestion, ...]) -> dict[str, BioasqQuestion]:
    """The submission's questions by id. Raises EvaluationError where it is malformed, or answers no question of the gold file."""
    submitted = {question.id: question for question in _read(path)}
    if not any(question.id in submitted for question in gold):
        raise EvaluationError(f"{path} has no question of the gold file.", "Give gold and submission of the same batch.")
    return submitted


def _read(path: Path) -> tuple[BioasqQuestion, ...]:
    remedy = 'Expected is BioASQ\'s JSON: {"questions": [{"id": …}, …]}.'
    try:
        questions = _File.model_validate_json(path.read_bytes()).questions
    except OSError as exc:
        raise EvaluationError(f"{path} cannot be read: {exc.strerror}.", "Check the path.") from exc
    except ValidationError as exc:
        first = exc.errors()[0]
        place = ".".join(str(part) for part in first["loc"][:4])
        raise EvaluationError(f"{path}: {place or 'the file'}: {first['msg']}.", remedy) from exc
    twice = [id_ for id_, count in Counter(question.id for question in questions).items() if count > 1]
    if twice:
        raise EvaluationError(f"{path} has question {twice[0]} more than once.", "Leave one of them.")
    if not questions:
        raise EvaluationError(f"{path} has no questions.", remedy)
    return tuple(questions)
