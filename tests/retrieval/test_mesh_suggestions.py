"""MeSH suggestions over a few articles and a small thesaurus."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import tantivy

from corpuscle.index_builder.graph_writer import GraphWriter
from corpuscle.index_builder.vocabulary import Node
from corpuscle.kg.linker import Linker
from corpuscle.kg.mesh import Descriptor, MeshThesaurus
from corpuscle.kg.names import name_key
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.analyser import ANALYSER_NAME, build_analyser
from corpuscle.retrieval.articles import AbstractSection, Article, MeshHeading
from corpuscle.retrieval.errors import QueryError
from corpuscle.retrieval.mesh_suggestions import MeshSuggester
from corpuscle.retrieval.text_index import TextIndex, text_schema, to_document

HICCUP, PURRING, HUMANS = MeshHeading("D900001", "Hiccup", major=True), MeshHeading("D900002", "Purring"), MeshHeading("D006801", "Humans")
DESCRIPTORS = (
    Descriptor("D900000", "Feline Noises", (), ("C99.100",)),
    Descriptor("D900001", "Hiccup", ("Singultus",), ("C99.100.200",)),
    Descriptor("D900002", "Purring", (), ("C99.100.300",)),
    Descriptor("D006801", "Humans", ("Man",), ("B99.100",)),
)
ARTICLES = (
    Article("1", "Glimrin and singultus in cats.", (AbstractSection("Glimrin was given."),), mesh=(HICCUP, HUMANS)),
    Article("2", "Glimrin and purring.", (AbstractSection("Glimrin was given again."),), mesh=(PURRING, HICCUP, HUMANS)),
    Article("3", "Glimrin without headings.", (AbstractSection("Nothing is known of glimrin."),)),
    Article("4", "Soil of gardens.", (AbstractSection("Worms."),), mesh=(PURRING,)),
)


@pytest.fixture
def suggester(tmp_path: Path) -> Iterator[MeshSuggester]:
    (tmp_path / "text").mkdir()
    index = tantivy.Index(text_schema(), str(tmp_path / "text"))
    index.register_tokenizer(ANALYSER_NAME, build_analyser())
    writer = index.writer(15_000_000, 1)
    for article in ARTICLES:
        writer.add_document(to_document(article))
    writer.commit()
    writer.wait_merging_threads()
    path = tmp_path / "graph.sqlite"
    with GraphWriter(path) as graph:
        for descriptor in DESCRIPTORS:
            for name in (descriptor.name, *descriptor.entry_terms):
                graph.add_alias((name_key(name), f"MESH:{descriptor.ui}", "name", 0))
        graph.add_nodes(Node(f"MESH:{d.ui}", d.name, "Disease") for d in DESCRIPTORS)
        graph.add_descriptors(DESCRIPTORS)
        graph.finish([])
    with GraphStore.open(path) as store, MeshThesaurus.open(path) as thesaurus:
        yield MeshSuggester(TextIndex.open(tmp_path / "text"), store, Linker(store), thesaurus)


def test_headings_of_the_articles_found_and_headings_named_are_suggested(suggester: MeshSuggester) -> None:
    found = {s.heading.name: s for s in suggester.suggest("does glimrin help against singultus?")}
    assert list(found) == ["Hiccup", "Purring"]
    hiccup = found["Hiccup"]
    assert (hiccup.words, hiccup.carried_by, hiccup.read) == ("singultus", 2, 2)
    assert (hiccup.signs.named, hiccup.signs.overlap, hiccup.signs.share, hiccup.signs.major) == (1.0, 1.0, 1.0, 1.0)
    assert 0.0 < found["Purring"].score < hiccup.score <= 1.0
    # Article 1 comes first: weights 1 / 6 and 1 / 7, and only the second carries Purring.
    assert found["Purring"].signs.share == pytest.approx((1 / 7) / (1 / 6 + 1 / 7))


def test_check_tags_are_suggested_only_where_they_are_named(suggester: MeshSuggester) -> None:
    assert "Humans" not in [s.heading.name for s in suggester.suggest("glimrin")]
    assert "Humans" in [s.heading.name for s in suggester.suggest("glimrin in humans")]


def test_the_heading_above_a_named_one_is_near(suggester: MeshSuggester) -> None:
    near = {s.heading.ui: s.signs.near for s in suggester.candidates("feline noises: hiccup")}
    assert near == {"D900000": 1.0, "D900001": 0.0}


def test_an_article_can_be_left_out(suggester: MeshSuggester) -> None:
    assert [s.read for s in suggester.suggest("glimrin", without="1")] == [1, 1]


def test_a_query_that_finds_nothing_suggests_nothing(suggester: MeshSuggester) -> None:
    assert suggester.suggest("quasars") == []
    with pytest.raises(QueryError):
        suggester.suggest("?")


def test_the_lineage_of_a_place_begins_at_the_top(tmp_path: Path, suggester: MeshSuggester) -> None:
    with MeshThesaurus.open(tmp_path / "graph.sqlite") as thesaurus:
        assert [d.name for d in thesaurus.lineage("C99.100.200")] == ["Feline Noises", "Hiccup"]
        assert thesaurus.lineage("Z1") == ()
