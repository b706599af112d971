"""From weighted index terms to the part of a tantivy query that scores."""

from collections.abc import Mapping

import tantivy

TITLE_WEIGHT = 0.2

TermWeights = Mapping[str, float]
"""Index term → factor of its BM25 score (above 0)."""


def term_query(schema: tantivy.Schema, weights: TermWeights) -> tantivy.Query:
    """Any of the terms: the weighted sum of BM25(body) + `TITLE_WEIGHT` × BM25(title)."""
    clauses: list[tuple[tantivy.Occur, tantivy.Query]] = []
    for term, weight in weights.items():
        for field, field_weight in (("body", 1.0), ("title", TITLE_WEIGHT)):
            query = tantivy.Query.term_query(schema, field, term, "freq")
            clauses.append((tantivy.Occur.Should, tantivy.Query.boost_query(query, field_weight * weight)))
    return tantivy.Query.boolean_query(clauses)
