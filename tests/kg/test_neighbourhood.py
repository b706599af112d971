from corpuscle.kg.neighbourhood import neighbourhood
from corpuscle.kg.store import GraphStore
from tests.kg.conftest import ASPIRIN, FEVER, GASTRIC, IBUPROFEN, ULCER, EdgeRow, MakeGraph


def seen(store: GraphStore, curie: str, each: int = 5) -> list[tuple[str, str, int, list[str]]]:
    entity = store.entity(curie)
    assert entity is not None
    return [(g.predicate, g.direction, g.total, [n.other.curie for n in g.neighbours]) for g in neighbourhood(store, entity, each).groups]


def test_edges_are_grouped_by_predicate_and_direction_the_largest_group_first(make_graph: MakeGraph) -> None:
    store = make_graph(
        EdgeRow(ASPIRIN, "treats", FEVER),
        EdgeRow(ASPIRIN, "causes", ULCER, score=0.5),
        EdgeRow(ASPIRIN, "causes", GASTRIC, score=0.9),
        EdgeRow(IBUPROFEN, "affects", ASPIRIN),
    )
    assert seen(store, ASPIRIN) == [
        ("causes", "out", 2, [GASTRIC, ULCER]),
        ("treats", "out", 1, [FEVER]),
        ("affects", "in", 1, [IBUPROFEN]),
    ]
    assert seen(store, IBUPROFEN) == [("affects", "out", 1, [ASPIRIN])]


def test_a_hub_shows_the_best_of_each_group_and_says_of_how_many(make_graph: MakeGraph) -> None:
    store = make_graph(EdgeRow(ASPIRIN, "causes", ULCER, score=0.5), EdgeRow(ASPIRIN, "causes", GASTRIC, score=0.9))
    assert seen(store, ASPIRIN, each=1) == [("causes", "out", 2, [GASTRIC])]
    aspirin = store.entity(ASPIRIN)
    assert aspirin is not None and neighbourhood(store, aspirin, 1).degree == 2


def test_a_symmetric_predicate_is_one_group_from_either_end(make_graph: MakeGraph) -> None:
    store = make_graph(EdgeRow(ASPIRIN, "associated with", FEVER), EdgeRow(GASTRIC, "associated with", ASPIRIN))
    (group,) = seen(store, ASPIRIN)
    assert group[:3] == ("associated with", "both", 2)
    assert sorted(group[3]) == sorted([FEVER, GASTRIC])


def test_a_node_without_edges_has_no_groups(make_graph: MakeGraph) -> None:
    assert seen(make_graph(EdgeRow(ASPIRIN, "treats", FEVER)), ULCER) == []
