"""What the agent returns: an answer whose every statement carries its citations."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from corpuscle.agent.graph_fact import GraphFact
from corpuscle.agent.revision import Revision
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


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of the answer with its citations and its support."""

    text: str
    citations: tuple[Citation, ...]
    support: Support
    facts: tuple[GraphFact, ...] = ()
    """Facts of the graph that a model named beside its citations; they are no part of the support."""


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
class TokenCount:
    """Tokens spent on a served model; both are 0 for the built-in one."""

    prompt: int = 0
    completion: int = 0

    def __add__(self, other: "TokenCount") -> "TokenCount":
        return TokenCount(self.prompt + other.prompt, self.completion + other.completion)


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
    """What the reader must know beside the answer: the server was away, a filter was understood, a statement was dropped."""
    timings_ms: dict[str, float] = field(default_factory=dict[str, float])
    """Milliseconds spent in each step, under the step's name, and "total"."""
    tokens: TokenCount = TokenCount()
    revisions: tuple[Revision, ...] = ()
    """The contradicted triples that were replaced or withdrawn, in the order in which it happened."""
    facts: tuple[GraphFact, ...] = ()
    """What the graph says around the question, the most relevant first."""
