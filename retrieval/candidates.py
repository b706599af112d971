"""The candidates of one question: gathered by BM25 and from the vectors, each once, each with its BM25 score."""

from collections.abc import Sequence

import numpy as np
import tantivy
from numpy.typing import NDArray

from corpuscle.retrieval.conditions import Flag, Where
from corpuscle.retrieval.encoder import Encoder
from corpuscle.retrieval.filter_resolution import ResolvedFilters
from corpuscle.retrieval.lexical import key_query, lexical_query
from corpuscle.retrieval.term_query import TermWeights, term_query
from corpuscle.retrieval.text_index import Candidate, TextIndex
from corpuscle.retrieval.vectors import VectorIndex

_NOT_RETRACTED = Where(none=(Flag("retracted"),))
_SPARE = 10
"""Articles asked for beyond the limit, in case that some are retracted; one in a thousand is."""


class Lexicon:
    """BM25 over one text index, at its fastest where nothing but retracted articles is filtered out."""

    def __init__(self, text: TextIndex) -> None:
        self.text = text
        self._retracted: frozenset[tuple[int, int]] | None = None

    def best(self, weights: TermWeights, filters: ResolvedFilters, limit: int) -> list[Candidate]:
        """The best `limit` articles by the weighted terms, best first; those without any of the terms are left out."""
        if filters.condition != _NOT_RETRACTED:
            return self.text.search(lexical_query(self.text.schema, weights, filters), limit)
        # tantivy skips what cannot come among the best only in a query of scored terms alone (at a million articles a third of the time).
        found = self.text.search(term_query(self.text.schema, weights), limit + _SPARE)
        left = [c for c in found if (c.address.segment_ord, c.address.doc) not in self._retracted_addresses()]
        if len(left) >= limit or len(found) < limit + _SPARE:
            return left[:limit]
        return self.text.search(lexical_query(self.text.schema, weights, filters), limit)

    def of_keys(self, keys: Sequence[int], weights: TermWeights, filters: ResolvedFilters) -> list[Candidate]:
        """The articles of these vector keys, by the weighted terms, best first; 0 is the score of those without any of the terms."""
        return self.text.search(key_query(self.text.schema, keys, filters, weights), len(keys)) if keys else []

    def _retracted_addresses(self) -> frozenset[tuple[int, int]]:
        if self._retracted is None:
            query = tantivy.Query.term_query(self.text.schema, "retracted", True, "basic")
            found = self.text.search(query, self.text.count("retracted") or 1)
            self._retracted = frozenset((c.address.segment_ord, c.address.doc) for c in found)
        return self._retracted


class CandidatePool:
    """What is to be fused: candidates by descending BM25 score within each gathering, their vector keys beside them."""

    def __init__(self, lexicon: Lexicon, weights: TermWeights, filters: ResolvedFilters) -> None:
        self._lexicon = lexicon
        self._weights = weights
        self._filters = filters
        self.candidates: list[Candidate] = []
        self.keys: list[int] = []

    def __len__(self) -> int:
        return len(self.candidates)

    @property
    def bm25(self) -> NDArray[np.float64]:
        """The candidates' BM25 scores (n,)."""
        return np.array([c.score for c in self.candidates], dtype=np.float64)

    def add_best(self, limit: int) -> None:
        """Adds BM25's best; call it first."""
        self._add(self._lexicon.best(self._weights, self._filters, limit))

    def add_nearest(self, vectors: VectorIndex, query_vector: NDArray[np.float32], limit: int) -> None:
        """Adds the articles of the nearest vectors, those without any likeness (a cosine of 0 or less) left out."""
        known = set(self.keys)
        near = [key for key, cosine in vectors.nearest(query_vector, limit) if cosine > 0 and key not in known]
        self._add(self._lexicon.of_keys(near, self._weights, self._filters))

    def vectors(self, vectors: VectorIndex, encoder: Encoder) -> tuple[NDArray[np.float32], int]:
        """Each candidate's vector (n, dimension), and how many had to be made on the spot."""
        rows = vectors.lookup(self.keys)
        matrix = np.empty((len(rows), vectors.dimension), dtype=np.float32)
        matrix[rows >= 0] = vectors.rows(rows[rows >= 0])
        missing = [i for i, row in enumerate(rows) if row < 0]
        if missing:
            text = self._lexicon.text
            matrix[missing] = encoder.encode_articles([text.article(self.candidates[i].address) for i in missing])
        return matrix, len(missing)

    def _add(self, found: Sequence[Candidate]) -> None:
        self.candidates += found
        self.keys += self._lexicon.text.keys([c.address for c in found])
