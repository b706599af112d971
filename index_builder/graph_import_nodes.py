"""Where the nodes of an imported source belong: to nodes that the graph has, or to new ones."""

# ruff: noqa: S608 - the SQL is put together of constants and of numbers

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpuscle.index_builder.alias_rules import AliasType, alias_form
from corpuscle.index_builder.errors import SourcesDifferError
from corpuscle.index_builder.graph_sources.rows import ImportedNode
from corpuscle.index_builder.name_mapping import NameMapping
from corpuscle.kg import categories
from corpuscle.kg.names import name_key
from corpuscle.kg.schema import ORPHANED

_PRIORITY = 80  # names of imports yield to those of every vocabulary
_SYNONYMS_SHOWN = 8
_KNOWN_AT_ONCE = 1_000_000  # identifiers held in memory; more are looked up again
_ASKED_AT_ONCE = 500
_MISSING_TOLD = 5

_CHEMICALS = frozenset({"SmallMolecule", "Drug", "ChemicalEntity", "MolecularMixture", "ChemicalMixture", "MolecularEntity", "Polypeptide"})
_KINDS = (
    categories.DISEASES,
    categories.ANATOMY,
    _CHEMICALS,
    categories.PROTEINS | {"Polypeptide"},
    frozenset({"BiologicalProcess", "PhysiologicalProcess", "Behavior", "PathologicalProcess"}),
    frozenset({"CellularComponent", "Cell"}),
)
"""Categories that vocabularies draw differently. A name joins nodes within one of them, or of the very same category."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A node of the source that is one of the graph's."""

    id: str
    name: str
    curie: str
    """Of the graph's node."""
    by: str
    """What told: "CURIE", "cross-reference", "cross-references" (both have the same), "name", "your mapping"."""


@dataclass(slots=True)
class NodeCounts:
    """What became of a source's nodes."""

    read: int = 0
    joined: Counter[str] = field(default_factory=Counter[str])
    """To a node of the graph, by what told."""
    made: int = 0
    repeated: int = 0
    """Nodes that came again."""
    examples: list[Joined] = field(default_factory=list[Joined])
    """Some that were joined, the first of each way."""


