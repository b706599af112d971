"""corpuscle eval entity-search: does entity search find the abstracts that annotators say mention a concept, and how fast is it?

The gold annotations of BC5CDR's development set (Li et al., Database 2016, baw068) name the chemicals and diseases of 500 abstracts by MeSH
identifier. The abstracts are indexed by themselves, without headings, for the time of the measurement; each annotated concept is searched for
under the names that the graph has for it, and the articles found are compared with those annotated.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Annotated

import tantivy
import typer
from rich.console import Console
from rich.table import Table

from corpuscle.evals.claims import Abstract, read_pubtator
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.eval_data import data_folder
from corpuscle.evals.latency import Latency, latency_of
from corpuscle.evals.search_speed import title_queries
from corpuscle.kg.entities import Entity
from corpuscle.kg.linker import Linker
from corpuscle.kg.mesh import MeshThesaurus
from corpuscle.kg.predicates import PREDICATES
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.analyser import ANALYSER_NAME, build_analyser, text_terms
from corpuscle.retrieval.articles import AbstractSection, Article
from corpuscle.retrieval.entity_search import EntitySearcher
from corpuscle.retrieval.filter_resolution import ResolvedFilters, resolve
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.retrieval.text_index import TextIndex, text_schema, to_document

_GOLD = "CDR_DevelopmentSet.PubTator.txt.gz"
_EVERY = 1_000
_K = 10


@dataclass(frozen=True, slots=True)
class Exactness:
    """Pairs of concept and article: how many were found, how many of them are annotated, how many were annotated."""

    found: int
    right: int
    annotated: int

    @property
    def precision(self) -> float:
        """Share of what was found that is annotated, 0 to 1; 0 where nothing was found."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of what is annotated that was found, 0 to 1."""
        return self.right / self.annotated

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (self.found + self.annotated)


@dataclass(frozen=True, slots=True)
class ExactnessReport:
    """Of all annotated concepts of one kind, those that the graph lacks included: they are never found."""

    kind: str
    concepts: int
    in_graph: int
    by_entity: Exactness
    by_words: Exactness
    """The baseline: articles that have every word of the concept's preferred name."""


def measure_exactness(gold: list[Abstract], graph_path: Path) -> list[ExactnessReport]:
    """A report for chemicals, one for diseases, one for both."""
    annotated: dict[Entity, set[str]] = {}
    for record in gold:
        for _, _, entity in record.mentions:
            annotated.setdefault(Entity(entity.curie, "", entity.category), set()).add(record.id)
    with TemporaryDirectory() as folder, GraphStore.open(graph_path) as store, MeshThesaurus.open(graph_path) as thesaurus:
        text = _indexed(gold, Path(folder))
        nodes = _nodes(annotated, store)
        searcher = EntitySearcher(text, store, Linker(store), thesaurus)
        everything = ResolvedFilters()
        by_entity = {
            concept: {hit.article.id for hit in searcher.mentions(node, _EVERY, everything).hits} for concept, node in nodes.items()
        }
        by_words = {concept: _with_words(node.name, text) for concept, node in nodes.items()}
        return [_report(kind, annotated, by_entity, by_words) for kind in ("SmallMolecule", "Disease", "")]


def measure_entity_speed(index: Index, graph_path: Path, count: int) -> dict[str, Latency]:
    """CPU time of searches for what titles of the index name: one entity, two, and two with a predicate. Raises EvaluationError."""
    with GraphStore.open(graph_path) as store, MeshThesaurus.open(graph_path) as thesaurus:
        linker = Linker(store)
        searcher = EntitySearcher(index.text, store, linker, thesaurus)
        named = [list({m.entity.curie: m.entity for m in linker.link(title)}.values()) for title in title_queries(index, count)]
        entities = [entity for found in named for entity in found]
        pairs = [pair for found in named for pair in combinations(found, 2)][:count]
        filters, _ = resolve(Filters(), None)
        if not pairs:
            raise EvaluationError(f"No title of the index at {index.path} names two entities.", "Take an index of biomedical articles.")
        causes = PREDICATES["causes"]
        return {
            "entity": latency_of([_timed(partial(searcher.mentions, e, _K, filters)) for e in entities[:count]]),
            "two entities": latency_of([_timed(partial(searcher.relations, a, None, b, _K, filters)) for a, b in pairs]),
            "relation": latency_of([_timed(partial(searcher.relations, a, causes, b, _K, filters)) for a, b in pairs]),
        }


