"""The graph's nodes and names while they are gathered, and the rules by which two vocabularies share a node."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from corpuscle.index_builder.alias_rules import AliasType, alias_form, turned
from corpuscle.kg.names import name_key

AliasRow = tuple[str, str, str, int]
"""key, CURIE, type, priority: a row of the aliases table."""

PRIORITY = {"MESH": 0, "MONDO": 2, "DOID": 3, "HP": 4, "EFO": 3, "HGNC": 5, "SUPPLEMENTARY": 6, "DRUG": 7, "HPO-DISEASE": 3, "LEARNED": 1}
"""Which vocabulary wins a name that several have; 0 is best. Main names go before synonyms of the same vocabulary."""

_SYNONYMS_SHOWN = 8
_FARTHEST = 2
_INDUCED_PRIORITY = 95
_GENERAL_AT = 40
_PART_AT = 8
_DISEASE_LIKE = frozenset({"Disease", "PhenotypicFeature"})


@dataclass(slots=True)
class Node:
    """A node in the making."""

    curie: str
    name: str
    category: str
    trees: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    xrefs: AbstractSet[str] = frozenset()  # no set of its own for each of a hundred thousand nodes that have none


class Vocabulary:
    """Nodes by CURIE. Alias rows are handed on as they come (`emit`), so that they need not fit in memory."""

    def __init__(self, emit: Callable[[AliasRow], None]) -> None:
        self.nodes: dict[str, Node] = {}
        self._emit = emit
        self._by_key: dict[str, str] = {}
        self._by_xref: dict[str, str] = {}
        self._disease_keys: dict[str, list[str]] = {}
        self._above: dict[str, list[str]] = {}
        self._names_with: Counter[str] = Counter()

    def add(self, node: Node, names: Sequence[tuple[str, AliasType]], priority: int) -> bool:
        """Adds a node with its names. False, and nothing added, where no name is usable as an alias."""
        rows = _alias_rows(node.curie, names, priority)
        if not rows:
            return False
        self.nodes[node.curie] = node
        self._enter(node, rows, [name for name, _ in names])
        return True

    def add_silent(self, node: Node) -> None:
        """Adds a node that is not to be found in text."""
        self.nodes[node.curie] = node

    def enrich(self, curie: str, names: Sequence[tuple[str, AliasType]], priority: int, xref: str = "") -> None:
        """Gives a node more names, and the CURIE it has elsewhere."""
        node = self.nodes[curie]
        if xref:
            node.xrefs |= {xref}
            self._by_xref[xref] = curie
        self._enter(node, _alias_rows(curie, names, priority), [name for name, _ in names])

    def by_name(self, *names: str, categories: frozenset[str] = _DISEASE_LIKE) -> str | None:
        """The node of these categories that already has one of these names."""
        for name in names:
            curie = self._by_key.get(name_key(name))
            if curie is not None and self.nodes[curie].category in categories:
                return curie
        return None

    def has_name(self, key: str) -> bool:
        """Whether a node has a name, not an acronym, of that key."""
        return key in self._by_key

    def is_disease(self, curie: str) -> bool:
        """Whether a node is a disease or a phenotype."""
        return self.nodes[curie].category in _DISEASE_LIKE

    def is_general(self, key: str) -> bool:
        """Whether a word stands in so many names that it names nothing by itself ("injury", "withdrawal")."""
        return self._names_with[key] >= _GENERAL_AT

    def is_part(self, key: str) -> bool:
        """Whether a word stands in several names, so that a list of names may hold it as a fragment of one ("combined", "liver")."""
        return self._names_with[key] >= _PART_AT

    def disease_keys(self) -> Mapping[str, Sequence[str]]:
        """The keys of the names of each disease and phenotype, acronyms left out."""
        return self._disease_keys

    def add_derived(self, keys: Mapping[str, str], priority: int) -> None:
        """Gives nodes names that no vocabulary has: the node of each key."""
        for key, curie in keys.items():
            self._by_key.setdefault(key, curie)
            self._emit((key, curie, "synonym", priority))

    def add_induced(self, key: str, heading: str) -> None:
        """Lets a heading for what drugs bring about have the name of that as well, where another disease has it."""
        curie = self._by_key.get(key)
        if curie not in (None, heading) and self.nodes[curie].category in _DISEASE_LIKE:
            self._emit((key, heading, "induced", _INDUCED_PRIORITY))

    def place_below(self, curie: str, above: Sequence[str]) -> None:
        """Says which CURIEs, of nodes or of their cross-references, stand directly above a node; these come before those that were named earlier."""
        places = self._above.setdefault(curie, [])
        places[:] = [*above, *places]

    def owner(self, key: str) -> str | None:
        """The node that had the name first, acronyms left out."""
        return self._by_key.get(key)

    def mesh_homes(self) -> Iterator[tuple[str, str]]:
        """For each node that is no MeSH concept the UI of one that stands for it in MeSH, where there is one.

        That is a concept that was placed above it as such; else, of those a few steps above, one whose name is part of the node's own
        ("Thrombocytopenia" of "heparin-induced thrombocytopenia"), the longest first. Others above say too little of it.
        """
        for curie in self._above:
            if curie.startswith("MESH:"):
                continue
            words = set(name_key(self.nodes[curie].name).split())
            homes = [place for place in self._above[curie] if place.startswith("MESH:") and place in self.nodes]
            if not homes:
                keyed = [(name_key(self.nodes[home].name), home) for home in self._mesh_above(curie)]
                within = [(len(key), key, home) for key, home in keyed if words.issuperset(key.split())]
                homes = [max(within)[2]] if within else []
            if homes:
                yield curie, homes[0].removeprefix("MESH:")

    def _mesh_above(self, curie: str) -> Iterator[str]:
        """The MeSH concepts above a node, the nearest first; the way up ends at them, and after `_FARTHEST` steps more than to the first."""
        seen, level = {curie}, [curie]
        found = False
        for step in itertools.count():
            reached = [self.by_xref(parent) for place in level for parent in self._above.get(place, ())]
            nodes = [node for node in dict.fromkeys(reached) if node is not None and node not in seen]
            seen.update(nodes)
            homes = [node for node in nodes if node.startswith("MESH:")]
            yield from homes
            found = found or bool(homes)
            level = [node for node in nodes if not node.startswith("MESH:")]
            if not level or (found and step >= _FARTHEST):
                return

    def by_xref(self, curie: str) -> str | None:
        """The node that is, or has as cross-reference, this CURIE."""
        return curie if curie in self.nodes else self._by_xref.get(curie)

    def point(self, xref: str, curie: str) -> None:
        """Lets a CURIE of another vocabulary stand for a node; the first one wins."""
        if self._by_xref.setdefault(xref, curie) == curie:
            self.nodes[curie].xrefs |= {xref}

    def _enter(self, node: Node, rows: Sequence[AliasRow], names: Sequence[str]) -> None:
        for row in rows:
            self._emit(row)
            if row[2] != "acronym":
                self._by_key.setdefault(row[0], node.curie)
                if node.category in _DISEASE_LIKE:
                    self._names_with.update(row[0].split() if " " in row[0] else ())
                    self._disease_keys.setdefault(node.curie, []).append(row[0])
        room = _SYNONYMS_SHOWN - len(node.synonyms)
        if room > 0:
            shown = [n for n in names if n != node.name and "|" not in n and len(n) < 60 and n not in node.synonyms]
            node.synonyms += tuple(shown[:room])


def _alias_rows(curie: str, names: Sequence[tuple[str, AliasType]], priority: int) -> list[AliasRow]:
    rows: dict[str, AliasRow] = {}
    for name, wanted in names:
        spellings = [name]
        if wanted in ("name", "synonym") and (inverted := turned(name)):
            spellings.append(inverted)
        for spelling in spellings:
            form = alias_form(spelling, wanted)
            if form is None:
                continue
            key, kind = form.key, form.type
            # A word of three letters from a secondary vocabulary is more often something else.
            if kind in ("synonym", "brand") and priority > PRIORITY["MESH"] and len(key) < 4:
                continue
            if key not in rows:
                folded = key[-1:] != "s" and spelling[-1:] == "s"  # a plural yields to the name that is spelt so
                rows[key] = (key, curie, kind, 10 * priority + (wanted != "name") + 2 * folded)
    return list(rows.values())
