"""Hetionet v1.0 (Himmelstein et al., eLife 2017, doi 10.7554/eLife.26726): nodes.tsv with edges.sif, or with edges.tsv that has more columns."""

from collections.abc import Iterator
from functools import cache

from corpuscle.index_builder.graph_sources.curies import curie, normal_curie
from corpuscle.index_builder.graph_sources.formats import BatchMaker, FileHead, Files, GraphFormat
from corpuscle.index_builder.graph_sources.licences import LICENCES, parts_of
from corpuscle.index_builder.graph_sources.relations import Relation
from corpuscle.index_builder.graph_sources.rows import Batch, ImportedNode, Licence, ReadingLog
from corpuscle.index_builder.graph_sources.tables import table_rows

_KINDS = {
    "Anatomy": ("", "GrossAnatomicalStructure"),
    "Biological Process": ("", "BiologicalProcess"),
    "Cellular Component": ("", "CellularComponent"),
    "Compound": ("DRUGBANK", "SmallMolecule"),
    "Disease": ("", "Disease"),
    "Gene": ("NCBIGene", "Gene"),
    "Molecular Function": ("", "MolecularActivity"),
    "Pathway": ("HETIONET", "Pathway"),
    "Pharmacologic Class": ("NDFRT", "ChemicalRole"),
    "Side Effect": ("UMLS", "PhenotypicFeature"),
    "Symptom": ("MESH", "PhenotypicFeature"),
}
"""Prefix of the identifiers of each kind, "" where they bring their own, and Biolink category."""


def _counted(predicate: str, source: str, score: float, *, turned: bool = False) -> Relation:
    """A relation computed from measurements or texts."""
    return Relation(predicate, turned, False, score, "", source, "statistical_association", "data_analysis_pipeline")


_RELATIONS = {
    "AdG": _counted("underexpressed in", "bgee", 0.75, turned=True),
    "AeG": _counted("expressed in", "bgee", 0.85, turned=True),
    "AuG": _counted("overexpressed in", "bgee", 0.75, turned=True),
    "CbG": Relation("binds", score=0.93, primary_source="drugbank"),
    "CcSE": Relation("causes", score=0.8, qualifier="side effect", primary_source="sider"),
    "CdG": _counted("downregulates", "lincs", 0.6),
    "CpD": Relation("palliates", score=0.9, primary_source="pharmacotherapydb"),
    "CrC": _counted("resembles", "hetionet", 0.9),
    "CtD": Relation("treats", score=0.95, primary_source="pharmacotherapydb"),
    "CuG": _counted("upregulates", "lincs", 0.6),
    "DaG": Relation("gene associated with", turned=True, score=0.75, primary_source="disgenet"),
    "DdG": _counted("underexpressed in", "stargeo", 0.65, turned=True),
    "DlA": _counted("located in", "medline", 0.7),
    "DpS": _counted("has phenotype", "medline", 0.7),
    "DrD": _counted("resembles", "medline", 0.7),
    "DuG": _counted("overexpressed in", "stargeo", 0.65, turned=True),
    "GcG": _counted("covaries with", "erc", 0.7),
    "GiG": Relation("interacts with", score=0.8, primary_source="ppi", knowledge_level="observation"),
    "GpBP": Relation("participates in", primary_source="go"),
    "GpCC": Relation("located in", primary_source="go"),
    "GpMF": Relation("participates in", primary_source="go"),
    "GpPW": Relation("participates in", primary_source="pathway-commons"),
    "Gr>G": _counted("regulates", "lincs", 0.6),
    "PCiC": Relation("has role", turned=True, score=0.95, primary_source="drugcentral"),
}
"""By metaedge; computed ones have scores set by hand, lower where the measurement is noisy."""


def _read(files: Files, log: ReadingLog) -> Iterator[Batch]:
    making = BatchMaker(log)
    known: set[str] = set()
    if "nodes" in files:
        for line, (identifier, name, kind) in table_rows(files["nodes"], "\t", ("id", "name", "kind"), log):
            node = _curie(identifier)
            if not node:
                log.skip(files["nodes"].name, line, f"{identifier} is no Hetionet identifier (Kind::ID)")
                continue
            known.add(identifier)
            making.nodes.append(ImportedNode(node, name, _KINDS[kind][1] if kind in _KINDS else "NamedThing"))
    if "edges" in files:
        yield making.take()
        yield from _edges(files, known, making, log)
    yield making.take()


def _edges(files: Files, known: set[str], making: BatchMaker, log: ReadingLog) -> Iterator[Batch]:
    path = files["edges"]
    rows = table_rows(path, "\t", ("source", "metaedge", "target"), log, optional=("source_name", "target_name"))
    for line, (source, metaedge, target, source_name, target_name) in rows:
        relation = _RELATIONS.get(metaedge)
        if relation is None:
            log.skip(path.name, line, f"unknown metaedge {metaedge}")
            continue
        one, other = _curie(source), _curie(target)
        if not (one and other):
            log.skip(path.name, line, f"{target if one else source} is no Hetionet identifier (Kind::ID)")
            continue
        for identifier, node, name in ((source, one, source_name), (target, other, target_name)):
            if identifier not in known:
                known.add(identifier)
                making.nodes.append(ImportedNode(node, name, _KINDS[identifier.partition("::")[0]][1]))
        log.mapped[_told(metaedge)] += 1
        making.edges.append(relation.edge(one, other))
        if making.full():
            yield making.take()


@cache
def _told(metaedge: str) -> str:
    return _RELATIONS[metaedge].told(metaedge)


@cache
def _curie(identifier: str) -> str:
    """The CURIE of "Kind::ID", "" where it is none."""
    kind, _, local = identifier.partition("::")
    if kind not in _KINDS or not local:
        return ""
    prefix = _KINDS[kind][0]
    return curie(prefix, local) if prefix else normal_curie(local)


def _role(head: FileHead) -> str:
    if {"source", "metaedge", "target"} <= head.columns:
        return "edges"
    return "nodes" if {"id", "name", "kind"} <= head.columns and "::" in head.text else ""


def _version(files: Files) -> str:
    return "v1.0"


HETIONET = GraphFormat(
    name="hetionet",
    title="Hetionet: nodes.tsv (id, name, kind) with edges.sif or edges.tsv (source, metaedge, target)",
    licence=Licence(
        "CC0-1.0 (what is Hetionet's own)",
        "Each edge keeps the terms of its resource: DrugBank, SIDER and DisGeNET among them, see https://github.com/hetio/hetionet#license.",
        True,
    ),
    parts=parts_of(
        *("bgee", "disgenet", "drugbank", "drugcentral", "erc", "go", "lincs", "medline", "pathway-commons", "pharmacotherapydb"),
        *("ppi", "sider", "stargeo"),
    )
    | {"hetionet": LICENCES["hetionet"]},
    role=_role,
    read=_read,
    needed=frozenset({"edges", "nodes"}),
    companions=frozenset({"nodes"}),
    version=_version,
)
