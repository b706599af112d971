"""What the knowledge graph answers with, beside entities and edges."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Alias:
    """A node that a name may mean. `priority`: 0 is best. `type`: name, synonym, acronym, symbol or brand."""

    curie: str
    type: str
    priority: int


@dataclass(frozen=True, slots=True)
class Publication:
    """One article behind an edge: the rule that read it, its weight (0 to 1), its year where known, and the sentence where it is one.

    The sentence is `article.section(section)[begin:end]` (characters, end exclusive); `end` is 0 where the evidence is no sentence.
    """

    pmid: str
    rule: str
    weight: float
    year: int | None
    section: str = ""
    begin: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """An edge seen from one of its ends, without provenance."""

    other: str
    """CURIE of the other end."""
    predicate: str
    outgoing: bool
    """Whether it starts at the node that was asked for."""
    score: float
    negated: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """An edge without provenance."""

    subject: str
    predicate: str
    object: str
    score: float
    negated: bool


@dataclass(frozen=True, slots=True)
class GraphSource:
    """Where a part of the graph comes from, and on which terms."""

    name: str
    version: str
    licence: str
    sha256: str
    """Of the file it was read from, or ""."""
    rows: int
    """Read of it; for an imported source its edges in the graph."""


@dataclass(frozen=True, slots=True)
class SourceTerms:
    """The licence of an imported source, or of a resource that it took statements from (`part`, "" for the source itself)."""

    source: str
    part: str
    licence: str
    terms: str
    """What it asks for, in a sentence or two."""
    restrictive: bool
    """Whether it forbids something that CC BY allows."""


@dataclass(frozen=True, slots=True)
class GraphCounts:
    """Rows of each table. `evidence` counts what was read from articles also where it is not enough for an edge."""

    nodes: int
    aliases: int
    edges: int
    evidence: int
