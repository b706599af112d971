"""Filters resolved: with a small thesaurus and without, in the index and on an article in hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuscle.index_builder.graph_writer import GraphWriter
from corpuscle.kg.mesh import Descriptor, MeshThesaurus
from corpuscle.retrieval.articles import AbstractSection, Article, CorrectionLink, MeshHeading, MeshQualifier
from corpuscle.retrieval.conditions import Condition, Flag, Mesh, Pmid, PublicationType, Published, Words, all_of, any_of, negation
from corpuscle.retrieval.filter_query import unmet_filters
from corpuscle.retrieval.filter_resolution import ResolvedFilters, names_headings, resolve
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.lexical import key_query
from corpuscle.retrieval.text_index import TextIndex, article_key
from tests.retrieval.conftest import MakeIndex

LUNG, ASTHMA, MICE, HUMANS, COHORT, FOLLOW_UP = "D008171", "D001249", "D051379", "D006801", "D015331", "D005500"
DESCRIPTORS = {
    LUNG: ("Lung Diseases", "Diseases, Lung", "C08.381"),
    ASTHMA: ("Asthma", "Bronchial Asthma", "C08.381.495"),
    MICE: ("Mice", "House Mice", "B01.050"),
    HUMANS: ("Humans", "", "B01.060"),
    COHORT: ("Cohort Studies", "", "E05.1"),
    FOLLOW_UP: ("Follow-Up Studies", "", "E05.1.2"),
}


@pytest.fixture
def thesaurus(tmp_path: Path) -> Iterator[MeshThesaurus]:
    with GraphWriter(tmp_path / "graph.sqlite") as writer:
        for ui, (name, entry, tree) in DESCRIPTORS.items():
            writer.add_descriptors([Descriptor(ui, name, (entry,) if entry else (), (tree,))])
        writer.finish(())
    with MeshThesaurus.open(tmp_path / "graph.sqlite") as opened:
        yield opened


def heading(ui: str, major: bool = False) -> MeshHeading:
    return MeshHeading(ui, DESCRIPTORS[ui][0], major)


ARTICLES = [
    Article(
        "1",
        "Wheeze in children",
        (AbstractSection("Asthma was seen."),),
        journal="The Invented journal of medicine",
        journal_abbreviation="Invent J Med",
        year=2015,
        published="2015-03-09",
        mesh=(heading(ASTHMA, major=True), heading(HUMANS)),
        publication_types=("Journal Article", "Randomized Controlled Trial"),
        languages=("eng",),
    ),
    Article(
        "2",
        "Lungs of mice",
        year=1979,
        published="1979",
        mesh=(MeshHeading(LUNG, "Lung Diseases", False, (MeshQualifier("Q1", "genetics", True),)), heading(MICE)),
        publication_types=("Review",),
        languages=("ger", "eng"),
        corrections=(CorrectionLink("ExpressionOfConcernIn", "9"),),
    ),
    Article(
        "3",
        "Asthma followed up",
        (AbstractSection("Patients were followed."),),
        year=2001,
        mesh=(heading(FOLLOW_UP),),
        publication_types=("Meta-Analysis",),
        corrections=(CorrectionLink("RetractionIn", "8"),),
    ),
    Article("4", "Undated", (AbstractSection("Nothing."),)),
]


def admitted(filters: Filters, thesaurus: MeshThesaurus | None) -> list[str]:
    resolved, _ = resolve(filters, thesaurus)
    return [article.id for article in ARTICLES if resolved.admit(article)]


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (Filters(), ["1", "2", "4"]),
        (Filters(include_retracted=True), ["1", "2", "3", "4"]),
        (Filters(retracted_only=True), ["3"]),
        (Filters(concern=True), ["2"]),
        (Filters(concern=False), ["1", "4"]),
        (Filters(has_abstract=True), ["1", "4"]),
        (Filters(humans=True), ["1"]),
        (Filters(mesh=("Lung Diseases",)), ["1", "2"]),
        (Filters(mesh=("diseases, lung",)), ["1", "2"]),
        (Filters(mesh=("Lung Diseases",), mesh_exploded=False), ["2"]),
        (Filters(mesh=(LUNG.lower(), "House mice")), ["2"]),
        (Filters(excluded_mesh=("Lung Diseases",)), ["4"]),
        (Filters(publication_types=("rct", "Review")), ["1", "2"]),
        (Filters(publication_types=("systematic-review",), include_retracted=True), ["3"]),
        (Filters(publication_types=("cohort",), include_retracted=True), ["3"]),
        (Filters(publication_types=("observational",), include_retracted=True), ["3"]),
        (Filters(excluded_types=("rct",)), ["2", "4"]),
        (Filters(journals=("invented journal of medicine",)), ["1"]),
        (Filters(journals=("Invent. J. Med.", "Lancet")), ["1"]),
        (Filters(languages=("German",)), ["2"]),
        (Filters(languages=("en",)), ["1", "2"]),
        (Filters(year_from=1979, year_to=1979), ["2"]),
        (Filters(date_from="2015-03-09"), ["1"]),
        (Filters(date_from="2015-03-10"), []),
        (Filters(date_to="1979-01"), ["2"]),  # a date without month counts as January
        (Filters(condition=Mesh("Asthma", major=True)), ["1"]),
        (Filters(condition=Mesh("Lung Diseases", exploded=False, major=True)), ["2"]),
        (Filters(condition=Mesh("Humans", major=True)), []),
        (Filters(condition=Words("asthmas")), ["1"]),
        (Filters(condition=Words("wheezing children", title_only=True)), ["1"]),
        (Filters(condition=Words("asthma", title_only=True)), []),
        (Filters(condition=Words("mice", title_only=True)), ["2"]),
        (Filters(condition=Pmid("2")), ["2"]),
    ],
)
def test_index_and_article_in_hand_agree(make_index: MakeIndex, thesaurus: MeshThesaurus, filters: Filters, ids: list[str]) -> None:
    assert admitted(filters, thesaurus) == ids
    assert found(make_index(ARTICLES).text, resolve(filters, thesaurus)[0]) == ids


def found(text: TextIndex, resolved: ResolvedFilters) -> list[str]:
    keys = [article_key(article) for article in ARTICLES]
    return sorted(text.article(c.address).id for c in text.search(key_query(text.schema, keys, resolved), 10))


_LEAVES: st.SearchStrategy[Condition] = st.one_of(
    st.builds(Mesh, st.sampled_from(["Asthma", "Lung Diseases", "Mice", "Nonsense"]), st.booleans(), st.booleans()),
    st.sampled_from(["rct", "Review", "cohort", "observational", "Nonsense"]).map(PublicationType),
    st.builds(Words, st.sampled_from(["asthma", "mice", "followed patients", "children"]), st.booleans()),
    st.sampled_from([Flag("has_abstract"), Flag("retracted"), Flag("concern")]),
    st.sampled_from([Published(19790101, None), Published(None, 20010101), Published(20010101, 20151231)]),
)
_CONDITIONS = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: all_of(*parts)),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: any_of(*parts)),
        inner.map(negation),
    ),
    max_leaves=6,
)


def test_every_condition_means_the_same_to_the_index_and_to_an_article(make_index: MakeIndex, thesaurus: MeshThesaurus) -> None:
    text = make_index(ARTICLES).text

    @settings(max_examples=150, deadline=None)
    @given(_CONDITIONS)
    def same(condition: Condition) -> None:
        filters = Filters(include_retracted=True, condition=condition)
        assert found(text, resolve(filters, thesaurus)[0]) == admitted(filters, thesaurus)

    same()


def test_an_entry_term_is_told(thesaurus: MeshThesaurus) -> None:
    assert resolve(Filters(mesh=("bronchial asthma",)), thesaurus)[1] == ("“bronchial asthma” is the MeSH heading “Asthma”.",)
    assert resolve(Filters(mesh=("asthma", ASTHMA)), thesaurus)[1] == ()


def test_without_a_thesaurus_a_heading_stands_for_itself_with_a_note() -> None:
    assert admitted(Filters(mesh=("lung diseases",)), None) == ["2"]
    assert admitted(Filters(mesh=("diseases, lung",)), None) == []
    (note,) = resolve(Filters(mesh=("Asthma", "Mice")), None)[1]
    assert "no MeSH thesaurus" in note
    assert resolve(Filters(mesh=("Asthma",), mesh_exploded=False), None)[1] == ()


def test_the_humans_tag_comes_with_a_note() -> None:
    (note,) = resolve(Filters(humans=True), None)[1]
    assert "not indexed" in note


def test_an_unknown_language_is_told_with_the_nearest() -> None:
    assert resolve(Filters(languages=("Germn",)), None)[1] == ("No language is called “Germn”; did you mean German?",)


def test_what_no_article_has_is_noted_once(make_index: MakeIndex, thesaurus: MeshThesaurus) -> None:
    filters = Filters(
        publication_types=("Reviw", "rct"), mesh=("Nonsense", "Asthma"), journals=("Lancet",), languages=("fr",), excluded_types=("Reviw",)
    )
    assert unmet_filters(make_index(ARTICLES).text, resolve(filters, thesaurus)[0]) == (
        "No article of this index has the publication type “Reviw”. Did you mean “review”?",
        "No article of this index has the journal “Lancet”.",
        "No article of this index has the language “fr”.",
        "No article of this index has the MeSH heading “Nonsense”.",
    )


@pytest.mark.parametrize(
    ("filters", "needed"),
    [
        (Filters(), False),
        (Filters(publication_types=("rct",)), False),
        (Filters(publication_types=("cohort",)), True),
        (Filters(excluded_mesh=("Mice",)), True),
        (Filters(condition=any_of(Flag("concern"), negation(Mesh("Mice")))), True),
    ],
)
def test_the_thesaurus_is_opened_only_for_headings(filters: Filters, needed: bool) -> None:
    assert names_headings(filters) is needed
