"""Triples, the graph's edges, and verdicts with their evidence."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from corpuscle.kg.entities import Entity

Stance = Literal["supports", "contradicts", "neutral"]


class Verdict(StrEnum):
    """What the evidence says of a triple. Unknown is a verdict, never a yes."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    MIXED = "mixed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Triple:
    """A statement to be checked: names as the model or the user wrote them, entities where they could be linked."""

    subject: str
    predicate: str
    """A canonical predicate of `corpuscle.kg.predicates` (treats, causes, prevents, inhibits, …)."""
    object: str
    subject_entity: Entity | None = None
    object_entity: Entity | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """A statement of the graph, with its provenance."""

    subject: str
    """CURIE."""
    predicate: str
    object: str
    """CURIE."""
    source: str
    """Primary knowledge source: "pubmed-mesh" for literature rules, "hpo" …"""
    publications: tuple[str, ...]
    """CURIEs or bare PMIDs of the publications behind the edge."""
    support: int
    """Number of publications (literature edges) or of curated statements behind the edge."""
    score: float
    """Probability that the edge is right, 0 to 1."""
    negated: bool = False
    licence: str = ""
    first_year: int | None = None
    """Of the publications, where their years are known."""
    last_year: int | None = None
    qualifier: str = ""
    """What narrows the statement, in the source's words: "off-label use", "enzyme", a frequency."""
    knowledge_level: str = ""
    """Biolink's, as `agent_type`; "" where the source does not say."""
    agent_type: str = ""
    primary_source: str = ""
    """Where `source` had it from, if it says so."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece for or against a triple: an edge of the graph, or a sentence in an article."""

    kind: Literal["edge", "sentence"]
    source: str
    """The edge's primary knowledge source, or "pubmed" for a sentence."""
    id: str
    """The edge as "subject|predicate|object" (CURIEs), or the sentence's PMID."""
    text: str
    """The edge in words, or the sentence verbatim."""
    stance: Stance
    score: float
    """Probability that this piece, alone, decides the triple for its stance; 0 to 1."""
    publications: tuple[str, ...] = ()
    section: str = ""
    begin: int = 0
    end: int = 0
    """Where the sentence stands in its article (characters, end exclusive); 0, 0 for edges."""
    negated: bool = False
    """Whether the edge is a negated one."""
    support: int = 0
    """Of the edge."""
    year: int | None = None
    """The edge's first year, or the article's, where known."""


@dataclass(frozen=True, slots=True)
class ReviewedTriple:
    """A triple with its verdict and the evidence for it, weightiest first."""

    triple: Triple
    verdict: Verdict
    score: float
    """Calibrated probability that the triple holds, 0 to 1; 0.5 where nothing is known."""
    evidence: tuple[Evidence, ...] = ()
    flags: tuple[str, ...] = ()
    """What a reader should know besides, in words: "no article of the index names both"."""
