import pytest

from corpuscle.index_builder.graph_sources import FORMATS
from corpuscle.index_builder.graph_sources.hetionet import HETIONET
from corpuscle.kg.predicates import PREDICATES
from tests.index_builder.graph_sources.conftest import ReadFile

NODES = """id\tname\tkind
Gene::77\tGLIM1\tGene
Gene::78\tGLIM2\tGene
Compound::DB00001\tMirellan\tCompound
Compound::DB00002\tMirellol\tCompound
Disease::DOID:9\tblue thumb\tDisease
Disease::DOID:10\tred thumb\tDisease
Side Effect::C0000729\tAbdominal cramps\tSide Effect
Symptom::D000006\tAbdomen, Acute\tSymptom
Anatomy::UBERON:0000002\tuterine cervix\tAnatomy
Pharmacologic Class::N0000000069\tThumb Agents\tPharmacologic Class
Pathway::PC7_1230\tAcetylation\tPathway
Biological Process::GO:0000002\tmaintenance\tBiological Process
Cellular Component::GO:0000015\tcomplex\tCellular Component
Molecular Function::GO:0000010\tactivity\tMolecular Function
"""
HEAD = "source\tmetaedge\ttarget\n"
C, C2, G, G2, D, D2 = "Compound::DB00001", "Compound::DB00002", "Gene::77", "Gene::78", "Disease::DOID:9", "Disease::DOID:10"
A = "Anatomy::UBERON:0000002"
DRUG, GENE, DISEASE = "DRUGBANK:DB00001", "NCBIGene:77", "DOID:9"


@pytest.mark.parametrize(
    ("row", "triple"),
    [
        ((A, "AdG", G), (GENE, "underexpressed in", "UBERON:0000002")),
        ((A, "AeG", G), (GENE, "expressed in", "UBERON:0000002")),
        ((A, "AuG", G), (GENE, "overexpressed in", "UBERON:0000002")),
        ((C, "CbG", G), (DRUG, "binds", GENE)),
        ((C, "CcSE", "Side Effect::C0000729"), (DRUG, "causes", "UMLS:C0000729")),
        ((C, "CdG", G), (DRUG, "downregulates", GENE)),
        ((C, "CpD", D), (DRUG, "palliates", DISEASE)),
        ((C, "CrC", C2), (DRUG, "resembles", "DRUGBANK:DB00002")),
        ((C, "CtD", D), (DRUG, "treats", DISEASE)),
        ((C, "CuG", G), (DRUG, "upregulates", GENE)),
        ((D, "DaG", G), (GENE, "gene associated with", DISEASE)),
        ((D, "DdG", G), (GENE, "underexpressed in", DISEASE)),
        ((D, "DlA", A), (DISEASE, "located in", "UBERON:0000002")),
        ((D, "DpS", "Symptom::D000006"), (DISEASE, "has phenotype", "MESH:D000006")),
        ((D, "DrD", D2), (DISEASE, "resembles", "DOID:10")),
        ((D, "DuG", G), (GENE, "overexpressed in", DISEASE)),
        ((G, "GcG", G2), (GENE, "covaries with", "NCBIGene:78")),
        ((G, "GiG", G2), (GENE, "interacts with", "NCBIGene:78")),
        ((G, "GpBP", "Biological Process::GO:0000002"), (GENE, "participates in", "GO:0000002")),
        ((G, "GpCC", "Cellular Component::GO:0000015"), (GENE, "located in", "GO:0000015")),
        ((G, "GpMF", "Molecular Function::GO:0000010"), (GENE, "participates in", "GO:0000010")),
        ((G, "GpPW", "Pathway::PC7_1230"), (GENE, "participates in", "HETIONET:PC7_1230")),
        ((G, "Gr>G", G2), (GENE, "regulates", "NCBIGene:78")),
        (("Pharmacologic Class::N0000000069", "PCiC", C), (DRUG, "has role", "NDFRT:N0000000069")),
    ],
)
def test_each_metaedge_has_its_predicate_and_direction(read: ReadFile, row: tuple[str, str, str], triple: tuple[str, str, str]) -> None:
    found = read({"hetionet-v1.0-edges.sif": HEAD + "\t".join(row) + "\n", "hetionet-v1.0-nodes.tsv": NODES})
    assert found.triples == [triple]
    assert found.skipped == []
    assert PREDICATES[triple[1]].stored
    assert found.edges[0].primary_source in HETIONET.parts


def test_nodes_beside_the_edges_are_read_first(read: ReadFile) -> None:
    found = read({"edges.sif.gz": f"{HEAD}{C}\tCtD\t{D}\n", "nodes.tsv": NODES})
    assert found.nodes[DRUG].name == "Mirellan"
    assert found.nodes["UMLS:C0000729"].category == "PhenotypicFeature"
    assert found.batches[0].nodes != []
    assert found.batches[0].edges == []
    assert found.log.rows == 14 + 1


def test_edges_alone_bring_their_nodes_with_the_names_they_have(read: ReadFile) -> None:
    text = f"source\tsource_name\tmetaedge\ttarget\ttarget_name\tprovenance\n{C}\tMirellan\tCtD\t{D}\tblue thumb\tsomewhere\n"
    found = read({"edges.tsv": text})
    assert {node.name for node in found.nodes.values()} == {"Mirellan", "blue thumb"}
    assert read({"plain.sif": f"{HEAD}{C}\tCtD\t{D}\n"}).nodes[DRUG].name == ""


def test_a_folder_is_read_as_one_graph(read: ReadFile) -> None:
    found = read({"edges.sif": f"{HEAD}{C}\tCtD\t{D}\n", "nodes.tsv": NODES, "README.md": "What this is.\n"}, folder=True)
    assert found.triples == [(DRUG, "treats", DISEASE)]
    assert (found.source, found.version) == ("hetionet", "v1.0")


def test_malformed_rows_are_listed_with_their_line(read: ReadFile) -> None:
    found = read({"edges.sif": f"{HEAD}{C}\tCtD\n{C}\tCxD\t{D}\nMirellan\tCtD\t{D}\n{C}\tCtD\t{D}\n", "nodes.tsv": NODES + "x\ty\tz\n"})
    assert found.triples == [(DRUG, "treats", DISEASE)]
    assert [(row.file, row.line) for row in found.skipped] == [("nodes.tsv", 16), ("edges.sif", 2), ("edges.sif", 3), ("edges.sif", 4)]


def test_licences_name_the_resources_that_restrict() -> None:
    assert {name for name, licence in FORMATS["hetionet"].parts.items() if licence.restrictive} >= {"drugbank", "sider", "disgenet"}
