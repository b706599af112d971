from corpuscle.index_builder.hpo_annotations import GeneDisease, annotation_version, read_gene_diseases, read_phenotypes

HEAD = "database_id\tdisease_name\tqualifier\thpo_id\treference\tevidence\tonset\tfrequency\tsex\tmodifier\taspect\tbiocuration\n"


def _row(qualifier: str = "", frequency: str = "", aspect: str = "P", reference: str = "PMID:12;OMIM:1", evidence: str = "PCS") -> str:
    return f"OMIM:1\tBlue thumb\t{qualifier}\tHP:0000001\t{reference}\t{evidence}\t\t{frequency}\t\t\t{aspect}\tX\n"


def test_rows_of_phenotypes_only() -> None:
    rows = list(read_phenotypes(["#version: 2025\n", HEAD, _row(), _row(aspect="I"), _row(aspect="C")]))
    assert [(r.disease, r.disease_name, r.phenotype, r.pmids, r.negated) for r in rows] == [
        ("OMIM:1", "Blue thumb", "HP:0000001", ("12",), False)
    ]


def test_not_and_a_frequency_of_none_are_negations() -> None:
    rows = read_phenotypes(
        [HEAD, _row("NOT"), _row(frequency="0/7"), _row(frequency="HP:0040285"), _row(frequency="10/20"), _row(frequency="0%")]
    )
    assert [r.negated for r in rows] == [True, True, True, False, True]


def test_published_study_outweighs_a_machine_s_word() -> None:
    pcs, iea = read_phenotypes([HEAD, _row(), _row(evidence="IEA", reference="ORPHA:1")])
    assert pcs.score > iea.score
    assert iea.pmids == ()


def test_gene_disease_pairs_are_listed_once() -> None:
    head = "ncbi_gene_id\tgene_symbol\thpo_id\thpo_name\tfrequency\tdisease_id\n"
    row = "10\tNAT2\tHP:0000007\tx\t-\tOMIM:243400\n"
    assert read_gene_diseases([head, row, row.replace("0000007", "0000008")]) == [GeneDisease("NCBIGene:10", "OMIM:243400")]


def test_version_stands_in_the_head() -> None:
    assert annotation_version(["#description: x\n", "#version: 2025-01-16\n", HEAD]) == "2025-01-16"
    assert annotation_version([HEAD, "#version: late\n"]) == ""
