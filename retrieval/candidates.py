"""The candidates of one question: gathered by BM25 and from the vectors, each once, each with its BM25 score."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import tantivy
from numpy.typing import NDArray

from corpuscle.retrieval.conditions import Flag, Where
from corpuscle.retrieval.encoder import Encoder
from corpuscle.retrieval.filter_resolution import ResolvedFilters
from corpuscle.retrieval.lexical import filter_query, key_query, lexical_query
from corpuscle.retrieval.term_query import TermWeights, term_query
from corpuscle.retrieval.text_index import Candidate, TextIndex
from corpuscle.retrieval.vectors import VectorIndex

_NOT_RETRACTED = Where(none=(Flag("retracted"),))
_SPARE = 10
"""Articles asked for beyond the limit, in case that some are retracted; one in a thousand is."""
_FEW = 4_000
"""So many articles within a filter are compared with the question one by one: 15 ms at the most."""
_SCARCE = 4
"""Where fewer than one in so many of the nearest vectors meet the filters, it is worth the time to look further."""
_FURTHER = 8
"""How many times as many vectors are looked at each time."""


@dataclass(frozen=True, slots=True)
class Near:
    """A document, its vector key, and how alike its vector is to the question's."""

    candidate: Candidate
    key: int
    cosine: float


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

    def few(self, filters: ResolvedFilters) -> list[Candidate] | None:
        """The articles within the filters; None where they are more than a few thousand, or nothing but the retracted is filtered out."""
        if filters.condition in (None, _NOT_RETRACTED):
            return None
        found = self.text.search(filter_query(self.text.schema, filters), _FEW + 1)
        return found if len(found) <= _FEW else None

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
        """Adds the articles of the nearest vectors, those without any likeness (a cosine of 0 or less) left out.

        Under a filter that hardly any of them meets, the nearest are found among the few articles that do, or further away.
        """
        met = self._add_keys(vectors.nearest(query_vector, limit))
        if self._filters.condition in (None, _NOT_RETRACTED) or met * _SCARCE >= min(limit, len(vectors)):
            return
        few = _few_by_cosine(self._lexicon, vectors, query_vector, self._filters)
        if few is None:
            self._add_keys(vectors.nearest(query_vector, _FURTHER * limit))
        else:
            self._add_keys([(near.key, near.cosine) for near in few[:limit]])

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

    def _add_keys(self, near: Sequence[tuple[int, float]]) -> int:
        """How many of them meet the filters, those that were there already among them."""
        known = set(self.keys)
        alike = [key for key, cosine in near if cosine > 0]
        found = self._lexicon.of_keys([key for key in alike if key not in known], self._weights, self._filters)
        self._add(found)
        return len(found) + sum(key in known for key in alike)

    def _add(self, found: Sequence[Candidate]) -> None:
        self.candidates += found
        self.keys += self._lexicon.text.keys([c.address for c in found])


def nearest_within(
    lexicon: Lexicon, vectors: VectorIndex, query_vector: NDArray[np.float32], filters: ResolvedFilters, wanted: int, limit: int
) -> list[Near]:
    """Articles within the filters by descending cosine: `wanted` or more, where so many have a vector. Looks at `limit` vectors at first."""
    few = _few_by_cosine(lexicon, vectors, query_vector, filters)
    if few is not None:
        return few
    while len(vectors):
        # Superseded vectors and filtered articles fall out in the text index: ask for more until enough are left.
        cosines = dict(vectors.nearest(query_vector, limit))
        found = lexicon.of_keys(list(cosines), {}, filters)
        if len(found) >= wanted or limit >= len(vectors):
            keys = lexicon.text.keys([c.address for c in found])
            return sorted((Near(c, key, cosines[key]) for c, key in zip(found, keys, strict=True)), key=lambda near: -near.cosine)
        limit *= _FURTHER
    return []


def _few_by_cosine(
    lexicon: Lexicon, vectors: VectorIndex, query_vector: NDArray[np.float32], filters: ResolvedFilters
) -> list[Near] | None:
    """All articles within the filters that have a vector, by descending cosine; None where `Lexicon.few` gives none."""
    few = lexicon.few(filters)
    if few is None:
        return None
    keys = lexicon.text.keys([c.address for c in few])
    rows = vectors.lookup(keys)
    having = np.flatnonzero(rows >= 0).tolist()
    cosines = (vectors.rows(rows[having]) @ query_vector).tolist()
    return sorted((Near(few[i], keys[i], cosine) for i, cosine in zip(having, cosines, strict=True)), key=lambda near: -near.cosine)
