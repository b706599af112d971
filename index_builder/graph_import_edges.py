"""The edges of an imported source: gathered as they come, then folded and written in the order in which they lie."""

# ruff: noqa: S608 - the SQL is put together of constants and of numbers

import sqlite3
from dataclasses import dataclass, field

from corpuscle.index_builder.graph_import_nodes import NodeMapper
from corpuscle.index_builder.graph_sources.rows import ImportedEdge
from corpuscle.kg.predicates import PREDICATES

CITED = "cited"
"""The rule of evidence that a source names itself."""

_EXAMPLES = 10
_Staged = tuple[int, int, int, int, int, float]


@dataclass(slots=True)
class EdgeCounts:
    """What became of a source's statements."""

    read: int = 0
    written: int = 0
    folded: int = 0
    """Said again by another row, or by rows whose ends are one node of the graph each."""
    within_a_node: int = 0
    """Between two identifiers that are one node of the graph."""
    unresolved: int = 0
    """With an end that neither the source describes nor the graph knows."""
    evidence: int = 0
    examples: list[str] = field(default_factory=list[str])
    """Some ends that were not resolved."""


class EdgeGatherer:
    """Takes edges in any order; holds none of them in memory."""

    def __init__(self, connection: sqlite3.Connection, source: int, nodes: NodeMapper) -> None:
        self.counts = EdgeCounts()
        self._connection = connection
        self._source = source
        self._nodes = nodes
        self._predicates: dict[str, int] = dict(connection.execute("SELECT name, id FROM predicates"))
        self._symmetric = {name for name, predicate in PREDICATES.items() if predicate.symmetric}
        self._details: dict[tuple[str, ...], int] = {}
        columns = "subject INTEGER, object INTEGER, predicate INTEGER, negated INTEGER, detail INTEGER"
        connection.execute(f"CREATE TEMP TABLE staged ({columns}, score REAL)")
        connection.execute(f"CREATE TEMP TABLE cited ({columns}, pmid TEXT)")

    def add(self, edges: list[ImportedEdge]) -> None:
        """Takes the edges of a batch, whose nodes are mapped. Raises KeyError for a predicate that is none of ours."""
        self.counts.read += len(edges)
        ids = self._nodes.resolve({end for edge in edges for end in (edge[0], edge[2])})
        staged: list[_Staged] = []
        cited: list[tuple[int | str, ...]] = []
        known = ids.get
        for edge in edges:
            subject, object_ = known(edge[0]), known(edge[2])
            if subject is None or object_ is None:
                self._leave(edge[0] if subject is None else edge[2])
                continue
            if subject == object_ and edge[0] != edge[2]:
                self.counts.within_a_node += 1
                continue
            if subject > object_ and edge[1] in self._symmetric:
                subject, object_ = object_, subject
            predicate = self._predicates.get(edge[1]) or self._predicate(edge[1])
            detail = self._details.get(edge[6:])
            if detail is None:
                detail = self._detail(edge[6:])
            key = (subject, object_, predicate, int(edge[3]), detail)
            staged.append((*key, edge[4]))
            if edge[5]:
                cited.extend((*key, pmid) for pmid in edge[5])
        self._connection.executemany("INSERT INTO temp.staged VALUES (?, ?, ?, ?, ?, ?)", staged)
        self._connection.executemany("INSERT INTO temp.cited VALUES (?, ?, ?, ?, ?, ?)", cited)

    def write(self) -> None:
        """Writes one edge for each statement, with its evidence, in the order in which they lie in the table."""
        key = "subject, object, predicate, negated, detail"
        self.counts.written = self._connection.execute(
            f"INSERT INTO edges SELECT subject, object, predicate, {self._source}, negated, detail, count(*), max(score), NULL, NULL"
            f" FROM temp.staged GROUP BY {key} ORDER BY {key}"
        ).rowcount
        staged = self.counts.read - self.counts.unresolved - self.counts.within_a_node
        self.counts.folded = staged - self.counts.written
        self.counts.evidence = self._connection.execute(
            "INSERT INTO evidence (subject, object, predicate, source, negated, detail, pmid, rule, weight)"
            f" SELECT DISTINCT subject, object, predicate, {self._source}, negated, detail, pmid, '{CITED}', 1.0"
            f" FROM temp.cited ORDER BY {key}, pmid"
        ).rowcount
        self._connection.execute("DROP TABLE temp.staged")
        self._connection.execute("DROP TABLE temp.cited")

    def primary_sources(self) -> set[str]:
        """The resources that the edges were taken from, "" for the source itself."""
        return {detail[-1] for detail in self._details}

    def _leave(self, end: str) -> None:
        self.counts.unresolved += 1
        if len(self.counts.examples) < _EXAMPLES and end not in self.counts.examples:
            self.counts.examples.append(end)

    def _predicate(self, name: str) -> int:
        if not PREDICATES[name].stored:
            raise KeyError(name)
        row = self._connection.execute("INSERT INTO predicates (name) VALUES (?) RETURNING id", (name,)).fetchone()
        self._predicates[name] = row[0]
        return row[0]

    def _detail(self, detail: tuple[str, ...]) -> int:
        found = self._connection.execute(
            "SELECT id FROM details WHERE (qualifier, knowledge_level, agent_type, primary_source) = (?, ?, ?, ?)", detail
        ).fetchone()
        if found is None:
            sql = "INSERT INTO details (qualifier, knowledge_level, agent_type, primary_source) VALUES (?, ?, ?, ?) RETURNING id"
            found = self._connection.execute(sql, detail).fetchone()
        self._details[detail] = found[0]
        return found[0]
