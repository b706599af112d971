"""What an adapter reads from a curated graph: nodes, edges, what was left out and why, and the licence it came under.

Rows are named tuples, not dataclasses: a graph such as PrimeKG has eight million, and a frozen dataclass costs three times as much to make.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from corpuscle.kg.mesh import Descriptor

KnowledgeLevel = Literal[
    "knowledge_assertion", "logical_entailment", "prediction", "statistical_association", "observation", "not_provided"
]
"""Biolink's words for how surely a source knows what it says."""

AgentType = Literal[
    "manual_agent",
    "automated_agent",
    "data_analysis_pipeline",
    "computational_model",
    "text_mining_agent",
    "image_processing_agent",
    "manual_validation_of_automated_agent",
    "not_provided",
]
"""Biolink's words for who said it."""


class ImportedNode(NamedTuple):
    """A node as its source has it."""

    id: str
    """CURIE with the prefixes of `corpuscle.index_builder.graph_sources.curies`."""
    name: str
    """"" where the source gives the identifier alone: such a node joins one that has the CURIE, or is named by it."""
    category: str
    """Biolink category without prefix."""
    synonyms: tuple[str, ...] = ()
    xrefs: tuple[str, ...] = ()
    """CURIEs of the same thing elsewhere."""


class ImportedEdge(NamedTuple):
    """A statement as its source has it, its predicate turned into one of `corpuscle.kg.predicates` that is stored."""

    subject: str
    """CURIE."""
    predicate: str
    """Canonical name."""
    object: str
    """CURIE."""
    negated: bool = False
    score: float = 0.9
    """Probability that the statement is right, 0 to 1; set by hand for each kind of source."""
    publications: tuple[str, ...] = ()
    """PMIDs, digits alone."""
    qualifier: str = ""
    """What the predicate leaves unsaid, in words: "off-label use", "side effect", "frequency HP:0040281"."""
    knowledge_level: KnowledgeLevel = "not_provided"
    agent_type: AgentType = "not_provided"
    primary_source: str = ""
    """Resource that the source took the statement from ("drugbank"), a key of the source's `parts`; "" for the source itself."""


class Batch(NamedTuple):
    """Some thousand rows. The nodes of an edge come in its batch or an earlier one, where the source describes them at all."""

    nodes: list[ImportedNode]
    edges: list[ImportedEdge]
    descriptors: list[Descriptor]
    """MeSH headings for the thesaurus; of MeSH alone."""


class SkippedRow(NamedTuple):
    """A row that could not be read, or whose relation is unknown."""

    file: str
    """Name of the file, without its folder."""
    line: int
    """The first line of a file is 1. Of XML, the line where the record ends."""
    reason: str


@dataclass(frozen=True, slots=True)
class Licence:
    """The terms that some data came under."""

    name: str
    """Short: "CC-BY-4.0"."""
    text: str
    """What it asks for, in a sentence or two, with the address of the full text."""
    restrictive: bool
    """Whether it forbids something that CC BY allows: commercial use, changed copies, passing on under other terms."""


@dataclass(slots=True)
class ReadingLog:
    """What became of the rows of a source; an adapter fills it while it reads. rows = used + repeated + left out + skipped."""

    on_skip: Callable[[SkippedRow], None]
    """Hears of each row that could not be read."""
    rows: int = 0
    """Read, header lines apart; of XML and YAML, records."""
    skipped: int = 0
    repeated: int = 0
    """Rows that say again what an earlier row said; PrimeKG has each edge in both directions."""
    nodes: int = 0
    """Given out."""
    mapped: Counter[str] = field(default_factory=Counter[str])
    """Edges given out, by "source relation → predicate"."""
    left_out: Counter[str] = field(default_factory=Counter[str])
    """Rows of which nothing is imported since their relation is none of ours, by "source relation: reason"."""

    @property
    def used(self) -> int:
        """Rows that gave nodes or edges, some of them several."""
        return self.rows - self.repeated - self.left_out.total() - self.skipped

    def skip(self, file: str, line: int, reason: str) -> None:
        """Counts a row that could not be read, and tells of it."""
        self.skipped += 1
        self.on_skip(SkippedRow(file, line, reason))
