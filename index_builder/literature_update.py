"""The graph after some articles were revised, deleted or retracted: a new file, in which only what they speak of was weighed anew."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from corpuscle.index_builder.errors import StepError
from corpuscle.index_builder.graph_record import graph_record
from corpuscle.index_builder.graph_writer import EDGE, EVIDENCE, StatementKey, changed_graph
from corpuscle.index_builder.literature import Finding
from corpuscle.index_builder.literature_sources import LITERATURE, read_articles, strength
from corpuscle.kg.graph_file import GraphFile
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.manifest import GraphStore

_SAID = """
SELECT s.curie, p.name, o.curie, v.pmid, v.rule, v.weight, v.year, m.source, v.negated, v.section, v.begin, v."end"
FROM evidence v CROSS JOIN nodes s ON s.id = v.subject CROSS JOIN nodes o ON o.id = v.object
CROSS JOIN predicates p ON p.id = v.predicate CROSS JOIN meta m ON m.id = v.source
WHERE (v.subject, v.object, v.predicate, v.source, v.negated, v.detail) = (?, ?, ?, ?, ?, 0)
"""


Enter = Callable[[sqlite3.Connection], object]


@dataclass(frozen=True, slots=True)
class _Change:
    """What an article said, and says now."""

    pmid: str
    before: frozenset[Finding]
    after: frozenset[Finding]


def update_graph(graph_path: Path, new_path: Path, changed: Iterable[tuple[str, Article | None]]) -> GraphStore:
    """Writes to `new_path` (beside, fsynced, renamed) the graph as `build_graph` would make it of the changed articles and all others.

    `changed` names articles with what they are now, None where they were deleted; of several for one PMID the last holds. `graph_path` is left
    as it is, for its readers, and what was imported into it is carried over. Where the changes say nothing new, no file is written, and the
    record names `graph_path`.

    Raises StepError where the graph was made by other rules; GraphError where it cannot be read.
    """
    old = GraphFile.open(graph_path)
    try:
        _same_rules(old, graph_path)
        latest = dict(changed)
        now = {pmid: frozenset[Finding]() for pmid in latest}
        now |= {
            article.id: _placed(old, found)
            for article, found in read_articles(old, [article for article in latest.values() if article is not None])
        }
        changes = [_Change(pmid, before, after) for pmid, after in now.items() if (before := _known(old, pmid)) != after]
    finally:
        old.close()
    if not changes:
        return graph_record(graph_path)
    with changed_graph(graph_path, new_path) as connection:
        connection.execute("BEGIN")
        _Update(connection).apply(changes)
        connection.execute("COMMIT")
    return graph_record(new_path)


def with_findings(graph_path: Path, new_path: Path, source: str, enter: Enter, found: Mapping[str, Collection[Finding]]) -> GraphStore:
    """Writes to `new_path` the graph with what a source says of these articles, by PMID, in place of what it said of them before.

    Articles on the graph's list of retracted ones say nothing. `enter` writes the source's own row. Raises GraphError where the graph cannot be read.
    """
    old = GraphFile.open(graph_path)
    try:
        before = {pmid: _known(old, pmid) for pmid in found}
        listed = {pmid for (pmid,) in old.rows_in("SELECT pmid FROM retracted WHERE pmid IN", sorted(found))}
    finally:
        old.close()
    with changed_graph(graph_path, new_path) as connection:
        connection.execute("BEGIN")
        enter(connection)
        update = _Update(connection)
        update.apply(
            _Change(pmid, before[pmid], frozenset(f for f in before[pmid] if f.source != source).union(() if pmid in listed else said))
            for pmid, said in found.items()
        )
        connection.execute("COMMIT")
    return graph_record(new_path)


def _same_rules(graph: GraphFile, path: Path) -> None:
    made_by = {name: version for name, version in graph.rows("SELECT source, version FROM meta")}
    for source in LITERATURE:
        if made_by.get(source.name) != source.version:
            raise StepError(
                f"The relations in {path} were read from the articles by other rules than this program's ({source.name} {source.version}).",
                "Run the `corpuscle index build` that made the index again: it makes the graph anew.",
            )


def _placed(graph: GraphFile, found: list[Finding]) -> frozenset[Finding]:
    """The findings whose ends the graph has: the headings of an imported MeSH may be more than its nodes."""
    ends = {end for finding in found for end in (finding.subject, finding.object)}
    present = {curie for (curie,) in graph.rows_in("SELECT curie FROM nodes WHERE curie IN", sorted(ends))}
    return frozenset(finding for finding in found if finding.subject in present and finding.object in present)


def _known(graph: GraphFile, pmid: str) -> frozenset[Finding]:
    keys = graph.rows("SELECT subject, object, predicate, source, negated FROM literature WHERE pmid = ?", (pmid,))
    rows = [row for key in keys for row in graph.rows(_SAID + "AND v.pmid = ?", (*key, pmid))]
    return frozenset(_finding(row) for row in rows)


_Row = tuple[str, str, str, str, str, float, int | None, str, int, str, int, int]


def _finding(row: _Row) -> Finding:
    subject, predicate, object_, pmid, rule, weight, year, source, negated, section, begin, end = row
    return Finding(subject, predicate, object_, pmid, rule, weight, year, source, bool(negated), section, begin, end)


class _Update:
    """Changes the literature of a graph that nobody reads yet."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._predicates = dict(connection.execute("SELECT name, id FROM predicates"))
        self._sources = dict(connection.execute("SELECT source, id FROM meta"))

    def apply(self, changes: Iterable[_Change]) -> None:
        touched: set[StatementKey] = set()
        rows = Counter[str]()
        for change in changes:
            lost = {self._key(f) for f in change.before}
            self._connection.executemany(
                "DELETE FROM evidence WHERE (subject, object, predicate, source, negated, detail) = (?, ?, ?, ?, ?, ?) AND pmid = ?",
                [(*key, change.pmid) for key in lost],
            )
            self._connection.execute("DELETE FROM literature WHERE pmid = ?", (change.pmid,))
            said = {self._key(f) for f in change.after}
            self._connection.executemany(
                EVIDENCE,
                [(*self._key(f), f.pmid, f.rule, f.weight, f.year, f.section, f.begin, f.end) for f in sorted(change.after, key=_order)],
            )
            self._connection.executemany(
                "INSERT INTO literature VALUES (?, ?, ?, ?, ?, ?)", [(change.pmid, key[3], *key[:3], key[4]) for key in sorted(said)]
            )
            touched |= lost | said
            rows.update(f.source for f in change.after)
            rows.subtract(f.source for f in change.before)
        edges = sum(self._weigh(key) for key in sorted(touched))
        self._connection.execute("UPDATE counts SET rows = rows + ? WHERE name = 'edges'", (edges,))
        self._connection.execute("UPDATE counts SET rows = rows + ? WHERE name = 'evidence'", (rows.total(),))
        self._connection.executemany("UPDATE meta SET rows = rows + ? WHERE source = ?", [(n, source) for source, n in rows.items()])

    def _key(self, finding: Finding) -> StatementKey:
        return (
            self._node(finding.subject),
            self._node(finding.object),
            self._predicate(finding.predicate),
            self._sources[finding.source],
            int(finding.negated),
            0,
        )

    def _node(self, curie: str) -> int:
        return self._connection.execute("SELECT id FROM nodes WHERE curie = ?", (curie,)).fetchone()[0]

    def _predicate(self, name: str) -> int:
        if name not in self._predicates:
            self._predicates[name] = self._connection.execute("INSERT INTO predicates (name) VALUES (?) RETURNING id", (name,)).fetchone()[
                0
            ]
        return self._predicates[name]

    def _weigh(self, key: StatementKey) -> int:
        """Weighs one statement anew; returns by how many edges (-1, 0, 1) the graph grew."""
        found = strength(_finding(row) for row in self._connection.execute(_SAID, key[:5]))
        taken = self._connection.execute(
            "DELETE FROM edges WHERE (subject, object, predicate, source, negated, detail) = (?, ?, ?, ?, ?, ?)", key
        ).rowcount
        if found is not None:
            self._connection.execute(EDGE, (*key, found.support, found.score, found.first_year, found.last_year))
        grown = int(found is not None) - taken
        if grown:
            self._connection.execute("UPDATE nodes SET degree = degree + ? WHERE id = ?", (grown, key[0]))
            self._connection.execute("UPDATE nodes SET degree = degree + ? WHERE id = ?", (grown, key[1]))
        return grown


def _order(finding: Finding) -> tuple[str, str]:
    return (finding.pmid, finding.rule)