def entity_search(
    index: Annotated[Path, typer.Option("--index", envvar="CORPUSCLE_INDEX", help="Folder of the index.", file_okay=False)] = Path("index"),
    queries: Annotated[int, typer.Option(min=1, help="How many searches to time.")] = 200,
) -> None:
    """Measure entity search: precision and recall on BC5CDR's abstracts, and CPU time on the index."""
    opened = Index.open(index, RetrievalSettings())
    if opened.graph_path is None:
        raise EvaluationError(f"The index at {index} has no graph.", "Build it with --graph.")
    table = Table("concepts", "annotated", "in the graph", "precision", "recall", "F1", "all words of the name: precision", "recall", "F1")
    for report in measure_exactness(read_pubtator(data_folder("linking") / _GOLD), opened.graph_path):
        figures = [f"{value:.3f}" for e in (report.by_entity, report.by_words) for value in (e.precision, e.recall, e.f1)]
        table.add_row(report.kind or "all", str(report.concepts), str(report.in_graph), *figures)
    Console().print(table)
    speed = Table("search for ten articles", "p50 ms", "p95 ms")
    for what, latency in measure_entity_speed(opened, opened.graph_path, queries).items():
        speed.add_row(what, f"{latency.p50:.1f}", f"{latency.p95:.1f}")
    Console().print(speed)


def _indexed(gold: Iterable[Abstract], folder: Path) -> TextIndex:
    index = tantivy.Index(text_schema(), str(folder))
    index.register_tokenizer(ANALYSER_NAME, build_analyser())
    writer = index.writer(50_000_000, 1)
    for record in gold:
        writer.add_document(to_document(Article(record.id, record.title, (AbstractSection(record.abstract),))))
    writer.commit()
    writer.wait_merging_threads()
    return TextIndex.open(folder)


def _nodes(concepts: Iterable[Entity], store: GraphStore) -> dict[Entity, Entity]:
    """The graph's node of each concept that it has."""
    wanted = list(concepts)
    known = store.by_xref([concept.curie for concept in wanted])
    entities = store.entities(known.values())
    return {concept: entities[known[concept.curie]] for concept in wanted if concept.curie in known}


def _with_words(name: str, text: TextIndex) -> set[str]:
    terms = [tantivy.Query.term_query(text.schema, "body", term, "freq") for term in text_terms(name)]
    found = text.search(tantivy.Query.boolean_query([(tantivy.Occur.Must, term) for term in terms]), _EVERY) if terms else []
    return {text.article(candidate.address).id for candidate in found}


def _report(
    kind: str, annotated: dict[Entity, set[str]], by_entity: dict[Entity, set[str]], by_words: dict[Entity, set[str]]
) -> ExactnessReport:
    gold = {concept: ids for concept, ids in annotated.items() if kind in ("", concept.category)}
    both = [
        Exactness(
            sum(len(found[concept]) for concept in gold if concept in found),
            sum(len(found[concept] & ids) for concept, ids in gold.items() if concept in found),
            sum(map(len, gold.values())),
        )
        for found in (by_entity, by_words)
    ]
    return ExactnessReport(kind, len(gold), sum(concept in by_entity for concept in gold), *both)


def _timed(search: Callable[[], object]) -> float:
    begin = process_time()
    search()
    return process_time() - begin
