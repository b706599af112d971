"""The tables of graph.sqlite; the only place where they are written down.

Rows go into the `TABLES` first and the `INDEXES` follow, so that a build sorts once. Aliases are gathered in `alias_rows` and
`FINISH` folds them into one row for each key and node, the best priority winning.
"""

import hashlib

SCHEMA_VERSION = 2
"""Kept in PRAGMA user_version."""

TABLES = """
CREATE TABLE nodes (
    curie TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    category TEXT NOT NULL,            -- Biolink category without prefix
    synonyms TEXT NOT NULL DEFAULT '', -- some of them, for display and query expansion, joined by |
    xrefs TEXT NOT NULL DEFAULT ''     -- CURIEs joined by |
) WITHOUT ROWID;

CREATE TABLE aliases (
    key TEXT NOT NULL,                 -- corpuscle.kg.names.name_key
    curie TEXT NOT NULL,
    type TEXT NOT NULL,                -- name, synonym, acronym, symbol, brand
    priority INTEGER NOT NULL,         -- 0 is best; orders the nodes that share a key
    PRIMARY KEY (key, curie)
) WITHOUT ROWID;

CREATE TABLE mesh (
    ui TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    entry_terms TEXT NOT NULL,         -- joined by |
    trees TEXT NOT NULL                -- tree numbers joined by |
) WITHOUT ROWID;

CREATE TABLE mesh_names (
    key TEXT NOT NULL,                 -- corpuscle.kg.names.name_key of the name and of each entry term
    ui TEXT NOT NULL,
    PRIMARY KEY (key, ui)
) WITHOUT ROWID;

CREATE TABLE mesh_trees (
    tree TEXT PRIMARY KEY,
    ui TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE alias_rows (key TEXT, curie TEXT, type TEXT, priority INTEGER);

CREATE TABLE edges (
    id INTEGER PRIMARY KEY,            -- corpuscle.kg.schema.edge_id: the same for the same statement in every build
    subject TEXT NOT NULL,
    predicate TEXT NOT NULL,
    object TEXT NOT NULL,
    source TEXT NOT NULL,
    negated INTEGER NOT NULL,
    support INTEGER NOT NULL,
    score REAL NOT NULL
);

CREATE TABLE evidence (
    edge INTEGER NOT NULL,
    pmid TEXT NOT NULL,
    rule TEXT NOT NULL,                -- the MeSH rule, or HPO's evidence code
    weight REAL NOT NULL,              -- pair weight, 0 to 1
    year INTEGER,
    PRIMARY KEY (edge, pmid, rule)
) WITHOUT ROWID;

CREATE TABLE meta (
    source TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    licence TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    rows INTEGER NOT NULL
) WITHOUT ROWID;
"""

FINISH = """
INSERT INTO aliases SELECT key, curie, type, min(priority) FROM alias_rows GROUP BY key, curie;
DROP TABLE alias_rows;
CREATE INDEX edges_by_subject ON edges (subject, predicate);
CREATE INDEX edges_by_object ON edges (object, predicate);
"""


def edge_id(subject: str, predicate: str, object: str, source: str, negated: bool) -> int:
    """A 63-bit key of the statement (BLAKE2b), the same in every build."""
    statement = "|".join((subject, predicate, object, source, "not" if negated else ""))
    return int.from_bytes(hashlib.blake2b(statement.encode(), digest_size=8).digest()) >> 1
