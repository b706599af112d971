"""Writes graph.sqlite beside its place and puts it there in one step."""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Self

from corpuscle.index_builder.literature import SOURCE, Finding, Strength, strength
from corpuscle.index_builder.vocabulary import AliasRow, Node
from corpuscle.kg.mesh import Descriptor
from corpuscle.kg.names import name_key
from corpuscle.kg.schema import FINISH, FOLD_ALIASES, SCHEMA_VERSION, TABLES, edge_id
from corpuscle.retrieval.manifest import GraphSource

_BATCH = 10_000
_EDGE = "INSERT INTO edges VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_EVIDENCE = "INSERT OR REPLACE INTO evidence VALUES (?, ?, ?, ?, ?)"

EvidenceRow = tuple[str, str, float, int | None]
"""PMID, rule, weight (0 to 1), year."""


def finding_edge(finding: Finding) -> int:
    """The id of the edge that a finding speaks for."""
    return edge_id(finding.subject, finding.predicate, finding.object, SOURCE, False)


def scratch_connection(path: Path) -> sqlite3.Connection:
    """Opens a database that is not yet in its place: should the process die, nobody opens it, so nothing need be journalled."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", "cache_size = -65536", "temp_store = FILE"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    return connection


def put_in_place(new: Path, path: Path) -> None:
    """Makes a finished file durable and renames it."""
    with new.open("rb") as written:
        os.fsync(written.fileno())
    new.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


class GraphWriter:
    """A graph in the making, in `<path>.new`; `finish` renames it to `path`. Leaving the context without it removes the new file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._new = path.with_name(path.name + ".new")
        self._new.unlink(missing_ok=True)
        self._connection = scratch_connection(self._new)
        self._connection.executescript(TABLES)
        self._connection.execute(
            "CREATE TEMP TABLE findings"
            " (edge INTEGER, subject TEXT, predicate TEXT, object TEXT, pmid TEXT, rule TEXT, weight REAL, year INTEGER)"
        )
        self._connection.execute("BEGIN")
        self._aliases: list[AliasRow] = []

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

    def add_retracted(self, pmids: Iterable[str]) -> None:
        """Writes the list of articles that give no evidence whatever their records say."""
        self._connection.executemany("INSERT INTO retracted VALUES (?)", [(pmid,) for pmid in sorted(pmids)])

    def add_edge(
        self,
        subject: str,
        predicate: str,
        object: str,
        source: str,
        strength: Strength,
        evidence: Iterable[EvidenceRow],
        negated: bool = False,
    ) -> None:
        """Writes one edge with its evidence; a statement of one source may come only once."""
        identity = edge_id(subject, predicate, object, source, negated)
        row = (identity, subject, predicate, object, source, int(negated))
        self._connection.execute(_EDGE, (*row, strength.support, strength.score, strength.first_year, strength.last_year))
        self._connection.executemany(_EVIDENCE, [(identity, *row) for row in evidence])

    def add_findings(self, found: Iterable[Finding]) -> None:
        """Keeps findings until `write_literature` weighs them."""
        rows = ((finding_edge(f), f.subject, f.predicate, f.object, f.pmid, f.rule, f.weight, f.year) for f in found)
        self._connection.executemany("INSERT INTO temp.findings VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def write_literature(self) -> None:
        """Writes all findings, and an edge for each statement that they bear out; holds those of one statement at a time."""
        # a second connection cannot see the temporary table, and two statements of one connection may run at once
        for identity, found in self._statements():
            first = found[0]
            if (held := strength(found)) is not None:
                row = (identity, first.subject, first.predicate, first.object, SOURCE, 0)
                self._connection.execute(_EDGE, (*row, held.support, held.score, held.first_year, held.last_year))
            self._connection.executemany(_EVIDENCE, [(identity, f.pmid, f.rule, f.weight, f.year) for f in found])
        self._connection.execute("INSERT INTO literature SELECT DISTINCT pmid, edge FROM temp.findings ORDER BY pmid, edge")
        self._connection.execute("DELETE FROM temp.findings")

    def finish(self, sources: Iterable[GraphSource]) -> None:
        """Sorts, indexes, fsyncs and renames."""
        self._flush_aliases()
        self._connection.executemany(
            "INSERT INTO meta VALUES (?, ?, ?, ?, ?)", ((s.name, s.version, s.licence, s.sha256, s.rows) for s in sources)
        )
        self._connection.execute("COMMIT")
        self._connection.executescript(FOLD_ALIASES + FINISH)
        self._connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        self._connection.execute("VACUUM")
        self._connection.close()
        put_in_place(self._new, self._path)

    def _statements(self) -> Iterator[tuple[int, list[Finding]]]:
        """Each statement's edge id with its findings, in the order of the ids."""
        rows = self._connection.execute("SELECT * FROM temp.findings ORDER BY edge, pmid, rule")
        for identity, group in groupby(rows, key=lambda row: row[0]):
            yield identity, [Finding(*row[1:]) for row in group]

    def _flush_aliases(self) -> None:
        self._connection.executemany("INSERT INTO alias_rows VALUES (?, ?, ?, ?)", self._aliases)
        self._aliases.clear()
