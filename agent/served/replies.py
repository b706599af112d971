"""What a served model must reply with: one schema a step.

The schemas leave no room for a predicate that the graph does not know, nor for an option that the question does not have.
"""

from collections.abc import Sequence
from functools import lru_cache
from string import ascii_uppercase
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, create_model

from corpuscle.kg.predicates import PREDICATES, nearest

MOST_TRIPLES = 3
"""Of a question, and of each option of a choice question."""
_MOST_ENTITIES = 8
_MOST_NEAREST = 5

PREDICATE_NAMES = tuple(predicate.name for predicate in PREDICATES.values() if predicate.stored)
"""What a model may say of two things."""


class _Reply(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _known(name: str) -> str:
    if name not in PREDICATE_NAMES:
        near = [known for known in nearest(name, _MOST_NEAREST) if known in PREDICATE_NAMES]
        raise ValueError(f"{name!r} is no predicate of the graph; nearest are {', '.join(near)}; it knows {', '.join(PREDICATE_NAMES)}")
    return name


PredicateName = Annotated[str, AfterValidator(_known), Field(json_schema_extra={"enum": list(PREDICATE_NAMES)})]
_Name = Annotated[str, Field(min_length=1, max_length=200)]


class TripleReply(_Reply):
    """One statement."""

    subject: _Name
    predicate: PredicateName
    object: _Name


class TriplesReply(_Reply):
    """Reply of the step Generate: the entities first, since what is named is stated more soberly."""

    entities: list[_Name] = Field(max_length=_MOST_ENTITIES)
    triples: list[TripleReply] = Field(max_length=MOST_TRIPLES)


class OptionTripleReply(_Reply):
    """One statement about an option, which stands at one end of it."""

    option_is: Literal["subject", "object"]
    predicate: PredicateName
    other: _Name


class OptionTriplesReply(_Reply):
    """Reply of the step Generate for a choice question; a subclass has a list of statements for each letter (`option_triples`)."""

    entities: list[_Name] = Field(max_length=_MOST_ENTITIES)

    def of(self, letter: str) -> Sequence[OptionTripleReply]:
        """The statements about the option of this letter."""
        return getattr(self, letter)


@lru_cache
def option_triples(options: int) -> type[OptionTriplesReply]:
    """The schema for so many options: every letter is required."""
    field = (list[OptionTripleReply], Field(min_length=1, max_length=MOST_TRIPLES))
    letters: dict[str, Any] = dict.fromkeys(ascii_uppercase[:options], field)
    return create_model("OptionTriplesReply", __base__=OptionTriplesReply, **letters)


class RevisionReply(_Reply):
    """What becomes of the contradicted statement of this number. A replacement is given in the other fields, which else repeat the statement."""

    number: int
    decision: Literal["replace", "withdraw", "keep"]
    subject: _Name
    predicate: PredicateName
    object: _Name


class RevisionsReply(_Reply):
    """Reply of the step Revise."""

    revisions: list[RevisionReply] = Field(max_length=3 * len(ascii_uppercase))


class StatementReply(_Reply):
    """One sentence, the numbers of the passages that say it, and those of the graph's facts that agree."""

    text: str = Field(min_length=1, max_length=1_000)
    cites: list[int] = Field(max_length=5)
    facts: list[int] = Field(default=[], max_length=5)


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


def _letter(word: object) -> object:
    return word.strip().upper()[:2].rstrip(".): ") if isinstance(word, str) else word  # "b", "B." and "B) gastrin" name the same option


@lru_cache
def choice_reply(options: int) -> type[AnswerReply]:
    """The same for a choice question of so many options: the schema leaves no other letter."""
    letters = ascii_uppercase[:options]

    def known(letter: str) -> str:
        if letter not in tuple(letters):
            raise ValueError(f"{letter!r} is none of the options {', '.join(letters)}")
        return letter

    return create_model(
        "ChoiceReply",
        __base__=AnswerReply,
        exact=(
            list[Annotated[str, BeforeValidator(_letter), AfterValidator(known), Field(json_schema_extra={"enum": list(letters)})]],
            Field(max_length=1),
        ),
    )
