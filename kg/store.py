"""The knowledge graph on disk, read-only: nodes, aliases, edges and the evidence behind them."""

# ruff: noqa: S608 - the SQL is put together of constants

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Self

from corpuscle.kg import edge_queries as queries
from corpuscle.kg.entities import Entity
from corpuscle.kg.graph_file import GraphFile, members
from corpuscle.kg.graph_rows import Alias, GraphCounts, GraphSource, Link, Publication, SourceTerms, Statement
from corpuscle.kg.hierarchy import Hierarchy
from corpuscle.kg.predicates import PREDICATES
from corpuscle.kg.triples import Edge

__all__ = ["Alias", "GraphCounts", "GraphSource", "GraphStore", "Link", "Publication", "SourceTerms", "Statement"]

_EXAMINED, _EXAMINED_BESIDE_HUB = 400, 100
_PAGE = 20_000
_BEHIND_PREFIX = "\U0010ffff"  # sorts behind every character that a key begins with


@dataclass(frozen=True, slots=True)
class _Place:
    id: int
    degree: int


class GraphStore(Hierarchy):
    """One generation of the graph; every look-up raises GraphDamagedError where the file cannot be read.

    It stays readable, and the same, after the file was replaced by a newer one. Safe to share between threads.
    """

    def __init__(self, file: GraphFile, built_names_only: bool = False) -> None:
        super().__init__(file)
        self._named = "AND source = 0" if built_names_only else ""

    @classmethod
    def open(cls, path: Path) -> Self:
        """Opens the graph without reading it. Raises GraphMissingError, GraphFormatError."""
        return cls(GraphFile.open(path))

    def with_built_names(self) -> Self:
        """The same graph with the aliases that a build gave it, as if nothing had been imported; shares this one's file."""
        return type(self)(self._file, built_names_only=True)

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
        sql = (
            "SELECT curie, name, category, synonyms, (SELECT group_concat(xref, '|') FROM (SELECT DISTINCT xref FROM xrefs WHERE node = n.id ORDER BY xref))"
            " FROM nodes n WHERE curie IN"
        )
        rows = self._file.rows_in(sql, list(curies))
        return {curie: Entity(curie, name, category, members(synonyms), members(xrefs)) for curie, name, category, synonyms, xrefs in rows}

    def by_xref(self, curies: Iterable[str]) -> dict[str, str]:
        """The node that is, or has as a cross-reference, each of these CURIEs; of several the one written first."""
        wanted = list(curies)
        rows = self._file.rows_in("SELECT x.xref, n.curie, n.id FROM xrefs x JOIN nodes n ON n.id = x.node WHERE x.xref IN", wanted)
        found = {xref: curie for xref, curie, _ in sorted(rows, key=lambda row: -row[2])}
        return found | {curie: curie for (curie,) in self._file.rows_in("SELECT curie FROM nodes WHERE curie IN", wanted)}

    def aliases(self, keys: Iterable[str]) -> dict[str, list[Alias]]:
        """The nodes of each key (`names.name_key`) that the graph knows, best first."""
        sql = f"SELECT a.key, n.curie, a.type, a.priority FROM aliases a JOIN nodes n ON n.id = a.node WHERE 1 {self._named.replace('source', 'a.source')} AND a.key IN"
        found: dict[str, dict[str, Alias]] = {}
        for key, curie, kind, priority in sorted(self._file.rows_in(sql, list(keys)), key=lambda row: (row[3], row[1])):
            found.setdefault(key, {}).setdefault(curie, Alias(curie, kind, priority))
        return {key: list(nodes.values()) for key, nodes in found.items()}

    def alias_rows(self) -> Iterator[tuple[str, Alias]]:
        """Every key with every node it may mean, in the order of the keys; the best first where several sources name it."""
        sql = (
            "SELECT a.key, a.node, a.source, n.curie, a.type, a.priority FROM aliases a JOIN nodes n ON n.id = a.node"
            f" WHERE (a.key, a.node, a.source) > (?, ?, ?) {self._named.replace('source', 'a.source')} ORDER BY a.key, a.node, a.source LIMIT {_PAGE}"
        )
        last: tuple[str, int, int] = ("", -1, -1)
        while rows := self._file.rows(sql, last):
            for key, _, _, curie, kind, priority in rows:
                yield key, Alias(curie, kind, priority)
            last = rows[-1][:3]

    def names_like(self, prefix: str, limit: int) -> list[tuple[str, str]]:
        """Keys that begin with `prefix`, in their order, each with a CURIE it may mean."""
        sql = f"SELECT DISTINCT a.key, n.curie FROM aliases a JOIN nodes n ON n.id = a.node WHERE a.key >= ? AND a.key < ? {self._named.replace('source', 'a.source')} ORDER BY a.key, a.node LIMIT ?"
        return self._file.rows(sql, (prefix, prefix + _BEHIND_PREFIX, limit))

    def names_of(self, curie: str) -> list[str]:
        """The keys (`names.name_key`) of a node's names, best first."""
        sql = f"SELECT key FROM aliases WHERE node = (SELECT id FROM nodes WHERE curie = ?) {self._named} ORDER BY priority, key"
        return list(dict.fromkeys(key for (key,) in self._file.rows(sql, (curie,))))

    def name_index(self, part: str) -> bytes | None:
        """One part of what a linker reads at once; None where the graph was written without."""
        sql = "SELECT data FROM name_index WHERE part = ? AND names IN ('built', ?) ORDER BY names LIMIT 1"
        rows = self._file.rows(sql, (part, "built" if self._named else "all"))
        return rows[0][0] if rows else None

    def degree(self, curie: str) -> int:
        """How many edges start or end at the node, whatever their source; 0 where the graph has no such node."""
        place = self._place(curie)
        return place.degree if place else 0

    def edges(self, subject: str | None = None, predicate: str | None = None, object: str | None = None, limit: int = 100) -> list[Edge]:
        """Edges with these ends and this canonical predicate (None: any), best score first. Raises ValueError if both ends are None.

        A symmetric predicate that is asked for by name is found from either end, the edge turned so that the ends are as asked.
        """
        if subject is None and object is None:
            raise ValueError("edges() needs a subject or an object")
        found = self._selected(subject, predicate, object, limit)
        if predicate not in PREDICATES or not PREDICATES[predicate].symmetric:
            return found
        turned = [_turned(edge) for edge in self._selected(object, predicate, subject, limit) if edge.subject != edge.object]
        return sorted(found + turned, key=lambda e: (-e.score, -e.support, e.subject, e.object, e.source))[:limit]

    def neighbours(self, curie: str, limit: int = 100) -> list[Edge]:
        """Edges that start or end at the node, best first; `limit` guards against hubs."""
        selection = self._around(curie, limit)
        return self._edges(selection, limit) if selection else []

    def links(self, curie: str, limit: int) -> list[Link]:
        """`neighbours` without provenance, for walks through the graph; best score first, then predicate."""
        selection = self._around(curie, limit)
        rows = self._file.rows(*queries.short(selection, limit)) if selection else []
        return [
            Link(object_ if subject == curie else subject, predicate, subject == curie, score, bool(negated))
            for subject, predicate, object_, score, negated in rows
        ]

    def between(self, a: str, b: str, limit: int = 100) -> list[Edge]:
        """Edges from a to b and from b to a, best first."""
        one, other = self._place(a), self._place(b)
        if one is None or other is None:
            return []
        ways = {(one.id, other.id), (other.id, one.id)}
        return self._edges(queries.joined([queries.of_pair(*way, None) for way in sorted(ways)]), limit)

    def linked(self, a: Sequence[str], b: Sequence[str]) -> list[Statement]:
        """All edges between two small sets of nodes (at most 64 each), either way, best score first. Raises ValueError for larger ones."""
        if len(a) > 64 or len(b) > 64:
            raise ValueError("linked() takes at most 64 nodes a side")
        left, right = self._ids(a), self._ids(b)
        if not left or not right:
            return []
        among, to = ",".join(map(str, left)), ",".join(map(str, right))
        pairs = f"(subject IN ({among}) AND object IN ({to}))"
        back = f"(subject IN ({to}) AND object IN ({among}))"
        sql = f"SELECT * FROM edges WHERE {pairs} UNION SELECT * FROM edges WHERE {back}"
        rows = self._file.rows(*queries.short((sql, ()), len(left) * len(right) * len(PREDICATES)))
        return [Statement(subject, predicate, object_, score, bool(negated)) for subject, predicate, object_, score, negated in rows]

    def two_hop(self, a: str, b: str, limit: int = 20, widest: int = 1000) -> list[str]:
        """CURIEs of nodes with an edge to both a and b, the least connected first; none with more than `widest` edges.

        Of the end with fewer edges at most 400 outgoing and as many incoming ones are examined, 100 each where the other end has over 2,000.
        """
        one, other = self._place(a), self._place(b)
        if one is None or other is None:
            return []
        near, far = sorted((one, other), key=lambda place: place.degree)
        hub = far.degree > queries.WHOLE
        examined = _EXAMINED_BESIDE_HUB if hub else _EXAMINED
        values = {"a": near.id, "b": far.id, "examined": examined, "widest": widest, "limit": limit}
        sql = queries.TWO_HOP_OF_HUB if hub else queries.TWO_HOP
        return [curie for (curie,) in self._file.rows(sql, values)]

    def predicate_counts(self, curie: str) -> dict[tuple[str, bool], int]:
        """How many edges of each predicate the node has, by predicate and whether they start there."""
        place = self._place(curie)
        if place is None:
            return {}
        names = {id_: name for name, id_ in self._predicates.items()}
        return {
            (names[predicate], end == "subject"): rows
            for end in ("subject", "object")
            for predicate, rows in self._file.rows(
                f"SELECT predicate, count(*) FROM edges INDEXED BY edges_by_{end} WHERE {end} = ? GROUP BY predicate",
                (place.id,),
            )
        }

    def all_edges(self, source: str | None = None) -> Iterator[Edge]:
        """Every edge, or every edge of one source, in the order of its ends' places; a page of them is held at a time."""
        wanted = [id_ for (id_,) in self._file.rows("SELECT id FROM meta WHERE source = ?", (source,))] if source else []
        if source and not wanted:
            return
        where = f"AND source = {wanted[0]}" if wanted else ""
        page = f"SELECT * FROM edges WHERE ({queries.KEY}) > (?, ?, ?, ?, ?, ?) {where} ORDER BY {queries.KEY} LIMIT {_PAGE}"
        last = (-1, -1, -1, -1, -1, -1)
        while rows := self._file.rows(page, last):
            yield from self._edges((page, last), _PAGE)
            last = rows[-1][:6]

    def publications(self, edge: Edge, limit: int = 100) -> list[Publication]:
        """The articles behind an edge, heaviest and newest first."""
        subject, object_ = self._place(edge.subject), self._place(edge.object)
        if subject is None or object_ is None:
            return []
        ways = [(subject.id, object_.id)]
        if edge.predicate in PREDICATES and PREDICATES[edge.predicate].symmetric:
            ways.append((object_.id, subject.id))
        sql = """
            SELECT pmid, rule, weight, year, section, begin, "end" FROM evidence WHERE subject = ? AND object = ?
            AND predicate = (SELECT id FROM predicates WHERE name = ?) AND source = (SELECT id FROM meta WHERE source = ?) AND negated = ?
            AND detail = (SELECT id FROM details WHERE qualifier = ? AND knowledge_level = ? AND agent_type = ? AND primary_source = ?)
            ORDER BY weight DESC, year DESC, pmid, rule LIMIT ?
        """
        detail = (edge.qualifier, edge.knowledge_level, edge.agent_type, edge.primary_source)
        for way in ways:
            if rows := self._file.rows(sql, (*way, edge.predicate, edge.source, int(edge.negated), *detail, limit)):
                return [Publication(*row) for row in rows]
        return []

    def sources(self) -> list[GraphSource]:
        """Where the graph comes from, by name."""
        return [GraphSource(*row) for row in self._file.rows("SELECT source, version, licence, sha256, rows FROM meta ORDER BY source")]

    def terms(self) -> list[SourceTerms]:
        """The terms of what was imported, by source and part."""
        rows = self._file.rows(
            "SELECT m.source, p.part, p.licence, p.terms, p.restrictive FROM parts p JOIN meta m ON m.id = p.source ORDER BY 1, 2"
        )
        return [SourceTerms(source, part, licence, terms, bool(restrictive)) for source, part, licence, terms, restrictive in rows]

    def counts(self) -> GraphCounts:
        """Rows of each table (reads every page of the indexes: for status, not for questions)."""
        return GraphCounts(*(self._file.rows(f"SELECT count(*) FROM {table}")[0][0] for table in ("nodes", "aliases", "edges", "evidence")))

    @cached_property
    def _predicates(self) -> dict[str, int]:
        return dict(self._file.rows("SELECT name, id FROM predicates"))

    def _place(self, curie: str) -> _Place | None:
        rows = self._file.rows("SELECT id, degree FROM nodes WHERE curie = ?", (curie,))
        return _Place(*rows[0]) if rows else None

    def _ids(self, curies: Sequence[str]) -> list[int]:
        return sorted(id_ for (id_,) in self._file.rows_in("SELECT id FROM nodes WHERE curie IN", curies))

    def _around(self, curie: str, limit: int) -> queries.Selection | None:
        place = self._place(curie)
        if place is None:
            return None
        predicates = list(self._predicates.values())
        outgoing = queries.at_end("subject", place.id, place.degree, predicates, limit)
        sql, given = queries.at_end("object", place.id, place.degree, predicates, limit)
        # an edge from the node to itself is among the outgoing ones
        return queries.joined([outgoing, (f"SELECT * FROM ({sql}) WHERE subject != object", given)])

    def _selected(self, subject: str | None, predicate: str | None, object_: str | None, limit: int) -> list[Edge]:
        start, end = (self._place(curie) if curie else None for curie in (subject, object_))
        wanted = self._predicates.get(predicate) if predicate else None
        if (subject and start is None) or (object_ and end is None) or (predicate and wanted is None):
            return []
        if start and end:
            return self._edges(queries.of_pair(start.id, end.id, wanted), limit)
        name, place = ("subject", start) if start else ("object", end)
        assert place is not None  # one of the ends is given, and known
        if wanted is not None:
            return self._edges(queries.of_predicate(name, place.id, wanted, limit), limit)
        return self._edges(queries.at_end(name, place.id, place.degree, list(self._predicates.values()), limit), limit)

    def _edges(self, selection: queries.Selection, limit: int) -> list[Edge]:
        return [
            Edge(subject, predicate, object_, source, _publications(pmids), support, score, bool(negated), *rest)
            for subject, predicate, object_, source, pmids, support, score, negated, *rest in self._file.rows(
                *queries.described(selection, limit)
            )
        ]


def _turned(edge: Edge) -> Edge:
    return replace(edge, subject=edge.object, object=edge.subject)


def _publications(joined: str | None) -> tuple[str, ...]:
    return tuple(joined.split(" ")) if joined else ()
