"""The Human Phenotype Ontology's annotations: phenotype.hpoa, genes_to_disease.txt and genes_to_phenotype.txt, or tables of the same columns."""

import re
from collections.abc import Iterator
from pathlib import Path

from corpuscle.index_builder import hpo_annotations
from corpuscle.index_builder.graph_sources.curies import curie, normal_curie
from corpuscle.index_builder.graph_sources.formats import BatchMaker, FileHead, Files, GraphFormat, file_version
from corpuscle.index_builder.graph_sources.licences import LICENCES, parts_of
from corpuscle.index_builder.graph_sources.relations import Relation
from corpuscle.index_builder.graph_sources.rows import Batch, ImportedEdge, ImportedNode, ReadingLog
from corpuscle.index_builder.graph_sources.tables import table_rows, text_lines
from corpuscle.index_builder.hpo_annotations import phenotype_row

_PHENOTYPES = ("database_id", "disease_name", "qualifier", "hpo_id", "reference", "evidence", "frequency", "aspect")
_PHENOTYPES_TABLE = ("disease_id", *_PHENOTYPES[1:])
_GENE_DISEASE = Relation("gene associated with", score=0.9)
_ASSOCIATIONS = {"MENDELIAN": 0.95, "POLYGENIC": 0.8, "UNKNOWN": 0.75}  # of genes_to_disease.txt; set by hand
_OF_GENE = Relation("gene associated with", score=0.75, knowledge_level="logical_entailment", agent_type="automated_agent")
_LEFT_OUT = {
    "I": "mode of inheritance, no relation of two entities",
    "C": "course of the disease, no relation of two entities",
    "M": "modifier of another annotation",
    "H": "history, no relation of two entities",
}


_NO_PHENOTYPE = re.compile(  # names of terms outside "Phenotypic abnormality"; genes_to_phenotype.txt lists them too, without saying so
    r".*\binheritance\b.*|.*\bonset|(?:Slowly |Rapidly )?[Pp]rogressive|Nonprogressive|Typified by .*|Typically de novo|Variable expressivity|Sporadic"
    r"|Death in .*|(?:Neonatal|Prenatal) death|Stillbirth|Miscarriage|.*\banticipation\b.*|.*-limited expression|Contiguous gene syndrome"
    r"|Uniparental disomy|Recurrent|Episodic|Pregnancy (?:history|exposure)|History of .*|Recurrent spontaneous abortion|Maternal .*"
)


class _Annotations:
    """What is common to the files: nodes are given out once."""

    def __init__(self, log: ReadingLog) -> None:
        self.log = log
        self.making = BatchMaker(log)
        self._known: set[str] = set()

    def node(self, identifier: str, name: str, category: str) -> str:
        if identifier not in self._known:
            self._known.add(identifier)
            self.making.nodes.append(ImportedNode(identifier, name, category))
        return identifier

    def edge(self, edge: ImportedEdge, said: str) -> None:
        self.log.mapped[said] += 1
        self.making.edges.append(edge)


def _read(files: Files, log: ReadingLog) -> Iterator[Batch]:
    made = _Annotations(log)
    for role, path in files.items():
        rows = _READERS[role](path, made)
        for _ in rows:
            if made.making.full():
                yield made.making.take()
    yield made.making.take()


def _phenotypes(path: Path, made: _Annotations) -> Iterator[None]:
    """Also of tables whose first column is called disease_id."""
    columns = _PHENOTYPES if "database_id" in _first_columns(path) else _PHENOTYPES_TABLE
    for line, cells in table_rows(path, "\t", columns, made.log, optional=("hpo_name",)):
        disease, name, qualifier, phenotype, reference, evidence, frequency, aspect, phenotype_name = cells
        if aspect != "P":
            if aspect in _LEFT_OUT:
                made.log.left_out[f"aspect {aspect}: {_LEFT_OUT[aspect]}"] += 1
            else:
                made.log.skip(path.name, line, f"unknown aspect {aspect!r}")
            continue
        one, other = normal_curie(disease), normal_curie(phenotype)
        if not (one and other):
            made.log.skip(path.name, line, f"{phenotype if one else disease!r} is no CURIE")
            continue
        row = phenotype_row(one, name, other, reference, evidence, qualifier=qualifier, frequency=frequency)
        made.node(one, name, "Disease")
        made.node(other, phenotype_name, "PhenotypicFeature")
        relation = Relation("has phenotype", negated=row.negated, score=row.score)
        made.edge(relation.edge(one, other, row.pmids), relation.told("phenotype (NOT)" if row.negated else "phenotype"))
        yield


