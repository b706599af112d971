from tests.index_builder.graph_sources.conftest import ReadFile

GENES = (
    "gene\tuniprot\tdisease_id\tdisease_name\tmim\txrefs\tn_variants\n"
    "GLIM1\tP00001\tDI-00001\tBlue thumb 1\tMIM:1001\tMIM:1001,MedGen:C0000001,MeSH:D000001\t3\n"
    "GLIM2\tP00002\tDI-00002\tBlue thumb 2\tMIM:1002\tMIM:1002,MeSH:D000001,MeSH:D000002\t0\n"
)
VARIANT_HEAD = "gene\tuniprot\tvariant\taa_change\tsignificance\tdbsnp\tdisease_id\tdisease_name\tmim\n"


def test_a_gene_by_its_accession_and_symbol_a_disease_by_its_omim_number(read: ReadFile) -> None:
    found = read({"gene_disease.tsv": GENES})
    assert found.triples == [
        ("UniProtKB:P00001", "gene associated with", "OMIM:1001"),
        ("UniProtKB:P00002", "gene associated with", "OMIM:1002"),
    ]
    assert found.nodes["UniProtKB:P00001"].xrefs == ("HGNC.SYMBOL:GLIM1",)


def test_a_mesh_heading_that_two_diseases_share_is_none_of_them(read: ReadFile) -> None:
    found = read({"gene_disease.tsv": GENES})
    assert found.nodes["OMIM:1001"].xrefs == ("MEDGEN:C0000001",)
    assert found.nodes["OMIM:1002"].xrefs == ("MESH:D000002",)


def test_what_variants_do(read: ReadFile) -> None:
    rows = "".join(
        f"GLIM1\tP00001\tVAR_{number}\tp.Glu142Lys\t{word}\t{snp}\tDI-00001\tBlue thumb 1\tMIM:1001\n"
        for number, word, snp in ((1, "lpp", "rs1"), (2, "lbb", "-"), (3, "us", "-"), (4, "maybe", "-"))
    )
    found = read({"variant_disease.tsv": VARIANT_HEAD + rows})
    assert [(e.subject, e.predicate, e.object, e.negated) for e in found.edges] == [
        ("UNIPROT.VAR:VAR_1", "causes", "OMIM:1001", False),
        ("UNIPROT.VAR:VAR_2", "causes", "OMIM:1001", True),
    ]
    assert found.nodes["UNIPROT.VAR:VAR_1"].name == "GLIM1 p.Glu142Lys"
    assert found.nodes["UNIPROT.VAR:VAR_1"].xrefs == ("DBSNP:rs1",)
    assert found.log.left_out == {"variant (us): uncertain significance": 1}
    assert [row.line for row in found.skipped] == [5]


def test_the_list_of_diseases_lends_acronyms(read: ReadFile) -> None:
    diseases = "disease_id\tdisease_name\tacronym\tmim\txrefs\tdescription\nDI-00001\tBlue thumb 1\tBLT1\tMIM:1001\tMIM:1001\tBlue.\n"
    found = read({"gene_disease.tsv": GENES, "diseases.tsv": diseases})
    assert found.nodes["OMIM:1001"].synonyms == ("BLT1",)
    assert len(found.edges) == 2
