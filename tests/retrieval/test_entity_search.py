"""Entity search over the invented index, and over articles whose words mislead."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import tantivy

from corpuscle.kg.entities import Entity
from corpuscle.kg.linker import Linker
from corpuscle.kg.mesh import MeshThesaurus
from corpuscle.kg.predicates import PREDICATES
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.analyser import ANALYSER_NAME, build_analyser
from corpuscle.retrieval.articles import AbstractSection, Article, MeshHeading
from corpuscle.retrieval.entity_search import EntitySearcher
from corpuscle.retrieval.filter_resolution import ResolvedFilters, resolve
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.retrieval.text_index import TextIndex, text_schema, to_document
from tests.conftest import DIZZINESS, DRUSEL, ITCH, MIRELLAN, TORVAXIN, VELBRODINE
from tests.kg.conftest import ASPIRIN, FEVER, ULCER, write_graph

EVERY = ResolvedFilters()
CAUSES, TREATS, TREATED_BY = PREDICATES["causes"], PREDICATES["treats"], PREDICATES["treated by"]

SCATTERED = Article("1", "Acetylsalicylic solutions.", (AbstractSection("An acid was poured upon them."),), year=2001)
NAMED = Article(
    "2",
    "Acetylsalicylic acid and its uses.",
    (AbstractSection("Acetylsalicylic acid lowered fever. It cured nobody of ulcers."),),
    year=2002,
)
HEADED = Article(
    "3", "A tablet for the elderly.", (AbstractSection("They swallowed it."),), year=2003, mesh=(MeshHeading("D001241", "Aspirin"),)
)
APART = Article("4", "Aspirin.", (AbstractSection("Aspirin was given. A fever came on the next day."),), year=2004)


@pytest.fixture
def invented(invented_index: Path) -> EntitySearcher:
    return EntitySearcher.open(Index.open(invented_index, RetrievalSettings(home=invented_index.parent / "home")))


@pytest.fixture
def tablets(tmp_path: Path) -> Iterator[EntitySearcher]:
    (tmp_path / "text").mkdir()
    index = tantivy.Index(text_schema(), str(tmp_path / "text"))
    index.register_tokenizer(ANALYSER_NAME, build_analyser())
    writer = index.writer(15_000_000, 1)
    for article in (SCATTERED, NAMED, HEADED, APART):
        writer.add_document(to_document(article))
    writer.commit()
    writer.wait_merging_threads()
    write_graph(tmp_path / "graph.sqlite", [])
    with GraphStore.open(tmp_path / "graph.sqlite") as store, MeshThesaurus.open(tmp_path / "graph.sqlite") as thesaurus:
        yield EntitySearcher(TextIndex.open(tmp_path / "text"), store, Linker(store), thesaurus)


def entity(searcher: EntitySearcher, curie: str) -> Entity:
    found = searcher.store.entity(curie)
    assert found is not None
    return found


def test_words_that_are_apart_are_no_mention(tablets: EntitySearcher) -> None:
    found = tablets.mentions(entity(tablets, ASPIRIN), 10, EVERY)
    assert {hit.article.id for hit in found.hits} == {"2", "3", "4"}
    assert found.proposed == 4  # the scattered words were proposed, and read in vain


def test_a_mention_is_where_it_says_and_a_heading_counts_without_one(tablets: EntitySearcher) -> None:
    hits = {hit.article.id: hit for hit in tablets.mentions(entity(tablets, ASPIRIN), 10, EVERY).hits}
    assert [hit.rank for hit in hits.values()] == [1, 2, 3]
    for mention in hits["2"].mentions:
        assert hits["2"].article.section(mention.section)[mention.begin : mention.end] == mention.text == "Acetylsalicylic acid"
    assert (len(hits["2"].mentions), hits["2"].heading) == (2, False)
    assert (hits["3"].mentions, hits["3"].heading) == ((), True)


def test_a_relation_needs_both_in_one_sentence(tablets: EntitySearcher) -> None:
    aspirin, fever = entity(tablets, ASPIRIN), entity(tablets, FEVER)
    found = tablets.relations(aspirin, None, fever, 10, EVERY)
    assert [(hit.article.id, hit.sentence.text, hit.stance) for hit in found.hits] == [
        ("2", "Acetylsalicylic acid lowered fever.", "neutral")
    ]
    assert tablets.relations(aspirin, None, entity(tablets, ULCER), 10, EVERY).hits == ()
    with pytest.raises(ValueError, match="two entities"):
        tablets.relations(aspirin, None, aspirin, 10, EVERY)


def test_as_many_as_asked_for_are_found(tablets: EntitySearcher) -> None:
    assert len(tablets.mentions(entity(tablets, ASPIRIN), 2, EVERY).hits) == 2


def test_the_sentence_that_speaks_of_the_relation_is_shown(invented: EntitySearcher) -> None:
    torvaxin, itch = entity(invented, TORVAXIN), entity(invented, ITCH)
    causing = invented.relations(torvaxin, CAUSES, itch, 5, EVERY).hits[0]
    assert (causing.article.id, causing.stance) == ("106", "supports") and 0.5 < causing.sentence.score <= 1.0
    assert causing.article.section(causing.sentence.section)[causing.sentence.begin : causing.sentence.end] == causing.sentence.text
    treating = {hit.article.id: hit.stance for hit in invented.relations(torvaxin, TREATS, itch, 5, EVERY).hits}
    assert treating["115"] == "contradicts"


def test_an_inverse_predicate_turns_the_relation_round(invented: EntitySearcher) -> None:
    torvaxin, dizziness = entity(invented, TORVAXIN), entity(invented, DIZZINESS)
    forward = invented.relations(torvaxin, TREATS, dizziness, 5, EVERY)
    assert forward.hits and forward == invented.relations(dizziness, TREATED_BY, torvaxin, 5, EVERY)


def test_filters_and_retractions_hold(invented: EntitySearcher) -> None:
    velbrodine = entity(invented, VELBRODINE)
    admitted, _ = resolve(Filters(), None)
    assert {hit.article.id for hit in invented.mentions(velbrodine, 10, admitted).hits} == {"101", "102"}
    assert {hit.article.id for hit in invented.mentions(velbrodine, 10, EVERY).hits} == {"101", "102", "103"}
    recent, _ = resolve(Filters(year_from=2015), None)
    assert {hit.article.id for hit in invented.mentions(velbrodine, 10, recent).hits} == {"102"}


def test_what_no_article_names_is_not_found(invented: EntitySearcher) -> None:
    assert invented.relations(entity(invented, MIRELLAN), None, entity(invented, DRUSEL), 5, EVERY).hits == ()
    assert invented.mentions(Entity("TEST:99", "!?", "Disease"), 5, EVERY).hits == ()
