"""The protocol of the two language models, and the draft they write."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from corpuscle.agent.answers import ExactAnswer, Member, Statement, TokenCount
from corpuscle.agent.deadline import Deadline
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.graph_fact import GraphFact
from corpuscle.agent.understand import Understanding
from corpuscle.kg import ReviewedTriple, Triple
from corpuscle.retrieval.passages import Passage


@dataclass(frozen=True, slots=True)
class Proposal:
    """Triples to be reviewed, and what they cost."""

    triples: tuple[Triple, ...]
    tokens: TokenCount = TokenCount()


@dataclass(frozen=True, slots=True)
class Replacements:
    """What a model puts in the place of contradicted triples, one for each, in their order, and what it cost.

    The triple itself where the model stands by it; None where it is withdrawn.
    """

    triples: tuple[Triple | None, ...]
    tokens: TokenCount = TokenCount()


@dataclass(frozen=True, slots=True)
class DraftStatement:
    """One sentence and the passages it claims to rest on. A quotation's text is its passage's text."""

    text: str
    passages: tuple[Passage, ...]
    facts: tuple[GraphFact, ...] = ()
    """Facts of the graph both of whose ends it names; they carry nothing alone."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before it was grounded; `abstained` with a reason, or statements. An abstention may keep the exact answer that was given up."""

    exact_answer: ExactAnswer
    statements: tuple[DraftStatement, ...]
    abstained: bool = False
    reason: str = ""
    notes: tuple[str, ...] = ()
    tokens: TokenCount = TokenCount()
    members: tuple[Member, ...] = ()
    """What each of several models answered, where their answers were joined."""
    confidence: float | None = None
    """The model's own probability, 0 to 1, that its exact answer is right; None where it tells none."""


@dataclass(frozen=True, slots=True)
class PlainDraft:
    """A plain sentence for each checked statement, in their order, before it is checked, and what they cost; () from a model that writes none."""

    sentences: tuple[str, ...]
    tokens: TokenCount = TokenCount()


def abstention(reason: str) -> Draft:
    """A draft that says why it does not answer."""
    return Draft(None, (), abstained=True, reason=reason)


class AnswerModel(Protocol):
    """What the steps Generate, Revise and Answer ask of a language model. Each may raise ModelError."""

    @property
    def name(self) -> str:
        """As answers name the model."""
        ...

    def within(self, deadline: Deadline) -> "AnswerModel":
        """The same model for one question, whose calls end with this deadline."""
        ...

    def generate(self, understanding: Understanding, evidence: Evidence) -> Proposal:
        """Candidate triples that would answer the question."""
        ...

    def revise(self, understanding: Understanding, evidence: Evidence, reviewed: tuple[ReviewedTriple, ...]) -> Replacements:
        """What to say instead of the contradicted ones of these triples (`revision.contradicted`), after a look at the evidence against each."""
        ...

    def answer(
        self,
        understanding: Understanding,
        evidence: Evidence,
        reviewed: tuple[ReviewedTriple, ...],
        withdrawn: tuple[ReviewedTriple, ...] = (),
    ) -> Draft:
        """The answer from passages and reviewed triples; `withdrawn` were contradicted in an earlier round, and are not to be said."""
        ...

    def in_plain_words(self, question: str, statements: Sequence[Statement]) -> PlainDraft:
        """The checked statements in words for laypeople."""
        ...
