import gc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpuscle.kg.dictionary_pass import DictionaryPass
from corpuscle.kg.linker import Linker
from tests.kg.conftest import ASPIRIN, MakeGraph

WORDS = ["aspirin", "Peptic ulcers", "WAS", "gene", "fever", "(", ")", ".", "TNF-α", "sclerosing disorder (SD)", "SD", "SDs", "it was"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.sampled_from(WORDS)).map(" ".join)))
def test_a_corpus_is_linked_as_its_texts_are_one_by_one(make_graph: MakeGraph, texts: list[str]) -> None:

    store = make_graph()
    linker = Linker(store)
    assert list(DictionaryPass(store).link_all(texts)) == [linker.link(text) for text in texts]


def test_texts_are_read_as_they_are_asked_for(make_graph: MakeGraph) -> None:
    endless = (text for _ in iter(int, 1) for text in ["Aspirin.", ""])
    linked = DictionaryPass(make_graph()).link_all(endless)
    assert [[m.entity.curie for m in next(linked)] for _ in range(4)] == [[ASPIRIN], [], [ASPIRIN], []]


@pytest.mark.parametrize("at_work", [True, False])
def test_the_collector_is_left_as_it_was(make_graph: MakeGraph, at_work: bool) -> None:
    (gc.enable if at_work else gc.disable)()
    try:
        assert len(list(DictionaryPass(make_graph()).link_all(["Aspirin", "fever"]))) == 2
        assert gc.isenabled() is at_work
    finally:
        gc.enable()
