"""CURIEs as this graph writes them, from the many spellings of their prefixes."""

import re

_PREFIXES = {
    "CHEBI": "chebi",
    "CHEMBL.COMPOUND": "chembl chembl.compound",
    "CL": "cl",
    "DBSNP": "dbsnp",
    "DOID": "do doid",
    "DRUGBANK": "db drugbank",
    "DRUGCENTRAL": "drugcentral",
    "EFO": "efo",
    "ENSEMBL": "ensembl",
    "GO": "go",
    "HGNC": "hgnc",
    "HGNC.SYMBOL": "hgnc.symbol",
    "HP": "hp hpo",
    "ICD10": "icd10 icd10cm icd10who",
    "INTERPRO": "interpro",
    "KEGG": "kegg kegg.pathway",
    "MEDDRA": "meddra",
    "MEDGEN": "medgen",
    "MESH": "mesh msh mesh_ui",
    "MONDO": "mondo",
    "NCBIGene": "entrez entrezgene geneid ncbi.gene ncbigene",
    "NCBITaxon": "ncbitaxon ncbi_taxonomy taxon taxonomy",
    "NCIT": "ncit nci",
    "NDFRT": "ndfrt",
    "OMIM": "mim omim",
    "OMIMPS": "omimps omim.ps",
    "ORPHA": "orpha orphanet ordo orphanet.ordo",
    "PFAM": "pfam",
    "PMID": "pmid pubmed",
    "PUBCHEM.COMPOUND": "pubchem pubchem.compound cid",
    "REACT": "react reactome",
    "RXCUI": "rxcui rxnorm",
    "SNOMEDCT": "snomed snomedct sctid",
    "UBERON": "uberon uberonanat",
    "UMLS": "umls umls_cui",
    "UNII": "unii",
    "UniProtKB": "uniprot uniprotkb sp swissprot",
    "WIKIPATHWAYS": "wikipathways wp",
}
_SPELLED = {spelling: prefix for prefix, spellings in _PREFIXES.items() for spelling in spellings.split()}
_SEVEN_DIGITS = frozenset({"MONDO", "HP", "GO", "UBERON", "CL", "EFO"})
_CURIE = re.compile(r"[A-Za-z][\w.-]*:[^\s|]+")


def curie(prefix: str, local: str) -> str:
    """The CURIE of an identifier in a vocabulary named in any known way; numbers of the OBO vocabularies get their seven digits."""
    known = _SPELLED.get(prefix.lower(), prefix)
    if known in _SEVEN_DIGITS and local.isdigit():
        local = local.zfill(7)
    return f"{known}:{local}"


def normal_curie(text: str) -> str:
    """`text` with the prefix that this graph uses; "" where it is no CURIE."""
    if not _CURIE.fullmatch(text):
        return ""
    prefix, _, local = text.partition(":")
    doubled, _, rest = local.partition(":")  # "MESH:MESH:D001241"
    return curie(prefix, rest if rest and doubled.lower() == prefix.lower() else local)
