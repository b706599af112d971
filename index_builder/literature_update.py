"""The graph after some articles were revised, deleted or retracted: a new file, in which only what they speak of was weighed anew."""

import shutil
import sqlite3
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from corpuscle.index_builder.errors import StepError
from corpuscle.index_builder.graph_record import graph_record
from corpuscle.index_builder.graph_writer import finding_edge, put_in_place, scratch_connection
from corpuscle.index_builder.literature import RULES_VERSION, SOURCE, Finding, findings, strength
from corpuscle.kg.graph_file import GraphFile
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.manifest import GraphStore

_Statement = tuple[str, str, str]
_Row = tuple[int, str, float, int | None]
"""Edge, rule, weight, year: what an article says of a statement."""


def update_graph(graph_path: Path, new_path: Path, changed: Iterable[tuple[str, Article | None]]) -> GraphStore:
    """Writes to `new_path` (beside, fsynced, renamed) the graph as `build_graph` would make it of the changed articles and all others.

    `changed` names articles with what they are now, None where they were deleted; of several for one PMID the last holds. `graph_path` is left
    as it is, for its readers. Where the changes say nothing new, no file is written, and the record names `graph_path`.

    Raises StepError where the graph was made by other rules; GraphError where it cannot be read.
    """
    old = GraphFile.open(graph_path)
    try:
        _same_rules(old, graph_path)
        read = _reader(old)
        now = {pmid: read(article) if article is not None else [] for pmid, article in changed}
        changes = [(pmid, before, after) for pmid, after in now.items() if (before := _known(old, pmid)) != _rows(after)]
    finally:
        old.close()
    if not changes:
        return graph_record(graph_path)
    new = new_path.with_name(new_path.name + ".new")
    try:
        _copy(graph_path, new)
        connection = scratch_connection(new)
        try:
            connection.execute("BEGIN")
            _apply(connection, changes)
            connection.execute("COMMIT")
        finally:
            connection.close()
        put_in_place(new, new_path)
    finally:
        new.unlink(missing_ok=True)
    return graph_record(new_path)


def _same_rules(graph: GraphFile, path: Path) -> None:
    made_by = [version for (version,) in graph.rows("SELECT version FROM meta WHERE source = ?", (SOURCE,))]
    if made_by != [RULES_VERSION]:
        raise StepError(
            f"The relations in {path} were read from the articles by other rules than this program's (version {RULES_VERSION}).",
            "Build the index anew: delete its folder, then run the `corpuscle index build` that made it.",
        )


def _reader(graph: GraphFile) -> Callable[[Article], list[Finding]]:
    """What an article says now, read as the build reads it."""

    @cache
    def trees(ui: str) -> tuple[str, ...]:
        return tuple(tree for (joined,) in graph.rows("SELECT trees FROM mesh WHERE ui = ?", (ui,)) for tree in joined.split("|") if tree)

    def read(article: Article) -> list[Finding]:
        if not article.mesh or graph.rows("SELECT 1 FROM retracted WHERE pmid = ?", (article.id,)):
            return []
        return list(findings(article, trees))

    return read


def _known(graph: GraphFile, pmid: str) -> set[_Row]:
    said = graph.rows(
        "SELECT v.edge, v.rule, v.weight, v.year FROM literature l JOIN evidence v ON v.edge = l.edge AND v.pmid = l.pmid WHERE l.pmid = ?",
        (pmid,),
    )
    return set(said)


def _rows(found: Iterable[Finding]) -> set[_Row]:
    return {(finding_edge(f), f.rule, f.weight, f.year) for f in found}


def _apply(connection: sqlite3.Connection, changes: Iterable[tuple[str, set[_Row], list[Finding]]]) -> None:
    touched: set[int] = set()
    named: dict[int, _Statement] = {}
    evidence = 0
    for pmid, before, after in changes:
        lost = {edge for edge, *_ in before}
        connection.executemany("DELETE FROM evidence WHERE edge = ? AND pmid = ?", [(edge, pmid) for edge in lost])
        connection.execute("DELETE FROM literature WHERE pmid = ?", (pmid,))
        said = {finding_edge(f): (f.subject, f.predicate, f.object) for f in after}
        connection.executemany(
            "INSERT INTO evidence VALUES (?, ?, ?, ?, ?)", [(finding_edge(f), pmid, f.rule, f.weight, f.year) for f in after]
        )
        connection.executemany("INSERT INTO literature VALUES (?, ?)", [(pmid, edge) for edge in said])
        touched |= lost | said.keys()
        named |= said
        evidence += len(after) - len(before)
    edges = sum(_weigh(connection, edge, named.get(edge)) for edge in sorted(touched))
    connection.execute("UPDATE counts SET rows = rows + ? WHERE name = 'edges'", (edges,))
    connection.execute("UPDATE counts SET rows = rows + ? WHERE name = 'evidence'", (evidence,))
    connection.execute("UPDATE meta SET rows = rows + ? WHERE source = ?", (evidence, SOURCE))


def _weigh(connection: sqlite3.Connection, edge: int, named: _Statement | None) -> int:
    """Weighs one statement anew; returns by how many edges (-1, 0, 1) the graph grew."""
    held = connection.execute("SELECT subject, predicate, object FROM edges WHERE id = ?", (edge,)).fetchone()
    statement = named or held
    if statement is None:
        return 0  # it was too weak, and only lost: `strength` promises that it stays so
    subject, predicate, object_ = statement
    rows = connection.execute("SELECT pmid, rule, weight, year FROM evidence WHERE edge = ?", (edge,))
    found = strength(Finding(subject, predicate, object_, *row) for row in rows)
    connection.execute("DELETE FROM edges WHERE id = ?", (edge,))
    if found is not None:
        row = (edge, subject, predicate, object_, SOURCE, 0, found.support, found.score, found.first_year, found.last_year)
        connection.execute("INSERT INTO edges VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    return int(found is not None) - int(held is not None)


def _copy(path: Path, new: Path) -> None:
    shutil.copyfile(path, new)
