"""BioASQ's JSON: training, test, golden and feedback files of all years, and submissions, strictly read.

One shape serves all: `{"questions": [{"id", "type", "body", "documents", "snippets", "concepts", "triples", "exact_answer", "ideal_answer",
"answerReady"}]}`. A file may leave out whatever its phase does not ask for; fields that no phase knows are passed over. What feedback of
Synergy marks as not golden is no gold (`synergy` reads both sides).
"""

from collections import Counter
from pathlib import Path
from typing import Annotated, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

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


class BioasqTriple(BaseModel, frozen=True, extra="ignore"):
    """A statement of linked data; the program reads null as an empty text."""

    s: str = ""
    p: str = ""
    o: str = ""

    @field_validator("s", "o", mode="before")
    @classmethod
    def _null_is_empty(cls, given: object) -> object:
        return "" if given is None else given


class BioasqQuestion(BaseModel):
    """One question with what gold or a system says of it."""

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)

    id: Annotated[str, Field(min_length=1)]
    type: QuestionKind | None = None
    """None where a submission does not repeat it."""
    body: str = ""
    documents: tuple[str, ...] = ()
    snippets: tuple[BioasqSnippet, ...] = ()
    concepts: tuple[str, ...] = ()
    triples: tuple[BioasqTriple, ...] = ()
    exact_answer: ExactText | None = None
    ideal_answer: tuple[str, ...] = ()
    answer_ready: bool = Field(default=True, alias="answerReady")
    """Whether Synergy's experts want an answer yet."""

    @field_validator("ideal_answer", mode="before")
    @classmethod
    def _one_or_more(cls, given: object) -> object:
        return (given,) if isinstance(given, str) else given or ()

    @field_validator("concepts", "triples", mode="before")
    @classmethod
    def _none_is_empty(cls, given: object) -> object:
        return given or ()

    @field_validator("documents", "snippets", mode="before")
    @classmethod
    def _golden(cls, given: object) -> object:
        """Lists with a mark on each element, as feedback has them, without those marked as not golden; a document is its id."""
        if not isinstance(given, list):
            return given or ()
        return [_id(element) for element in cast(list[object], given) if _fields(element).get("golden") is not False]


def _fields(element: object) -> dict[str, object]:
    return cast(dict[str, object], element) if isinstance(element, dict) else {}


def _id(element: object) -> object:
    """The id of a document that stands as `{"id", "golden"}`; anything else as it is."""
    fields = _fields(element)
    return fields["id"] if fields.keys() == {"id", "golden"} else element


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


def unreadable(path: Path, error: OSError | ValidationError, remedy: str) -> EvaluationError:
    """The error of a file that is not there, or not of the expected shape: its first fault, with the place."""
    if isinstance(error, OSError):
        return EvaluationError(f"{path} cannot be read: {error.strerror}.", "Check the path.")
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"][:4])
    return EvaluationError(f"{path}: {place or 'the file'}: {first['msg']}.", remedy)


def _read(path: Path) -> tuple[BioasqQuestion, ...]:
    remedy = 'Expected is BioASQ\'s JSON: {"questions": [{"id": …}, …]}.'
    try:
        questions = _File.model_validate_json(path.read_bytes()).questions
    except (OSError, ValidationError) as exc:
        raise unreadable(path, exc, remedy) from exc
    twice = [id_ for id_, count in Counter(question.id for question in questions).items() if count > 1]
    if twice:
        raise EvaluationError(f"{path} has question {twice[0]} more than once.", "Leave one of them.")
    if not questions:
        raise EvaluationError(f"{path} has no questions.", remedy)
    return tuple(questions)