class NodeMapper:
    """Gives each node of a source its id in the graph that is written through the connection."""

    def __init__(self, connection: sqlite3.Connection, source: int, mapping: NameMapping) -> None:
        """Raises SourcesDifferError where the mapping names nodes that the graph does not have."""
        self.counts = NodeCounts()
        self._mapping = mapping
        self._meant = _meant(connection, mapping)
        self._connection = connection
        self._source = source
        self._known: dict[str, int] = {}
        self._nameless: set[str] = set()
        self._next: int = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM nodes").fetchone()[0]
        connection.execute("CREATE TEMP TABLE mapped (id TEXT PRIMARY KEY, node INTEGER) WITHOUT ROWID")

    def add(self, nodes: Sequence[ImportedNode]) -> None:
        """Joins or makes the nodes of a batch, in their order."""
        self.counts.read += len(nodes)
        present = self.ids([node.id for node in nodes])
        fresh: dict[str, ImportedNode] = {}
        for node in nodes:
            repeated = node.id in present or node.id in fresh
            self.counts.repeated += repeated
            if node.id in self._nameless and node.name:
                self._name(node, present[node.id])
            elif not repeated or (node.id in fresh and not fresh[node.id].name):
                fresh[node.id] = node
        homes = _Homes(self._connection, self._source, list(fresh.values()))
        mapped: list[tuple[str, int]] = []
        for node in fresh.values():
            home = self._home(node, homes)
            if home is None:
                id_ = self._make(node)
            else:
                id_, by = home
                self._join(node, id_, by)
            mapped.append((node.id, id_))
        self._remember(mapped)

    def ids(self, identifiers: Iterable[str]) -> dict[str, int]:
        """The graph's ids of those of the source's identifiers that are known so far."""
        wanted = set(identifiers)
        found = {identifier: self._known[identifier] for identifier in wanted if identifier in self._known}
        missing = [identifier for identifier in wanted if identifier not in found]
        if missing and self.counts.read > len(self._known):
            stored = dict(_asked(self._connection, "SELECT id, node FROM temp.mapped WHERE id IN", missing))
            found.update(stored)
        return found

    def resolve(self, identifiers: Iterable[str]) -> dict[str, int]:
        """As `ids`; those that the source does not describe are sought among the graph's CURIEs and cross-references."""
        found = self.ids(identifiers)
        unknown = [identifier for identifier in set(identifiers) if identifier not in found]
        if unknown:
            homes = _Homes(self._connection, self._source, [ImportedNode(identifier, "", "") for identifier in sorted(unknown)])
            mapped = [(i, home[0]) for i in sorted(unknown) if (home := self._home(ImportedNode(i, "", ""), homes)) is not None]
            self._remember(mapped)
            found.update(mapped)
        return found

    def _home(self, node: ImportedNode, homes: "_Homes") -> tuple[int, str] | None:
        """The graph's node and what told, or None; what the user says goes first."""
        meant = self._mapping.of(node.id, node.name)
        if meant:
            return self._meant[meant], "your mapping"
        home = homes.of(node)
        # what is to be a node of its own can be none where the graph has its very CURIE
        return home if meant is None or (home and home[1] == "CURIE") else None

    def _remember(self, mapped: list[tuple[str, int]]) -> None:
        self._connection.executemany("INSERT OR IGNORE INTO temp.mapped VALUES (?, ?)", mapped)
        if len(self._known) + len(mapped) > _KNOWN_AT_ONCE:
            self._known.clear()
        self._known.update(mapped)

    def _make(self, node: ImportedNode) -> int:
        id_ = self._next
        self._next += 1
        self.counts.made += 1
        if not node.name:
            self._nameless.add(node.id)
        self._connection.execute(
            "INSERT INTO nodes (id, curie, name, category, synonyms, source) VALUES (?, ?, ?, ?, ?, ?)",
            (id_, node.id, node.name or node.id, node.category, _shown(node), self._source),
        )
        self._add_references(node, id_)
        self._add_names(node, id_)
        return id_

    def _join(self, node: ImportedNode, id_: int, by: str) -> None:
        curie, made_by = self._connection.execute("SELECT curie, source FROM nodes WHERE id = ?", (id_,)).fetchone()
        if made_by == ORPHANED and node.id == curie:
            self.counts.made += 1
            self._connection.execute("UPDATE nodes SET source = ? WHERE id = ?", (self._source, id_))
            self._name(node, id_)
            return
        self.counts.joined[by] += 1
        if by != "CURIE" and self.counts.joined[by] <= 20:
            self.counts.examples.append(Joined(node.id, node.name, curie, by))
        if node.id != curie:
            self._connection.execute("INSERT OR IGNORE INTO xrefs VALUES (?, ?, ?)", (node.id, id_, self._source))
        self._add_names(node, id_)

    def _name(self, node: ImportedNode, id_: int) -> None:
        """Writes what the source says now of a node that it made."""
        self._nameless.discard(node.id)
        row = (node.name or node.id, node.category, _shown(node), id_)
        self._connection.execute("UPDATE nodes SET name = ?, category = ?, synonyms = ? WHERE id = ?", row)
        self._add_references(node, id_)
        self._add_names(node, id_)

    def _add_references(self, node: ImportedNode, id_: int) -> None:
        xrefs = dict.fromkeys(xref for xref in node.xrefs if xref != node.id)
        self._connection.executemany("INSERT OR IGNORE INTO xrefs VALUES (?, ?, ?)", [(xref, id_, self._source) for xref in xrefs])

    def _add_names(self, node: ImportedNode, id_: int) -> None:
        """Names that the graph does not have for the node."""
        rows: dict[str, tuple[str, int, int, str, int]] = {}
        for name, main in ((node.name, True), *((synonym, False) for synonym in node.synonyms)):
            wanted: AliasType = "symbol" if node.category == "Gene" and " " not in name else "synonym"
            form = alias_form(name, wanted)
            if form is not None and len(form.key) > 2:
                rows.setdefault(form.key, (form.key, id_, self._source, form.type, _PRIORITY + (not main)))
        self._connection.executemany(
            "INSERT OR IGNORE INTO aliases SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS (SELECT 1 FROM aliases WHERE key = ?1 AND node = ?2)",
            list(rows.values()),
        )


@dataclass(frozen=True, slots=True)
class _Named:
    node: int
    curie: str
    name: str
    category: str
    type: str


