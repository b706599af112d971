"""Triples, their evidence and what became of them as JSON: the contract of `corpuscle kg check --json`, and a part of that of `ask --json`."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from corpuscle.agent.revision import Revision
from corpuscle.kg import Entity, Evidence, ReviewedTriple, Triple
from corpuscle.kg.triples import Stance


class _Json(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class EvidenceJson(_Json):
    """One piece for or against a triple."""

    kind: Literal["edge", "sentence"]
    source: str
    id: str
    text: str
    stance: Stance
    score: float
    """Probability that this piece, alone, decides the triple for its stance."""
    support: int
    """Publications or curated statements behind an edge; 0 for a sentence."""
    negated: bool
    publications: list[str]
    """Of an edge."""
    year: int | None
    """The edge's first year, or the article's."""


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
    curies: tuple[str | None, str | None]
    """The nodes of subject and object; null where the graph has none."""


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


class CheckJson(_Json):
    """What `corpuscle kg check --json` prints."""

    triple: CheckedTripleJson
    verdict: str
    score: float
    evidence: list[EvidenceJson]


def check_json(reviewed: ReviewedTriple) -> CheckJson:
    """The verdict on one triple under the contract's names."""
    triple = reviewed.triple
    return CheckJson(
        triple=_checked(triple),
        verdict=reviewed.verdict,
        score=round(reviewed.score, 4),
        evidence=[_evidence(piece) for piece in reviewed.evidence],
    )


def triple_json(reviewed: ReviewedTriple) -> TripleJson:
    """A reviewed triple under the contract's names."""
    triple = reviewed.triple
    return TripleJson(
        subject=triple.subject,
        predicate=triple.predicate,
        object=triple.object,
        verdict=reviewed.verdict,
        score=round(reviewed.score, 4),
        evidence=[_evidence(piece) for piece in reviewed.evidence],
        flags=list(reviewed.flags),
        curies=(_curie(triple.subject_entity), _curie(triple.object_entity)),
    )


def _curie(entity: Entity | None) -> str | None:
    return entity.curie if entity else None


def _evidence(piece: Evidence) -> EvidenceJson:
    return EvidenceJson(
        kind=piece.kind,
        source=piece.source,
        id=piece.id,
        text=piece.text,
        stance=piece.stance,
        score=round(piece.score, 4),
        support=piece.support,
        negated=piece.negated,
        publications=list(piece.publications),
        year=piece.year,
    )


def revision_json(revision: Revision) -> RevisionJson:
    """What became of a contradicted triple under the contract's names."""
    return RevisionJson(
        round=revision.round,
        before=triple_json(revision.before),
        after=_checked(revision.after) if revision.after else None,
        reason=_evidence(revision.reason) if revision.reason else None,
    )


def _checked(triple: Triple) -> CheckedTripleJson:
    return CheckedTripleJson(subject=triple.subject, predicate=triple.predicate, object=triple.object)
