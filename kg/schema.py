"""The tables of graph.sqlite; the only place where they are written down.

Nodes, predicates, sources and details have small integer ids; CURIEs and names are written once. Edges lie by their pair of ends, so that what
holds between two nodes is one look-up, and two indexes order the edges of a node by predicate and score, so that every limit stops early, at a
node of 44,000 edges too.

Rows go into the `TABLES` first and the indexes follow, so that a build sorts once: `FOLD_ALIASES` once all names are there, after which the
graph can be asked for them, and `FINISH` at the end. Everything has the number of the source that brought it, so that a source can be taken out
again without a trace.

What articles say is kept whole: `evidence` also has the findings of statements that are not accepted as edges (yet), and `literature` tells
which statements an article speaks of. So an article can be taken back, or come in, by looking at its own statements alone.
"""

SCHEMA_VERSION = 4
"""Kept in PRAGMA user_version."""

BUILT = 0
"""The number of the source of nodes, names and cross-references that belong to the graph since it was built; imports have their own."""

ORPHANED = -1
"""The number of the source of nodes whose own is gone, and which edges of other sources hold."""

TABLES = """
CREATE TABLE nodes (
    id INTEGER PRIMARY KEY,            -- in the order of writing: the same in every build
    curie TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    category TEXT NOT NULL,            -- Biolink category without prefix
    synonyms TEXT NOT NULL DEFAULT '', -- some of them, for display and query expansion, joined by |
    source INTEGER NOT NULL DEFAULT 0, -- meta.id of the import that brought it, BUILT or ORPHANED
    degree INTEGER NOT NULL DEFAULT 0  -- rows of edges that start or end here
);

CREATE TABLE xrefs (
    xref TEXT NOT NULL,                -- CURIE of the node in another vocabulary
    node INTEGER NOT NULL,
    source INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (xref, node, source)
) WITHOUT ROWID;

CREATE TABLE aliases (
    key TEXT NOT NULL,                 -- corpuscle.kg.names.name_key
    node INTEGER NOT NULL,
    source INTEGER NOT NULL,
    type TEXT NOT NULL,                -- name, synonym, acronym, symbol, brand
    priority INTEGER NOT NULL,         -- 0 is best; orders the nodes that share a key
    PRIMARY KEY (key, node, source)
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

CREATE TABLE name_index (              -- what a linker reads at once, in corpuscle.kg's own form; may be empty
    names TEXT NOT NULL,               -- "built": the names of the build; "all": those of imports too, where there are any
    part TEXT NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (names, part)
) WITHOUT ROWID;

CREATE TABLE mesh_homes (
    node INTEGER PRIMARY KEY,
    ui TEXT NOT NULL                   -- the nearest MeSH concept above a node that is none
);

CREATE TABLE alias_rows (key TEXT, curie TEXT, type TEXT, priority INTEGER);

CREATE TABLE predicates (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

CREATE TABLE details (                 -- what edges say beside their statement, each combination once
    id INTEGER PRIMARY KEY,            -- 0: nothing
    qualifier TEXT NOT NULL,
    knowledge_level TEXT NOT NULL,     -- Biolink's, as agent_type
    agent_type TEXT NOT NULL,
    primary_source TEXT NOT NULL,      -- where the source had it from
    UNIQUE (qualifier, knowledge_level, agent_type, primary_source)
);
INSERT INTO details VALUES (0, '', '', '', '');

CREATE TABLE edges (
    subject INTEGER NOT NULL,
    object INTEGER NOT NULL,
    predicate INTEGER NOT NULL,
    source INTEGER NOT NULL,           -- meta.id
    negated INTEGER NOT NULL,
    detail INTEGER NOT NULL,
    support INTEGER NOT NULL,
    score REAL NOT NULL,
    first_year INTEGER,                -- of its evidence, where years are known
    last_year INTEGER,
    PRIMARY KEY (subject, object, predicate, source, negated, detail)
) WITHOUT ROWID;

CREATE TABLE evidence (                -- by the key of the edge, or what it would be for a statement not accepted
    subject INTEGER NOT NULL,
    object INTEGER NOT NULL,
    predicate INTEGER NOT NULL,
    source INTEGER NOT NULL,
    negated INTEGER NOT NULL,
    detail INTEGER NOT NULL,
    pmid TEXT NOT NULL,
    rule TEXT NOT NULL,                -- the MeSH rule, the extractor's rule, or HPO's evidence code
    weight REAL NOT NULL,              -- of this article for the statement, 0 to 1
    year INTEGER,
    section TEXT NOT NULL DEFAULT '',  -- where the sentence stands: article.section(section)[begin:end]
    begin INTEGER NOT NULL DEFAULT 0,  -- characters
    "end" INTEGER NOT NULL DEFAULT 0,  -- exclusive; 0 where the evidence is no sentence
    PRIMARY KEY (subject, object, predicate, source, negated, detail, pmid, rule)
) WITHOUT ROWID;

CREATE TABLE literature (
    pmid TEXT NOT NULL,
    source INTEGER NOT NULL,
    subject INTEGER NOT NULL,          -- as in evidence, for what was read from articles; their detail is 0
    object INTEGER NOT NULL,
    predicate INTEGER NOT NULL,
    negated INTEGER NOT NULL,
    PRIMARY KEY (pmid, source, subject, object, predicate, negated)
) WITHOUT ROWID;

CREATE TABLE retracted (pmid TEXT PRIMARY KEY) WITHOUT ROWID;  -- from a list beside the articles' own records

CREATE TABLE counts (name TEXT PRIMARY KEY, rows INTEGER NOT NULL) WITHOUT ROWID;  -- of nodes, aliases, edges, evidence

CREATE TABLE meta (
    id INTEGER PRIMARY KEY,            -- from 1
    source TEXT NOT NULL UNIQUE,
    version TEXT NOT NULL,
    licence TEXT NOT NULL,
    sha256 TEXT NOT NULL,              -- of what it was read from; '' for what is read from articles
    rows INTEGER NOT NULL,
    imported TEXT NOT NULL DEFAULT ''  -- what `kg import` read and how (JSON of its own); '' for what the build itself brought
);

CREATE TABLE parts (                   -- the terms of imported sources, and of those that they took statements from
    source INTEGER NOT NULL,           -- meta.id
    part TEXT NOT NULL,                -- details.primary_source; '' for the source itself
    licence TEXT NOT NULL,
    terms TEXT NOT NULL,               -- what it asks for, in a sentence or two
    restrictive INTEGER NOT NULL,      -- whether it forbids something that CC BY allows
    PRIMARY KEY (source, part)
) WITHOUT ROWID;
"""

