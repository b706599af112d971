"""Writes graph.sqlite beside its place and puts it there in one step."""

import os
import shutil
import sqlite3
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import groupby, islice
from pathlib import Path
from types import TracebackType
from typing import Self

from corpuscle.index_builder.literature import Finding, Strength
from corpuscle.index_builder.literature_sources import strength
from corpuscle.index_builder.name_index_writer import write_name_index
from corpuscle.index_builder.vocabulary import AliasRow, Node
from corpuscle.kg.errors import GraphDamagedError
from corpuscle.kg.graph_file import DAMAGE_REMEDY, GraphFile
from corpuscle.kg.mesh import Descriptor
from corpuscle.kg.names import name_key
from corpuscle.kg.predicates import PREDICATES
from corpuscle.kg.schema import BUILT, FINISH, FOLD_ALIASES, SCHEMA_VERSION, TABLES
from corpuscle.retrieval.manifest import GraphSource

_BATCH = 10_000
EDGE = "INSERT INTO edges VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
EVIDENCE = "INSERT OR REPLACE INTO evidence VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

EvidenceRow = tuple[str, str, float, int | None]
"""PMID, rule, weight (0 to 1), year."""
StatementKey = tuple[int, int, int, int, int, int]
"""Ids of subject, object, predicate and source, whether negated, id of the detail: the key of edges and of evidence."""


def scratch_connection(path: Path) -> sqlite3.Connection:
    """Opens a database that is not yet in its place: should the process die, nobody opens it, so nothing need be journalled."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", "cache_size = -65536", "temp_store = FILE"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    return connection


def sort_beside(path: Path) -> None:
    """SQLite's temporary files of this process go to the disk that must have room for the graph; /var/tmp may be small."""
    folder = str(path.parent.resolve()).replace("'", "''")
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"PRAGMA temp_store_directory = '{folder}'")


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


@contextmanager
def changed_graph(graph_path: Path, new_path: Path) -> Generator[sqlite3.Connection]:
    """A copy of a graph, to be changed; it gets its place, `new_path`, where nothing went wrong, and is removed otherwise.

    Raises GraphError where the graph cannot be read.
    """
    GraphFile.open(graph_path).close()  # says what is wrong with it
    new = new_path.with_name(new_path.name + ".new")
    try:
        shutil.copyfile(graph_path, new)
        with closing(scratch_connection(new)) as connection:
            yield connection
        put_in_place(new, new_path)
    except sqlite3.OperationalError:  # the disk's fault, not the file's
        raise
    except sqlite3.DatabaseError as exc:
        raise GraphDamagedError(f"The knowledge graph {graph_path} cannot be read: {exc}.", DAMAGE_REMEDY) from exc
    finally:
        new.unlink(missing_ok=True)


