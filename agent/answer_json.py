"""The answer as JSON: the contract of `corpuscle ask --json` and `corpuscle kg check --json`."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from corpuscle.agent.answers import Answer, Citation, Document
from corpuscle.agent.graph_fact import GraphFact
from corpuscle.agent.revision import Revision
from corpuscle.kg import Evidence, ReviewedTriple, Triple


class _Json(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CitationJson(_Json):
    """Where a quotation stands; offsets in characters, end exclusive."""

    id: str
    section: str
    begin: int
    end: int
    quote: str
    url: str


class StatementJson(_Json):
    """One sentence of the answer."""

    text: str
    citations: list[CitationJson]
    support: str
    facts: list[int]
    """Places (from 0) in the answer's facts: what a model named beside its citations."""


class EvidenceJson(_Json):
    """One piece for or against a triple."""

    kind: Literal["edge", "sentence"]
    source: str
    id: str
    text: str
    stance: str


class TripleJson(_Json):
    """A triple with its verdict."""

    subject: str
    predicate: str
    object: str
    verdict: str
    score: float
    evidence: list[EvidenceJson]
    flags: list[str]
    """In words: "no article of the index names both"."""


class CheckedTripleJson(_Json):
    """The triple of a check, as it was asked."""

    subject: str
    predicate: str
    object: str


class RevisionJson(_Json):
    """A contradicted triple and what took its place; `after` is null where it was withdrawn."""

    round: int
    before: TripleJson
    after: CheckedTripleJson | None
    reason: EvidenceJson | None


class FactJson(_Json):
    """A statement of the graph around the question."""

    subject: str
    predicate: str
    object: str
    negated: bool
    curies: tuple[str, str]
    source: str
    licence: str
    pmids: list[str]
    score: float
    relevance: float


class DocumentJson(_Json):
    """An article the answer was drawn from."""

    id: str
    title: str
    year: int | None
    journal: str
    url: str
    retracted: bool


class TokensJson(_Json):
    """Tokens spent on a served model."""

    prompt: int
    completion: int


class AnswerJson(_Json):
    """What `corpuscle ask --json` prints."""

    question: str
    type: str
    exact_answer: str | list[str] | None
    ideal_answer: str
    statements: list[StatementJson]
    triples: list[TripleJson]
    revisions: list[RevisionJson]
    facts: list[FactJson]
    documents: list[DocumentJson]
    abstained: bool
    reason: str
    notes: list[str]
    model: str
    index: str
    timings_ms: dict[str, float]
    tokens: TokensJson


class CheckJson(_Json):
    """What `corpuscle kg check --json` prints."""

    triple: CheckedTripleJson
    verdict: str
    score: float
    evidence: list[EvidenceJson]


def answer_json(answer: Answer) -> AnswerJson:
    """The answer under the contract's names."""
    return AnswerJson(
        question=answer.question,
        type=answer.type,
        exact_answer=list(answer.exact_answer) if isinstance(answer.exact_answer, tuple) else answer.exact_answer,
        ideal_answer=answer.ideal_answer,
        statements=[
            StatementJson(
                text=s.text,
                citations=[_citation(c) for c in s.citations],
                support=s.support,
                facts=[answer.facts.index(fact) for fact in s.facts],
            )
            for s in answer.statements
        ],
        triples=[_triple(reviewed) for reviewed in answer.triples],
        revisions=[_revision(revision) for revision in answer.revisions],
        facts=[_fact(fact) for fact in answer.facts],
        documents=[_document(document) for document in answer.documents],
        abstained=answer.abstained,
        reason=answer.reason,
        notes=list(answer.notes),
        model=answer.model,
        index=answer.index,
        timings_ms={step: round(ms, 1) for step, ms in answer.timings_ms.items()},
        tokens=TokensJson(prompt=answer.tokens.prompt, completion=answer.tokens.completion),
    )


def check_json(reviewed: ReviewedTriple) -> CheckJson:
    """The verdict on one triple under the contract's names."""
    triple = reviewed.triple
    return CheckJson(
        triple=_checked(triple),
        verdict=reviewed.verdict,
        score=round(reviewed.score, 4),
        evidence=[_evidence(piece) for piece in reviewed.evidence],
    )


def _citation(citation: Citation) -> CitationJson:
    return CitationJson(
        id=citation.article_id,
        section=citation.section,
        begin=citation.begin,
        end=citation.end,
        quote=citation.quote,
        url=citation.url,
    )


def _triple(reviewed: ReviewedTriple) -> TripleJson:
    triple = reviewed.triple
    return TripleJson(
        subject=triple.subject,
        predicate=triple.predicate,
        object=triple.object,
        verdict=reviewed.verdict,
        score=round(reviewed.score, 4),
        evidence=[_evidence(piece) for piece in reviewed.evidence],
        flags=list(reviewed.flags),
    )


def _evidence(piece: Evidence) -> EvidenceJson:
    return EvidenceJson(kind=piece.kind, source=piece.source, id=piece.id, text=piece.text, stance=piece.stance)


def _revision(revision: Revision) -> RevisionJson:
    return RevisionJson(
        round=revision.round,
        before=_triple(revision.before),
        after=_checked(revision.after) if revision.after else None,
        reason=_evidence(revision.reason) if revision.reason else None,
    )


def _checked(triple: Triple) -> CheckedTripleJson:
    return CheckedTripleJson(subject=triple.subject, predicate=triple.predicate, object=triple.object)


def _fact(fact: GraphFact) -> FactJson:
    return FactJson(
        subject=fact.subject,
        predicate=fact.predicate,
        object=fact.object,
        negated=fact.negated,
        curies=fact.curies,
        source=fact.source,
        licence=fact.licence,
        pmids=list(fact.pmids),
        score=round(fact.score, 4),
        relevance=round(fact.relevance, 4),
    )


def _document(document: Document) -> DocumentJson:
    return DocumentJson(
        id=document.article_id,
        title=document.title,
        year=document.year,
        journal=document.journal,
        url=document.url,
        retracted=document.retracted,
    )
