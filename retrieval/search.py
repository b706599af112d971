"""Search: BM25, dense search, and the hybrid of both; reranked where a reranker is given."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import numpy as np

from corpuscle.retrieval.analyser import query_terms, text_terms
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.candidates import CandidatePool, Lexicon, nearest_within
from corpuscle.retrieval.encoder import Encoder
from corpuscle.retrieval.errors import EncoderError, EncoderMissingError, IndexDamagedError
from corpuscle.retrieval.expansion import Expansion
from corpuscle.retrieval.feedback import FEEDBACK_ARTICLES, feedback_weights
from corpuscle.retrieval.filter_query import unmet_filters
from corpuscle.retrieval.filter_resolution import ResolvedFilters, names_headings, resolve
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.fusion import Fused, fuse, moved
from corpuscle.retrieval.hits import Hit, RetrieverScore
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.rerank import Reranker
from corpuscle.retrieval.reranking import ranks_of, reranked
from corpuscle.retrieval.step_clock import StepClock
from corpuscle.retrieval.term_query import TermWeights, rarity_weights
from corpuscle.retrieval.text_index import Candidate
from corpuscle.retrieval.vectors import VectorIndex

SearchMode = Literal["bm25", "dense", "hybrid"]

CANDIDATES = 100
"""How many of BM25's best, and of the nearest vectors, the hybrid weighs at least."""
RERANKED = 50
"""How many of the best the reranker reads, or `k` where that is more."""
NO_FILTERS = Filters()
NO_EXPANSION = Expansion()
NO_VECTORS_REMEDY = "Build the index with an encoder: `corpuscle index build --encoder auto`; or search with --mode bm25."


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first; milliseconds spent in each step and in "total"; and what the reader must know of how they were found."""

    hits: tuple[Hit, ...]
    timings_ms: dict[str, float] = field(default_factory=dict[str, float])
    notes: tuple[str, ...] = ()
    expansion: Expansion = NO_EXPANSION
    """Other names that were looked for too, as they were given to the search."""


@dataclass(frozen=True, slots=True)
class _Ask:
    """What is asked of the index."""

    query: str
    weights: TermWeights
    filters: ResolvedFilters
    k: int
    second_try: bool


@dataclass(frozen=True, slots=True)
class _Scored:
    """A candidate on its way to a hit."""

    candidate: Candidate
    score: float
    bm25: RetrieverScore | None = None
    dense: RetrieverScore | None = None


class Retriever:
    """Searches one index. `encoder` replaces the one the manifest names, which otherwise loads at the first search that needs it."""

    def __init__(self, index: Index, encoder: Encoder | None = None, reranker: Reranker | None = None) -> None:
        """`reranker` orders the best `RERANKED` of every search. Raises EncoderError where `encoder` did not make the index's vectors."""
        self.index = index
        self._given_encoder = encoder
        self._reranker = reranker
        self._lexicon = Lexicon(index.text)
        store = index.manifest.vectors
        if encoder and store and (encoder.name, encoder.dimension) != (store.encoder, store.dimension):
            raise EncoderError(
                f"The vectors were made by {store.encoder} ({store.dimension} dimensions), not by {encoder.name} ({encoder.dimension}).",
                f"Search with {store.encoder}, or build the index anew with --encoder {encoder.name}.",
            )

    def __len__(self) -> int:
        return len(self.index.text)

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
        return self.index.text.get(article_id)

    def document_frequency(self, term: str) -> int:
        """Number of articles whose title or abstract has the index term."""
        return self.index.text.document_frequency(term)

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
        """The best `k` articles, by descending score and then by id.

        "bm25" is the score documented in `analyser`; "dense" the cosine of all vectors with the query's; "hybrid" joins BM25's best
        `CANDIDATES`, or `k` where that is more, with as many nearest vectors, gives each the scores it lacks, and fuses them (`fusion`).
        There BM25 weighs rare terms more (`rarity_weights`), and a rank is the one among the candidates. A hybrid search without encoder or
        sound vectors becomes BM25 with a note; articles whose vector is not made yet are encoded on the spot. A filter that no article meets is
        noted. A long question counts with its first `MAX_QUERY_TERMS` terms, and with those of `expansion`, unless mode is "dense".

        `second_try` is for evidence that is thin: it finds more, for a few milliseconds more. A hybrid search then also joins the vectors
        nearest to the question as its best articles have moved it; one by BM25 looks for terms of the best articles too (`feedback`), which
        ranks questions better and exact claims worse. A reranker that fails is noted, and the order stays.

        Raises QueryError for an empty or too long query; EncoderError in dense mode without encoder or vectors, and, in hybrid mode too, for
        an encoder this program does not have or whose files are damaged; IndexDamagedError.
        """
        clock = StepClock()
        asked = dict.fromkeys(query_terms(query), 1.0)
        admitted, understood = self.resolved(filters)
        notes = [*understood, *unmet_filters(self.index.text, admitted)]
        ask = _Ask(query, {**expansion.weights, **asked}, admitted, k, second_try)
        if mode == "dense":
            scored = self._dense(ask, clock, notes)
        else:
            scored = self._with_vectors(ask, clock, notes) if mode == "hybrid" else None
            scored = self._bm25(ask, clock, notes) if scored is None else scored
        hits = self._hits(ask, scored, clock, notes)
        return SearchResult(hits, clock.timings_ms, tuple(notes), expansion)

    def resolved(self, filters: Filters) -> tuple[ResolvedFilters, tuple[str, ...]]:
        """The filters as this index can be asked them, and notes on how they were understood; see `filter_resolution.resolve`."""
        return resolve(filters, self.index.thesaurus if names_headings(filters) else None)

    def _bm25(self, ask: _Ask, clock: StepClock, notes: list[str]) -> list[_Scored]:
        found = self._lexicon.best(ask.weights, ask.filters, max(ask.k, CANDIDATES))
        if ask.second_try and found:
            text = self.index.text
            articles = [text.article(c.address) for c in found[:FEEDBACK_ARTICLES]]
            terms = [text_terms(f"{article.title} {article.abstract}") for article in articles]
            weights = feedback_weights(ask.weights, terms, text.document_frequency, len(text))
            added = [term for term in weights if term not in ask.weights]
            found = self._lexicon.best(weights, ask.filters, max(ask.k, CANDIDATES))
            notes.append(f"Searched a second time, with terms of the best articles: {', '.join(added) or 'none'}.")
        clock.lap("bm25")
        return _by_bm25(found)

    def _with_vectors(self, ask: _Ask, clock: StepClock, notes: list[str]) -> list[_Scored] | None:
        """The hybrid's candidates; None, with a note, where there is no encoder or there are no sound vectors."""
        try:
            encoder, vectors = self.encoder, self.index.vectors
            if encoder is None or vectors is None:
                notes.append("Searched by BM25 alone: this index was built without an encoder.")
                return None
            return self._hybrid(ask, encoder, vectors, clock, notes)
        except EncoderMissingError as exc:
            notes.append(f"Searched by BM25 alone: {exc}")
        except IndexDamagedError as exc:
            notes.append(f"Searched by BM25 alone: {exc} {exc.remedy}")
        return None

    def _hybrid(self, ask: _Ask, encoder: Encoder, vectors: VectorIndex, clock: StepClock, notes: list[str]) -> list[_Scored]:
        limit = max(ask.k, CANDIDATES)
        pool = CandidatePool(self._lexicon, rarity_weights(self.index.text, ask.weights), ask.filters)
        pool.add_best(limit)
        clock.lap("bm25")
        query_vector = encoder.encode_queries([ask.query])[0]
        clock.lap("encode_query")
        pool.add_nearest(vectors, query_vector, limit)
        matrix, on_the_spot = pool.vectors(vectors, encoder)
        if ask.second_try and len(pool):
            before = len(pool)
            pool.add_nearest(vectors, moved(pool.bm25, matrix, query_vector), limit)
            notes.append(f"Searched a second time, near the best articles: {len(pool) - before} more candidates.")
            matrix, on_the_spot = pool.vectors(vectors, encoder)
        if on_the_spot:
            notes.append(f"Dense scores for {on_the_spot} of {len(pool)} candidates were computed on the spot.")
        scored = _fused(pool.candidates, fuse(pool.bm25, matrix, query_vector), self._wanted(ask))
        clock.lap("dense")
        return scored

    def _dense(self, ask: _Ask, clock: StepClock, notes: list[str]) -> list[_Scored]:
        encoder, vectors = self.encoder, self.index.vectors
        if encoder is None or vectors is None:
            raise EncoderError("This index was built without an encoder and has no vectors.", NO_VECTORS_REMEDY)
        query_vector = encoder.encode_queries([ask.query])[0]
        clock.lap("encode_query")
        near = nearest_within(self._lexicon, vectors, query_vector, ask.filters, ask.k, 4 * max(ask.k, CANDIDATES))
        scored = [_Scored(n.candidate, n.cosine, dense=RetrieverScore(n.cosine, rank)) for rank, n in enumerate(near, 1)]
        clock.lap("dense")
        missing = self.index.articles_without_vector
        if missing > 0:
            notes.append(f"{missing:,} of {len(self):,} articles have no vector yet and could not be found by it.")
        return scored

    def _wanted(self, ask: _Ask) -> int:
        return max(ask.k, RERANKED) if self._reranker else ask.k

    def _hits(self, ask: _Ask, scored: list[_Scored], clock: StepClock, notes: list[str]) -> tuple[Hit, ...]:
        scored.sort(key=lambda s: -s.score)
        wanted = self._wanted(ask)
        # Those that tie with the last one wanted are fetched too: which of them come in is decided by their ids.
        contenders = [s for i, s in enumerate(scored) if i < wanted or s.score == scored[wanted - 1].score]
        fetched = [(s, self.index.text.article(s.candidate.address)) for s in contenders]
        fetched.sort(key=lambda pair: (-pair[0].score, pair[1].id))
        hits = [Hit(article=article, rank=0, score=s.score, bm25=s.bm25, dense=s.dense) for s, article in fetched[:wanted]]
        clock.lap("fetch")
        if self._reranker and hits:
            hits = reranked(self._reranker, ask.query, hits, notes)
            clock.lap("rerank")
        return tuple(replace(hit, rank=rank) for rank, hit in enumerate(hits[: ask.k], 1))


def _fused(candidates: Sequence[Candidate], fused: Fused, wanted: int) -> list[_Scored]:
    """The best `wanted`, and those that tie with the last of them."""
    bm25_ranks, dense_ranks = ranks_of(np.array([c.score for c in candidates])), ranks_of(fused.cosines)
    least = np.sort(fused.scores)[-wanted] if wanted < len(candidates) else -np.inf
    best: list[int] = np.flatnonzero(fused.scores >= least).tolist()
    return [
        _Scored(
            candidates[i],
            float(fused.scores[i]),
            RetrieverScore(candidates[i].score, int(bm25_ranks[i])),
            RetrieverScore(float(fused.cosines[i]), int(dense_ranks[i])),
        )
        for i in best
    ]


def _by_bm25(candidates: Sequence[Candidate]) -> list[_Scored]:
    return [_Scored(c, c.score, RetrieverScore(c.score, rank)) for rank, c in enumerate(candidates, 1)]
