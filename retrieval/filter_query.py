"""From resolved filters to tantivy queries, and notes about those that no article of an index meets."""

from collections.abc import Callable

import tantivy

from corpuscle.retrieval.conditions import Among, FieldCondition, Flag, HasTerms, Published, Where
from corpuscle.retrieval.evidence_pyramid import similar_type
from corpuscle.retrieval.filter_resolution import ResolvedFilters
from corpuscle.retrieval.text_index import TextIndex

Clause = tuple[tantivy.Occur, tantivy.Query]

_CALLED = {
    "id": "identifier",
    "mesh": "MeSH heading",
    "publication_type": "publication type",
    "journal": "journal",
    "language": "language",
}


def filter_clauses(schema: tantivy.Schema, filters: ResolvedFilters) -> list[Clause]:
    """Clauses to stand beside a scored query; they have no word in the score."""
    match filters.condition:
        case None:
            return []
        case Where(all=required, any=(), none=excluded):
            # One clause each, so that the scored query's matches are checked against the rarest first.
            return [_must(_query(schema, part)) for part in required] + [(tantivy.Occur.MustNot, _query(schema, part)) for part in excluded]
        case condition:
            return [_must(_query(schema, condition))]


def unmet_filters(text: TextIndex, filters: ResolvedFilters) -> tuple[str, ...]:
    """A note for each journal, language, publication type and MeSH heading that no article of the index has: it may be misspelt."""
    return unmet_notes(filters, lambda among: any(text.has_value(among.field, value) for value in among.values))


def unmet_notes(filters: ResolvedFilters, met: Callable[[Among], bool]) -> tuple[str, ...]:
    """`unmet_filters` for an index that is asked through `met`."""
    unmet = [among for among in _amongs(filters.condition) if not met(among)]
    return tuple(
        dict.fromkeys(f"No article of this index has the {_CALLED[among.field]} “{among.said}”.{_guess(among)}" for among in unmet)
    )


def _guess(unmet: Among) -> str:
    near = similar_type(unmet.said) if unmet.field == "publication_type" else ""
    return f" Did you mean “{near}”?" if near and near.lower() != unmet.said.lower() else ""


def _amongs(condition: FieldCondition | None) -> list[Among]:
    match condition:
        case Among():
            return [condition]
        case Where(required, alternatives, excluded):
            return [among for part in (*required, *alternatives, *excluded) for among in _amongs(part)]
        case _:
            return []


def _query(schema: tantivy.Schema, condition: FieldCondition) -> tantivy.Query:
    match condition:
        case Published(first, last):
            return tantivy.Query.range_query(schema, "date", tantivy.FieldType.Integer, first, last)
        case Flag(name):
            return tantivy.Query.term_query(schema, name, True, "basic")
        case Among(field, values):
            return tantivy.Query.term_set_query(schema, field, values)
        case HasTerms(terms, title_only):
            return _boolean([(tantivy.Occur.Must, _has_term(schema, term, title_only)) for term in terms])
        case Where(required, alternatives, excluded):
            clauses = [(tantivy.Occur.Must, _query(schema, part)) for part in required]
            if alternatives:
                clauses.append((tantivy.Occur.Must, _boolean([(tantivy.Occur.Should, _query(schema, part)) for part in alternatives])))
            if not clauses:
                clauses.append((tantivy.Occur.Must, tantivy.Query.all_query()))
            return _boolean(clauses + [(tantivy.Occur.MustNot, _query(schema, part)) for part in excluded])


def _has_term(schema: tantivy.Schema, term: str, title_only: bool) -> tantivy.Query:
    in_body = tantivy.Query.term_query(schema, "body", term, "freq")
    if not title_only:
        return in_body
    # A record that is nothing but a title has it in its body alone.
    bare = [(tantivy.Occur.Must, in_body), (tantivy.Occur.MustNot, tantivy.Query.term_query(schema, "has_abstract", True, "basic"))]
    in_title = tantivy.Query.term_query(schema, "title", term, "freq")
    return _boolean([(tantivy.Occur.Should, in_title), (tantivy.Occur.Should, _boolean(bare))])


def _boolean(clauses: list[Clause]) -> tantivy.Query:
    return tantivy.Query.boolean_query(clauses)


def _must(query: tantivy.Query) -> Clause:
    return tantivy.Occur.Must, tantivy.Query.const_score_query(query, 0.0)
