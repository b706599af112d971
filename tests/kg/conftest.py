"""A graph of a dozen nodes, written with the real schema."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from corpuscle.kg.linker import Linker
from corpuscle.kg.names import name_key
from corpuscle.kg.schema import FINISH, FOLD_ALIASES, SCHEMA_VERSION, TABLES, edge_id
from corpuscle.kg.store import GraphStore

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
    connection = sqlite3.connect(path)
    connection.executescript(TABLES)
    connection.executemany("INSERT INTO nodes (curie, name, category) VALUES (?, ?, ?)", NODES)
    connection.executemany(
        "INSERT INTO alias_rows VALUES (?, ?, ?, ?)", [(name_key(name), curie, kind, priority) for name, curie, kind, priority in ALIASES]
    )
    for e in edges:
        identity = edge_id(e.subject, e.predicate, e.object, e.source, e.negated)
        connection.execute(
            "INSERT INTO edges VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (identity, e.subject, e.predicate, e.object, e.source, int(e.negated), e.support, e.score, *_years(e)),
        )
        connection.executemany("INSERT INTO evidence VALUES (?, ?, ?, ?, ?)", [(identity, *row) for row in e.evidence])
    connection.execute("INSERT INTO meta VALUES ('pubmed-mesh', '', 'NLM terms', '', 3)")
    connection.executescript(FOLD_ALIASES + FINISH)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.commit()
    connection.close()


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
