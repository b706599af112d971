import pytest

from corpuscle.kg import paths as module
from corpuscle.kg.paths import paths
from tests.kg.conftest import ASPIRIN, AUREUS, FEVER, GASTRIC, IBUPROFEN, ULCER, WAS_GENE, EdgeRow, MakeGraph


def test_paths_of_one_two_and_three_edges_come_best_first(make_graph: MakeGraph) -> None:
    store = make_graph(
        EdgeRow(ASPIRIN, "causes", ULCER, score=0.9),
        EdgeRow(ASPIRIN, "causes", FEVER, score=0.8),
        EdgeRow(FEVER, "has complication", ULCER, score=0.5),
        EdgeRow(ASPIRIN, "treats", GASTRIC, score=1.0),
        EdgeRow(IBUPROFEN, "treats", GASTRIC, score=1.0),
        EdgeRow(IBUPROFEN, "causes", ULCER, score=1.0),
    )
    found = paths(store, ASPIRIN, ULCER)
    assert [[node.curie for node in path.nodes] for path in found] == [
        [ASPIRIN, ULCER],
        [ASPIRIN, GASTRIC, IBUPROFEN, ULCER],
        [ASPIRIN, FEVER, ULCER],
    ]
    # Each node between the ends has two edges: 2 ** -0.4 = 0.7579.
    assert found[0].plausibility == pytest.approx(0.9)
    assert found[1].plausibility == pytest.approx(1.0 * 1.0 * 1.0 * 0.7579 * 0.7579, abs=1e-4)
    assert found[2].plausibility == pytest.approx(0.8 * 0.5 * 0.7579, abs=1e-4)
    assert [(e.subject, e.predicate) for e in found[1].edges] == [(ASPIRIN, "treats"), (IBUPROFEN, "treats"), (IBUPROFEN, "causes")]


def test_of_several_edges_between_two_nodes_the_best_counts(make_graph: MakeGraph) -> None:
    store = make_graph(EdgeRow(ASPIRIN, "treats", FEVER, score=0.6), EdgeRow(ASPIRIN, "causes", FEVER, score=0.7))
    only = paths(store, ASPIRIN, FEVER)
    assert [(path.edges[0].predicate, path.plausibility) for path in only] == [("causes", 0.7)]


def test_negated_edges_are_no_paths(make_graph: MakeGraph) -> None:
    store = make_graph(
        EdgeRow(ASPIRIN, "causes", ULCER, negated=True), EdgeRow(ASPIRIN, "causes", FEVER, negated=True), EdgeRow(FEVER, "causes", ULCER)
    )
    assert paths(store, ASPIRIN, ULCER) == []


def test_no_path_leads_through_a_hub(make_graph: MakeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    store = make_graph(
        EdgeRow(ASPIRIN, "causes", FEVER),
        EdgeRow(FEVER, "causes", ULCER),
        EdgeRow(FEVER, "causes", WAS_GENE),
        EdgeRow(ASPIRIN, "causes", AUREUS, score=0.2),
        EdgeRow(AUREUS, "causes", ULCER, score=0.2),
    )
    assert [path.nodes[1].curie for path in paths(store, ASPIRIN, ULCER)] == [FEVER, AUREUS]
    monkeypatch.setattr(module, "HUB", 2)
    assert [path.nodes[1].curie for path in paths(store, ASPIRIN, ULCER)] == [AUREUS]


def test_equal_paths_come_in_the_same_order_every_time(make_graph: MakeGraph) -> None:
    store = make_graph(
        *(EdgeRow(ASPIRIN, "causes", middle) for middle in (FEVER, GASTRIC)),
        *(EdgeRow(middle, "causes", ULCER) for middle in (GASTRIC, FEVER)),
    )
    assert [path.nodes[1].curie for path in paths(store, ASPIRIN, ULCER)] == sorted([FEVER, GASTRIC])
    assert len(paths(store, ASPIRIN, ULCER, limit=1)) == 1


def test_a_node_has_no_path_to_itself_nor_to_what_the_graph_lacks(make_graph: MakeGraph) -> None:
    store = make_graph(EdgeRow(ASPIRIN, "causes", FEVER))
    assert paths(store, ASPIRIN, ASPIRIN) == []
    assert paths(store, ASPIRIN, "MESH:D999999") == []
