"""The knowledge graph on disk, read-only: nodes, aliases, edges and the evidence behind them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from corpuscle.kg.entities import Entity
from corpuscle.kg.graph_file import GraphFile
from corpuscle.kg.triples import Edge

_EVIDENCE_SHOWN = 20
_EDGE_COLUMNS = (
    "e.id, e.subject, e.predicate, e.object, e.source, e.negated, e.support, e.score, e.first_year, e.last_year, coalesce(m.licence, '')"
)
_EDGES = f"SELECT {_EDGE_COLUMNS} FROM edges e LEFT JOIN meta m ON m.source = e.source"  # noqa: S608 - constants only
_BEST_FIRST = "ORDER BY e.score DESC, e.support DESC, e.subject, e.predicate, e.object, e.source LIMIT ?"


@dataclass(frozen=True, slots=True)
class Alias:
    """A node that a name may mean. `priority`: 0 is best. `type`: name, synonym, acronym, symbol or brand."""

    curie: str
    type: str
    priority: int


@dataclass(frozen=True, slots=True)
class Publication:
    """One article behind an edge: the rule that read it, its pair weight (0 to 1), its year where known."""

    pmid: str
    rule: str
    weight: float
    year: int | None


@dataclass(frozen=True, slots=True)
class GraphCounts:
    """Rows of each table. `evidence` counts what was read from articles also where it is not enough for an edge."""

    nodes: int
    aliases: int
    edges: int
    evidence: int


class GraphStore:
    """One generation of the graph; every look-up raises GraphDamagedError where the file cannot be read.

    It stays readable, and the same, after the file was replaced by a newer one. Safe to share between threads.
    """

    def __init__(self, file: GraphFile) -> None:
        self._file = file

    @classmethod
    def open(cls, path: Path) -> Self:
        """Opens the graph without reading it. Raises GraphMissingError, GraphFormatError."""
        return cls(GraphFile.open(path))

    def close(self) -> None:
        """Closes the connection; every later call fails."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def entity(self, curie: str) -> Entity | None:
        """The node, or None where the graph has none of that CURIE."""
        return self.entities([curie]).get(curie)

    def entities(self, curies: Iterable[str]) -> dict[str, Entity]:
        """The nodes of those CURIEs that the graph has."""
        rows = self._file.rows_in("SELECT curie, name, category, synonyms, xrefs FROM nodes WHERE curie IN", list(curies))
        return {curie: Entity(curie, name, category, _split(synonyms), _split(xrefs)) for curie, name, category, synonyms, xrefs in rows}

    def aliases(self, keys: Iterable[str]) -> dict[str, list[Alias]]:
        """The nodes of each key (`names.name_key`) that the graph knows, best first."""
        found: dict[str, list[Alias]] = {}
        for key, curie, kind, priority in self._file.rows_in("SELECT key, curie, type, priority FROM aliases WHERE key IN", list(keys)):
            found.setdefault(key, []).append(Alias(curie, kind, priority))
        for nodes in found.values():
            nodes.sort(key=lambda alias: (alias.priority, alias.curie))
        return found

    def edges(self, subject: str | None = None, predicate: str | None = None, object: str | None = None, limit: int = 100) -> list[Edge]:
        """Edges with these ends and this canonical predicate (None: any), best score first. Raises ValueError if both ends are None."""
        if subject is None and object is None:
            raise ValueError("edges() needs a subject or an object")
        given = [(f"e.{name} = ?", value) for name, value in (("subject", subject), ("predicate", predicate), ("object", object)) if value]
        where = " AND ".join(clause for clause, _ in given)
        return self._edges(f"{_EDGES} WHERE {where} {_BEST_FIRST}", (*(value for _, value in given), limit))

    def neighbours(self, curie: str, limit: int = 100) -> list[Edge]:
        """Edges that start or end at the node, best first; `limit` guards against hubs."""
        return self._edges(f"{_EDGES} WHERE e.subject = ?1 OR e.object = ?1 {_BEST_FIRST.replace('?', '?2')}", (curie, limit))

    def between(self, a: str, b: str, limit: int = 100) -> list[Edge]:
        """Edges from a to b and from b to a, best first."""
        where = "(e.subject = ?1 AND e.object = ?2) OR (e.subject = ?2 AND e.object = ?1)"
        return self._edges(f"{_EDGES} WHERE {where} {_BEST_FIRST.replace('?', '?3')}", (a, b, limit))

    def publications(self, edge: Edge, limit: int = 100) -> list[Publication]:
        """The articles behind an edge, heaviest and newest first."""
        rows = self._file.rows(
            "SELECT v.pmid, v.rule, v.weight, v.year FROM edges e JOIN evidence v ON v.edge = e.id"
            " WHERE e.subject = ? AND e.predicate = ? AND e.object = ? AND e.source = ? AND e.negated = ?"
            " ORDER BY v.weight DESC, v.year DESC, v.pmid LIMIT ?",
            (edge.subject, edge.predicate, edge.object, edge.source, int(edge.negated), limit),
        )
        return [Publication(*row) for row in rows]

    def counts(self) -> GraphCounts:
        """Rows of each table (reads every page of the indexes: for status, not for questions)."""
        return GraphCounts(*(self._file.rows(f"SELECT count(*) FROM {table}")[0][0] for table in ("nodes", "aliases", "edges", "evidence")))  # noqa: S608

    def _edges(self, sql: str, parameters: Sequence[str | int]) -> list[Edge]:
        rows = self._file.rows(sql, parameters)
        pmids: dict[int, list[str]] = {row[0]: [] for row in rows}
        query = "SELECT edge, pmid FROM evidence WHERE edge IN"
        for edge, pmid in self._file.rows_in(query, list(pmids)):
            if len(pmids[edge]) < _EVIDENCE_SHOWN and pmid not in pmids[edge]:
                pmids[edge].append(pmid)
        return [
            Edge(subject, predicate, object_, source, tuple(pmids[id_]), support, score, bool(negated), licence, first, last)
            for id_, subject, predicate, object_, source, negated, support, score, first, last, licence in rows
        ]


def _split(joined: str) -> tuple[str, ...]:
    return tuple(joined.split("|")) if joined else ()
