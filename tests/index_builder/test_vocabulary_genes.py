from corpuscle.index_builder.vocabulary import Vocabulary
from corpuscle.index_builder.vocabulary_genes import read_genes

HEAD = (
    "HGNC ID\tApproved symbol\tApproved name\tStatus\tAlias symbols\tNCBI Gene ID(supplied by NCBI)\tUniProt ID(supplied by UniProt)\t"
    "Previous symbols\tLocus type\n"
)


def test_a_gene_answers_to_its_symbol_its_entrez_number_and_its_proteins() -> None:
    vocabulary = Vocabulary(lambda row: None)
    row = "HGNC:1\tGLIM1\tglimrin 1\tApproved\t\t77\tP00001, P00002\t\tgene with protein product\n"
    assert read_genes([HEAD, row], vocabulary) == 1
    for xref in ("HGNC.SYMBOL:GLIM1", "NCBIGene:77", "UniProtKB:P00001", "UniProtKB:P00002"):
        assert vocabulary.by_xref(xref) == "HGNC:1"
