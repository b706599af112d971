import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.kg.entities import Entity
from corpuscle.kg.entity_lookup import LookedUp, is_curie, look_up, nearest_names
from corpuscle.kg.linker import LinkCandidate, Linker
from corpuscle.kg.store import GraphStore
from tests.kg.conftest import ASPIRIN, FEVER, MakeGraph


@pytest.fixture
def store(make_graph: MakeGraph) -> GraphStore:
    return make_graph()


def found(text: str, store: GraphStore, category: str = "") -> list[str]:
    return [candidate.entity.curie for candidate in look_up(text, store, Linker(store), category).candidates]


def test_a_name_and_a_curie_find_the_same_node(store: GraphStore) -> None:
    assert found("acetylsalicylic acid", store) == found("MESH:D001241", store) == found(" mesh:D001241 ", store) == [ASPIRIN]


def test_a_type_narrows_the_choice(store: GraphStore) -> None:
    assert found("aspirin", store, "smallmolecule") == [ASPIRIN]
    assert found("aspirin", store, "Disease") == []


def test_candidates_that_are_as_good_as_the_best_are_equals() -> None:
    one, two, worse = (LinkCandidate(Entity(curie, curie, "Gene"), score) for curie, score in (("A:1", 0.5), ("A:2", 0.5), ("A:3", 0.3)))
    assert [entity.curie for entity in LookedUp("x", (one, two, worse)).equals] == ["A:1", "A:2"]


def test_a_misspelt_name_is_told_the_nearest(store: GraphStore) -> None:
    assert found("ibuprofin tablets", store) == []
    assert [entity.name for entity in nearest_names("ibuprofin", store)] == ["Ibuprofen"]
    assert [entity.curie for entity in nearest_names("fevr", store)] == [FEVER]
    assert nearest_names("xylophone", store) == []


def test_only_what_has_the_form_of_a_curie_is_one() -> None:
    assert is_curie("HP:0001250") and is_curie("DRUGBANK:DB00501")
    assert not is_curie("a ratio of 3:1") and not is_curie("1:2")


@given(st.text(max_size=40))
def test_odd_text_is_looked_up_without_harm(text: str) -> None:
    assert isinstance(is_curie(text), bool)
