"""Look-ups for walks through the graph, at hubs too."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpuscle.index_builder.graph_writer import GraphWriter
from corpuscle.index_builder.literature import Strength
from corpuscle.index_builder.vocabulary import Node
from corpuscle.kg import edge_queries
from corpuscle.kg.store import GraphStore, Link, Statement
from corpuscle.retrieval.manifest import GraphSource

SPOKES = edge_queries.SCANNED + 100
HUB, RIM, FAR = "X:hub", "X:rim", "X:far"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hub with 500 spokes, the last of which is the best; the rim has edges to the first ten; "far" is one edge behind the hub."""
    path = tmp_path_factory.mktemp("walks") / "graph.sqlite"
    with GraphWriter(path) as writer:
        names = [HUB, RIM, FAR, *(f"S:{n}" for n in range(SPOKES))]
        writer.add_nodes(Node(name, name, "Gene", xrefs={f"OTHER:{name[2:]}"}) for name in names)
        for name in names:
            writer.add_alias((name.lower(), name, "name", 0))
        writer.add_alias(("s extra", "S:7", "synonym", 1))
        for n in range(SPOKES):
            writer.add_edge(HUB, "targets", f"S:{n}", "invented", Strength(1, 0.3 + n / 2000, None, None), ())
        for n in range(10):
            writer.add_edge(f"S:{n}", "inhibits", RIM, "invented", Strength(1, 0.6, None, None), (), negated=n == 3)
        writer.add_edge(RIM, "causes", HUB, "invented", Strength(1, 0.9, None, None), ())
        writer.add_edge(FAR, "resembles", HUB, "other", Strength(1, 0.8, None, None), ())
        writer.finish([GraphSource(name=name, version="1", licence="none", rows=1) for name in ("invented", "other")])
    return path


@pytest.fixture
def store(path: Path) -> Iterator[GraphStore]:
    with GraphStore.open(path) as opened:
        yield opened


def test_degree_counts_both_directions(store: GraphStore) -> None:
    assert [store.degree(curie) for curie in (HUB, RIM, "S:3", "S:11", "none")] == [SPOKES + 2, 11, 2, 1, 0]


def test_best_edges_of_a_hub_are_found_without_reading_all(store: GraphStore) -> None:
    # RIM causes HUB .9, FAR resembles HUB .8, then the spokes from the last one down: .3 + 499 / 2000 = .5495 and .3 + 498 / 2000 = .549
    assert [(e.subject, e.object, round(e.score, 4)) for e in store.neighbours(HUB, 4)] == [
        (RIM, HUB, 0.9),
        (FAR, HUB, 0.8),
        (HUB, "S:499", 0.5495),
        (HUB, "S:498", 0.549),
    ]
    assert [e.object for e in store.edges(HUB, limit=1)] == [f"S:{SPOKES - 1}"]
    assert [e.object for e in store.edges(HUB, "targets", limit=2)] == [f"S:{SPOKES - 1}", f"S:{SPOKES - 2}"]
    assert len(store.edges(HUB, limit=SPOKES + 5)) == SPOKES


def test_links_are_neighbours_without_provenance(store: GraphStore) -> None:
    assert store.links("S:3", 5) == [Link(RIM, "inhibits", True, 0.6, True), Link(HUB, "targets", False, 0.3015, False)]
    assert store.links("none", 5) == []


def test_linked_gives_every_edge_between_two_sets(store: GraphStore) -> None:
    assert store.linked([HUB, "S:1"], [RIM, "S:1", "none"]) == [
        Statement(RIM, "causes", HUB, 0.9, False),
        Statement("S:1", "inhibits", RIM, 0.6, False),
        Statement(HUB, "targets", "S:1", 0.3005, False),
    ]
    assert store.linked([HUB], ["none"]) == []
    with pytest.raises(ValueError, match="64"):
        store.linked([HUB] * 65, [RIM])


def test_two_hop_names_what_stands_between_the_least_connected_first(store: GraphStore) -> None:
    assert store.two_hop(HUB, RIM, limit=3) == ["S:0", "S:1", "S:2"]
    assert store.two_hop(RIM, HUB) == [f"S:{n}" for n in range(10)]
    assert store.two_hop(FAR, "S:0") == [HUB]
    assert store.two_hop(FAR, "S:0", widest=100) == []
    assert store.two_hop(FAR, "none") == []


def test_edges_of_a_node_are_counted_by_predicate_and_direction(store: GraphStore) -> None:
    assert store.predicate_counts(HUB) == {("targets", True): SPOKES, ("causes", False): 1, ("resembles", False): 1}
    assert store.predicate_counts("none") == {}


def test_cross_references_lead_to_nodes(store: GraphStore) -> None:
    assert store.by_xref(["OTHER:7", "S:8", "OTHER:none"]) == {"OTHER:7": "S:7", "S:8": "S:8"}


def test_names_are_listed_by_node_and_by_beginning(store: GraphStore) -> None:
    assert store.names_of("S:7") == ["s:7", "s extra"]
    assert store.names_like("s ", 5) == [("s extra", "S:7")]
    assert len(list(store.alias_rows())) == SPOKES + 4
    assert [key for key, _ in store.alias_rows()] == sorted(key for key, _ in store.alias_rows())


def test_all_edges_come_once_in_pages(store: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpuscle.kg.store._PAGE", 7)
    found = [(e.subject, e.predicate, e.object) for e in store.all_edges()]
    assert len(found) == len(set(found)) == SPOKES + 12
    assert [(e.subject, e.object) for e in store.all_edges("other")] == [(FAR, HUB)]
    assert list(store.all_edges("none")) == []


def test_two_hop_is_the_same_whether_an_end_is_read_whole(store: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = store.two_hop(RIM, HUB)
    monkeypatch.setattr(edge_queries, "WHOLE", 0)
    assert store.two_hop(RIM, HUB) == whole
