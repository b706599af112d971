"""Writes a curated source into a graph: a new file beside the old one, in which the source's older version is replaced."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from corpuscle.index_builder.errors import SourcesDifferError
from corpuscle.index_builder.graph_import_edges import EdgeCounts, EdgeGatherer
from corpuscle.index_builder.graph_import_nodes import NodeCounts, NodeMapper
from corpuscle.index_builder.graph_record import graph_record
from corpuscle.index_builder.graph_sources.rows import Batch, Licence
from corpuscle.index_builder.graph_writer import changed_graph
from corpuscle.index_builder.name_index_writer import write_name_index
from corpuscle.index_builder.name_mapping import NO_MAPPING, NameMapping
from corpuscle.kg.mesh import Descriptor
from corpuscle.kg.names import name_key
from corpuscle.kg.schema import DROP_EDGE_INDEXES, FINISH, ORPHANED
from corpuscle.retrieval.manifest import GraphStore


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """What a graph keeps of an imported source."""

    name: str
    version: str
    sha256: str
    licence: Licence
    parts: Mapping[str, Licence]
    """Of the resources that the source took statements from."""
    imported: str
    """What was read and how, for those who import it again; never empty."""


@dataclass(frozen=True, slots=True)
class GraphImport:
    """A graph after an import, and what became of the source's rows."""

    graph: GraphStore
    nodes: NodeCounts
    edges: EdgeCounts
    replaced: int
    """Edges of an older version of the source that were taken out."""


def import_rows(
    graph_path: Path,
    new_path: Path,
    rows: Iterable[Batch],
    record: ImportRecord,
    mapping: NameMapping = NO_MAPPING,
    advance: Callable[[int], None] = lambda edges: None,
    told: Callable[[str], None] = lambda step: None,
) -> GraphImport:
    """Writes to `new_path` (beside, fsynced, renamed) the graph at `graph_path` with a source in place of what it had of that name.

    `mapping` is the user's word on what the source's nodes are. `advance` hears how many nodes and edges were taken, `told` each step that
    follows the last. Raises SourcesDifferError where the name is that of a source of the build itself, or the mapping does not fit; GraphError where the graph cannot be read, and whatever `rows` raises; no file is left behind then.
    """
    with changed_graph(graph_path, new_path) as connection:
        _check_imported(connection, record.name)
        replaced = _take_out(connection, record.name)
        source = enter_source(connection, record)
        connection.execute("BEGIN")
        nodes = NodeMapper(connection, source, mapping)
        edges = EdgeGatherer(connection, source, nodes)
        for batch in rows:
            nodes.add(batch.nodes)
            edges.add(batch.edges)
            _add_descriptors(connection, batch.descriptors)
            advance(len(batch.nodes) + len(batch.edges))
        told("writing the edges in their order")
        edges.write()
        connection.execute("UPDATE meta SET rows = ? WHERE id = ?", (edges.counts.written, source))
        unused = [(source, part) for part in record.parts.keys() - edges.primary_sources()]
        connection.executemany("DELETE FROM parts WHERE source = ? AND part = ?", unused)
        connection.execute("COMMIT")
        told("indexing the edges")
        connection.executescript(FINISH)
        told("indexing the names")
        _index_names(connection)
    return GraphImport(graph_record(new_path), nodes.counts, edges.counts, replaced)


def without_source(graph_path: Path, new_path: Path, name: str) -> GraphStore:
    """Writes to `new_path` the graph at `graph_path` without the edges of a source, and without the nodes and names that it alone brought.

    A source of the build itself loses its edges; the nodes stay. Raises SourcesDifferError where the graph has no source of that name.
    """
    with changed_graph(graph_path, new_path) as connection:
        if connection.execute("SELECT 1 FROM meta WHERE source = ?", (name,)).fetchone() is None:
            known = ", ".join(source for (source,) in connection.execute("SELECT source FROM meta ORDER BY source"))
            raise SourcesDifferError(f"The graph has no source {name!r}.", f"It has: {known}.")
        _take_out(connection, name)
        connection.execute("DELETE FROM parts WHERE source = (SELECT id FROM meta WHERE source = ?)", (name,))
        connection.execute("DELETE FROM meta WHERE source = ?", (name,))
        connection.executescript(FINISH)
        _index_names(connection)
        connection.execute("VACUUM")
    return graph_record(new_path)


