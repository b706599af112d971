"""From weighted index terms to the part of a tantivy query that scores."""

from collections.abc import Mapping
from math import log, sqrt
from typing import Protocol

import tantivy

TITLE_WEIGHT = 0.2

TermWeights = Mapping[str, float]
"""Index term → factor of its BM25 score (above 0)."""


class TermStatistics(Protocol):
    """What an index can be asked of its terms; its length is the number of its articles."""

    def __len__(self) -> int: ...
    def document_frequency(self, term: str) -> int: ...


def term_query(schema: tantivy.Schema, weights: TermWeights) -> tantivy.Query:
    """Any of the terms: the weighted sum of BM25(body) + `TITLE_WEIGHT` × BM25(title)."""
    clauses: list[tuple[tantivy.Occur, tantivy.Query]] = []
    for term, weight in weights.items():
        for field, field_weight in (("body", 1.0), ("title", TITLE_WEIGHT)):
            query = tantivy.Query.term_query(schema, field, term, "freq")
            clauses.append((tantivy.Occur.Should, tantivy.Query.boost_query(query, field_weight * weight)))
    return tantivy.Query.boolean_query(clauses)


def rarity_weights(text: TermStatistics, weights: TermWeights) -> dict[str, float]:
    """The weights for the hybrid, each times the square root of the term's IDF, the rarest term's being 1.

    So the IDF counts to the power of 1.5: that helps the hybrid, where the vectors know what the common words mean, and not BM25 alone.
    Terms that no article has are left out, unless none has any.
    """
    total = len(text)
    frequencies = {term: min(text.document_frequency(term), total) for term in weights}  # those of deleted articles may be counted still
    rarity = {term: log(1 + (total - df + 0.5) / (df + 0.5)) for term, df in frequencies.items() if df}
    rarest = max(rarity.values(), default=0.0)
    return {term: weights[term] * sqrt(idf / rarest) for term, idf in rarity.items()} if rarest > 0 else dict(weights)
