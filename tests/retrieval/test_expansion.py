from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.index_builder.graph_writer import GraphWriter
from corpuscle.index_builder.vocabulary import Node
from corpuscle.kg.errors import GraphMissingError
from corpuscle.kg.linker import Linker
from corpuscle.kg.mesh import Descriptor, MeshThesaurus
from corpuscle.kg.names import name_key
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.analyser import query_terms
from corpuscle.retrieval.errors import QueryError
from corpuscle.retrieval.expansion import ExpandedTerm, Expansion, expand, expand_from

_HEADINGS: list[tuple[str, str, list[str], list[str]]] = [
    ("D001", "Heart Flutter", ["Flutter, Heart", "Cardiac Fluttering"], ["C14.1"]),
    ("D002", "Left Heart Flutter", [], ["C14.1.1"]),
    ("D003", "Midnight Heart Flutter", ["Nocturnal Flutter"], ["C14.1.1.1"]),
    ("D004", "Zorbamide", [f"zorb{n:02}" for n in range(20)], ["D03.1"]),
]
_OTHERS = [("HGNC:1", "GENA", "gene A kinase|GNA", [("GENA", "symbol"), ("gene A kinase", "synonym")])]

Knowledge = tuple[Linker, MeshThesaurus]


def _write(path: Path) -> None:
    with GraphWriter(path) as writer:
        writer.add_descriptors(Descriptor(ui, name, tuple(terms), tuple(trees)) for ui, name, terms, trees in _HEADINGS)
        for ui, name, terms, _ in _HEADINGS:
            writer.add_nodes([Node(f"MESH:{ui}", name, "Disease")])
            for n in (name, *terms):
                writer.add_alias((name_key(n), f"MESH:{ui}", "synonym", 1))
        for curie, name, synonyms, aliases in _OTHERS:
            writer.add_nodes([Node(curie, name, "Gene", synonyms=tuple(synonyms.split("|")))])
            for n, kind in aliases:
                writer.add_alias((name_key(n), curie, kind, 51))
        writer.finish(())


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Knowledge]:
    path = tmp_path_factory.mktemp("graph") / "graph.sqlite"
    _write(path)
    with GraphStore.open(path) as store, MeshThesaurus.open(path) as thesaurus:
        yield Linker(store), thesaurus


def test_other_names_and_narrower_headings_come_with_their_origin(knowledge: Knowledge) -> None:
    assert expand("Who gets heart flutters?", *knowledge).terms == (
        ExpandedTerm("Cardiac Fluttering", ("cardiac",), 0.2, "heart flutters", "MESH:D001", "synonym"),
        ExpandedTerm("Left Heart Flutter", ("left",), 0.05, "heart flutters", "MESH:D001", "narrower"),
    )


def test_entities_of_other_vocabularies_are_expanded_too(knowledge: Knowledge) -> None:
    assert expand("GENA expression", *knowledge).weights == {"gene": 0.2, "kinas": 0.2, "gna": 0.2}


def test_longest_name_wins(knowledge: Knowledge) -> None:
    terms = expand("left heart flutter", *knowledge).terms  # and not "heart flutter", whose other name is "cardiac fluttering"
    assert [(term.text, term.mention, term.entity) for term in terms] == [("Midnight Heart Flutter", "left heart flutter", "MESH:D002")]


def test_heading_named_twice_is_expanded_once(knowledge: Knowledge) -> None:
    assert {term.mention for term in expand("zorbamide or zorb01", *knowledge).terms} == {"zorbamide"}


def test_a_graph_is_opened_for_one_question(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "graph.sqlite"
    _write(path)
    assert expand_from(path, "GENA expression") == expand("GENA expression", *knowledge)
    with pytest.raises(GraphMissingError):
        expand_from(tmp_path / "nowhere.sqlite", "GENA expression")


def test_question_that_names_nothing_stays_as_it_is(knowledge: Knowledge) -> None:
    assert expand("Why is the sky blue?", *knowledge) == Expansion()
    assert expand("Why is the sky blue?", *knowledge).weights == {}


def test_additions_are_capped_for_each_name(knowledge: Knowledge) -> None:
    assert len(expand("zorbamide", *knowledge).weights) == 12
    assert len(expand("zorbamide in heart flutter", *knowledge).weights) == 12 + 2


def test_heavier_factor_of_a_term_counts() -> None:
    narrow = ExpandedTerm("b c", ("b", "c"), 0.05, "a", "MESH:D1", "narrower")
    same = ExpandedTerm("b", ("b",), 0.2, "a", "MESH:D1", "synonym")
    assert Expansion((narrow, same)).weights == Expansion((same, narrow)).weights == {"b": 0.2, "c": 0.05}


def test_empty_question_is_refused_as_in_a_search(knowledge: Knowledge) -> None:
    with pytest.raises(QueryError):
        expand("?!", *knowledge)


@given(
    st.lists(
        st.sampled_from(["heart", "flutter", "left", "zorbamide", "GENA", "zorb01", "of", "cardiac", "kinase"]), min_size=1, max_size=9
    )
)
def test_question_keeps_its_own_terms(knowledge: Knowledge, words: list[str]) -> None:
    query = " ".join(words)
    expansion = expand(query, *knowledge)
    assert not set(expansion.weights) & set(query_terms(query))
    assert all(e.terms and set(e.terms) <= set(expansion.weights) and e.mention in query for e in expansion.terms)
