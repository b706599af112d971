"""Further rounds of search: what was wanted, and what each round brought."""

from dataclasses import dataclass
from typing import Literal, Self

from corpuscle.agent.settings import SEARCH_ROUNDS, SEARCH_SECONDS, SEARCH_TOKENS, AgentSettings

WantKind = Literal["entity missing", "entity rare", "entities apart", "claim unread", "statement unsupported"]
SearchedAfter = Literal["retrieve", "review", "answer"]


@dataclass(frozen=True, slots=True)
class Want:
    """Something that the evidence lacks, and the search that may bring it."""

    kind: WantKind
    reason: str
    """In words, for a person: "no article read names velbrodine"."""
    query: str
    names: tuple[tuple[str, ...], ...] = ()
    """What an article must name to count: one name of each group. () admits any article."""


@dataclass(frozen=True, slots=True)
class Searched:
    """A want, and the articles that its search added to those read before; none where the index has no more."""

    want: Want
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchRound:
    """One more round of search."""

    round: int
    """From 1."""
    after: SearchedAfter
    """The step that found the evidence wanting."""
    searched: tuple[Searched, ...]

    @property
    def found(self) -> tuple[str, ...]:
        """The articles that the round added."""
        return tuple(article_id for one in self.searched for article_id in one.found)


@dataclass(frozen=True, slots=True)
class SearchBudget:
    """How far a question may go in searching again."""

    rounds: int = SEARCH_ROUNDS
    tokens: int = SEARCH_TOKENS
    """The served model's, prompts and replies together."""
    seconds: float = SEARCH_SECONDS

    @classmethod
    def within(cls, settings: AgentSettings) -> Self:
        """As it is set."""
        return cls(settings.search_rounds, settings.search_tokens, settings.search_seconds)

    def allows(self, rounds: int, tokens: int, seconds: float) -> bool:
        """Whether another round may follow, after what was spent."""
        return rounds < self.rounds and tokens < self.tokens and seconds < self.seconds
