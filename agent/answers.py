"""What the agent returns: an answer whose every statement carries its citations."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from corpuscle.agent.graph_fact import GraphFact
from corpuscle.agent.model_fault import ModelFault
from corpuscle.agent.revision import Revision
from corpuscle.agent.searches import SearchRound
from corpuscle.kg import ReviewedTriple
from corpuscle.retrieval.articles import SectionName

MOST_WORDS = 200
"""BioASQ's limit for an ideal answer."""


class QuestionType(StrEnum):
    """BioASQ's four question types, and choice among given options."""

    YESNO = "yesno"
    FACTOID = "factoid"
    LIST = "list"
    SUMMARY = "summary"
    CHOICE = "choice"


Support = Literal["quoted", "supported"]
"""How a statement stands on its citations: it is a verbatim quotation, or a paraphrase that passed every check."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quotation: `article.section(section)[begin:end] == quote` (characters, end exclusive)."""

    article_id: str
    section: SectionName
    begin: int
    end: int
    quote: str
    url: str
    retracted: bool = False
    """True only where the user asked to see retracted articles; the doors show it as a mark."""


Read = Literal["title", "abstract", "own document"]
"""The most that was read of what a statement cites. The index holds titles and abstracts; only a document of the asker's own is read whole."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of the answer with its citations and its support."""

    text: str
    citations: tuple[Citation, ...]
    support: Support
    facts: tuple[GraphFact, ...] = ()
    """Facts of the graph both of whose ends it names; they are no part of the support."""
    read: Read = "abstract"
    cautions: tuple[str, ...] = ()
    """In words, why to trust it less: a weak type of study, old evidence, articles that say the opposite."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence or an item of the draft that failed a check and is not shown as part of the answer."""

    text: str
    reason: str
    cited: tuple[str, ...] = ()
    """Ids of the articles it cited."""
    quotes: tuple[str, ...] = ()
    """The sentences it cited, as the draft had them."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Articles that contradict each other, by their ids, on one triple or on the answer to a yes/no question."""

    about: str
    """The triple or the question, in words."""
    supporting: tuple[str, ...]
    contradicting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """An article the answer was drawn from, as shown in a list of sources."""

    article_id: str
    title: str
    year: int | None
    journal: str
    url: str
    publication_types: tuple[str, ...] = ()
    retracted: bool = False


ExactAnswer = str | tuple[str, ...] | None
"""yesno: "yes" or "no"; factoid: up to five candidates, best first; list: the items; choice: the option's letter; summary or abstention: None."""


@dataclass(frozen=True, slots=True)
class Member:
    """What one of several models answered by itself."""

    model: str
    exact_answer: ExactAnswer
    abstained: bool


@dataclass(frozen=True, slots=True)
class TokenCount:
    """Tokens spent on a served model; all are 0 for the built-in one."""

    prompt: int = 0
    completion: int = 0
    cached: int = 0
    """Of the prompt's: those that the server had in its prefix cache, where it says so."""
    reasoning: int = 0
    """Of the completion's: those that a reasoning model spent before its reply."""

    def __add__(self, other: "TokenCount") -> "TokenCount":
        return TokenCount(
            self.prompt + other.prompt,
            self.completion + other.completion,
            self.cached + other.cached,
            self.reasoning + other.reasoning,
        )


@dataclass(frozen=True)
class Answer:
    """A grounded answer, or an abstention with its reason and the sources that were read."""

    question: str
    type: QuestionType
    exact_answer: ExactAnswer
    ideal_answer: str
    """The statements as one text of at most `MOST_WORDS` words; "" for an abstention."""
    statements: tuple[Statement, ...]
    triples: tuple[ReviewedTriple, ...]
    documents: tuple[Document, ...]
    abstained: bool
    reason: str
    """Why the agent abstained, or "" where it answered."""
    model: str
    """Name of the model whose answer is shown: "extractive" or the served model's."""
    index: str
    """The index generation and its size, as the manifest names them."""
    notes: tuple[str, ...] = ()
    """What the reader must know beside the answer: the server was away, a filter was understood, a claim was withdrawn."""
    timings_ms: dict[str, float] = field(default_factory=dict[str, float])
    """Milliseconds spent in each step, under the step's name, and "total"."""
    tokens: TokenCount = TokenCount()
    revisions: tuple[Revision, ...] = ()
    """The contradicted triples that were replaced or withdrawn, in the order in which it happened."""
    searches: tuple[SearchRound, ...] = ()
    """Each further round of search, with what was lacking and what it brought."""
    facts: tuple[GraphFact, ...] = ()
    """What the graph says around the question, the most relevant first."""
    dropped: tuple[Dropped, ...] = ()
    """What failed a check, in the order of the draft."""
    lost_exact: ExactAnswer = None
    """What the draft of an abstention said before it was given up; None for an answer. Never shown: it is for benchmarks that force an answer."""
    conflicts: tuple[Conflict, ...] = ()
    members: tuple[Member, ...] = ()
    """The models whose answers were joined; () for a single model."""
    plain_language: tuple[Statement, ...] = ()
    """The answer in words for laypeople, where it was asked for (`Agent.in_plain_words`); each is checked against its statement."""
    fault: ModelFault | None = None
    """Why the served model did not write it and the built-in one did; None otherwise."""
    cost: float | None = None
    """Of all its tokens, in the currency of the prices that are set; None where none are."""
    confidence: float | None = None
    """Probability, 0 to 1, that the exact answer (or the lost one) is right; None where the model tells none. Curves of abstention are drawn over it."""
