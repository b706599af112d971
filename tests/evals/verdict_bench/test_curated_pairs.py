"""Pairs of curated sets and the rows that graphs get, from small files of the same shape."""

import gzip
from collections.abc import Iterable
from pathlib import Path

import pytest

from corpuscle.evals.errors import DataMissing, EvaluationError
from corpuscle.evals.verdict_bench.curated_pairs import contraindications, indications, phenotypes
from corpuscle.evals.verdict_bench.fragment_rows import hpo_without_orphanet, ontology_is_a, primekg_fragment


def write(path: Path, lines: Iterable[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(f"{line}\n" for line in lines)
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text)


def write_primekg(data: Path) -> None:
    write(
        data / "kg/other/primekg_subset_triples_Abhijayapal.tsv.gz",
        [
            "Velbrodine\tINDICATION\tdrusel fever",
            "drusel fever\tINDICATION\tVelbrodine",
            "kelvane group\tCONTRAINDICATION\tVelbrodine",
            "Torvaxin\tINDICATION\tnocturnal itch",
            "nocturnal itch\tCONTRAINDICATION\tTorvaxin",
            "Torvaxin\tOFF_LABEL_USE\tdrusel fever",
            "KELV1\tASSOCIATED_WITH\tkelvane group",
            "Velbrodine\tTARGET\tKELV1",
            "Velbrodine\tENZYME\tMirellan",  # neither is known as a gene
        ],
    )
    write(
        data / "kg/other/primekg_disease_nodes_txgnn.csv.gz",
        [
            "node_id,node_type,node_name,node_source,group_name_auto,group_name_bert",
            "1,disease,drusel fever,MONDO,drusel fever,drusel fever",
            '2,disease,"kelvane, type 2",MONDO,kelvane,kelvane group',
            "3,disease,nocturnal itch,MONDO,nocturnal itch,nocturnal itch",
        ],
    )


def write_hpo(data: Path) -> None:
    write(
        data / "kg/other/hpo_disease_phenotype.tsv.gz",
        [
            "disease_id\tdisease_name\tqualifier\thpo_id\thpo_name\treference\tevidence\tfrequency\taspect",
            "ORPHA:1\tone\tNOT\tHP:1\titch\tORPHA:1\tTAS\t\tP",
            "ORPHA:1\tone\t\tHP:2\trash\tORPHA:1\tTAS\t\tP",
            "ORPHA:2\ttwo\t\tHP:1\titch\tORPHA:2\tTAS\t\tP",
            "ORPHA:2\ttwo\t\tHP:3\tfever\tORPHA:2\tTAS\t\tP",
            "OMIM:9\tnine\t\tHP:1\titch\tPMID:77\tPCS\t\tP",
            "OMIM:9\tnine\t\tHP:1\titch\tPMID:78\tPCS\t\tP",
            "OMIM:9\tnine\tNOT\tHP:2\trash\tOMIM:9\tIEA\t\tP",
            "OMIM:9\tnine\t\tHP:7\tdominant\tOMIM:9\tIEA\t\tI",
        ],
    )


def test_struck_out_indications_are_the_false_ones(tmp_path: Path) -> None:
    write(
        tmp_path / "verdicts/pharmacotherapydb_dev.tsv",
        [
            "doid_id\tdrugbank_id\tdisease\tdrug\tcategory\tn_curators\tn_resources",
            "DOID:1\tDB1\tDrusel fever\tVelbrodine\tDM\t1\t1",
            "DOID:1\tDB2\tDrusel fever\tTorvaxin\tNOT\t1\t1",
        ],
    )
    first, second = indications(tmp_path)
    assert (first.subject.id, first.predicate, first.object.id, first.true) == ("DRUGBANK:DB1", "treats", "DOID:1", True)
    assert (second.group, second.true) == ("NOT", False)


def test_each_negated_phenotype_stands_beside_present_ones_of_its_disease_and_its_phenotype(tmp_path: Path) -> None:
    write_hpo(tmp_path)
    found = [(pair.subject.id, pair.object.id, pair.true) for pair in phenotypes(tmp_path)]
    assert found == [("ORPHA:1", "HP:1", False), ("ORPHA:1", "HP:2", True), ("ORPHA:2", "HP:1", True)]


def test_the_graph_of_that_row_has_nothing_of_orphanet(tmp_path: Path) -> None:
    write_hpo(tmp_path)
    (batch,) = hpo_without_orphanet(tmp_path)
    assert {edge.subject for edge in batch.edges} == {"OMIM:9"}
    assert [(e.object, e.negated, e.publications) for e in batch.edges] == [("HP:1", False, ("77", "78")), ("HP:2", True, ())]


def test_pairs_that_are_both_indicated_and_contraindicated_are_left_out(tmp_path: Path) -> None:
    write_primekg(tmp_path)
    found = [(pair.subject.name, pair.object.name, pair.true) for pair in contraindications(tmp_path)]
    assert found == [("Velbrodine", "drusel fever", True), ("Velbrodine", "kelvane group", False)]


def test_names_of_the_fragment_become_edges_in_one_direction(tmp_path: Path) -> None:
    write_primekg(tmp_path)
    known = {("KELV1", "Gene"): "HGNC:1", ("drusel fever", "Disease"): "MESH:D1"}
    (batch,) = primekg_fragment(tmp_path, lambda name, category: known.get((name, category)))
    said = {(e.subject, e.predicate, e.object, e.qualifier) for e in batch.edges}
    drug, other = "PRIMEKG:SmallMolecule.Velbrodine", "PRIMEKG:SmallMolecule.Torvaxin"
    itch, group = "PRIMEKG:Disease.nocturnal itch", "PRIMEKG:Disease.kelvane group"
    assert said == {
        (drug, "treats", "MESH:D1", ""),
        (drug, "contraindicated in", group, ""),
        (other, "treats", itch, ""),
        (other, "contraindicated in", itch, ""),
        (other, "treats", "MESH:D1", "off-label use"),
        ("HGNC:1", "gene associated with", group, ""),
        (drug, "targets", "HGNC:1", ""),
    }
    assert {node.id for node in batch.nodes} == {drug, other, itch, group}


def test_ontologies_give_their_own_terms_alone(tmp_path: Path) -> None:
    write(
        tmp_path / "kg/other/ontology_mondo_relations.tsv.gz",
        [
            "source\tsource_name\trelation\ttarget\ttarget_name",
            "0000002\tb\tis_a\t0000001\ta",
            "0000002\tb\tpart_of\t0000001\ta",
            "BFO:1\tx\tis_a\t0000001\ta",
        ],
    )
    (batch,) = ontology_is_a(tmp_path, "mondo")
    assert [(e.subject, e.predicate, e.object) for e in batch.edges] == [("MONDO:0000002", "is a", "MONDO:0000001")]


def test_missing_data_and_strange_columns_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(DataMissing, match=r"no file pharmacotherapydb_dev\.tsv in verdicts"):
        indications(tmp_path)
    write(tmp_path / "verdicts/pharmacotherapydb_dev.tsv", ["a\tb"])
    with pytest.raises(EvaluationError, match="no column 'doid_id'"):
        indications(tmp_path)
