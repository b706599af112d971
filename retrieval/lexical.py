"""From query terms and filters to tantivy queries. User text never meets tantivy's query parser."""

from collections.abc import Sequence

import tantivy

from corpuscle.retrieval.filter_query import filter_clauses
from corpuscle.retrieval.filter_resolution import ResolvedFilters
from corpuscle.retrieval.term_query import TermWeights, term_query

_NO_TERMS: TermWeights = {}


def lexical_query(schema: tantivy.Schema, weights: TermWeights, filters: ResolvedFilters) -> tantivy.Query:
    """Any of the terms, scored by `term_query`, within the filters."""
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, term_query(schema, weights)), *filter_clauses(schema, filters)])


def key_query(schema: tantivy.Schema, keys: Sequence[int], filters: ResolvedFilters, weights: TermWeights = _NO_TERMS) -> tantivy.Query:
    """The articles of these vector keys, within the filters; each scored by `term_query`, 0 where it has none of the terms."""
    keyed = tantivy.Query.const_score_query(tantivy.Query.term_set_query(schema, "key", keys), 0.0)
    clauses = [(tantivy.Occur.Must, keyed), *filter_clauses(schema, filters)]
    return tantivy.Query.boolean_query([*clauses, (tantivy.Occur.Should, term_query(schema, weights))] if weights else clauses)