FOLD_ALIASES = """
INSERT INTO aliases SELECT key, n.id, 0, type, min(priority) FROM alias_rows a JOIN nodes n USING (curie) GROUP BY key, n.id;
DROP TABLE alias_rows;
CREATE INDEX aliases_by_node ON aliases (node);
CREATE INDEX xrefs_by_node ON xrefs (node);
"""

EDGE_INDEXES = {
    "edges_by_subject": "CREATE INDEX edges_by_subject ON edges (subject, predicate, score DESC, support DESC)",
    "edges_by_object": "CREATE INDEX edges_by_object ON edges (object, predicate, score DESC, support DESC)",
}

DEGREES = """
UPDATE nodes SET degree = 0 WHERE degree != 0;
UPDATE nodes SET degree = n FROM (
    SELECT id, sum(n) AS n FROM (
        SELECT subject AS id, count(*) AS n FROM edges GROUP BY subject UNION ALL SELECT object, count(*) FROM edges GROUP BY object
    ) GROUP BY id
) AS seen WHERE seen.id = nodes.id;
"""

COUNTS = """
DELETE FROM counts;
INSERT INTO counts SELECT 'nodes', count(*) FROM nodes;
INSERT INTO counts SELECT 'aliases', count(*) FROM aliases;
INSERT INTO counts SELECT 'edges', count(*) FROM edges;
INSERT INTO counts SELECT 'evidence', count(*) FROM evidence;
"""

DROP_EDGE_INDEXES = ";".join(f"DROP INDEX IF EXISTS {name}" for name in EDGE_INDEXES)

FINISH = ";".join((*EDGE_INDEXES.values(), DEGREES, COUNTS))
"""What follows the last edge, of a build and of an import."""