def _check_imported(connection: sqlite3.Connection, name: str) -> None:
    row = connection.execute("SELECT imported FROM meta WHERE source = ?", (name,)).fetchone()
    if row is not None and not row[0]:
        raise SourcesDifferError(
            f"{name} is a source that the build of this graph itself reads; an import cannot replace it.",
            "Name the source otherwise with --name.",
        )


def _take_out(connection: sqlite3.Connection, name: str) -> int:
    """Removes a source's edges, and the nodes and names that it alone brought; returns the number of edges."""
    connection.executescript(DROP_EDGE_INDEXES)
    found = connection.execute("SELECT id FROM meta WHERE source = ?", (name,)).fetchone()
    if found is None:
        return 0
    source = found[0]
    connection.execute("BEGIN")
    removed = connection.execute("DELETE FROM edges WHERE source = ?", (source,)).rowcount
    for table in ("evidence", "literature", "aliases", "xrefs"):
        connection.execute(f"DELETE FROM {table} WHERE source = ?", (source,))  # noqa: S608 - constants only
    connection.execute("CREATE TEMP TABLE idle (id INTEGER PRIMARY KEY)")
    connection.execute(
        "INSERT INTO temp.idle SELECT id FROM nodes WHERE source IN (?, ?) EXCEPT SELECT subject FROM edges EXCEPT SELECT object FROM edges",
        (source, ORPHANED),
    )
    for table, column in (("aliases", "node"), ("xrefs", "node"), ("nodes", "id")):
        connection.execute(f"DELETE FROM {table} WHERE {column} IN (SELECT id FROM temp.idle)")  # noqa: S608 - constants only
    connection.execute("UPDATE nodes SET source = ? WHERE source = ?", (ORPHANED, source))
    connection.execute("DROP TABLE temp.idle")
    connection.execute("COMMIT")
    return removed


def enter_source(connection: sqlite3.Connection, record: ImportRecord) -> int:
    """Writes the source's own row and its terms; an older version's number is kept."""
    source: int = connection.execute(
        "INSERT INTO meta (source, version, licence, sha256, rows, imported) VALUES (?, ?, ?, ?, 0, ?) ON CONFLICT (source) DO UPDATE SET"
        " version = excluded.version, licence = excluded.licence, sha256 = excluded.sha256, imported = excluded.imported RETURNING id",
        (record.name, record.version, record.licence.name, record.sha256, record.imported),
    ).fetchone()[0]
    connection.execute("DELETE FROM parts WHERE source = ?", (source,))
    terms = {"": record.licence, **record.parts}
    rows = [(source, part, licence.name, licence.text, int(licence.restrictive)) for part, licence in terms.items()]
    connection.executemany("INSERT INTO parts VALUES (?, ?, ?, ?, ?)", rows)
    return source


def _index_names(connection: sqlite3.Connection) -> None:
    if connection.execute("SELECT 1 FROM meta WHERE imported != ''").fetchone():
        write_name_index(connection, "all")
    else:
        connection.execute("DELETE FROM name_index WHERE names = 'all'")


def _add_descriptors(connection: sqlite3.Connection, descriptors: Iterable[Descriptor]) -> None:
    """Writes MeSH headings over those of the same UI."""
    headings = list(descriptors)
    uis = json.dumps([d.ui for d in headings])
    for table in ("mesh_trees", "mesh_names"):  # once for all: neither has an index of UIs
        connection.execute(f"DELETE FROM {table} WHERE ui IN (SELECT value FROM json_each(?))", (uis,))  # noqa: S608 - constants only
    for d in headings:
        row = (d.ui, d.name, "|".join(d.entry_terms), "|".join(d.tree_numbers))
        connection.execute("INSERT OR REPLACE INTO mesh VALUES (?, ?, ?, ?)", row)
        keys = sorted({name_key(name) for name in (d.name, *d.entry_terms)})
        connection.executemany("INSERT OR IGNORE INTO mesh_names VALUES (?, ?)", [(key, d.ui) for key in keys])
        connection.executemany("INSERT OR REPLACE INTO mesh_trees VALUES (?, ?)", [(tree, d.ui) for tree in d.tree_numbers])
