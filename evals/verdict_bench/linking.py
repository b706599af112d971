"""The ends of test pairs as nodes of a graph."""

from collections.abc import Iterable

from corpuscle.evals.verdict_bench.pairs import End, TestPair
from corpuscle.kg.entities import Entity
from corpuscle.kg.linker import Linker
from corpuscle.kg.store import GraphStore


class Ends:
    """Finds nodes: by the end's identifier where the graph knows it, else by its name as the linker reads it."""

    def __init__(self, store: GraphStore, pairs: Iterable[TestPair]) -> None:
        self._store = store
        self._linker = Linker(store)
        ids = sorted({end.id for pair in pairs for end in (pair.subject, pair.object) if end.id})
        self._by_id = store.by_xref(ids)
        self._entities = store.entities(sorted(set(self._by_id.values())))
        self._by_name: dict[tuple[str, str], Entity | None] = {}

    def entity(self, end: End) -> Entity | None:
        """The node, or None where the end is not in the graph."""
        if end.id in self._by_id:
            return self._entities[self._by_id[end.id]]
        key = (end.name, end.category)
        if key not in self._by_name:
            self._by_name[key] = next((c.entity for c in self._linker.candidates(end.name, category=end.category)), None)
        return self._by_name[key]
