"""The parts of the benchmark: one a row, each measured alone."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from corpuscle.evals.bench_parts.records import Record
from corpuscle.evals.claims import ClaimPair, claim_pairs
from corpuscle.evals.errors import DataMissing
from corpuscle.evals.verdict_bench import rows
from corpuscle.evals.verdict_bench.curated_pairs import contraindications, indications, phenotypes
from corpuscle.evals.verdict_bench.graphs import PHARMACOTHERAPY_METAEDGES, GraphKitchen
from corpuscle.evals.verdict_bench.halves import Half, half
from corpuscle.evals.verdict_bench.hetionet_pairs import HeldOut, Link, complete_metaedges, hold_out, read_links
from corpuscle.evals.verdict_bench.linking import Ends
from corpuscle.evals.verdict_bench.measuring import Question, measure_row
from corpuscle.evals.verdict_bench.pairs import End, TestPair, check_there
from corpuscle.evals.verdict_bench.plausibility import MEASURED
from corpuscle.evals.verdict_bench.records import RowPart
from corpuscle.evals.verdict_bench.reviewing import triple_of
from corpuscle.evals.verdict_bench.sentences import CorpusSentences
from corpuscle.index_builder.graph_sources.rows import ImportedNode
from corpuscle.index_builder.progress import Progress
from corpuscle.kg.evidence_sentences import EvidenceSentence
from corpuscle.kg.linker import Linker
from corpuscle.kg.store import GraphStore
from corpuscle.kg.triples import Triple
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.search import Retriever
from corpuscle.retrieval.settings import RetrievalSettings

_CLAIM_FILES: dict[Half, str] = {
    "tune": "linking/CDR_TrainingSet.PubTator.txt.gz",
    "report": "linking/CDR_DevelopmentSet.PubTator.txt.gz",
}


@dataclass(frozen=True)
class Bench:
    """Where the benchmark works, and on what."""

    work: Path
    index: Path
    data: Path | None
    """The folder of evaluation data; None where there is none."""
    settings: RetrievalSettings
    progress: Progress

    @property
    def parts(self) -> Path:
        """The folder of raw results."""
        return self.work / "parts"

    @cached_property
    def kitchen(self) -> GraphKitchen:
        """Makes the rows' graphs."""
        assert self.data is not None  # parts without data never come here
        return GraphKitchen(self.index / "graph.sqlite", self.data, self.work / "graphs", self.progress)

    @cached_property
    def retriever(self) -> Retriever:
        """Searches the index's articles."""
        return Retriever(Index.open(self.index, self.settings))

    def vectors(self, graph: Path) -> Path:
        """Where the embeddings of a graph are kept."""
        return self.work / "embeddings" / graph.stem

    def with_pharmacotherapydb_out(self) -> Path:
        """The graph of the rows whose answers are PharmacotherapyDB's."""
        kitchen = self.kitchen
        hetionet = kitchen.hetionet("-indications", PHARMACOTHERAPY_METAEDGES)
        return kitchen.graph((), (kitchen.is_a("hp"), kitchen.is_a("mondo"), kitchen.drugmechdb(), kitchen.primekg(), hetionet))

    def with_orphanet_out(self) -> Path:
        """The graph of the row whose answers are Orphanet's."""
        kitchen = self.kitchen
        return kitchen.graph(("hpo",), (kitchen.is_a("hp"), kitchen.is_a("mondo"), kitchen.drugmechdb(), kitchen.orphanet_apart()))

    def with_primekg(self, *, held: bool) -> Path:
        """The graph of the row whose answers are PrimeKG's, or the same with PrimeKG in it."""
        kitchen = self.kitchen
        sources = (kitchen.is_a("hp"), kitchen.is_a("mondo"), kitchen.drugmechdb(), kitchen.hetionet(""))
        return kitchen.graph((), (*sources, kitchen.primekg()) if held else sources)

    def with_edges_out(self, held: Sequence[HeldOut]) -> Path:
        """The graph of the row whose answers are Hetionet's held-out edges."""
        kitchen = self.kitchen
        edges = [(one.metaedge, link) for one in held for link in one.edges]
        hetionet = kitchen.hetionet("-held-out", (), edges)
        return kitchen.graph((), (kitchen.is_a("hp"), kitchen.is_a("mondo"), kitchen.drugmechdb(), kitchen.primekg(), hetionet))


