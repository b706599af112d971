"""What stands above and below a node: in MeSH's trees, and by "is a" edges."""

# ruff: noqa: S608 - the SQL is put together of constants

from collections.abc import Iterable

from corpuscle.kg.graph_file import GraphFile, members

_IS_A = "predicate = (SELECT id FROM predicates WHERE name = 'is a') AND NOT negated"
_DEEPEST = 12  # steps over "is a" edges, against circles


class Hierarchy:
    """The part of a graph that orders its nodes; every look-up raises GraphDamagedError where the file cannot be read."""

    def __init__(self, file: GraphFile) -> None:
        self._file = file

    def mesh_homes(self, curies: Iterable[str]) -> dict[str, str]:
        """The UI of the nearest MeSH concept above each of these nodes that is none itself, where one is known."""
        return dict(
            self._file.rows_in("SELECT n.curie, h.ui FROM mesh_homes h JOIN nodes n ON n.id = h.node WHERE n.curie IN", list(curies))
        )

    def tree_numbers(self, curies: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Where each node that is a MeSH descriptor, or has one as its home, stands in MeSH's trees ("C14.280.647")."""
        wanted = list(curies)
        homes = {curie: curie.removeprefix("MESH:") for curie in wanted if curie.startswith("MESH:")} | self.mesh_homes(wanted)
        trees = dict(self._file.rows_in("SELECT ui, trees FROM mesh WHERE ui IN", sorted(set(homes.values()))))
        return {curie: members(trees[ui]) for curie, ui in homes.items() if trees.get(ui)}

    def broader(self, *curies: str) -> list[str]:
        """The nodes directly above any of these: in MeSH's trees, as the nearest MeSH concept, or by "is a" edges; in alphabetical order."""
        homes = self.mesh_homes(curies)
        trees = self.tree_numbers([curie for curie in curies if curie.startswith("MESH:") and curie not in homes])
        parents = sorted({tree.rpartition(".")[0] for numbers in trees.values() for tree in numbers if "." in tree})
        above = {*homes.values(), *(ui for (ui,) in self._file.rows_in("SELECT ui FROM mesh_trees WHERE tree IN", parents))}
        sql = f"SELECT n.curie FROM edges e JOIN nodes n ON n.id = e.object WHERE e.{_IS_A} AND e.subject IN (SELECT id FROM nodes WHERE curie IN"
        found = self._file.rows(f"{sql} ({','.join('?' * len(curies))}))", curies)
        return sorted({*(f"MESH:{ui}" for ui in above), *(curie for (curie,) in found)}.difference(curies))

    def ancestors(self, curie: str, limit: int = 60) -> list[str]:
        """The nodes above by "is a" edges, at any depth, the nearest first, and behind them those of `broader`; at most `limit`."""
        return list(dict.fromkeys([*self._is_a(curie, "subject", limit), *self.broader(curie)]))[:limit]

    def narrower(self, curie: str, limit: int = 60) -> list[str]:
        """The nodes below in MeSH's trees or by "is a" edges, at any depth, the nearest first; at most `limit`."""
        found = self._is_a(curie, "object", limit)
        if curie.startswith("MESH:"):
            sql = "SELECT ui, tree FROM mesh_trees WHERE tree > ? AND tree < ? ORDER BY length(tree), tree LIMIT ?"  # "/" sorts behind "."
            for tree in self.tree_numbers([curie]).get(curie, ()):
                for ui, place in self._file.rows(sql, (f"{tree}.", f"{tree}/", limit)):
                    found.setdefault(f"MESH:{ui}", place.count(".") - tree.count("."))
        return sorted(found.keys() - {curie}, key=lambda below: (found[below], below))[:limit]

    def _is_a(self, curie: str, end: str, limit: int) -> dict[str, int]:
        """What is reached over "is a" edges that the node, and whatever is reached, is this end of, with the number of steps; nearest first."""
        other = "object" if end == "subject" else "subject"
        sql = (
            "WITH RECURSIVE reached(node, depth) AS (SELECT id, 0 FROM nodes WHERE curie = ?"
            f" UNION SELECT e.{other}, r.depth + 1 FROM reached r JOIN edges e ON e.{end} = r.node"
            f" WHERE e.{_IS_A} AND r.depth < {_DEEPEST} LIMIT ?)"
            " SELECT n.curie, min(r.depth) FROM reached r JOIN nodes n ON n.id = r.node WHERE r.depth > 0 GROUP BY n.curie ORDER BY 2, 1"
        )
        return dict(self._file.rows(sql, (curie, limit)))
