"""The same search on Milvus: candidates and their scores come from the server, fusion and order from the code of the embedded engine.

Milvus' own rankers weigh ranks or scores of two searches; they cannot move the question's vector or hear a candidate's neighbours
(`fusion`). So the server is asked for both lists at once, then for the scores that each candidate lacks, and for its vector.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

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
from corpuscle.retrieval.milvus_articles import BODY, TITLE
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
from corpuscle.retrieval.term_query import TITLE_WEIGHT, TermWeights, rarity_weights

_BY_BODY = 2
"""So many times the candidates wanted are asked for by BM25 over title and abstract, before the titles have their say."""
_STEPS = 20
"""A weight becomes a number of times that its term is said: the heaviest this many times, where weights differ."""
T = TypeVar("T")


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
        return self.index.terms.of(term)

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
        said = _said(rarity_weights(self, ask.weights))
        query_vector = encoder.encode_queries([ask.query])[0]
        clock.lap("encode_query")
        condition, many = ask.filters.condition, _BY_BODY * ask.limit
        by_body, near = self._both(
            lambda: self.index.best(BODY, said.text, condition, many), lambda: self.index.nearest(query_vector, condition, ask.limit)
        )
        near_ids = _alike(near)
        bm25, vectors = self._completed(said, by_body, [*by_body, *(id_ for id_ in near_ids if id_ not in by_body)])
        best = sorted(by_body, key=lambda id_: -bm25[id_])[: ask.limit]
        pool = [id_ for id_ in dict.fromkeys([*best, *near_ids]) if id_ in vectors]  # the rest was deleted meanwhile
        clock.lap("bm25")
        if ask.second_try and pool:
            further = self.index.nearest(moved(_column(pool, bm25), _matrix(pool, vectors), query_vector), condition, ask.limit)
            added = [id_ for id_ in _alike(further) if id_ not in pool]
            more, more_vectors = self._completed(said, {}, added)
            bm25, vectors = {**bm25, **more}, {**vectors, **more_vectors}
            pool += [id_ for id_ in added if id_ in vectors]
            notes.append(f"Searched a second time, near the best articles: {len(added)} more candidates.")
        if not pool:
            return []
        scores = _column(pool, bm25)
        fused = fuse(scores, _matrix(pool, vectors), query_vector)
        bm25_ranks, dense_ranks = ranks_of(scores), ranks_of(fused.cosines)
        clock.lap("dense")
        return [
            _Found(
                id_,
                float(fused.scores[i]),
                RetrieverScore(float(scores[i]), int(bm25_ranks[i])),
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
        said = _said(weights)
        by_body = self.index.best(BODY, said.text, ask.filters.condition, _BY_BODY * ask.limit)
        scores = said.summed(by_body, self.index.scores_of(list(by_body), TITLE, said.text))
        return dict(sorted(scores.items(), key=lambda pair: -pair[1])[: ask.limit])

    def _completed(
        self, said: "_Said", by_body: Mapping[str, float], ids: Sequence[str]
    ) -> tuple[dict[str, float], dict[str, NDArray[np.float32]]]:
        """BM25 scores and vectors of these articles; `by_body` has what is known already."""
        unknown = [id_ for id_ in ids if id_ not in by_body]
        body = self._threads.submit(self.index.scores_of, unknown, BODY, said.text)
        title = self._threads.submit(self.index.scores_of, ids, TITLE, said.text)
        vectors = self.index.vectors(ids)
        known = {**dict.fromkeys(ids, 0.0), **by_body, **body.result()}
        return said.summed(known, title.result()), vectors

    def _both(self, first: Callable[[], T], second: Callable[[], T]) -> tuple[T, T]:
        begun = self._threads.submit(first)
        answer = second()
        return begun.result(), answer

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


@dataclass(frozen=True, slots=True)
class _Said:
    """Weighted terms as Milvus can be asked them: each said as often as it weighs."""

    text: str
    unit: float
    """The weight of a term that is said once."""

    def summed(self, body: Mapping[str, float], title: Mapping[str, float]) -> dict[str, float]:
        """BM25(body) + `TITLE_WEIGHT` × BM25(title) of the articles of `body`, in the terms' own weights."""
        return {id_: self.unit * (score + TITLE_WEIGHT * title.get(id_, 0.0)) for id_, score in body.items()}


def _said(weights: TermWeights) -> _Said:
    heaviest = max(weights.values())
    if min(weights.values()) == heaviest:
        return _Said(" ".join(weights), heaviest)
    unit = heaviest / _STEPS
    return _Said(" ".join(term for term, weight in weights.items() for _ in range(max(1, round(weight / unit)))), unit)


def _alike(near: Mapping[str, float]) -> list[str]:
    """Those with any likeness: a product above 0."""
    return [id_ for id_, product in near.items() if product > 0]


def _column(ids: Iterable[str], scores: Mapping[str, float]) -> NDArray[np.float64]:
    return np.array([scores[id_] for id_ in ids], dtype=np.float64)


def _matrix(ids: Iterable[str], vectors: Mapping[str, NDArray[np.float32]]) -> NDArray[np.float32]:
    return np.stack([vectors[id_] for id_ in ids])
