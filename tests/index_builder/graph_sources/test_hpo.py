from tests.index_builder.graph_sources.conftest import ReadFile

HEAD = (
    '#description: "HPO annotations"\n#version: 2025-01-16\n'
    "database_id\tdisease_name\tqualifier\thpo_id\treference\tevidence\tonset\tfrequency\tsex\tmodifier\taspect\tbiocuration\n"
)


def _row(qualifier: str = "", frequency: str = "", aspect: str = "P", phenotype: str = "HP:0001250") -> str:
    return f"OMIM:1\tBlue thumb\t{qualifier}\t{phenotype}\tPMID:12;OMIM:1\tPCS\t\t{frequency}\t\t\t{aspect}\tX\n"


def test_phenotypes_present_and_absent(read: ReadFile) -> None:
    found = read({"phenotype.hpoa": HEAD + _row() + _row("NOT") + _row(frequency="0/9") + _row(aspect="I")})
    assert found.triples == [("OMIM:1", "has phenotype", "HP:0001250")] * 3
    assert [edge.negated for edge in found.edges] == [False, True, True]
    assert found.edges[0].publications == ("12",)
    assert found.nodes["OMIM:1"].name == "Blue thumb"
    assert found.log.left_out == {"aspect I: mode of inheritance, no relation of two entities": 1}
    assert (found.source, found.version) == ("hpo", "2025-01-16")


def test_rows_that_cannot_be_read_are_listed(read: ReadFile) -> None:
    found = read({"phenotype.hpoa": HEAD + "OMIM:1\n" + _row(phenotype="Seizure") + _row(aspect="Q") + _row()})
    assert [row.line for row in found.skipped] == [4, 5, 6]
    assert len(found.edges) == 1


def test_genes_of_a_disease_by_the_kind_of_association(read: ReadFile) -> None:
    head = "ncbi_gene_id\tgene_symbol\tassociation_type\tdisease_id\tsource\n"
    rows = "NCBIGene:77\tGLIM1\tMENDELIAN\tOMIM:1\tftp\nNCBIGene:78\tGLIM2\tPOLYGENIC\tOMIM:1\tftp\n"
    found = read({"genes_to_disease.txt": head + rows})
    assert found.triples == [("NCBIGene:77", "gene associated with", "OMIM:1"), ("NCBIGene:78", "gene associated with", "OMIM:1")]
    assert found.edges[0].score > found.edges[1].score


def test_a_gene_s_phenotypes_once_each_without_modes_of_inheritance(read: ReadFile) -> None:
    head = "ncbi_gene_id\tgene_symbol\thpo_id\thpo_name\tfrequency\tdisease_id\n"
    rows = (
        "77\tGLIM1\tHP:0000007\tAutosomal recessive inheritance\t-\tOMIM:1\n"
        "77\tGLIM1\tHP:0001250\tSeizure\t-\tOMIM:1\n"
        "77\tGLIM1\tHP:0001250\tSeizure\t-\tOMIM:1\n"
    )
    found = read({"genes_to_phenotype.txt": head + rows})
    assert found.triples == [("NCBIGene:77", "gene associated with", "OMIM:1"), ("NCBIGene:77", "gene associated with", "HP:0001250")]
    assert (found.log.rows, found.log.used, found.log.repeated) == (3, 2, 1)


def test_a_folder_with_all_files_is_one_graph(read: ReadFile) -> None:
    genes = "ncbi_gene_id\tgene_symbol\tassociation_type\tdisease_id\tsource\nNCBIGene:77\tGLIM1\tUNKNOWN\tOMIM:1\tftp\n"
    found = read({"phenotype.hpoa": HEAD + _row(), "genes_to_disease.txt": genes}, folder=True)
    assert {predicate for _, predicate, _ in found.triples} == {"has phenotype", "gene associated with"}