class GraphWriter:
    """A graph in the making, in `<path>.new`; `finish` renames it to `path`. Leaving the context without it removes the new file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._new = path.with_name(path.name + ".new")
        self._new.unlink(missing_ok=True)
        self._connection = scratch_connection(self._new)
        self._connection.executescript(TABLES)
        self._connection.execute(
            "CREATE TEMP TABLE findings (subject INTEGER, object INTEGER, predicate INTEGER, source INTEGER, negated INTEGER,"
            " pmid TEXT, rule TEXT, weight REAL, year INTEGER, section TEXT, begin INTEGER, end INTEGER)"
        )
        self._connection.execute("BEGIN")
        # all of them, so that their numbers do not depend on what is said first
        stored = sorted(name for name, predicate in PREDICATES.items() if predicate.stored)
        self._predicates = {name: id_ for id_, name in enumerate(stored, 1)}
        self._connection.executemany("INSERT INTO predicates VALUES (?, ?)", [(id_, name) for name, id_ in self._predicates.items()])
        self._sources: dict[str, int] = {}
        self._nodes: dict[str, int] = {}
        self._aliases: list[AliasRow] = []
        self._folded = False

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
        waiting = iter(nodes)
        while some := list(islice(waiting, _BATCH)):
            ids = range(len(self._nodes) + 1, len(self._nodes) + len(some) + 1)
            self._nodes.update(zip((node.curie for node in some), ids, strict=True))
            rows = [(id_, n.curie, n.name, n.category, "|".join(n.synonyms)) for id_, n in zip(ids, some, strict=True)]
            self._connection.executemany("INSERT INTO nodes (id, curie, name, category, synonyms) VALUES (?, ?, ?, ?, ?)", rows)
            xrefs = [(xref, id_, BUILT) for id_, n in zip(ids, some, strict=True) for xref in sorted(n.xrefs)]
            self._connection.executemany("INSERT INTO xrefs VALUES (?, ?, ?)", xrefs)

    def add_mesh_homes(self, homes: Iterable[tuple[str, str]]) -> None:
        """Writes for nodes (CURIEs) the UI of the nearest MeSH concept above; the nodes must be there, the first of several holds."""
        rows = [(self._nodes[curie], ui) for curie, ui in homes]
        self._connection.executemany("INSERT OR IGNORE INTO mesh_homes VALUES (?, ?)", rows)

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
        """Writes one edge with its evidence; a statement of one source may come only once. Raises KeyError where a node or the predicate is none."""
        key = self._key(subject, predicate, object, source, negated)
        self._connection.execute(EDGE, (*key, strength.support, strength.score, strength.first_year, strength.last_year))
        self._connection.executemany(EVIDENCE, [(*key, *row, "", 0, 0) for row in evidence])

    def declare(self, sources: Iterable[str]) -> None:
        """Numbers sources in this order, whether or not anything comes of them."""
        for name in sources:
            self._source(name)

    def fold_aliases(self) -> None:
        """Ends the names: no node and no alias may follow, and those who made them need not keep them."""
        self._flush_aliases()
        self._connection.execute("COMMIT")
        # strings of its own: those of the vocabulary lie among all that it held, and would keep its memory
        self._nodes = dict(self._connection.execute("SELECT curie, id FROM nodes"))
        self._connection.executescript(FOLD_ALIASES)
        self._connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        write_name_index(self._connection, "built")
        self._connection.execute("BEGIN")
        self._folded = True

    @contextmanager
    def named(self) -> Generator[GraphFile]:
        """The graph as `fold_aliases` left it, for those who read articles; only `add_findings` may be called meanwhile.

        Findings are kept outside the file, which therefore does not change under its reader.
        """
        file = GraphFile.open(self._new)
        try:
            yield file
        finally:
            file.close()

    def add_findings(self, found: Iterable[Finding]) -> None:
        """Keeps findings until `write_literature` weighs them. Raises KeyError where a node or the predicate is none."""
        rows = (
            (
                *self._key(f.subject, f.predicate, f.object, f.source, f.negated)[:5],
                f.pmid,
                f.rule,
                f.weight,
                f.year,
                f.section,
                f.begin,
                f.end,
            )
            for f in found
        )
        self._connection.executemany("INSERT INTO temp.findings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def write_literature(self) -> None:
        """Writes all findings, and an edge for each statement that they bear out; holds those of one statement at a time."""
        # a second connection cannot see the temporary table, and two statements of one connection may run at once
        for key, found in self._statements():
            if (held := strength(found)) is not None:
                self._connection.execute(EDGE, (*key, held.support, held.score, held.first_year, held.last_year))
            rows = [(*key, f.pmid, f.rule, f.weight, f.year, f.section, f.begin, f.end) for f in found]
            self._connection.executemany(EVIDENCE, rows)
        self._connection.execute(
            "INSERT INTO literature SELECT DISTINCT pmid, source, subject, object, predicate, negated FROM temp.findings"
            " ORDER BY pmid, source, subject, object, predicate, negated"
        )
        self._connection.execute("DELETE FROM temp.findings")

    def finish(self, sources: Iterable[GraphSource]) -> None:
        """Sorts, indexes, fsyncs and renames."""
        self._connection.executemany(
            "INSERT INTO meta (id, source, version, licence, sha256, rows) VALUES (?, ?, ?, ?, ?, ?)",
            [(self._source(s.name), s.name, s.version, s.licence, s.sha256, s.rows) for s in sources],
        )
        if not self._folded:
            self.fold_aliases()
        self._connection.execute("COMMIT")
        self._connection.executescript(FINISH)
        self._connection.execute("VACUUM")
        self._connection.close()
        put_in_place(self._new, self._path)

    def _source(self, name: str) -> int:
        return self._sources.setdefault(name, len(self._sources) + 1)

    def _key(self, subject: str, predicate: str, object_: str, source: str, negated: bool) -> StatementKey:
        return (self._nodes[subject], self._nodes[object_], self._predicates[predicate], self._source(source), int(negated), 0)

    def _statements(self) -> Iterator[tuple[StatementKey, list[Finding]]]:
        """Each statement's key with its findings, in the order of the keys."""
        curies = {id_: curie for curie, id_ in self._nodes.items()}
        predicates = {id_: name for name, id_ in self._predicates.items()}
        sources = {id_: name for name, id_ in self._sources.items()}
        rows = self._connection.execute("SELECT * FROM temp.findings ORDER BY subject, object, predicate, source, negated, pmid, rule")
        for (subject, object_, predicate, source, negated), group in groupby(rows, key=lambda row: row[:5]):
            statement = (curies[subject], predicates[predicate], curies[object_])
            found = [
                Finding(*statement, pmid, rule, weight, year, sources[source], bool(negated), section, begin, end)
                for *_, pmid, rule, weight, year, section, begin, end in group
            ]
            yield (subject, object_, predicate, source, negated, 0), found

    def _flush_aliases(self) -> None:
        self._connection.executemany("INSERT INTO alias_rows VALUES (?, ?, ?, ?)", self._aliases)
        self._aliases.clear()
