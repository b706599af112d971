"""The SQL that edges are asked for with. Each selection stops after its limit, at whatever node."""

# ruff: noqa: S608 - every piece of SQL below is a constant

KEY = "subject, object, predicate, source, negated, detail"
SCANNED = 400
"""Edges of a node that are read and sorted as a whole; of a node with more, the best of each predicate are read."""

_COLUMNS = f"{KEY}, support, score, first_year, last_year"
_BEST_FIRST = "score DESC, support DESC"
_ALL_AT = {
    "subject": f"SELECT {_COLUMNS} FROM edges WHERE subject = ?",
    "object": f"SELECT {_COLUMNS} FROM edges INDEXED BY edges_by_object WHERE object = ?",
}
_BEST_AT = {
    end: f"SELECT {_COLUMNS} FROM edges INDEXED BY edges_by_{end} WHERE {end} = ? AND predicate = ? ORDER BY {_BEST_FIRST} LIMIT ?"
    for end in ("subject", "object")
}
PUBLICATIONS_SHOWN = 20

Parameters = tuple[int | str, ...]
Selection = tuple[str, Parameters]
"""SQL that gives rows of `edges`, and its parameters."""


def at_end(end: str, node: int, degree: int, predicates: list[int], limit: int) -> Selection:
    """Edges that start ("subject") or end ("object") at a node, of any of the predicates, the best of them for certain."""
    if degree <= SCANNED:
        return _ALL_AT[end], (node,)
    return joined([of_predicate(end, node, predicate, limit) for predicate in predicates])


def of_predicate(end: str, node: int, predicate: int, limit: int) -> Selection:
    """The best edges of one predicate at a node."""
    return _BEST_AT[end], (node, predicate, limit)


def of_pair(subject: int, object_: int, predicate: int | None) -> Selection:
    """Edges from one node to another."""
    sql, given = f"SELECT {_COLUMNS} FROM edges WHERE subject = ? AND object = ?", (subject, object_)
    return (sql, given) if predicate is None else (f"{sql} AND predicate = ?", (*given, predicate))


def joined(selections: list[Selection]) -> Selection:
    """All rows of several selections that have none in common."""
    sql = " UNION ALL ".join(f"SELECT * FROM ({sql})" for sql, _ in selections)
    return sql, tuple(value for _, given in selections for value in given)


def described(selection: Selection, limit: int) -> Selection:
    """The best rows of a selection in words, with the first publications of each."""
    sql, given = selection
    return (
        f"""
        SELECT s.curie, p.name, o.curie, m.source, (
            SELECT group_concat(pmid, ' ') FROM (
                SELECT DISTINCT pmid FROM evidence v WHERE v.subject = e.subject AND v.object = e.object AND v.predicate = e.predicate
                AND v.source = e.source AND v.negated = e.negated AND v.detail = e.detail ORDER BY pmid LIMIT {PUBLICATIONS_SHOWN})
        ), e.support, e.score, e.negated, coalesce(t.licence, m.licence), e.first_year, e.last_year, d.qualifier, d.knowledge_level, d.agent_type, d.primary_source
        FROM (SELECT * FROM ({sql}) ORDER BY {_BEST_FIRST}, {KEY} LIMIT ?) e
        CROSS JOIN nodes s ON s.id = e.subject CROSS JOIN nodes o ON o.id = e.object CROSS JOIN predicates p ON p.id = e.predicate
        CROSS JOIN meta m ON m.id = e.source CROSS JOIN details d ON d.id = e.detail
        LEFT JOIN parts t ON t.source = e.source AND t.part = d.primary_source
        ORDER BY e.score DESC, e.support DESC, s.curie, p.name, o.curie, m.source, d.qualifier, d.primary_source, e.negated
        """,
        (*given, limit),
    )


def short(selection: Selection, limit: int) -> Selection:
    """The best rows of a selection as subject, predicate, object, score, negated."""
    sql, given = selection
    return (
        (
            f"SELECT s.curie, p.name, o.curie, e.score, e.negated FROM (SELECT * FROM ({sql}) ORDER BY {_BEST_FIRST}, {KEY} LIMIT ?) e"
            " CROSS JOIN nodes s ON s.id = e.subject CROSS JOIN nodes o ON o.id = e.object CROSS JOIN predicates p ON p.id = e.predicate"
            " ORDER BY e.score DESC, p.name, s.curie, o.curie, e.negated"
        ),
        (*given, limit),
    )


WHOLE = 2000
"""Edges of a node that are all read to find what it has in common with another."""

_NEAR = """
near(id) AS (
    SELECT id FROM (SELECT object AS id FROM edges WHERE subject = :a LIMIT :examined)
    UNION SELECT id FROM (SELECT subject AS id FROM edges INDEXED BY edges_by_object WHERE object = :a LIMIT :examined)
)"""
_LEAST_CONNECTED = """
SELECT n.curie FROM middle CROSS JOIN nodes n ON n.id = middle.id
WHERE n.degree <= :widest AND n.id NOT IN (:a, :b) ORDER BY n.degree, n.id LIMIT :limit"""
TWO_HOP = f"""
WITH {_NEAR}, far(id) AS (
    SELECT object FROM edges WHERE subject = :b UNION ALL SELECT subject FROM edges INDEXED BY edges_by_object WHERE object = :b
), middle(id) AS MATERIALIZED (SELECT DISTINCT id FROM far WHERE id IN near) {_LEAST_CONNECTED}
"""
"""Nodes that stand between two, the least connected first; a is the end with fewer edges, b has at most `WHOLE`."""

TWO_HOP_OF_HUB = f"""
WITH {_NEAR}, middle(id) AS MATERIALIZED (
    SELECT id FROM near WHERE EXISTS (SELECT 1 FROM edges WHERE subject = :b AND object = near.id)
    OR EXISTS (SELECT 1 FROM edges WHERE subject = near.id AND object = :b)
) {_LEAST_CONNECTED}
"""
"""The same, whatever b has: each neighbour of a is looked for among b's."""
