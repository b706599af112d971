"""A small graph and curated sources of it, and what a graph says whatever its numbers are."""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpuscle.index_builder.graph_import import ImportRecord
from corpuscle.index_builder.graph_sources.rows import Batch, ImportedEdge, ImportedNode, Licence
from corpuscle.index_builder.graph_writer import GraphWriter
from corpuscle.index_builder.literature import Strength
from corpuscle.index_builder.literature_sources import LITERATURE
from corpuscle.index_builder.vocabulary import Node, Vocabulary
from corpuscle.kg.mesh import Descriptor
from corpuscle.retrieval.manifest import GraphSource

ASPIRIN = Node("MESH:D1", "Aspirin", "SmallMolecule", xrefs={"DRUGBANK:DB00945"})
ULCER = Node("MESH:C1", "Peptic Ulcer", "Disease", xrefs={"MONDO:0004247"})
FEVER = Node("MESH:C2", "Fever", "PhenotypicFeature", xrefs={"HP:0001945"})
TP53 = Node("HGNC:11998", "TP53", "Gene", xrefs={"NCBIGene:7157"})
BASE = (ASPIRIN, ULCER, FEVER, TP53)
FREE = Licence("CC0-1.0", "No rights reserved.", False)
RESTRICTED = Licence("CC-BY-NC-4.0", "No commercial use.", True)


def write_base(path: Path) -> None:
    """The nodes above with an edge of "hpo": peptic ulcer has phenotype fever, which article 5 says."""
    with GraphWriter(path) as writer:
        vocabulary = Vocabulary(writer.add_alias)
        for node in BASE:
            vocabulary.add(node, [(node.name, "symbol" if node.category == "Gene" else "name")], 0)
        vocabulary.enrich(ULCER.curie, [("Stomach Ulceration", "synonym")], 2)
        headings = (Descriptor("D1", "Aspirin", (), ("D03.1",)), Descriptor("C1", "Peptic Ulcer", (), ("C06.1",)))
        writer.add_descriptors(headings)
        writer.add_nodes(vocabulary.nodes.values())
        writer.add_edge(ULCER.curie, "has phenotype", FEVER.curie, "hpo", Strength(1, 0.9, None, None), [("5", "hpo PCS", 1.0, None)])
        sources = [GraphSource(name=s.name, version=s.version, licence=s.licence, rows=0) for s in LITERATURE]
        writer.finish([GraphSource(name="hpo", version="1", licence="HPO", rows=1), *sources])


def record(name: str = "curated", version: str = "1", parts: dict[str, Licence] | None = None) -> ImportRecord:
    """Of a source whose digest is its version."""
    return ImportRecord(name, version, f"sha-{version}", FREE, parts or {}, "{}")


def batches(nodes: Sequence[ImportedNode], edges: Sequence[ImportedEdge], size: int = 3) -> Iterator[Batch]:
    """The nodes and then the edges, a few at a time."""
    for start in range(0, len(nodes), size):
        yield Batch(list(nodes[start : start + size]), [], [])
    for start in range(0, len(edges), size):
        yield Batch([], list(edges[start : start + size]), [])


_KEY = "s.curie, p.name, o.curie, m.source, e.negated, d.qualifier, d.knowledge_level, d.agent_type, d.primary_source"
_JOINED = (
    "JOIN nodes s ON s.id = e.subject JOIN nodes o ON o.id = e.object JOIN predicates p ON p.id = e.predicate"
    " JOIN meta m ON m.id = e.source JOIN details d ON d.id = e.detail"
)
_SAID = {
    "nodes": "SELECT curie, name, category, synonyms, degree FROM nodes",
    "aliases": "SELECT a.key, n.curie, a.type, a.priority, coalesce(m.source, '') FROM aliases a JOIN nodes n ON n.id = a.node"
    " LEFT JOIN meta m ON m.id = a.source",
    "xrefs": "SELECT x.xref, n.curie, coalesce(m.source, '') FROM xrefs x JOIN nodes n ON n.id = x.node LEFT JOIN meta m ON m.id = x.source",
    "edges": f"SELECT {_KEY}, e.support, e.score, e.first_year, e.last_year FROM edges e {_JOINED}",
    "evidence": f'SELECT {_KEY}, e.pmid, e.rule, e.weight, e.year, e.section, e.begin, e."end" FROM evidence e {_JOINED}',
    "literature": "SELECT l.pmid, m.source, s.curie, p.name, o.curie, l.negated FROM literature l JOIN nodes s ON s.id = l.subject"
    " JOIN nodes o ON o.id = l.object JOIN predicates p ON p.id = l.predicate JOIN meta m ON m.id = l.source",
    "parts": "SELECT m.source, p.part, p.licence, p.terms, p.restrictive FROM parts p LEFT JOIN meta m ON m.id = p.source",
    "meta": "SELECT source, version, licence, sha256, rows FROM meta",
    "counts": "SELECT name, rows FROM counts",
    "names": "SELECT names, part FROM name_index",
}


def said(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that a graph says, in an order of its own; checks that no row points to nothing."""
    connection = sqlite3.connect(path)
    try:
        held = {what: sorted(connection.execute(sql), key=repr) for what, sql in _SAID.items()}
        for table in ("edges", "evidence", "aliases", "xrefs"):
            assert len(held[table]) == connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0], table
        for name, rows in held["counts"]:
            assert rows == len(held[str(name)]), name
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    finally:
        connection.close()
    return held
