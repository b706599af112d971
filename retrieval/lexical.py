"""From query terms and filters to tantivy queries. User text never meets tantivy's query parser."""

from collections.abc import Sequence

import tantivy

from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.text_index import TITLE_WEIGHT, TextIndex

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


def unmet_filters(text: TextIndex, filters: Filters) -> tuple[str, ...]:
    """A note for each publication type and MeSH heading that no article of the index has: it may be misspelt."""
    types = [name for name in filters.publication_types if not text.has_value("publication_type", _type_value(name))]
    headings = [name for name in filters.mesh if not any(text.has_value("mesh", value) for value in _heading_values(name))]
    return (
        *(f"No article of this index has the publication type “{name}”." for name in types),
        *(f"No article of this index has the MeSH heading “{name}”." for name in headings),
    )


def _type_value(name: str) -> str:
    return name.strip().lower()


def _heading_values(heading: str) -> list[str]:
    return [heading.strip().upper(), heading.strip().lower()]  # UIs are stored in capitals, names in small letters


def _filter_clauses(schema: tantivy.Schema, filters: Filters) -> list[_Clause]:
    clauses: list[_Clause] = []
    if filters.year_from is not None or filters.year_to is not None:
        years = tantivy.Query.range_query(schema, "year", tantivy.FieldType.Integer, filters.year_from, filters.year_to)
        clauses.append(_must(years))
    if filters.publication_types:
        types = [_type_value(name) for name in filters.publication_types]
        clauses.append(_must(tantivy.Query.term_set_query(schema, "publication_type", types)))
    for heading in filters.mesh:
        clauses.append(_must(tantivy.Query.term_set_query(schema, "mesh", _heading_values(heading))))
    if not filters.include_retracted:
        clauses.append((tantivy.Occur.MustNot, tantivy.Query.term_query(schema, "retracted", True, "basic")))
    return clauses


def _must(query: tantivy.Query) -> _Clause:
    """A condition without a word in the score."""
    return tantivy.Occur.Must, tantivy.Query.const_score_query(query, 0.0)
