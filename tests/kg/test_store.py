import threading
from pathlib import Path

import pytest

from corpuscle.kg.errors import GraphFormatError, GraphMissingError
from corpuscle.kg.store import GraphStore
from tests.kg.conftest import ASPIRIN, FEVER, GASTRIC, NODES, ULCER, EdgeRow, MakeGraph, write_graph

CAUSES = EdgeRow(
    ASPIRIN, "causes", GASTRIC, support=2, score=0.98, evidence=[("11", "adverse effects", 1.0, 1978), ("12", "adverse effects", 0.5, 1979)]
)
TREATS = EdgeRow(ASPIRIN, "treats", FEVER)


def test_edges_are_selected_by_their_ends_best_first(make_graph: MakeGraph) -> None:
    store = make_graph(TREATS, CAUSES)
    assert [e.predicate for e in store.edges(ASPIRIN)] == ["causes", "treats"]
    assert [e.object for e in store.edges(ASPIRIN, "treats")] == [FEVER]
    assert [e.subject for e in store.edges(object=GASTRIC)] == [ASPIRIN]
    assert store.edges(ASPIRIN, "treats", GASTRIC) == []
    with pytest.raises(ValueError, match="subject or an object"):
        store.edges()


def test_edge_carries_its_publications_and_licence(make_graph: MakeGraph) -> None:
    edge = make_graph(CAUSES).edges(ASPIRIN)[0]
    assert (edge.publications, edge.support, edge.score, edge.licence) == (("11", "12"), 2, 0.98, "NLM terms")


def test_between_looks_both_ways_and_neighbours_are_capped(make_graph: MakeGraph) -> None:
    store = make_graph(CAUSES, TREATS)
    assert [e.predicate for e in store.between(GASTRIC, ASPIRIN)] == ["causes"]
    assert [e.predicate for e in store.neighbours(FEVER)] == ["treats"]
    assert len(store.neighbours(ASPIRIN, limit=1)) == 1


def test_publications_are_heaviest_first(make_graph: MakeGraph) -> None:
    store = make_graph(CAUSES)
    found = store.publications(store.edges(ASPIRIN)[0])
    assert [(p.pmid, p.weight, p.year) for p in found] == [("11", 1.0, 1978), ("12", 0.5, 1979)]


def test_entities_are_found_by_curie(make_graph: MakeGraph) -> None:
    store = make_graph()
    entity = store.entity(ULCER)
    assert entity is not None
    assert (entity.name, entity.category) == ("Peptic Ulcer", "Disease")
    assert store.entity("MESH:none") is None
    assert len(store.entities(curie for curie, _, _ in NODES)) == len(NODES)


def test_counts(make_graph: MakeGraph) -> None:
    store = make_graph(CAUSES, TREATS)
    counts = store.counts()
    assert (counts.nodes, counts.edges, counts.evidence) == (10, 2, 2)


def test_open_graph_survives_its_replacement(tmp_path: Path) -> None:
    path, newer = tmp_path / "graph.sqlite", tmp_path / "newer.sqlite"
    write_graph(path, [CAUSES])
    write_graph(newer, [])
    with GraphStore.open(path) as store:
        newer.replace(path)
        assert [e.predicate for e in store.edges(ASPIRIN)] == ["causes"]
        with GraphStore.open(path) as reopened:
            assert reopened.edges(ASPIRIN) == []


def test_threads_share_a_store(make_graph: MakeGraph) -> None:
    store = make_graph(CAUSES)
    seen: list[int] = []

    def look() -> None:
        seen.extend(len(store.edges(ASPIRIN)) for _ in range(50))

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [1] * 200


def test_missing_and_foreign_files_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(GraphMissingError) as missing:
        GraphStore.open(tmp_path / "none.sqlite")
    assert "corpuscle index build" in missing.value.remedy
    foreign = tmp_path / "foreign.sqlite"
    foreign.write_bytes(b"not a database, but long enough to be read as one" * 50)
    with pytest.raises(GraphFormatError):
        GraphStore.open(foreign)
    empty = tmp_path / "empty.sqlite"
    empty.touch()
    with pytest.raises(GraphFormatError, match="version 0"):
        GraphStore.open(empty)
