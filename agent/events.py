"""What happens while a question is answered: one typed event per step, for every front end."""

from dataclasses import dataclass
from typing import Literal

from corpuscle.agent.answers import Answer, QuestionType
from corpuscle.agent.model import Draft
from corpuscle.agent.revision import Revision
from corpuscle.agent.searches import SearchRound
from corpuscle.kg import Entity, ReviewedTriple, Triple
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.hits import Hit
from corpuscle.retrieval.passages import Passage

StepName = Literal["understand", "retrieve", "search_again", "generate", "review", "revise", "answer", "ground"]


@dataclass(frozen=True, slots=True)
class StepStarted:
    """A step begins; sent before its work, so that a person sees what is going on."""

    step: StepName


@dataclass(frozen=True, slots=True)
class Understood:
    """The question's type, the entities linked to the graph, and the filters said in it."""

    type: QuestionType
    entities: tuple[Entity, ...]
    filters: Filters


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The articles found, best first, and the passages selected from them."""

    hits: tuple[Hit, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class SearchedAgain:
    """One more round of search, and the passages after it."""

    round: SearchRound
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Generated:
    """The candidate triples."""

    triples: tuple[Triple, ...]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Each triple with its verdict."""

    triples: tuple[ReviewedTriple, ...]


@dataclass(frozen=True, slots=True)
class Revised:
    """The triples after one more round; `changed` counts those that were replaced or withdrawn."""

    triples: tuple[ReviewedTriple, ...]
    changed: int
    revisions: tuple[Revision, ...] = ()
    """Each of those, with what took its place."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """The model's draft, before its citations were checked."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class Grounded:
    """The final answer, with what of the draft failed the check."""

    answer: Answer


Event = StepStarted | Understood | Retrieved | SearchedAgain | Generated | Reviewed | Revised | Drafted | Grounded
