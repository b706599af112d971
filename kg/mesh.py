"""The MeSH thesaurus of an index: descriptors, their entry terms, and the tree they stand in."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from corpuscle.kg.graph_file import GraphFile, members
from corpuscle.kg.names import name_key

_COLUMNS = "SELECT ui, name, entry_terms, trees FROM mesh WHERE ui IN"


@dataclass(frozen=True, slots=True)
class Descriptor:
    """A MeSH main heading. It stands at each of its tree numbers ("C14.280.647"), below those that begin them ("C14.280")."""

    ui: str
    name: str
    entry_terms: tuple[str, ...] = ()
    """Other names that MeSH lists for it, inverted ones included ("Ulcer, Peptic")."""
    tree_numbers: tuple[str, ...] = ()


class MeshThesaurus:
    """The descriptors of one generation of the graph; every look-up raises GraphDamagedError where the file cannot be read.

    Safe to share between threads. A look-up takes well under a millisecond, all that is below a broad heading a few.
    """

    def __init__(self, file: GraphFile) -> None:
        self._file = file

    @classmethod
    def open(cls, graph_path: Path) -> Self:
        """Opens the thesaurus in a graph without reading it. Raises GraphMissingError, GraphFormatError."""
        return cls(GraphFile.open(graph_path))

    def close(self) -> None:
        """Closes the connection; every later call fails."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def find(self, name_or_ui: str) -> Descriptor | None:
        """The descriptor of that UI, name or entry term, compared without case and surrounding blanks.

        Where none is spelt so, plurals, hyphens, Greek letters and British spelling are folded (`names.name_key`); None where two are left.
        """
        wanted = name_or_ui.strip()
        if found := self.descriptors([wanted.upper()]):
            return found[wanted.upper()]
        folded = self._file.rows("SELECT ui FROM mesh_names WHERE key = ? ORDER BY ui", (name_key(wanted),))
        candidates = list(self.descriptors(ui for (ui,) in folded).values())
        spelt_so = [d for d in candidates if wanted.casefold() in {name.casefold() for name in (d.name, *d.entry_terms)}]
        named = [d for d in candidates if name_key(d.name) == name_key(wanted)]
        return next((group[0] for group in (spelt_so, candidates, named) if len(group) == 1), None)

    def descriptors(self, uis: Iterable[str]) -> dict[str, Descriptor]:
        """The descriptors of those UIs that the thesaurus has."""
        rows = self._file.rows_in(_COLUMNS, list(uis))
        return {ui: Descriptor(ui, name, members(entry_terms), members(trees)) for ui, name, entry_terms, trees in rows}

    def entry_terms(self, ui: str) -> tuple[str, ...]:
        """The entry terms of a descriptor; () where there is none of that UI."""
        found = self.descriptors([ui])
        return found[ui].entry_terms if found else ()

    def descendants(self, ui: str) -> frozenset[str]:
        """The UIs of the descriptor and of all that stand below it in any tree; empty where there is none of that UI."""
        found = self.descriptors([ui])
        below = {row[0] for d in found.values() for tree in d.tree_numbers for row in self._below(tree)}
        return frozenset(below | found.keys())

    def narrower(self, ui: str) -> tuple[Descriptor, ...]:
        """The descriptors directly below, by name."""
        trees = [tree for d in self.descriptors([ui]).values() for tree in d.tree_numbers]
        children = {row[0] for tree in trees for row in self._below(tree) if "." not in row[1][len(tree) + 1 :]}
        return tuple(sorted(self.descriptors(children).values(), key=lambda d: d.name))

    def lineage(self, tree_number: str) -> tuple[Descriptor, ...]:
        """The descriptors at a place of the tree and above it, the broadest first; () where there is no such place."""
        parts = tree_number.split(".")
        places = [".".join(parts[: depth + 1]) for depth in range(len(parts))]
        uis = dict(self._file.rows_in("SELECT tree, ui FROM mesh_trees WHERE tree IN", places))
        found = self.descriptors(uis.values())
        return tuple(found[uis[place]] for place in places if place in uis)

    def _below(self, tree: str) -> list[tuple[str, str]]:
        """UI and tree number of each place below a tree number."""
        # "/" is the character behind "."
        return self._file.rows("SELECT ui, tree FROM mesh_trees WHERE tree > ? AND tree < ?", (f"{tree}.", f"{tree}/"))
