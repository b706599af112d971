"""The protocol of the two language models, and the draft they write."""

from dataclasses import dataclass
from typing import Protocol

from corpuscle.agent.answers import ExactAnswer, TokenCount
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.understand import Understanding
from corpuscle.kg import ReviewedTriple, Triple
from corpuscle.retrieval.passages import Passage


@dataclass(frozen=True, slots=True)
class Proposal:
    """Triples to be reviewed, and what they cost."""

    triples: tuple[Triple, ...]
    tokens: TokenCount = TokenCount()


@dataclass(frozen=True, slots=True)
class DraftStatement:
    """One sentence and the passages it claims to rest on. A quotation's text is its passage's text."""

    text: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before it was grounded; `abstained` with a reason, or statements."""

    exact_answer: ExactAnswer
    statements: tuple[DraftStatement, ...]
    abstained: bool = False
    reason: str = ""
    notes: tuple[str, ...] = ()
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

    def generate(self, understanding: Understanding, evidence: Evidence) -> Proposal:
        """Candidate triples that would answer the question."""
        ...

    def revise(self, understanding: Understanding, evidence: Evidence, reviewed: tuple[ReviewedTriple, ...]) -> Proposal:
        """The triples after a look at the evidence against them: contradicted ones replaced or withdrawn."""
        ...

    def answer(self, understanding: Understanding, evidence: Evidence, reviewed: tuple[ReviewedTriple, ...]) -> Draft:
        """The answer from passages and reviewed triples."""
        ...
