"""The graph of a row does not hold what it must not."""

from pathlib import Path

import pytest

from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.verdict_bench.graphs import GraphKitchen, Ingredient
from corpuscle.index_builder.graph_import import ImportRecord, import_rows
from corpuscle.index_builder.graph_sources.rows import Batch, ImportedEdge, ImportedNode, Licence
from corpuscle.index_builder.graph_writer import GraphWriter
from corpuscle.index_builder.literature import Strength
from corpuscle.index_builder.progress import NoProgress
from corpuscle.index_builder.vocabulary import Node
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.manifest import GraphSource
from tests.evals.verdict_bench.test_curated_pairs import write

_DRUG, _DISEASE = ImportedNode("DRUGBANK:DB1", "Velbrodine", "SmallMolecule"), ImportedNode("DOID:1", "Drusel fever", "Disease")
_BATCH = Batch([_DRUG, _DISEASE], [ImportedEdge(_DRUG.id, "treats", _DISEASE.id)], [])


@pytest.fixture
def base(tmp_path: Path) -> Path:
    path = tmp_path / "graph.sqlite"
    with GraphWriter(path) as writer:
        writer.add_nodes([Node("OMIM:9", "nine", "Disease"), Node("HP:1", "itch", "PhenotypicFeature")])
        writer.add_edge("OMIM:9", "has phenotype", "HP:1", "hpo", Strength(1, 0.9, None, None), ())
        writer.finish([GraphSource(name="hpo", version="1", licence="HPO", rows=1)])
    return path


def _kitchen(base: Path, tmp_path: Path) -> GraphKitchen:
    return GraphKitchen(base, tmp_path / "data", tmp_path / "graphs", NoProgress())


def _sources(path: Path) -> dict[str, int]:
    found: dict[str, int] = {}
    with GraphStore.open(path) as store:
        for edge in store.all_edges():
            found[edge.source] = found.get(edge.source, 0) + 1
    return found


def test_a_graph_holds_the_index_without_the_sources_left_out_and_with_the_ingredients(base: Path, tmp_path: Path) -> None:
    kitchen = _kitchen(base, tmp_path)
    taken: list[Path] = []

    def read(graph: Path) -> "list[Batch]":
        taken.append(graph)
        return [_BATCH]

    one = Ingredient("drugs", lambda graph: iter(read(graph)))
    assert _sources(kitchen.graph((), (one,))) == {"hpo": 1, "drugs": 1}
    assert _sources(kitchen.graph(("hpo",), (one,))) == {"drugs": 1}
    assert _sources(kitchen.edgeless()) == {}
    kitchen.graph((), (one,))  # made before: taken as it is
    assert len(taken) == 2


def test_an_index_with_imports_is_refused(base: Path, tmp_path: Path) -> None:
    terms = Licence("CC0-1.0", "Free.", restrictive=False)
    import_rows(base, base, [_BATCH], ImportRecord("hetionet", "1", "", terms, {}, "x"))
    with pytest.raises(EvaluationError, match="does not give it: hetionet"):
        _kitchen(base, tmp_path).graph((), ())


def test_held_out_edges_and_types_of_hetionet_never_reach_a_graph(base: Path, tmp_path: Path) -> None:
    data = tmp_path / "data/kg/hetionet"
    write(
        data / "nodes.tsv.gz", ["id\tname\tkind", *(f"Compound::DB{n}\td{n}\tCompound" for n in (1, 2)), "Disease::DOID:1\tfever\tDisease"]
    )
    rows = [("DB1", "CtD"), ("DB2", "CtD"), ("DB1", "CpD")]
    lines = [f"Compound::{drug}\tx\t{metaedge}\tDisease::DOID:1\tfever\tcopy" for drug, metaedge in rows]
    write(data / "edges.tsv.gz", ["source\tsource_name\tmetaedge\ttarget\ttarget_name\tprovenance", *lines])
    kitchen = _kitchen(base, tmp_path)
    held = [("CtD", ("Compound::DB2", "Disease::DOID:1"))]
    path = kitchen.graph((), (kitchen.hetionet("-less", {"CpD"}, held),))
    with GraphStore.open(path) as store:
        found = [(edge.subject, edge.predicate) for edge in store.all_edges("hetionet-less")]
    assert found == [("DRUGBANK:DB1", "treats")]
    batches = list(kitchen.hetionet_edges("pairs", held))
    assert [(e.subject, e.predicate, e.object) for batch in batches for e in batch.edges] == [("DRUGBANK:DB2", "treats", "DOID:1")]
