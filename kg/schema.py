"""The tables of graph.sqlite; the only place where they are written down.

Rows go into the `TABLES` first and the indexes follow (`FINISH`), so that a build sorts once. Aliases are gathered in `alias_rows` and
`FOLD_ALIASES` makes them one row for each key and node, the best priority winning.

What articles say is kept whole: `evidence` also has the findings of statements that are not accepted as edges (yet), and `literature` tells
which statements an article speaks of. So an article can be taken back, or come in, by looking at its own statements alone.
"""

import hashlib

SCHEMA_VERSION = 3
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
    score REAL NOT NULL,
    first_year INTEGER,                -- of its evidence, where years are known
    last_year INTEGER
);

CREATE TABLE evidence (
    edge INTEGER NOT NULL,             -- edges.id, or what it would be for a statement not accepted
    pmid TEXT NOT NULL,
    rule TEXT NOT NULL,                -- the MeSH rule, or HPO's evidence code
    weight REAL NOT NULL,              -- pair weight, 0 to 1
    year INTEGER,
    PRIMARY KEY (edge, pmid, rule)
) WITHOUT ROWID;

CREATE TABLE literature (
    pmid TEXT NOT NULL,
    edge INTEGER NOT NULL,             -- as in evidence, for what was read from articles
    PRIMARY KEY (pmid, edge)
) WITHOUT ROWID;

CREATE TABLE retracted (pmid TEXT PRIMARY KEY) WITHOUT ROWID;  -- from a list beside the articles' own records

CREATE TABLE counts (name TEXT PRIMARY KEY, rows INTEGER NOT NULL) WITHOUT ROWID;  -- of nodes, aliases, edges, evidence

CREATE TABLE meta (
    source TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    licence TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    rows INTEGER NOT NULL
) WITHOUT ROWID;
"""

FOLD_ALIASES = """
INSERT INTO aliases SELECT key, curie, type, min(priority) FROM alias_rows GROUP BY key, curie;
DROP TABLE alias_rows;
"""

FINISH = """
CREATE INDEX edges_by_subject ON edges (subject, predicate);
CREATE INDEX edges_by_object ON edges (object, predicate);
INSERT INTO counts SELECT 'nodes', count(*) FROM nodes;
INSERT INTO counts SELECT 'aliases', count(*) FROM aliases;
INSERT INTO counts SELECT 'edges', count(*) FROM edges;
INSERT INTO counts SELECT 'evidence', count(*) FROM evidence;
"""


def edge_id(subject: str, predicate: str, object: str, source: str, negated: bool) -> int:
    """A 63-bit key of the statement (BLAKE2b), the same in every build."""
    statement = "|".join((subject, predicate, object, source, "not" if negated else ""))
    return int.from_bytes(hashlib.blake2b(statement.encode(), digest_size=8).digest()) >> 1
