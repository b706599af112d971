"""Search: BM25, exact dense search, and the hybrid of both."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from corpuscle.retrieval.analyser import query_terms
from corpuscle.retrieval.encoder import Encoder
from corpuscle.retrieval.errors import EncoderError, EncoderMissingError
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.fusion import fuse
from corpuscle.retrieval.hits import Hit, RetrieverScore
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.lexical import key_query, lexical_query, unmet_filters
from corpuscle.retrieval.text_index import Candidate
from corpuscle.retrieval.vectors import VectorIndex

SearchMode = Literal["bm25", "dense", "hybrid"]

CANDIDATES = 100
"""How many of BM25's best the hybrid rescores at least."""
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

        "bm25" is the score documented in `analyser`; "dense" the cosine of all vectors with the query's; "hybrid" takes BM25's best
        `CANDIDATES`, or `k` where that is more, and averages both z-scores. A hybrid search without encoder or vectors becomes BM25 with a note; articles whose vector is
        not made yet are encoded on the spot. A filter that no article meets is noted. A long question counts with its first `MAX_QUERY_TERMS` terms.

        Raises QueryError for an empty or too long query; EncoderError in dense mode without encoder or vectors, and, in hybrid mode too, for
        an encoder this program does not have or whose files are damaged; IndexDamagedError.
        """
        terms = query_terms(query)
        clock = _Clock()
        if mode == "dense":
            return self._dense(query, k, filters, clock)
        candidates = self.index.text.search(lexical_query(self.index.text.schema, terms, filters), max(k, CANDIDATES))
        scored = [_Scored(c, c.score, RetrieverScore(c.score, rank)) for rank, c in enumerate(candidates, 1)]
        clock.lap("bm25")
        notes = [*unmet_filters(self.index.text, filters)]
        if mode == "hybrid":
            scored = self._rescored(query, scored, clock, notes)
        return SearchResult(self._hits(scored, k, clock), clock.timings_ms, tuple(notes))

    def _rescored(self, query: str, scored: list[_Scored], clock: _Clock, notes: list[str]) -> list[_Scored]:
        vectors = self.index.vectors
        try:
            encoder = self._encoder()
        except EncoderMissingError as exc:
            notes.append(f"Searched by BM25 alone: {exc}")
            return scored
        if encoder is None or vectors is None:
            notes.append("Searched by BM25 alone: this index was built without an encoder.")
            return scored
        if not scored:
            return scored
        query_vector = encoder.encode_queries([query])[0]
        clock.lap("encode_query")
        cosines, on_the_spot = self._cosines([s.candidate for s in scored], query_vector, vectors, encoder)
        if on_the_spot:
            notes.append(f"Dense scores for {on_the_spot} of {len(scored)} candidates were computed on the spot.")
        fused = fuse(np.array([s.score for s in scored]), cosines)
        dense_rank = np.empty(len(scored), dtype=np.int64)
        dense_rank[np.argsort(-cosines, kind="stable")] = np.arange(1, len(scored) + 1)
        clock.lap("dense")
        return [
            _Scored(s.candidate, float(fused[i]), s.bm25, RetrieverScore(float(cosines[i]), int(dense_rank[i])))
            for i, s in enumerate(scored)
        ]

    def _cosines(
        self, candidates: Sequence[Candidate], query_vector: NDArray[np.float32], vectors: VectorIndex, encoder: Encoder
    ) -> tuple[NDArray[np.float64], int]:
        """Each candidate's cosine with the query, and how many had to be encoded on the spot."""
        rows = vectors.lookup(self.index.text.keys([c.address for c in candidates]))
        matrix = np.empty((len(candidates), vectors.dimension), dtype=np.float32)
        matrix[rows >= 0] = vectors.rows(rows[rows >= 0])
        missing = [i for i, row in enumerate(rows) if row < 0]
        if missing:
            matrix[missing] = encoder.encode_articles([self.index.text.article(candidates[i].address) for i in missing])
        return (matrix @ query_vector).astype(np.float64), len(missing)

    def _dense(self, query: str, k: int, filters: Filters, clock: _Clock) -> SearchResult:
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
        notes = [*unmet_filters(text, filters)]
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