def measurable(bench: Bench) -> dict[str, Callable[[], Record]]:
    """Every part by its name, the quick ones first."""
    if bench.data is None:
        return {row.key: _missing() for row in rows.ROWS}
    data = bench.data
    return {
        rows.CLAIMS: lambda: _claims(bench, data),
        rows.INDICATIONS: lambda: _curated(bench, rows.INDICATIONS, indications(data), bench.with_pharmacotherapydb_out()),
        rows.PHENOTYPES: lambda: _curated(bench, rows.PHENOTYPES, phenotypes(data), bench.with_orphanet_out()),
        rows.CONTRAINDICATIONS: lambda: _curated(bench, rows.CONTRAINDICATIONS, contraindications(data), bench.with_primekg(held=False)),
        rows.OWN_SOURCE: lambda: _curated(bench, rows.OWN_SOURCE, contraindications(data), bench.with_primekg(held=True), tested=False),
        rows.HETIONET: lambda: _hetionet(bench, data),
    }


def _missing() -> Callable[[], Record]:
    def nothing() -> Record:
        raise DataMissing("no evaluation data", "Name its folder with CORPUSCLE_EVAL_DATA.")

    return nothing


def _curated(
    bench: Bench, row: str, pairs: Sequence[TestPair], graph: Path, *, tested: bool = True, untrained: frozenset[str] = MEASURED
) -> RowPart:
    """`tested` is False for a mere look-up: no sentences are read and no embeddings trained."""
    with GraphStore.open(graph) as store, GraphStore.open(bench.kitchen.edgeless()) as edgeless:
        ends = Ends(store, pairs)
        triples = [triple_of(pair, ends.entity(pair.subject), ends.entity(pair.object)) for pair in pairs]
        sentences = CorpusSentences(bench.retriever, Linker(store)) if tested else _no_sentences
        vectors = bench.vectors(graph) if tested else None
        return measure_row(Question(row, pairs, triples, store, edgeless, sentences, vectors, untrained), bench.progress)


def _no_sentences(triple: Triple) -> list[EvidenceSentence]:
    return []


def _claims(bench: Bench, data: Path) -> RowPart:
    for file in _CLAIM_FILES.values():
        check_there(data / file)
    found: list[tuple[Half, ClaimPair]] = [(part, pair) for part, file in _CLAIM_FILES.items() for pair in claim_pairs(data / file)]
    pairs = [_claim(pair, part) for part, pair in found]
    triples = [pair.triple for _, pair in found]
    of_triple = {id(triple): pair.sentences for triple, (_, pair) in zip(triples, found, strict=True)}
    graph = bench.with_pharmacotherapydb_out()
    with GraphStore.open(graph) as store, GraphStore.open(bench.kitchen.edgeless()) as edgeless:
        question = Question(
            rows.CLAIMS, pairs, triples, store, edgeless, lambda triple: of_triple[id(triple)], bench.vectors(graph), MEASURED
        )
        return measure_row(question, bench.progress)


def _claim(pair: ClaimPair, part: Half) -> TestPair:
    subject, object_ = pair.triple.subject_entity, pair.triple.object_entity
    assert subject is not None  # gold mentions
    assert object_ is not None
    ends = (End(entity.curie, entity.name, entity.category) for entity in (subject, object_))
    chemical, disease = ends
    return TestPair(chemical, pair.triple.predicate, disease, pair.true, "induced" if pair.true else "not stated", part)


def _hetionet(bench: Bench, data: Path) -> RowPart:
    held = tuple(hold_out(read_links(data, complete_metaedges(data))))
    pairs = [pair for one in held for true in (True, False) for pair in _hetionet_pairs(bench.kitchen, one, true=true)]
    return _curated(bench, rows.HETIONET, pairs, bench.with_edges_out(held), untrained=frozenset())


def _hetionet_pairs(kitchen: GraphKitchen, held: HeldOut, *, true: bool) -> Iterator[TestPair]:
    """As the importer reads them; none of a type that it leaves out."""
    links: Iterable[Link] = held.edges if true else held.negatives
    nodes: dict[str, ImportedNode] = {}
    for batch in kitchen.hetionet_edges("pairs", [(held.metaedge, link) for link in links]):
        nodes |= {node.id: node for node in batch.nodes}
        for edge in batch.edges:
            subject, object_ = (End(id_, nodes[id_].name, nodes[id_].category) for id_ in (edge.subject, edge.object))
            yield TestPair(subject, edge.predicate, object_, true, held.metaedge, half(edge.subject, edge.object))
