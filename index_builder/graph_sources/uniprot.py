"""Tables of genes, variants and diseases in the manner of UniProt's humdisease and humsavar: curated involvement of genes in diseases."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from corpuscle.index_builder.graph_sources.curies import curie, normal_curie
from corpuscle.index_builder.graph_sources.formats import BatchMaker, FileHead, Files, GraphFormat
from corpuscle.index_builder.graph_sources.licences import LICENCES, parts_of
from corpuscle.index_builder.graph_sources.relations import LeftOut, Relation, count_left_out
from corpuscle.index_builder.graph_sources.rows import Batch, ImportedNode, ReadingLog
from corpuscle.index_builder.graph_sources.tables import table_rows

_GENE_DISEASE = Relation("gene associated with", score=0.95)
_SIGNIFICANCE: dict[str, Relation | LeftOut] = {
    "lpp": Relation("causes", score=0.85, qualifier="likely pathogenic"),
    "lbb": Relation("causes", negated=True, score=0.85, qualifier="likely benign"),
    "us": LeftOut("uncertain significance"),
}
"""UniProt's words for what a variant does: likely pathogenic or pathogenic, likely benign or benign, uncertain."""


def _read(files: Files, log: ReadingLog) -> Iterator[Batch]:
    making = BatchMaker(log)
    known: set[str] = set()
    described = _diseases(files["diseases"], making, known, log) if "diseases" in files else {}
    if "gene-diseases" in files:
        _gene_diseases(files["gene-diseases"], making, known, described, log)
        yield making.take()
    if "variants" in files:
        for _ in _variants(files["variants"], making, known, described, log):
            if making.full():
                yield making.take()
    yield making.take()


def _diseases(path: Path, making: BatchMaker, known: set[str], log: ReadingLog) -> dict[str, str]:
    """The CURIE of each disease by UniProt's identifier (DI-00018)."""
    rows = list(table_rows(path, "\t", ("disease_id", "disease_name", "mim", "xrefs"), log, optional=("acronym",)))
    shared = _references(cells[3] for _, cells in rows)
    found: dict[str, str] = {}
    for _, (identifier, name, mim, xrefs, acronym) in rows:
        disease = found[identifier] = _disease(identifier, mim)
        if disease not in known:
            known.add(disease)
            synonyms = (acronym,) if acronym not in ("", "-") else ()
            making.nodes.append(ImportedNode(disease, name, "Disease", synonyms, _own(xrefs, shared, disease)))
    return found


def _gene_diseases(path: Path, making: BatchMaker, known: set[str], described: dict[str, str], log: ReadingLog) -> None:
    rows = list(table_rows(path, "\t", ("gene", "uniprot", "disease_id", "disease_name", "mim"), log, optional=("xrefs",)))
    shared = _references(xrefs for xrefs in {cells[2]: cells[5] for _, cells in rows}.values())
    for line, (symbol, accession, identifier, name, mim, xrefs) in rows:
        if not (symbol and accession and identifier):
            log.skip(path.name, line, "no gene or no disease")
            continue
        disease = described.get(identifier) or _disease(identifier, mim)
        gene = _gene(symbol, accession, making, known)
        if disease not in known:
            known.add(disease)
            making.nodes.append(ImportedNode(disease, name, "Disease", (), _own(xrefs, shared, disease)))
        log.mapped[_GENE_DISEASE.told("gene of disease")] += 1
        making.edges.append(_GENE_DISEASE.edge(gene, disease))


def _variants(path: Path, making: BatchMaker, known: set[str], described: dict[str, str], log: ReadingLog) -> Iterator[None]:
    columns = ("gene", "uniprot", "variant", "aa_change", "significance", "dbsnp", "disease_id", "disease_name", "mim")
    for line, (symbol, _, variant, change, significance, dbsnp, identifier, name, mim) in table_rows(path, "\t", columns, log):
        relation = _SIGNIFICANCE.get(significance.lower())
        if isinstance(relation, LeftOut):
            count_left_out(log, f"variant ({significance})", relation)
        elif relation is None or not identifier:
            log.skip(path.name, line, f"unknown significance {significance!r}" if relation is None else "no disease")
        else:
            disease = described.get(identifier) or _disease(identifier, mim)
            node = curie("UNIPROT.VAR", variant)
            for made in (
                ImportedNode(node, f"{symbol} {change}", "SequenceVariant", (), (curie("DBSNP", dbsnp),) if dbsnp.startswith("rs") else ()),
                ImportedNode(disease, name, "Disease"),
            ):
                if made.id not in known:
                    known.add(made.id)
                    making.nodes.append(made)
            log.mapped[relation.told(f"variant ({significance})")] += 1
            making.edges.append(relation.edge(node, disease))
            yield


def _gene(symbol: str, accession: str, making: BatchMaker, known: set[str]) -> str:
    gene = curie("UniProtKB", accession)
    if gene not in known:
        known.add(gene)
        making.nodes.append(ImportedNode(gene, symbol, "Gene", (), (f"HGNC.SYMBOL:{symbol}",)))
    return gene


def _disease(identifier: str, mim: str) -> str:
    """Its OMIM number, which other vocabularies know, else UniProt's own identifier."""
    return normal_curie(mim) or curie("UNIPROT.DISEASE", identifier)


def _references(joined: Iterator[str]) -> Counter[str]:
    return Counter(xref for xrefs in joined for xref in set(xrefs.split(",")))


def _own(xrefs: str, shared: Counter[str], disease: str) -> tuple[str, ...]:
    """The cross-references that no other disease has: UniProt gives many diseases the MeSH heading above them."""
    found = (normal_curie(xref.strip()) for xref in xrefs.split(",") if shared[xref] == 1)
    return tuple(dict.fromkeys(xref for xref in found if xref and xref != disease))


def _role(head: FileHead) -> str:
    if {"variant", "significance", "disease_id"} <= head.columns:
        return "variants"
    if {"gene", "uniprot", "disease_id"} <= head.columns:
        return "gene-diseases"
    return "diseases" if {"disease_id", "acronym", "mim", "xrefs"} <= head.columns else ""


UNIPROT = GraphFormat(
    name="uniprot",
    title="UniProt-style tables: gene_disease (gene, uniprot, disease_id, …), diseases (disease_id, mim, xrefs, …), variants (significance)",
    licence=LICENCES["uniprot"],
    parts=parts_of(),
    role=_role,
    read=_read,
    needed=frozenset({"gene-diseases", "variants"}),
    companions=frozenset({"diseases"}),
)