class _Homes:
    """The places of a batch of nodes in the graph, found with a few questions for all of them.

    Nodes that the same source made are no home: a source knows why it tells two of its own apart.
    """

    def __init__(self, connection: sqlite3.Connection, source: int, nodes: Sequence[ImportedNode]) -> None:
        self._connection = connection
        curies = {curie for node in nodes for curie in (node.id, *node.xrefs)}
        other = f"source != {source} AND"
        self._by_curie = dict(_asked(connection, f"SELECT curie, id FROM nodes WHERE {other} curie IN", curies))
        self._by_xref: dict[str, int] = {}
        for xref, node in _asked(connection, f"SELECT xref, node FROM xrefs WHERE {other} xref IN", curies):
            self._by_xref[xref] = min(node, self._by_xref.get(xref, node))
        unplaced = [node for node in nodes if node.name and self._by_reference(node) is None]
        self._named: dict[str, list[_Named]] = {}
        names = (
            "SELECT a.key, n.id, n.curie, n.name, n.category, a.type FROM aliases a JOIN nodes n ON n.id = a.node"
            f" WHERE a.source = 0 AND n.{other} a.key IN"
        )
        for key, *row in _asked(connection, names, {name_key(node.name) for node in unplaced}):
            self._named.setdefault(key, []).append(_Named(*row))

    def of(self, node: ImportedNode) -> tuple[int, str] | None:
        """The graph's node and what told, or None."""
        found = self._by_reference(node)
        if found is not None or not node.name:
            return found
        home = self._by_name(node)
        return (home, "name") if home is not None else None

    def _by_reference(self, node: ImportedNode) -> tuple[int, str] | None:
        if node.id in self._by_curie:
            return self._by_curie[node.id], "CURIE"
        if node.id in self._by_xref:
            return self._by_xref[node.id], "cross-reference"
        for known, by in ((self._by_curie, "cross-reference"), (self._by_xref, "cross-references")):
            for xref in node.xrefs:
                if xref in known and self._may_be(node, known[xref]):
                    return known[xref], by
        return None

    def _may_be(self, node: ImportedNode, home: int) -> bool:
        """Whether a node that has a cross-reference in common can be the same: OMIM has numbers for genes and for their diseases."""
        curie, category = self._connection.execute("SELECT curie, category FROM nodes WHERE id = ?", (home,)).fetchone()
        disease = node.category in categories.DISEASES
        if disease != (category in categories.DISEASES):
            return "NamedThing" in (node.category, category)
        return not disease or not self._has_other(home, curie, node.id.partition(":")[0])

    def _by_name(self, node: ImportedNode) -> int | None:
        """A node of the same kind with this name, and of no other identifier in the source's vocabulary: the one that is called so, or the only one."""
        candidates = [c for c in self._named.get(name_key(node.name), ()) if _same_kind(node.category, c.category)]
        called = [c for c in candidates if name_key(c.name) == name_key(node.name)]
        also_called = [] if node.category == "Gene" else [c for c in candidates if c.type == "synonym"]
        homes = called or also_called
        if len({c.node for c in homes}) != 1 or self._has_other(homes[0].node, homes[0].curie, node.id.partition(":")[0]):
            return None
        return homes[0].node

    def _has_other(self, home: int, curie: str, prefix: str) -> bool:
        """Whether a node has an identifier of this vocabulary already."""
        if curie.startswith(f"{prefix}:"):
            return True
        xrefs = self._connection.execute("SELECT xref FROM xrefs WHERE node = ?", (home,))
        return any(xref.startswith(f"{prefix}:") for (xref,) in xrefs)


def _meant(connection: sqlite3.Connection, mapping: NameMapping) -> dict[str, int]:
    """The ids of the nodes that a mapping names."""
    wanted = {curie for curie in mapping.nodes.values() if curie}
    found: dict[str, int] = dict(_asked(connection, "SELECT xref, min(node) FROM xrefs WHERE xref IN", wanted, " GROUP BY xref"))
    found.update(_asked(connection, "SELECT curie, id FROM nodes WHERE curie IN", wanted))
    if missing := sorted(wanted - found.keys()):
        raise SourcesDifferError(
            f"The graph has no node {', '.join(missing[:_MISSING_TOLD])}{' …' if len(missing) > _MISSING_TOLD else ''}.",
            "Look the CURIEs up with `corpuscle kg show NAME`, or leave the place behind the tab empty.",
        )
    return found


def _shown(node: ImportedNode) -> str:
    synonyms = [s for s in dict.fromkeys(node.synonyms) if s != node.name and "|" not in s]
    return "|".join(synonyms[:_SYNONYMS_SHOWN])


def _same_kind(one: str, other: str) -> bool:
    return one == other or any(one in kind and other in kind for kind in _KINDS)


# sqlite3 hands out rows of any type; each caller names its columns.
def _asked(connection: sqlite3.Connection, sql: str, values: Iterable[str], grouped: str = "") -> Iterator[Any]:
    """The rows of a query that ends in "IN", for these values."""
    wanted = sorted(values)
    for start in range(0, len(wanted), _ASKED_AT_ONCE):
        some = wanted[start : start + _ASKED_AT_ONCE]
        yield from connection.execute(f"{sql} ({','.join('?' * len(some))}){grouped}", some)
