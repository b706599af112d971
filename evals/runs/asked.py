"""A question of a benchmark, in one shape for all of them."""

from dataclasses import dataclass

from corpuscle.agent import QuestionType
from corpuscle.retrieval.articles import Article

Expected = str | tuple[tuple[str, ...], ...]
"""yesno: "yes", "no" or "maybe"; choice: the letter; factoid: the answers that are right; list: the items. Each of these with its synonyms."""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question with its right answer."""

    id: str
    """The same for ever: halves and the order of asking are drawn from it."""
    benchmark: str
    type: QuestionType
    text: str
    expected: Expected
    options: tuple[str, ...] = ()
    """Of a choice question, in the order of their letters."""
    contexts: tuple[Article, ...] = ()
    """What is given to read, in place of a search; () where the index is searched."""
