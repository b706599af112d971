"""A graph of a dozen nodes, written with the real schema."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from corpuscle.index_builder.graph_writer import GraphWriter
from corpuscle.index_builder.literature import Strength
from corpuscle.index_builder.vocabulary import Node
from corpuscle.kg.linker import Linker
from corpuscle.kg.names import name_key
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.manifest import GraphSource

ASPIRIN, IBUPROFEN, ULCER, GASTRIC, FEVER, WAS_GENE, AUREUS = (
    "MESH:D001241",
    "MESH:D007052",
    "MESH:D010437",
    "MESH:D013276",
    "MESH:D005334",
    "HGNC:12731",
    "MESH:D013211",
)

NODES = [
    (ASPIRIN, "Aspirin", "SmallMolecule"),
    (IBUPROFEN, "Ibuprofen", "SmallMolecule"),
    (ULCER, "Peptic Ulcer", "Disease"),
    (GASTRIC, "Stomach Ulcer", "Disease"),
    (FEVER, "Fever", "PhenotypicFeature"),
    (WAS_GENE, "WAS", "Gene"),
    (AUREUS, "Staphylococcus aureus", "OrganismTaxon"),
    ("MESH:D014409", "Tumor Necrosis Factor-alpha", "Protein"),
    ("MESH:D014923", "Wiskott-Aldrich Syndrome", "Disease"),
    ("MESH:D000001", "Sclerosing Disorder", "Disease"),
]

ALIASES = [
    ("Aspirin", ASPIRIN, "name", 0),
    ("Acetylsalicylic Acid", ASPIRIN, "synonym", 1),
    ("ASA", ASPIRIN, "acronym", 1),
    ("Ecotrin", ASPIRIN, "brand", 71),
    ("Ibuprofen", IBUPROFEN, "name", 0),
    ("Peptic Ulcer", ULCER, "name", 0),
    ("Ulcer", ULCER, "synonym", 21),
    ("Stomach Ulcer", GASTRIC, "name", 0),
    ("Fever", FEVER, "name", 0),
    ("WAS", WAS_GENE, "symbol", 51),
    ("WASP", WAS_GENE, "symbol", 51),
    ("Staphylococcus aureus", AUREUS, "name", 0),
    ("TNF-alpha", "MESH:D014409", "synonym", 1),
    ("Wiskott-Aldrich Syndrome", "MESH:D014923", "name", 0),
    ("SD", "MESH:D000001", "acronym", 1),
    ("Sclerosing Disorder", "MESH:D000001", "name", 0),
]


@dataclass(frozen=True)
class EdgeRow:
    """An edge of a test graph with (PMID, rule, weight, year) of each article behind it."""

    subject: str
    predicate: str
    object: str
    source: str = "pubmed-mesh"
    negated: bool = False
    support: int = 1
    score: float = 0.84
    evidence: list[tuple[str, str, float, int | None]] = field(default_factory=list[tuple[str, str, float, int | None]])


def _years(edge: EdgeRow) -> tuple[int | None, int | None]:
    years = [year for *_, year in edge.evidence if year is not None]
    return (min(years), max(years)) if years else (None, None)


MakeGraph = Callable[..., GraphStore]


def write_graph(path: Path, edges: list[EdgeRow]) -> None:
    """A complete graph file with the nodes and aliases of this module."""
    with GraphWriter(path) as writer:
        for name, curie, kind, priority in ALIASES:
            writer.add_alias((name_key(name), curie, kind, priority))
        writer.add_nodes(Node(curie, name, category) for curie, name, category in NODES)
        for e in edges:
            strength = Strength(e.support, e.score, *_years(e))
            writer.add_edge(e.subject, e.predicate, e.object, e.source, strength, e.evidence, e.negated)
        names = dict.fromkeys(["pubmed-mesh", *(e.source for e in edges)])
        writer.finish(GraphSource(name=name, version="", licence="NLM terms" if name == "pubmed-mesh" else "", rows=3) for name in names)


@pytest.fixture
def make_graph(tmp_path: Path) -> Iterator[MakeGraph]:
    """Opens a graph with the given edges; closed at the end of the test."""
    opened: list[GraphStore] = []

    def make(*edges: EdgeRow) -> GraphStore:
        path = tmp_path / f"graph{len(opened)}.sqlite"
        write_graph(path, list(edges))
        opened.append(GraphStore.open(path))
        return opened[-1]

    yield make
    for store in opened:
        store.close()


@pytest.fixture
def linker(make_graph: MakeGraph) -> Linker:
    """A linker on a graph without edges."""
    return Linker(make_graph())
