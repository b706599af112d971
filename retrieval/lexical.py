"""From query terms and filters to tantivy queries. User text never meets tantivy's query parser."""

from collections.abc import Sequence

import tantivy

from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.text_index import TITLE_WEIGHT

_Clause = tuple[tantivy.Occur, tantivy.Query]


def lexical_query(schema: tantivy.Schema, terms: Sequence[str], filters: Filters) -> tantivy.Query:
    """Any of the terms, scored as BM25(body) + `TITLE_WEIGHT` × BM25(title), within the filters."""
    scored: list[_Clause] = []
    for term in terms:
        in_title = tantivy.Query.term_query(schema, "title", term, "freq")
        scored.append((tantivy.Occur.Should, tantivy.Query.term_query(schema, "body", term, "freq")))
        scored.append((tantivy.Occur.Should, tantivy.Query.boost_query(in_title, TITLE_WEIGHT)))
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, tantivy.Query.boolean_query(scored)), *_filter_clauses(schema, filters)])


def key_query(schema: tantivy.Schema, keys: Sequence[int], filters: Filters) -> tantivy.Query:
    """The articles of these vector keys, within the filters."""
    return tantivy.Query.boolean_query(
        [(tantivy.Occur.Must, tantivy.Query.term_set_query(schema, "key", keys)), *_filter_clauses(schema, filters)]
    )


def _filter_clauses(schema: tantivy.Schema, filters: Filters) -> list[_Clause]:
    clauses: list[_Clause] = []
    if filters.year_from is not None or filters.year_to is not None:
        years = tantivy.Query.range_query(schema, "year", tantivy.FieldType.Integer, filters.year_from, filters.year_to)
        clauses.append(_must(years))
    if filters.publication_types:
        types = [name.strip().lower() for name in filters.publication_types]
        clauses.append(_must(tantivy.Query.term_set_query(schema, "publication_type", types)))
    for heading in filters.mesh:
        spellings = [heading.strip().upper(), heading.strip().lower()]  # UIs are stored in capitals, names in small letters
        clauses.append(_must(tantivy.Query.term_set_query(schema, "mesh", spellings)))
    if not filters.include_retracted:
        clauses.append((tantivy.Occur.MustNot, tantivy.Query.term_query(schema, "retracted", True, "basic")))
    return clauses


def _must(query: tantivy.Query) -> _Clause:
    """A condition without a word in the score."""
    return tantivy.Occur.Must, tantivy.Query.const_score_query(query, 0.0)
