"""The answer as JSON: the contract of `corpuscle ask --json`."""

from collections.abc import Sequence
from dataclasses import asdict

from pydantic import BaseModel, ConfigDict

from corpuscle.agent.answers import Answer, Citation, Conflict, Document, Dropped, ExactAnswer, Member, Statement
from corpuscle.agent.graph_fact import GraphFact
from corpuscle.agent.search_json import SearchRoundJson, search_round_json
from corpuscle.agent.triple_json import RevisionJson, TripleJson, revision_json, triple_json


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
    """Places (from 0) in the answer's facts: those both of whose ends it names."""
    read: str
    """The most that was read of what it cites: title, abstract or own document."""
    cautions: list[str]


class DroppedJson(_Json):
    """A sentence or item of the draft that failed a check; `cited` holds article ids."""

    text: str
    reason: str
    cited: list[str]
    quotes: list[str] = []
    """The sentences it cited."""


class ConflictJson(_Json):
    """Articles (their ids) that contradict each other on a triple or on the question."""

    about: str
    supporting: list[str]
    contradicting: list[str]


class MemberJson(_Json):
    """What one of several models answered by itself."""

    model: str
    exact_answer: str | list[str] | None
    abstained: bool


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
    cached: int
    reasoning: int


class FaultJson(_Json):
    """Why the served model did not write the answer."""

    kind: str
    text: str


class AnswerJson(_Json):
    """What `corpuscle ask --json` prints."""

    question: str
    type: str
    exact_answer: str | list[str] | None
    ideal_answer: str
    statements: list[StatementJson]
    triples: list[TripleJson]
    revisions: list[RevisionJson]
    searches: list[SearchRoundJson]
    facts: list[FactJson]
    documents: list[DocumentJson]
    abstained: bool
    reason: str
    notes: list[str]
    model: str
    index: str
    timings_ms: dict[str, float]
    tokens: TokensJson
    dropped: list[DroppedJson]
    lost_exact: str | list[str] | None
    """What the draft of an abstention said; for benchmarks that force an answer."""
    conflicts: list[ConflictJson]
    members: list[MemberJson]
    plain_language: list[StatementJson]
    confidence: float | None
    fault: FaultJson | None
    cost: float | None


def answer_json(answer: Answer) -> AnswerJson:
    """The answer under the contract's names."""
    return AnswerJson(
        question=answer.question,
        type=answer.type,
        exact_answer=_exact(answer.exact_answer),
        ideal_answer=answer.ideal_answer,
        statements=[_statement(statement, answer.facts) for statement in answer.statements],
        triples=[triple_json(reviewed) for reviewed in answer.triples],
        revisions=[revision_json(revision) for revision in answer.revisions],
        searches=[search_round_json(round) for round in answer.searches],
        facts=[_fact(fact) for fact in answer.facts],
        documents=[_document(document) for document in answer.documents],
        abstained=answer.abstained,
        reason=answer.reason,
        notes=list(answer.notes),
        model=answer.model,
        index=answer.index,
        timings_ms={step: round(ms, 1) for step, ms in answer.timings_ms.items()},
        tokens=TokensJson(**asdict(answer.tokens)),
        dropped=[_dropped(dropped) for dropped in answer.dropped],
        lost_exact=_exact(answer.lost_exact),
        conflicts=[_conflict(conflict) for conflict in answer.conflicts],
        members=[_member(member) for member in answer.members],
        plain_language=[_statement(statement, answer.facts) for statement in answer.plain_language],
        confidence=answer.confidence,
        fault=FaultJson(kind=answer.fault.kind, text=answer.fault.text) if answer.fault else None,
        cost=answer.cost,
    )


def _exact(exact: ExactAnswer) -> str | list[str] | None:
    return list(exact) if isinstance(exact, tuple) else exact


def _statement(statement: Statement, facts: Sequence[GraphFact]) -> StatementJson:
    return StatementJson(
        text=statement.text,
        citations=[_citation(citation) for citation in statement.citations],
        support=statement.support,
        facts=[facts.index(fact) for fact in statement.facts],
        read=statement.read,
        cautions=list(statement.cautions),
    )


def _dropped(dropped: Dropped) -> DroppedJson:
    return DroppedJson(text=dropped.text, reason=dropped.reason, cited=list(dropped.cited), quotes=list(dropped.quotes))


def _conflict(conflict: Conflict) -> ConflictJson:
    return ConflictJson(about=conflict.about, supporting=list(conflict.supporting), contradicting=list(conflict.contradicting))


def _member(member: Member) -> MemberJson:
    return MemberJson(model=member.model, exact_answer=_exact(member.exact_answer), abstained=member.abstained)


def _citation(citation: Citation) -> CitationJson:
    return CitationJson(
        id=citation.article_id,
        section=citation.section,
        begin=citation.begin,
        end=citation.end,
        quote=citation.quote,
        url=citation.url,
    )


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
