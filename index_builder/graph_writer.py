"""Writes graph.sqlite beside its place and puts it there in one step."""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from corpuscle.index_builder.literature import Finding
from corpuscle.index_builder.vocabulary import AliasRow, Node
from corpuscle.kg.mesh import Descriptor
from corpuscle.kg.names import name_key
from corpuscle.kg.schema import FINISH, SCHEMA_VERSION, TABLES, edge_id
from corpuscle.retrieval.manifest import GraphSource

_BATCH = 10_000

EvidenceRow = tuple[str, str, float, int | None]
"""PMID, rule, weight (0 to 1), year."""


class GraphWriter:
    """A graph in the making, in `<path>.new`; `finish` renames it to `path`. Leaving the context without it removes the new file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._new = path.with_name(path.name + ".new")
        self._new.unlink(missing_ok=True)
        self._connection = sqlite3.connect(self._new, isolation_level=None)
        # A build that dies leaves a file that nobody opens, so nothing need be journalled.
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", "cache_size = -65536", "temp_store = FILE"):
            self._connection.execute(f"PRAGMA {pragma}").fetchall()
        self._connection.executescript(TABLES)
        self._connection.execute(
            "CREATE TEMP TABLE findings (subject TEXT, predicate TEXT, object TEXT, pmid TEXT, rule TEXT, weight REAL, year INTEGER)"
        )
        self._connection.execute("BEGIN")
        self._aliases: list[AliasRow] = []
        self._edges: list[tuple[int, str, str, str, str, int, int, float]] = []
        self._evidence: list[tuple[int, str, str, float, int | None]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._connection.close()
        self._new.unlink(missing_ok=True)

    def add_alias(self, row: AliasRow) -> None:
        """Takes one alias; the same key and node may come several times."""
        self._aliases.append(row)
        if len(self._aliases) >= _BATCH:
            self._flush_aliases()

    def add_nodes(self, nodes: Iterable[Node]) -> None:
        """Writes nodes, each CURIE once."""
        rows = ((n.curie, n.name, n.category, "|".join(n.synonyms), "|".join(sorted(n.xrefs))) for n in nodes)
        self._connection.executemany("INSERT INTO nodes VALUES (?, ?, ?, ?, ?)", rows)

    def add_descriptors(self, descriptors: Iterable[Descriptor]) -> None:
        """Writes the MeSH thesaurus, each UI once."""
        for d in descriptors:
            self._connection.execute(
                "INSERT INTO mesh VALUES (?, ?, ?, ?)", (d.ui, d.name, "|".join(d.entry_terms), "|".join(d.tree_numbers))
            )
            keys = {name_key(name) for name in (d.name, *d.entry_terms)}
            self._connection.executemany("INSERT INTO mesh_names VALUES (?, ?)", [(key, d.ui) for key in sorted(keys)])
            self._connection.executemany("INSERT INTO mesh_trees VALUES (?, ?)", [(tree, d.ui) for tree in d.tree_numbers])

    def add_findings(self, found: Iterable[Finding]) -> None:
        """Keeps findings until `ordered_findings` asks for them."""
        rows = ((f.subject, f.predicate, f.object, f.pmid, f.rule, f.weight, f.year) for f in found)
        self._connection.executemany("INSERT INTO temp.findings VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def ordered_findings(self) -> Iterator[Finding]:
        """All findings, by subject, predicate, object and PMID."""
        rows = self._connection.execute("SELECT * FROM temp.findings ORDER BY subject, predicate, object, pmid, rule")
        for row in rows:
            yield Finding(*row)

    def add_edge(
        self,
        subject: str,
        predicate: str,
        object: str,
        source: str,
        support: int,
        score: float,
        evidence: Iterable[EvidenceRow],
        negated: bool = False,
    ) -> None:
        """Takes one edge with its evidence; a statement of one source may come only once."""
        identity = edge_id(subject, predicate, object, source, negated)
        self._edges.append((identity, subject, predicate, object, source, int(negated), support, score))
        self._evidence += [(identity, *row) for row in evidence]
        if len(self._edges) >= _BATCH:
            self._flush_edges()

    def finish(self, sources: Iterable[GraphSource]) -> None:
        """Sorts, indexes, fsyncs and renames."""
        self._flush_aliases()
        self._flush_edges()
        self._connection.executemany(
            "INSERT INTO meta VALUES (?, ?, ?, ?, ?)", ((s.name, s.version, s.licence, s.sha256, s.rows) for s in sources)
        )
        self._connection.execute("COMMIT")
        self._connection.executescript(FINISH)
        self._connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        self._connection.execute("VACUUM")
        self._connection.close()
        with self._new.open("rb") as written:
            os.fsync(written.fileno())
        self._new.replace(self._path)
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _flush_aliases(self) -> None:
        self._connection.executemany("INSERT INTO alias_rows VALUES (?, ?, ?, ?)", self._aliases)
        self._aliases.clear()

    def _flush_edges(self) -> None:
        self._connection.executemany("INSERT INTO edges VALUES (?, ?, ?, ?, ?, ?, ?, ?)", self._edges)
        self._connection.executemany("INSERT OR REPLACE INTO evidence VALUES (?, ?, ?, ?, ?)", self._evidence)
        self._edges.clear()
        self._evidence.clear()
