"""Quality of ranking: every system over one collection, with or without distractors, measured query by query."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from corpuscle.evals.bench_parts.records import Settings
from corpuscle.evals.collections import load_collection
from corpuscle.evals.measures import measure_queries
from corpuscle.evals.retrieval_bench import systems
from corpuscle.evals.retrieval_bench.dense_engines import FUSED, FlatDense, PlainRecipe
from corpuscle.evals.retrieval_bench.documents import ArticleList, collection_articles
from corpuscle.evals.retrieval_bench.lexical_engines import Bm25s, RowRanker, StockTantivy
from corpuscle.evals.retrieval_bench.our_engine import EVERYTHING, OurEngine, build
from corpuscle.evals.retrieval_bench.rank_bm25_engines import InvertedRankBm25, RankBm25, Tokenise, readme_tokens, words
from corpuscle.evals.retrieval_bench.records import QualityPart, QueryMeasures
from corpuscle.evals.retrieval_bench.vector_cache import CachedEncoder
from corpuscle.index_builder.progress import Progress
from corpuscle.index_builder.sources import Corpus
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.encoder import article_text
from corpuscle.retrieval.hits import Run
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.rerank import load_reranker
from corpuscle.retrieval.search import Retriever
from corpuscle.retrieval.settings import RetrievalSettings

SPLIT = "dev"
DEPTH = 100

RankIds = Callable[[str, int], Sequence[str]]
"""Query, limit → ids, best first."""


def measure_quality(
    folder: Path,
    distractors: Sequence[Article],
    minilm: CachedEncoder,
    encoder: CachedEncoder,
    work: Path,
    retrieval: RetrievalSettings,
    settings: Settings,
    progress: Progress,
) -> QualityPart:
    """Ranks the judged queries of the collection in `folder` by every system; `encoder` is ours, `minilm` that of the baselines.

    `work` is emptied. Raises EvaluationError, SourceFileError, BaselineMissing.
    """
    collection = load_collection(folder, SPLIT)
    own = collection_articles(folder)
    articles = (*own, *distractors)
    measured: dict[str, QueryMeasures] = {}
    notes: list[str] = []
    for name, rank in _systems(articles, minilm, encoder, work, retrieval, progress, notes):
        run: Run = {}
        with progress.step(f"{collection.name}, {len(articles):,} documents: {name}", len(collection.queries), "queries") as advance:
            for query_id, text in collection.queries.items():
                run[query_id] = {article_id: float(-place) for place, article_id in enumerate(rank(text, DEPTH))}
                advance(1)
        found = measure_queries(collection.qrels, run)
        by_query = [found[query_id] for query_id in collection.queries]
        measured[name] = QueryMeasures(
            ndcg_10=tuple(round(m.ndcg_10, 6) for m in by_query),
            map_10=tuple(round(m.map_10, 6) for m in by_query),
            recall_10=tuple(round(m.recall_10, 6) for m in by_query),
            recall_100=tuple(round(m.recall_100, 6) for m in by_query),
            mrr_10=tuple(round(m.mrr_10, 6) for m in by_query),
        )
    return QualityPart(
        settings=settings,
        collection=collection.name,
        documents=len(own),
        distractors=len(distractors),
        queries=tuple(collection.queries),
        encoder=encoder.name,
        systems=measured,
        notes=tuple(notes),
    )


def _systems(
    articles: Sequence[Article],
    minilm: CachedEncoder,
    encoder: CachedEncoder,
    work: Path,
    retrieval: RetrievalSettings,
    progress: Progress,
    notes: list[str],
) -> Iterator[tuple[str, RankIds]]:
    """Each system when its turn comes, so that one lies in memory at a time. Appends to `notes` what searches had to say."""
    shutil.rmtree(work, ignore_errors=True)
    ids = [article.id for article in articles]
    texts = [article_text(article) for article in articles]

    def by_row(ranker: RowRanker) -> RankIds:
        return lambda query, limit: [ids[row] for row in ranker.rank(query, limit)]

    yield systems.README, by_row(_rank_bm25(texts, readme_tokens))
    rank_bm25 = _Remembered(_rank_bm25(texts, words))
    yield systems.WORDS, by_row(rank_bm25)
    dense = _dense(articles, minilm, progress)
    yield systems.DENSE, by_row(dense)
    yield systems.RECIPE, by_row(PlainRecipe(rank_bm25, dense))
    if encoder.name != minilm.name:
        yield systems.RECIPE_OWN, by_row(PlainRecipe(rank_bm25, _dense(articles, encoder, progress)))
    yield systems.BM25S, by_row(Bm25s.build(texts))
    stock = StockTantivy.build(((article.title, article.abstract) for article in articles), work / "stock")
    yield systems.STOCK_TANTIVY, by_row(stock)
    corpus = Corpus("benchmark", (ArticleList("articles", tuple(articles)),))
    index_dir = work / "index"
    build(index_dir, corpus, encoder, retrieval, progress)
    index = Index.open(index_dir, retrieval)
    engines = {name: OurEngine(Retriever(index, encoder), mode, EVERYTHING) for name, mode in systems.OUR_MODES.items()}
    if encoder.name != minilm.name:
        build(work / "minilm", corpus, minilm, retrieval, progress)
        engines[systems.OUR_HYBRID_MINILM] = OurEngine(Retriever(Index.open(work / "minilm", retrieval), minilm), "hybrid", EVERYTHING)
    reranker = load_reranker(retrieval, 1)
    if reranker is not None:
        engines[systems.OUR_RERANKED] = OurEngine(Retriever(index, encoder, reranker), "hybrid", EVERYTHING)
        notes.append(f"{systems.OUR_RERANKED}: {reranker.name}")
    for name, engine in engines.items():
        yield name, engine
        notes += [f"{name}: {note}" for note in engine.notes]
    shutil.rmtree(work)


class _Remembered:
    """Ranks each query once: the recipe fuses what its parts were measured with."""

    def __init__(self, ranker: RowRanker) -> None:
        self._ranker = ranker
        self._rankings: dict[str, list[int]] = {}

    def rank(self, query: str, limit: int) -> list[int]:
        if query not in self._rankings:
            self._rankings[query] = self._ranker.rank(query, max(limit, FUSED))
        return self._rankings[query][:limit]


def _dense(articles: Sequence[Article], encoder: CachedEncoder, progress: Progress) -> _Remembered:
    vectors = encoder.encode_all(articles, len(articles), progress)
    return _Remembered(FlatDense([vectors], encoder.dimension, encoder.encode_queries))


def _rank_bm25(texts: Sequence[str], tokenise: Tokenise) -> InvertedRankBm25:
    return InvertedRankBm25(RankBm25(texts, tokenise), tokenise)
