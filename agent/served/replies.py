"""What a served model must reply with: one schema a step."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

MOST_TRIPLES = 8


class _Reply(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TripleReply(_Reply):
    """One statement."""

    subject: str = Field(min_length=1, max_length=200)
    predicate: str = Field(min_length=1, max_length=60)
    object: str = Field(min_length=1, max_length=200)


class TriplesReply(_Reply):
    """Reply of the steps Generate and Revise."""

    triples: list[TripleReply] = Field(max_length=MOST_TRIPLES)


class StatementReply(_Reply):
    """One sentence and the numbers of the passages that say it."""

    text: str = Field(min_length=1, max_length=1_000)
    cites: list[int] = Field(max_length=5)


class AnswerReply(_Reply):
    """Reply of the step Answer."""

    answered: bool
    reason: str = Field(max_length=500)
    exact: list[Annotated[str, Field(min_length=1, max_length=200)]] = Field(max_length=20)
    """yes or no; candidates, best first; items; or the option's letter. Empty for a summary."""
    statements: list[StatementReply] = Field(max_length=4)


def _lower(word: object) -> object:
    return word.strip().lower() if isinstance(word, str) else word


class YesNoReply(AnswerReply):
    """The same for a yes/no question: the schema leaves no other word."""

    exact: list[Annotated[Literal["yes", "no"], BeforeValidator(_lower)]] = Field(max_length=1)  # pyright: ignore[reportIncompatibleVariableOverride] - narrower, and frozen
