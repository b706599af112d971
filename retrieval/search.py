"""Search: BM25, dense search, and the hybrid of both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log, sqrt
from time import perf_counter
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from corpuscle.retrieval.analyser import query_terms
from corpuscle.retrieval.encoder import Encoder
from corpuscle.retrieval.errors import EncoderError, EncoderMissingError
from corpuscle.retrieval.filter_query import unmet_filters
from corpuscle.retrieval.filter_resolution import ResolvedFilters, names_headings, resolve
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.fusion import fuse
from corpuscle.retrieval.hits import Hit, RetrieverScore
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.lexical import key_query, lexical_query
from corpuscle.retrieval.text_index import Candidate, TextIndex
from corpuscle.retrieval.vectors import VectorIndex

SearchMode = Literal["bm25", "dense", "hybrid"]

CANDIDATES = 100
"""How many of BM25's best, and of the nearest vectors, the hybrid weighs at least."""
NO_FILTERS = Filters()
_NO_VECTORS_REMEDY = "Build the index with an encoder: `corpuscle index build --encoder auto`; or search with --mode bm25."


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first; milliseconds spent in each step and in "total"; and what the reader must know of how they were found."""

    hits: tuple[Hit, ...]
    timings_ms: dict[str, float] = field(default_factory=dict[str, float])
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Scored:
    """A candidate on its way to a hit."""

    candidate: Candidate
    score: float
    bm25: RetrieverScore | None = None
    dense: RetrieverScore | None = None


class _Clock:
    def __init__(self) -> None:
        self.begin = self._last = perf_counter()
        self.timings_ms: dict[str, float] = {}

    def lap(self, step: str) -> None:
        now = perf_counter()
        self.timings_ms[step] = (now - self._last) * 1e3
        self._last = now
        self.timings_ms["total"] = (now - self.begin) * 1e3


class Retriever:
    """Searches one index. `encoder` replaces the one the manifest names, which otherwise loads at the first search that needs it."""

    def __init__(self, index: Index, encoder: Encoder | None = None) -> None:
        """Raises EncoderError where `encoder` is not the one that made the index's vectors."""
        self.index = index
        self._given_encoder = encoder
        store = index.manifest.vectors
        if encoder and store and (encoder.name, encoder.dimension) != (store.encoder, store.dimension):
            raise EncoderError(
                f"The vectors were made by {store.encoder} ({store.dimension} dimensions), not by {encoder.name} ({encoder.dimension}).",
                f"Search with {store.encoder}, or build the index anew with --encoder {encoder.name}.",
            )

    def search(self, query: str, k: int = 10, mode: SearchMode = "hybrid", filters: Filters = NO_FILTERS) -> SearchResult:
        """The best `k` articles, by descending score and then by id.

        "bm25" is the score documented in `analyser`; "dense" the cosine of all vectors with the query's; "hybrid" joins BM25's best
        `CANDIDATES`, or `k` where that is more, with as many nearest vectors, gives each the scores it lacks, and fuses them (`fusion`).
        There BM25 weighs rare terms more (`rarity_weights`), and a rank is the one among the candidates. A hybrid search without encoder or
        vectors becomes BM25 with a note; articles whose vector is not made yet are encoded on the spot. A filter that no article meets is
        noted. A long question counts with its first `MAX_QUERY_TERMS` terms.

        Raises QueryError for an empty or too long query; EncoderError in dense mode without encoder or vectors, and, in hybrid mode too, for
        an encoder this program does not have or whose files are damaged; IndexDamagedError.
        """
        terms = query_terms(query)
        clock = _Clock()
        admitted, understood = self.resolved(filters)
        notes = [*understood, *unmet_filters(self.index.text, admitted)]
        if mode == "dense":
            return self._dense(query, k, admitted, clock, notes)
        ready = self._ready_vectors(notes) if mode == "hybrid" else None
        weights = rarity_weights(self.index.text, terms) if ready else dict.fromkeys(terms, 1.0)
        candidates = self.index.text.search(lexical_query(self.index.text.schema, weights, admitted), max(k, CANDIDATES))
        clock.lap("bm25")
        scored = self._fused(query, weights, candidates, k, admitted, *ready, clock, notes) if ready else _by_bm25(candidates)
        return SearchResult(self._hits(scored, k, clock), clock.timings_ms, tuple(notes))

    def resolved(self, filters: Filters) -> tuple[ResolvedFilters, tuple[str, ...]]:
        """The filters as this index can be asked them, and notes on how they were understood; see `filter_resolution.resolve`."""
        return resolve(filters, self.index.thesaurus if names_headings(filters) else None)

    def _ready_vectors(self, notes: list[str]) -> tuple[Encoder, VectorIndex] | None:
        try:
            encoder = self._encoder()
        except EncoderMissingError as exc:
            notes.append(f"Searched by BM25 alone: {exc}")
            return None
        if encoder is None or self.index.vectors is None:
            notes.append("Searched by BM25 alone: this index was built without an encoder.")
            return None
        return encoder, self.index.vectors

    def _fused(
        self,
        query: str,
        weights: Mapping[str, float],
        candidates: list[Candidate],
        k: int,
        filters: ResolvedFilters,
        encoder: Encoder,
        vectors: VectorIndex,
        clock: _Clock,
        notes: list[str],
    ) -> list[_Scored]:
        text = self.index.text
        query_vector = encoder.encode_queries([query])[0]
        clock.lap("encode_query")
        keys = text.keys([c.address for c in candidates])
        known = set(keys)
        near = [key for key, cosine in vectors.nearest(query_vector, max(k, CANDIDATES)) if cosine > 0 and key not in known]
        if near:
            found = text.search(key_query(text.schema, near, filters, weights), len(near))
            candidates = [*candidates, *found]
            keys = [*keys, *text.keys([c.address for c in found])]
        if not candidates:
            return []
        matrix, on_the_spot = self._vectors_of(candidates, keys, vectors, encoder)
        if on_the_spot:
            notes.append(f"Dense scores for {on_the_spot} of {len(candidates)} candidates were computed on the spot.")
        fused = fuse(np.array([c.score for c in candidates]), matrix, query_vector)
        dense_ranks = _ranks(fused.cosines)
        scored = [
            _Scored(s.candidate, float(fused.scores[i]), s.bm25, RetrieverScore(float(fused.cosines[i]), int(dense_ranks[i])))
            for i, s in enumerate(_by_bm25(candidates))
        ]
        clock.lap("dense")
        return scored

    def _vectors_of(
        self, candidates: Sequence[Candidate], keys: Sequence[int], vectors: VectorIndex, encoder: Encoder
    ) -> tuple[NDArray[np.float32], int]:
        """Each candidate's vector (n, dimension), and how many had to be made on the spot."""
        rows = vectors.lookup(keys)
        matrix = np.empty((len(candidates), vectors.dimension), dtype=np.float32)
        matrix[rows >= 0] = vectors.rows(rows[rows >= 0])
        missing = [i for i, row in enumerate(rows) if row < 0]
        if missing:
            matrix[missing] = encoder.encode_articles([self.index.text.article(candidates[i].address) for i in missing])
        return matrix, len(missing)

    def _dense(self, query: str, k: int, filters: ResolvedFilters, clock: _Clock, notes: list[str]) -> SearchResult:
        encoder, vectors = self._encoder(), self.index.vectors
        if encoder is None or vectors is None:
            raise EncoderError("This index was built without an encoder and has no vectors.", _NO_VECTORS_REMEDY)
        query_vector = encoder.encode_queries([query])[0]
        clock.lap("encode_query")
        text, scored, limit = self.index.text, list[_Scored](), 4 * max(k, CANDIDATES)
        while len(vectors):
            # Superseded vectors and filtered articles fall out in the text index: ask for more until k are left.
            nearest = dict(vectors.nearest(query_vector, limit))
            found = text.search(key_query(text.schema, list(nearest), filters), len(nearest))
            cosine = [(nearest[key], c) for key, c in zip(text.keys([c.address for c in found]), found, strict=True)]
            cosine.sort(key=lambda pair: -pair[0])
            scored = [_Scored(c, score, dense=RetrieverScore(score, rank)) for rank, (score, c) in enumerate(cosine, 1)]
            if len(scored) >= k or limit >= len(vectors):
                break
            limit *= 8
        clock.lap("dense")
        missing = self.index.articles_without_vector
        if missing > 0:
            notes.append(f"{missing:,} of {len(text):,} articles have no vector yet and could not be found by it.")
        return SearchResult(self._hits(scored, k, clock), clock.timings_ms, tuple(notes))

    def _encoder(self) -> Encoder | None:
        return self._given_encoder or self.index.encoder

    def _hits(self, scored: list[_Scored], k: int, clock: _Clock) -> tuple[Hit, ...]:
        scored.sort(key=lambda s: -s.score)
        # Those that tie with the k-th are fetched too: which of them come in is decided by their ids.
        contenders = [s for i, s in enumerate(scored) if i < k or s.score == scored[k - 1].score]
        fetched = [(s, self.index.text.article(s.candidate.address)) for s in contenders]
        fetched.sort(key=lambda pair: (-pair[0].score, pair[1].id))
        hits = tuple(
            Hit(article=article, rank=rank, score=s.score, bm25=s.bm25, dense=s.dense) for rank, (s, article) in enumerate(fetched[:k], 1)
        )
        clock.lap("fetch")
        return hits


def rarity_weights(text: TextIndex, terms: Sequence[str]) -> dict[str, float]:
    """Each term's factor in the hybrid: the square root of its IDF, the rarest term's being 1. Terms of no article are left out, unless all are.

    With BM25's own factor the IDF counts to the power of 1.5: that helps the hybrid, where the vectors know what the common words mean,
    and not BM25 alone.
    """
    total = len(text)
    frequencies = {term: text.document_frequency(term) for term in terms}
    present = {term: log(1 + (total - df + 0.5) / (df + 0.5)) for term, df in frequencies.items() if 0 < df <= total}
    rarest = max(present.values(), default=0.0)
    return {term: sqrt(idf / rarest) for term, idf in present.items()} if rarest > 0 else dict.fromkeys(terms, 1.0)


def _by_bm25(candidates: Sequence[Candidate]) -> list[_Scored]:
    return [_Scored(c, c.score, RetrieverScore(c.score, rank)) for rank, c in enumerate(candidates, 1)]


def _ranks(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """Each one's rank, from 1, best first."""
    ranks = np.empty(len(scores), dtype=np.int64)
    ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    return ranks
