"""Curated edges of the Human Phenotype Ontology: diseases and phenotypes, genes and diseases."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SOURCE = "hpo"
LICENCE = "HPO licence (https://hpo.jax.org/app/license): free use with attribution and version, unchanged"

_SCORE = {"PCS": 0.97, "TAS": 0.93, "IEA": 0.88}  # set by hand: published study, traceable statement, taken over by machine
_NEVER = "HP:0040285"  # frequency "Excluded (0%)"
_NONE_OF = re.compile(r"0/\d+|0%")


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


def read_phenotypes(lines: Iterable[str]) -> Iterator[PhenotypeRow]:
    """The rows of aspect P. NOT, and a frequency of none, make a row negated."""
    records = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)
    for record in records:
        if record["aspect"] != "P":
            continue
        pmids = tuple(r.removeprefix("PMID:") for r in record["reference"].split(";") if r.startswith("PMID:"))
        negated = record["qualifier"] == "NOT" or record["frequency"] == _NEVER or _NONE_OF.fullmatch(record["frequency"]) is not None
        yield PhenotypeRow(
            record["database_id"],
            record["disease_name"],
            record["hpo_id"],
            negated,
            record["evidence"],
            _SCORE.get(record["evidence"], 0.85),
            pmids,
        )


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