def _gene_diseases(path: Path, made: _Annotations) -> Iterator[None]:
    columns = _first_columns(path)
    gene_column, symbol_column = ("ncbi_gene_id", "gene_symbol") if "ncbi_gene_id" in columns else ("entrez", "symbol")
    rows = table_rows(path, "\t", (gene_column, symbol_column, "disease_id"), made.log, optional=("association_type", "disease_name"))
    for line, (gene, symbol, disease, association, disease_name) in rows:
        one, other = _gene(gene), normal_curie(disease)
        if not (one and other):
            made.log.skip(path.name, line, f"{disease if one else gene!r} is no identifier")
            continue
        made.node(one, symbol, "Gene")
        made.node(other, disease_name, "Disease")
        relation = _GENE_DISEASE._replace(score=_ASSOCIATIONS.get(association, _GENE_DISEASE.score))
        made.edge(relation.edge(one, other), relation.told(f"gene of disease{association and f' ({association})'}"))
        yield


def _gene_phenotypes(path: Path, made: _Annotations) -> Iterator[None]:
    """Each gene and phenotype once, whatever the disease; where the disease is told, the gene and the disease too."""
    columns = _first_columns(path)
    gene_column, symbol_column = ("ncbi_gene_id", "gene_symbol") if "ncbi_gene_id" in columns else ("entrez", "symbol")
    seen: set[tuple[str, str]] = set()
    rows = table_rows(path, "\t", (gene_column, symbol_column, "hpo_id", "hpo_name"), made.log, optional=("disease_id",))
    for line, (gene, symbol, phenotype, name, disease) in rows:
        one, other = _gene(gene), normal_curie(phenotype)
        if not (one and other):
            made.log.skip(path.name, line, f"{phenotype if one else gene!r} is no identifier")
            continue
        made.node(one, symbol, "Gene")
        used = False
        if not _NO_PHENOTYPE.fullmatch(name) and (one, other) not in seen:
            seen.add((one, other))
            made.node(other, name, "PhenotypicFeature")
            made.edge(_OF_GENE.edge(one, other), _OF_GENE.told("phenotype of gene"))
            used = True
        third = normal_curie(disease)
        if third and (one, third) not in seen:
            seen.add((one, third))
            made.node(third, "", "Disease")
            made.edge(_GENE_DISEASE.edge(one, third), _GENE_DISEASE.told("gene of disease"))
            used = True
        if not used and _NO_PHENOTYPE.fullmatch(name):
            made.log.left_out["phenotype of gene: inheritance, onset or course, no phenotype"] += 1
        elif not used:
            made.log.repeated += 1
        yield


def _gene(text: str) -> str:
    """The CURIE of an Entrez number, with or without a prefix."""
    return curie("NCBIGene", text) if text.isdecimal() else normal_curie(text)


def _first_columns(path: Path) -> list[str]:
    return next((line for line in text_lines(path) if not line.startswith("#")), "").split("\t")


_READERS = {"phenotypes": _phenotypes, "gene-diseases": _gene_diseases, "gene-phenotypes": _gene_phenotypes}


def _role(head: FileHead) -> str:
    columns = head.columns
    if {"hpo_id", "aspect"} <= columns:
        return "phenotypes"
    if {"hpo_id", "hpo_name"} <= columns and ({"ncbi_gene_id", "gene_symbol"} <= columns or {"entrez", "symbol"} <= columns):
        return "gene-phenotypes"
    if {"ncbi_gene_id", "disease_id"} <= columns or {"entrez", "disease_id"} <= columns:
        return "gene-diseases"
    return ""


def _version(files: Files) -> str:
    """The "#version" line of phenotype.hpoa, else what the names say."""
    return (hpo_annotations.annotation_version(text_lines(files["phenotypes"])) if "phenotypes" in files else "") or file_version(files)


HPO = GraphFormat(
    name="hpo",
    title="Human Phenotype Ontology: phenotype.hpoa, genes_to_disease.txt, genes_to_phenotype.txt, one or several",
    licence=LICENCES["hpo"],
    parts=parts_of(),
    role=_role,
    read=_read,
    needed=frozenset(_READERS),
    version=_version,
)
