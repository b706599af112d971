"""Curated edges of the Human Phenotype Ontology: diseases and phenotypes, genes and diseases."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter

SOURCE = "hpo"
LICENCE = "HPO licence (https://hpo.jax.org/app/license): free use with attribution and version, unchanged"

_SCORE = {"PCS": 0.97, "TAS": 0.93, "IEA": 0.88}  # set by hand: published study, traceable statement, taken over by machine
_NEVER = "HP:0040285"  # frequency "Excluded (0%)"
_NONE_OF = re.compile(r"0/\d+|0%")
_COLUMNS = ["aspect", "database_id", "disease_name", "hpo_id", "reference", "evidence", "qualifier", "frequency"]


@dataclass(frozen=True, slots=True)
class PhenotypeRow:
    """One line of phenotype.hpoa about a phenotypic abnormality. `score` follows HPO's evidence code."""

    disease: str
    """OMIM:…, ORPHA:… or DECIPHER:…"""
    disease_name: str
    phenotype: str
    negated: bool
    evidence: str
    score: float
    pmids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GeneDisease:
    """A gene (NCBIGene CURIE) that HPO associates with a disease."""

    gene: str
    disease: str


def phenotype_row(
    disease: str, name: str, phenotype: str, reference: str, evidence: str, *, qualifier: str, frequency: str
) -> PhenotypeRow:
    """The statement of one line. NOT, and a frequency of none ("0/7", "0%", HP:0040285), make it negated."""
    pmids = tuple(r.removeprefix("PMID:") for r in reference.split(";") if r.startswith("PMID:"))
    negated = qualifier == "NOT" or frequency == _NEVER or _NONE_OF.fullmatch(frequency) is not None
    return PhenotypeRow(disease, name, phenotype, negated, evidence, _SCORE.get(evidence, 0.85), pmids)


def read_phenotypes(lines: Iterable[str]) -> Iterator[PhenotypeRow]:
    """The rows of aspect P."""
    records = csv.reader((line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)
    place = {column: number for number, column in enumerate(next(records, _COLUMNS))}
    fields = itemgetter(*(place[column] for column in _COLUMNS))
    for record in records:
        aspect, disease, name, phenotype, reference, evidence, qualifier, frequency = fields(record)
        if aspect == "P":
            yield phenotype_row(disease, name, phenotype, reference, evidence, qualifier=qualifier, frequency=frequency)


def read_gene_diseases(lines: Iterable[str]) -> list[GeneDisease]:
    """Pairs of genes_to_phenotype.txt, each once."""
    found: dict[tuple[str, str], GeneDisease] = {}
    for record in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        gene, disease = f"NCBIGene:{record['ncbi_gene_id']}", record["disease_id"]
        if (gene, disease) not in found:
            found[gene, disease] = GeneDisease(gene, disease)
    return list(found.values())


def annotation_version(lines: Iterable[str]) -> str:
    """The "#version" line of phenotype.hpoa, or ""."""
    for line in lines:
        if not line.startswith("#"):
            return ""
        if line.startswith("#version:"):
            return line.partition(":")[2].strip()
    return ""
