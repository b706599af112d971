"""The same search on Milvus: candidates come from the server, scores and order from the code of the embedded engine.

Milvus' own rankers weigh ranks or scores of two searches; they cannot move the question's vector or hear a candidate's neighbours
(`fusion`). So the server is asked for BM25's best and the nearest vectors at once, under the same filters, and then once for the terms and
vectors of all of these.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpuscle.retrieval.analyser import query_terms, text_terms
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.encoder import Encoder
from corpuscle.retrieval.errors import EncoderError, EncoderMissingError
from corpuscle.retrieval.expansion import Expansion
from corpuscle.retrieval.feedback import FEEDBACK_ARTICLES, feedback_weights
from corpuscle.retrieval.filter_query import unmet_notes
from corpuscle.retrieval.filter_resolution import ResolvedFilters, names_headings, resolve
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.fusion import fuse, moved
from corpuscle.retrieval.hits import Hit, RetrieverScore
from corpuscle.retrieval.manifest import read_manifest
from corpuscle.retrieval.milvus_index import MilvusIndex
from corpuscle.retrieval.rerank import Reranker
from corpuscle.retrieval.reranking import ranks_of, reranked
from corpuscle.retrieval.search import (
    CANDIDATES,
    NO_EXPANSION,
    NO_FILTERS,
    NO_VECTORS_REMEDY,
    RERANKED,
    SearchMode,
    SearchResult,
)
from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.retrieval.step_clock import StepClock
from corpuscle.retrieval.term_query import TermWeights, rarity_weights

_BY_BODY = 2
"""So many times the candidates wanted are asked for by BM25 over title and abstract, before the titles have their say."""
_STEPS = 20
"""A weight becomes a number of times that its term is said: the heaviest this many times, where weights differ."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A candidate on its way to a hit."""

    id: str
    score: float
    bm25: RetrieverScore | None = None
    dense: RetrieverScore | None = None


@dataclass(frozen=True, slots=True)
class _Ask:
    query: str
    weights: TermWeights
    filters: ResolvedFilters
    k: int
    second_try: bool

    @property
    def limit(self) -> int:
        return max(self.k, CANDIDATES)


