"""What a served model must reply with: one schema a step.

The schemas leave no room for a predicate that the graph does not know, nor for an option that the question does not have. They have no key that
a small model would fill for nothing: every token of a reply costs time.
"""

from collections.abc import Sequence
from functools import lru_cache
from string import ascii_uppercase
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, create_model

from corpuscle.kg.predicates import PREDICATES, nearest

MOST_TRIPLES = 3
MOST_TRIPLES_OF_AN_OPTION = 2
MOST_CANDIDATES = 5
_MOST_ITEMS = 15
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
_Name = Annotated[str, Field(min_length=1, max_length=100)]
_Sentence = Annotated[str, Field(min_length=1, max_length=400)]


class TripleReply(_Reply):
    """One statement."""

    subject: _Name
    predicate: PredicateName
    object: _Name


class TriplesReply(_Reply):
    """Reply of the step Generate."""

    triples: list[TripleReply] = Field(max_length=MOST_TRIPLES)


class OptionTripleReply(_Reply):
    """One statement about an option, which stands at one end of it."""

    option_is: Literal["subject", "object"]
    predicate: PredicateName
    other: _Name


class OptionTriplesReply(_Reply):
    """Reply of the step Generate for a choice question; a subclass has a list of statements for each letter (`option_triples`)."""

    def of(self, letter: str) -> Sequence[OptionTripleReply]:
        """The statements about the option of this letter."""
        return getattr(self, letter)


@lru_cache
def option_triples(options: int) -> type[OptionTriplesReply]:
    """The schema for so many options: every letter is required."""
    field = (list[OptionTripleReply], Field(min_length=1, max_length=MOST_TRIPLES_OF_AN_OPTION))
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


def _lower(word: object) -> object:
    return word.strip().lower() if isinstance(word, str) else word


class YesNoReply(_Reply):
    """Yes or no, and nothing else: its one deciding token tells how sure the model is."""

    answer: Annotated[Literal["yes", "no"], BeforeValidator(_lower)]


class ChoiceReply(_Reply):
    """The letter of an option; a subclass knows how many there are (`choice_reply`)."""

    answer: str


def _letter(word: object) -> object:
    return word.strip().upper()[:2].rstrip(".): ") if isinstance(word, str) else word  # "b", "B." and "B) gastrin" name the same option


@lru_cache
def choice_reply(options: int) -> type[ChoiceReply]:
    """The schema for so many options: it leaves no other letter."""
    letters = ascii_uppercase[:options]

    def known(letter: str) -> str:
        if letter not in tuple(letters):
            raise ValueError(f"{letter!r} is none of the options {', '.join(letters)}")
        return letter

    letter = Annotated[str, BeforeValidator(_letter), AfterValidator(known), Field(json_schema_extra={"enum": list(letters)})]
    return create_model("ChoiceReply", __base__=ChoiceReply, answer=(letter, ...))


class StatementReply(_Reply):
    """One sentence, and the numbers of the passages that say it."""

    text: _Sentence
    cites: list[int] = Field(max_length=3)


class StatementsReply(_Reply):
    """What the passages report for an answer that is decided."""

    statements: list[StatementReply] = Field(max_length=2)


class SummaryReply(_Reply):
    """The answer to a question that has no exact one."""

    statements: list[StatementReply] = Field(max_length=4)


class CandidatesReply(_Reply):
    """Candidates of a factoid, the likeliest first, and what the passages report."""

    answers: list[_Name] = Field(max_length=MOST_CANDIDATES)
    statements: list[StatementReply] = Field(max_length=2)


class ItemsReply(_Reply):
    """The items of a list, and what the passages report."""

    answers: list[_Name] = Field(max_length=_MOST_ITEMS)
    statements: list[StatementReply] = Field(max_length=2)


class PlainSentencesReply(_Reply):
    """An answer in plain words; a subclass demands a sentence for each statement (`plain_sentences`)."""

    sentences: list[_Sentence]


@lru_cache
def plain_sentences(statements: int) -> type[PlainSentencesReply]:
    """The schema for so many statements."""
    field = (list[_Sentence], Field(min_length=statements, max_length=statements))
    return create_model("PlainSentencesReply", __base__=PlainSentencesReply, sentences=field)
