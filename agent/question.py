"""The question as asked, checked at the door."""

import re
import unicodedata
from dataclasses import dataclass

from corpuscle.agent.answers import QuestionType
from corpuscle.agent.errors import QuestionError
from corpuscle.retrieval.filters import Filters

MAX_CHARACTERS = 4_000
MAX_OPTIONS = 26

_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Question:
    """A question, its type where the asker gave one, the options of a choice question, and filters set beside it."""

    text: str
    type: QuestionType | None = None
    options: tuple[str, ...] = ()
    filters: Filters = Filters()


def checked_question(
    text: str, type: QuestionType | None = None, options: tuple[str, ...] = (), filters: Filters | None = None
) -> Question:
    """The question in NFC, without control, zero-width and direction characters, white space folded.

    Raises QuestionError for an empty or overlong text, a choice without at least two options, or options of another type.
    """
    if len(text) > MAX_CHARACTERS:
        raise QuestionError(
            f"The question has {len(text):,} characters; at most {MAX_CHARACTERS:,} are read.", "Ask one question in a few sentences."
        )
    folded = _folded(text)
    if not re.search(r"[^\W_]", folded):
        raise QuestionError("The question is empty.", 'Ask something, for example: corpuscle ask "Does cimetidine heal duodenal ulcers?"')
    choices = tuple(_folded(option) for option in options)
    kind = QuestionType.CHOICE if choices and type is None else type
    if kind is QuestionType.CHOICE and not 2 <= len(choices) <= MAX_OPTIONS:
        raise QuestionError(f"A choice question needs 2 to {MAX_OPTIONS} options, not {len(choices)}.", "Give each with --option TEXT.")
    if kind is not QuestionType.CHOICE and choices:
        raise QuestionError(f"Options were given to a question of type {kind}.", "Leave the type out, or ask with --type choice.")
    if not all(choices):
        raise QuestionError("An option is empty.", "Give every --option a text.")
    if len(set(choices)) != len(choices):
        raise QuestionError("Two options are the same.", "Give each option once.")
    if max((len(option) for option in choices), default=0) > MAX_CHARACTERS:
        raise QuestionError(f"An option has more than {MAX_CHARACTERS:,} characters.", "Shorten it.")
    return Question(folded, kind, choices, filters or Filters())


def _folded(text: str) -> str:
    return " ".join(_UNSEEN.sub(" ", unicodedata.normalize("NFC", text)).split())