class MilvusRetriever:
    """`SearchEngine` over an index that lies in Milvus. Safe to share between threads."""

    def __init__(self, index: MilvusIndex, encoder: Encoder | None = None, reranker: Reranker | None = None) -> None:
        """`encoder` replaces the one the manifest names, which otherwise loads at the first search that needs it."""
        self.index = index
        self._given_encoder = encoder
        self._reranker = reranker
        self._threads = ThreadPoolExecutor(4, thread_name_prefix="milvus")

    @classmethod
    def open(cls, index_dir: Path, settings: RetrievalSettings, reranker: Reranker | None = None) -> "MilvusRetriever":
        """The index in `index_dir`; raises what `MilvusIndex.open` raises."""
        return cls(MilvusIndex.open(index_dir, read_manifest(index_dir), settings), reranker=reranker)

    def __len__(self) -> int:
        return len(self.index)

    @property
    def label(self) -> str:
        """The index in a few words."""
        return self.index.manifest.label

    @property
    def graph_path(self) -> Path | None:
        """The SQLite graph, or None where the index has none."""
        return self.index.graph_path

    @property
    def encoder(self) -> Encoder | None:
        """The encoder of the vectors, or None where there are none. Raises EncoderError, EncoderMissingError."""
        return self._given_encoder or self.index.encoder

    def article(self, article_id: str) -> Article | None:
        """The article, or None where this index does not have it."""
        return self.index.articles([article_id]).get(article_id)

    def document_frequency(self, term: str) -> int:
        """Number of articles whose title or abstract has the index term, as of the last build or update."""
        return self.index.terms.of("body", term)

    def resolved(self, filters: Filters) -> tuple[ResolvedFilters, tuple[str, ...]]:
        """See `SearchEngine`."""
        return resolve(filters, self.index.thesaurus if names_headings(filters) else None)

    def search(
        self,
        query: str,
        k: int = 10,
        mode: SearchMode = "hybrid",
        filters: Filters = NO_FILTERS,
        *,
        expansion: Expansion = NO_EXPANSION,
        second_try: bool = False,
    ) -> SearchResult:
        """The best `k` articles; see `Retriever.search`. Raises MilvusError as well."""
        clock = StepClock()
        asked = dict.fromkeys(query_terms(query), 1.0)
        admitted, understood = self.resolved(filters)
        notes = [*understood, *unmet_notes(admitted, self.index.any_meets)]
        ask = _Ask(query, {**expansion.weights, **asked}, admitted, k, second_try)
        if mode == "dense":
            found = self._dense(ask, clock)
        else:
            encoder = self._ready_encoder(notes) if mode == "hybrid" else None
            found = self._hybrid(ask, encoder, clock, notes) if encoder else self._bm25(ask, clock, notes)
        return SearchResult(self._hits(ask, found, clock, notes), clock.timings_ms, tuple(notes), expansion)

    def _bm25(self, ask: _Ask, clock: StepClock, notes: list[str]) -> list[_Found]:
        scores = self._best(ask, ask.weights)
        if ask.second_try and scores:
            articles = self.index.articles(list(scores)[:FEEDBACK_ARTICLES])
            terms = [text_terms(f"{a.title} {a.abstract}") for a in articles.values()]
            weights = feedback_weights(ask.weights, terms, self.document_frequency, len(self))
            added = [term for term in weights if term not in ask.weights]
            scores = self._best(ask, weights)
            notes.append(f"Searched a second time, with terms of the best articles: {', '.join(added) or 'none'}.")
        clock.lap("bm25")
        return [_Found(id_, score, RetrieverScore(score, rank)) for rank, (id_, score) in enumerate(scores.items(), 1)]

    def _hybrid(self, ask: _Ask, encoder: Encoder, clock: StepClock, notes: list[str]) -> list[_Found]:
        weights = rarity_weights(self, ask.weights)
        query_vector = encoder.encode_queries([ask.query])[0]
        clock.lap("encode_query")
        condition = ask.filters.condition
        asked = self._threads.submit(self.index.best, said(weights), condition, _BY_BODY * ask.limit)
        near = _alike(self.index.nearest(query_vector, condition, ask.limit))
        by_body = asked.result()
        clock.lap("candidates")
        known = self.index.scores_and_vectors(list(dict.fromkeys([*by_body, *near])), weights)
        best = sorted((id_ for id_ in by_body if id_ in known), key=lambda id_: -known[id_][0])[: ask.limit]
        pool = [id_ for id_ in dict.fromkeys([*best, *near]) if id_ in known]  # the rest was deleted meanwhile
        if ask.second_try and pool:
            moved_vector = moved(*_columns(pool, known), query_vector)
            further = [id_ for id_ in _alike(self.index.nearest(moved_vector, condition, ask.limit)) if id_ not in pool]
            known |= self.index.scores_and_vectors([id_ for id_ in further if id_ not in known], weights)
            added = [id_ for id_ in further if id_ in known]
            pool += added
            notes.append(f"Searched a second time, near the best articles: {len(added)} more candidates.")
        if not pool:
            return []
        bm25, vectors = _columns(pool, known)
        fused = fuse(bm25, vectors, query_vector)
        bm25_ranks, dense_ranks = ranks_of(bm25), ranks_of(fused.cosines)
        clock.lap("fuse")
        return [
            _Found(
                id_,
                float(fused.scores[i]),
                RetrieverScore(float(bm25[i]), int(bm25_ranks[i])),
                RetrieverScore(float(fused.cosines[i]), int(dense_ranks[i])),
            )
            for i, id_ in enumerate(pool)
        ]

    def _dense(self, ask: _Ask, clock: StepClock) -> list[_Found]:
        encoder = self.encoder
        if encoder is None:
            raise EncoderError("This index was built without an encoder and has no vectors.", NO_VECTORS_REMEDY)
        query_vector = encoder.encode_queries([ask.query])[0]
        clock.lap("encode_query")
        near = self.index.nearest(query_vector, ask.filters.condition, ask.limit)
        clock.lap("dense")
        return [_Found(id_, score, dense=RetrieverScore(score, rank)) for rank, (id_, score) in enumerate(near.items(), 1)]

    def _best(self, ask: _Ask, weights: TermWeights) -> dict[str, float]:
        """BM25's best, best first."""
        scores = self.index.scores(self.index.best(said(weights), ask.filters.condition, _BY_BODY * ask.limit), weights)
        return dict(sorted(scores.items(), key=lambda pair: -pair[1])[: ask.limit])

    def _ready_encoder(self, notes: list[str]) -> Encoder | None:
        try:
            encoder = self.encoder
        except EncoderMissingError as exc:
            notes.append(f"Searched by BM25 alone: {exc}")
            return None
        if encoder is None:
            notes.append("Searched by BM25 alone: this index was built without an encoder.")
        return encoder

    def _hits(self, ask: _Ask, found: list[_Found], clock: StepClock, notes: list[str]) -> tuple[Hit, ...]:
        wanted = max(ask.k, RERANKED) if self._reranker else ask.k
        found = sorted(found, key=lambda one: (-one.score, one.id))[:wanted]
        articles = self.index.articles([one.id for one in found])
        hits = [Hit(articles[one.id], 0, one.score, one.bm25, one.dense) for one in found if one.id in articles]
        clock.lap("fetch")
        if self._reranker and hits:
            hits = reranked(self._reranker, ask.query, hits, notes)
            clock.lap("rerank")
        return tuple(replace(hit, rank=rank) for rank, hit in enumerate(hits[: ask.k], 1))


def said(weights: TermWeights) -> str:
    """Weighted terms as the server's BM25 can be asked them: each said as often as it weighs."""
    heaviest = max(weights.values())
    if min(weights.values()) == heaviest:
        return " ".join(weights)
    return " ".join(term for term, weight in weights.items() for _ in range(max(1, round(_STEPS * weight / heaviest))))


def _alike(near: Mapping[str, float]) -> list[str]:
    """Those with any likeness: a product above 0."""
    return [id_ for id_, product in near.items() if product > 0]


def _columns(ids: Sequence[str], known: Mapping[str, tuple[float, NDArray[np.float32]]]) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
    """BM25 scores (n,) and vectors (n, dimension) of the articles, of which there is one at least."""
    return np.array([known[id_][0] for id_ in ids], dtype=np.float64), np.stack([known[id_][1] for id_ in ids])
