"""A graph written as KGX, and read back."""

import json
from pathlib import Path

import pytest

from corpuscle.index_builder.graph_export import KgxFormat, export_kgx
from corpuscle.index_builder.graph_import import import_rows
from corpuscle.index_builder.graph_sources import ReadingLog, open_curated
from corpuscle.index_builder.graph_sources.rows import ImportedEdge, ImportedNode
from corpuscle.index_builder.graph_writer import GraphWriter
from corpuscle.kg.store import GraphStore
from tests.index_builder.invented_graph import RESTRICTED, batches, record, write_base

NODES = [ImportedNode("X:1", "Red Ear", "Disease", ("Aural redness",), ("OMIM:1",)), ImportedNode("X:2", "Tab\tand | bar", "SmallMolecule")]
EDGES = [
    ImportedEdge("X:2", "treats", "X:1", False, 0.9, ("11", "12"), "off-label use", "knowledge_assertion", "manual_agent", "drugbank"),
    ImportedEdge("X:2", "inhibits", "HGNC:11998"),
    ImportedEdge("X:2", "causes", "X:1", True, 0.7),
]


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    write_base(tmp_path / "base.sqlite")
    import_rows(tmp_path / "base.sqlite", tmp_path / "graph.sqlite", batches(NODES, EDGES), record(parts={"drugbank": RESTRICTED}))
    return tmp_path / "graph.sqlite"


def _exported(graph: Path, form: KgxFormat, *sources: str) -> tuple[Path, Path, int, int]:
    heard: list[int] = []
    with GraphStore.open(graph) as store:
        done = export_kgx(store, graph.parent / "out", form, sources, heard.append)
    assert sum(heard) == done.edges
    assert not list(graph.parent.glob("*.part"))
    return done.nodes_path, done.edges_path, done.nodes, done.edges


def test_table_has_the_columns_of_kgx_and_ours(graph: Path) -> None:
    nodes_path, edges_path, nodes, edges = _exported(graph, "kgx-tsv", "curated", "hpo")
    assert (nodes, edges) == (5, 4)
    header, *rows = [line.split("\t") for line in edges_path.read_text().splitlines()]
    held = [dict(zip(header, row, strict=True)) for row in rows]
    treats = next(row for row in held if row["original_predicate"] == "treats")
    assert treats == {
        "id": "X:2|treats|X:1|curated|off-label use|drugbank",
        "subject": "X:2",
        "predicate": "biolink:treats",
        "object": "X:1",
        "original_predicate": "treats",
        "negated": "false",
        "primary_knowledge_source": "infores:drugbank",
        "aggregator_knowledge_source": "infores:curated",
        "knowledge_level": "knowledge_assertion",
        "agent_type": "manual_agent",
        "publications": "PMID:11|PMID:12",
        "qualifier": "off-label use",
        "has_confidence_score": "0.9",
        "support": "1",
        "first_year": "",
        "last_year": "",
        "license": RESTRICTED.name,
    }
    phenotype = next(row for row in held if row["original_predicate"] == "has phenotype")
    assert (phenotype["knowledge_level"], phenotype["agent_type"]) == ("knowledge_assertion", "manual_agent")
    assert "X:2\tbiolink:SmallMolecule\tTab and | bar\t\t" in nodes_path.read_text().splitlines()


def test_lines_of_json_leave_out_what_is_empty(graph: Path) -> None:
    nodes_path, edges_path, *_ = _exported(graph, "kgx-jsonl", "curated")
    node = next(row for line in nodes_path.read_text().splitlines() if (row := json.loads(line))["id"] == "X:1")
    assert node == {"id": "X:1", "category": ["biolink:Disease"], "name": "Red Ear", "synonym": ["Aural redness"], "xref": ["OMIM:1"]}
    denied = next(row for line in edges_path.read_text().splitlines() if (row := json.loads(line))["original_predicate"] == "causes")
    assert denied["negated"] is True
    assert "publications" not in denied


@pytest.mark.parametrize("form", ["kgx-tsv", "kgx-jsonl"])
def test_what_was_exported_can_be_imported_elsewhere(graph: Path, form: KgxFormat, tmp_path: Path) -> None:
    nodes_path, edges_path, *_ = _exported(graph, form, "curated")
    folder = tmp_path / "kgx"
    folder.mkdir()
    for path in (nodes_path, edges_path):
        path.rename(folder / path.name)
    with GraphWriter(tmp_path / "empty.sqlite") as writer:
        writer.finish(())
    rows = open_curated(folder, "kgx").read(ReadingLog(lambda row: pytest.fail(str(row))))
    import_rows(tmp_path / "empty.sqlite", tmp_path / "new.sqlite", rows, record())
    with GraphStore.open(graph) as old, GraphStore.open(tmp_path / "new.sqlite") as new:
        kept = ("subject", "predicate", "object", "negated", "publications", "qualifier", "score")
        one, other = (
            sorted([tuple(getattr(edge, name) for name in kept) for edge in store.all_edges("curated")], key=repr) for store in (old, new)
        )
        assert one == other
        entity = new.entity("X:1")
        assert entity is not None and (entity.synonyms, entity.xrefs) == (("Aural redness",), ("OMIM:1",))
