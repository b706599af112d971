"""The engines whose costs are measured: how each builds its index, and how it is opened for queries."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from corpuscle.evals.retrieval_bench import systems
from corpuscle.evals.retrieval_bench.cost_assets import CostAssets, read_sample_vectors, read_texts
from corpuscle.evals.retrieval_bench.dense_engines import FlatDense, PlainRecipe
from corpuscle.evals.retrieval_bench.lexical_engines import Bm25s, StockTantivy
from corpuscle.evals.retrieval_bench.our_engine import OurEngine, build
from corpuscle.evals.retrieval_bench.rank_bm25_engines import RankBm25, words
from corpuscle.evals.retrieval_bench.vector_cache import RecombinedEncoder
from corpuscle.index_builder.progress import NoProgress
from corpuscle.index_builder.pubmed_source import pubmed_corpus
from corpuscle.retrieval.encoder import MINILM_NAME, load_encoder
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.search import NO_FILTERS, Retriever, SearchMode
from corpuscle.retrieval.settings import RetrievalSettings

_BLOCK = 10_000
HITS = 10
"""Asked for each question."""

Ask = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Task:
    """One engine's work at one size."""

    assets: CostAssets
    articles: int
    index: Path
    encoder: str
    """Ours."""
    settings: RetrievalSettings

    def texts(self) -> list[str]:
        """Titles and abstracts as one string each, in memory."""
        return [f"{title} {text}".strip() for title, text in read_texts(self.assets, self.articles)]

    def recombined(self, encoder: str) -> RecombinedEncoder:
        """That encoder, on one core, with vectors for the articles of the larger corpora."""
        sample = read_sample_vectors(self.assets, encoder)
        return RecombinedEncoder(load_encoder(encoder, self.settings.home, 1), sample.recombination, sample.vectors)


@dataclass(frozen=True, slots=True)
class CostEngine:
    """`open` reads what `build` wrote to `Task.index`; without `build`, what another engine wrote there, or it indexes in memory."""

    key: str
    """In file names."""
    index: str
    """Name of its index folder; engines of one name share it."""
    prepare: Callable[[Task], None] | None
    """What is done before, and not measured."""
    build: Callable[[Task], None] | None
    open: Callable[[Task], Ask]
    in_memory: bool = False
    """Opening is building."""


def _rank_bm25(task: Task) -> RankBm25:
    return RankBm25(task.texts(), words)


def _flat(task: Task) -> FlatDense:
    encoder, pmids = task.recombined(MINILM_NAME), read_sample_vectors(task.assets, MINILM_NAME).pmids_of(task.articles)
    blocks = (encoder.vectors_of(pmids[begin : begin + _BLOCK]) for begin in range(0, len(pmids), _BLOCK))
    return FlatDense(blocks, encoder.dimension, encoder.encode_queries)


def _open_rank_bm25(task: Task) -> Ask:
    engine = _rank_bm25(task)
    return lambda question: engine.rank(question, HITS)


def _open_flat(task: Task) -> Ask:
    engine = _flat(task)
    return lambda question: engine.rank(question, HITS)


def _open_recipe(task: Task) -> Ask:
    engine = PlainRecipe(_rank_bm25(task), _flat(task))
    return lambda question: engine.rank(question, HITS)


def _build_bm25s(task: Task) -> None:
    Bm25s.build(task.texts()).save(task.index)


def _open_bm25s(task: Task) -> Ask:
    engine = Bm25s.open(task.index, "numba")
    return lambda question: engine.rank(question, HITS)


def _build_stock(task: Task) -> None:
    StockTantivy.build(read_texts(task.assets, task.articles), task.index)


def _open_stock(task: Task) -> Ask:
    engine = StockTantivy.open(task.index)
    return lambda question: engine.rank(question, HITS)


def _build_text(task: Task) -> None:
    build(task.index, pubmed_corpus(task.assets.corpus(task.articles)), None, task.settings, NoProgress())


def _copy_text(task: Task) -> None:
    shutil.copytree(task.assets.index("corpuscle-text", task.articles), task.index)


def _build_vectors(task: Task) -> None:
    build(task.index, pubmed_corpus(task.assets.corpus(task.articles)), task.recombined(task.encoder), task.settings, NoProgress())


def _open_ours(mode: SearchMode) -> Callable[[Task], Ask]:
    def open_index(task: Task) -> Ask:
        engine = OurEngine(Retriever(Index.open(task.index, task.settings)), mode, NO_FILTERS)
        return lambda question: engine(question, HITS)

    return open_index


ENGINES: dict[str, CostEngine] = {
    systems.WORDS: CostEngine("rank-bm25", "", None, None, _open_rank_bm25, in_memory=True),
    systems.BM25S: CostEngine("bm25s", "bm25s", None, _build_bm25s, _open_bm25s),
    systems.STOCK_TANTIVY: CostEngine("tantivy", "tantivy", None, _build_stock, _open_stock),
    systems.DENSE: CostEngine("minilm", "", None, None, _open_flat),
    systems.RECIPE: CostEngine("recipe", "", None, None, _open_recipe),
    systems.OUR_BM25: CostEngine("corpuscle-bm25", "corpuscle-text", None, _build_text, _open_ours("bm25")),
    systems.OUR_HYBRID: CostEngine("corpuscle-hybrid", "corpuscle", _copy_text, _build_vectors, _open_ours("hybrid")),
    systems.OUR_DENSE: CostEngine("corpuscle-dense", "corpuscle", None, None, _open_ours("dense")),
}
