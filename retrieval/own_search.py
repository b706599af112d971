"""Search of an index and, beside it, of the documents that a user added for a conversation."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from corpuscle.retrieval.analyser import query_terms, text_terms
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.encoder import Encoder
from corpuscle.retrieval.engine import SearchEngine
from corpuscle.retrieval.engine_around import EngineAround
from corpuscle.retrieval.errors import EncoderMissingError
from corpuscle.retrieval.expansion import Expansion
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.fusion import standardise
from corpuscle.retrieval.hits import Hit, RetrieverScore
from corpuscle.retrieval.memory_bm25 import bm25_scores
from corpuscle.retrieval.own_documents import OwnDocument, joined, own_piece
from corpuscle.retrieval.search import NO_EXPANSION, NO_FILTERS, SearchMode, SearchResult

OWN_HITS = 10
"""How many pieces come among the hits at most."""
OWN_ENCODED = 24
"""Pieces whose vectors are made for a question, the best ones by BM25; about 15 ms each on one core."""


class EngineWithDocuments(EngineAround):
    """A `SearchEngine` that also finds pieces of a user's documents. It holds them in memory and writes nothing.

    A piece that shares a term with the question takes its place among the index's hits by one measure for both: BM25 of the pieces and the
    hits alike (`memory_bm25`, with the index's frequencies), and where there is an encoder the cosines too, each as a z-score, added. The index's hits keep their
    own order; a piece stands before the first of them whose measure is lower, with that one's score. Filters speak of PubMed: they leave
    nothing out of a user's own documents.
    """

    def __init__(self, engine: SearchEngine, documents: Sequence[OwnDocument]) -> None:
        """Raises DocumentError for too many documents."""
        super().__init__(engine)
        self.documents = joined(documents)
        self._pieces = [piece for document in self.documents for piece in document.pieces]
        self._terms = [terms for document in self.documents for terms in document.piece_terms]

    def __len__(self) -> int:
        return len(self._engine) + len(self._pieces)

    @property
    def label(self) -> str:
        """The index in a few words, and the names of the documents."""
        return f"{self._engine.label}; your documents: {', '.join(document.name for document in self.documents)}"

    def article(self, article_id: str) -> Article | None:
        """The article or piece, or None."""
        return own_piece(self.documents, article_id) or self._engine.article(article_id)

    def document_frequency(self, term: str) -> int:
        """Number of articles and pieces whose text has the index term."""
        return self._engine.document_frequency(term) + self._frequencies[term]

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
        """The best `k` articles and pieces, at most `OWN_HITS` of these; see `Retriever.search`."""
        found = self._engine.search(query, k, mode, filters, expansion=expansion, second_try=second_try)
        began = perf_counter()
        hits = self._merged(query, found.hits, self._encoder(mode))
        spent_ms = (perf_counter() - began) * 1e3
        timings = {**found.timings_ms, "documents": spent_ms}
        timings["total"] = found.timings_ms.get("total", 0.0) + spent_ms
        ranked = tuple(replace(hit, rank=rank) for rank, hit in enumerate(hits[:k], 1))
        missing = (note for document in self.documents for note in document.notes)
        return replace(found, hits=ranked, timings_ms=timings, notes=(*found.notes, *missing))

    @cached_property
    def _frequencies(self) -> Counter[str]:
        return Counter(term for terms in self._terms for term in set(terms))

    def _encoder(self, mode: SearchMode) -> Encoder | None:
        if mode == "bm25":
            return None
        try:
            return self._engine.encoder
        except EncoderMissingError:  # the search has said so in its notes
            return None

    def _rarity(self, terms: Sequence[str]) -> dict[str, float]:
        """BM25's inverse document frequency in Lucene's form, ln(1 + (N - df + .5) / (df + .5)), of index and documents together."""
        articles = len(self)
        frequencies = {term: self.document_frequency(term) for term in terms}
        return {term: math.log(1 + (articles - df + 0.5) / (df + 0.5)) for term, df in frequencies.items()}

    def _merged(self, query: str, found: Sequence[Hit], encoder: Encoder | None) -> list[Hit]:
        found_terms = [text_terms(f"{hit.article.title} {hit.article.abstract}") for hit in found]
        bm25 = bm25_scores([*self._terms, *found_terms], self._rarity(query_terms(query)))
        own: list[int] = np.argsort(-bm25[: len(self._pieces)], kind="stable")[:OWN_ENCODED].tolist()
        own = [i for i in own if bm25[i] > 0]
        if not own:
            return list(found)
        pieces = [self._pieces[i] for i in own]
        lexical = np.concatenate([bm25[own], bm25[len(self._pieces) :]])
        measure = standardise(lexical)
        cosines = _cosines(query, pieces, found, encoder) if encoder else None
        if cosines is not None:
            measure += standardise(cosines)
        hits = [
            Hit(piece, 0, float(measure[i]), RetrieverScore(float(lexical[i]), i + 1), _dense(cosines, i)) for i, piece in enumerate(pieces)
        ]
        hits = sorted(hits, key=lambda hit: -hit.score)[:OWN_HITS]
        return _interleaved(hits, found, measure[len(pieces) :])


def _cosines(query: str, pieces: Sequence[Article], found: Sequence[Hit], encoder: Encoder) -> NDArray[np.float64]:
    """Of each piece and each hit with the query; a hit's is the one its search gave it, where it did."""
    lacking = [hit.article for hit in found if hit.dense is None]
    made = (encoder.encode_articles([*pieces, *lacking]) @ encoder.encode_queries([query])[0]).astype(np.float64).tolist()
    own, others = made[: len(pieces)], iter(made[len(pieces) :])
    return np.array([*own, *(hit.dense.score if hit.dense else next(others) for hit in found)])


def _dense(cosines: NDArray[np.float64] | None, at: int) -> RetrieverScore | None:
    if cosines is None:
        return None
    return RetrieverScore(float(cosines[at]), int((cosines > cosines[at]).sum()) + 1)


def _interleaved(own: Sequence[Hit], found: Sequence[Hit], measure: NDArray[np.float64]) -> list[Hit]:
    """The hits in their order, each piece, best first, before the first hit behind the last piece whose measure is lower than its own."""
    merged: list[Hit] = []
    at = 0
    for hit in own:
        while at < len(found) and measure[at] >= hit.score:
            merged.append(found[at])
            at += 1
        following = found[at].score if at < len(found) else found[-1].score if found else hit.score
        merged.append(replace(hit, score=following))
    return [*merged, *found[at:]]
