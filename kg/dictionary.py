"""The names of a graph and the nodes that they mean, kept at hand once they have been asked for."""

import threading
from collections.abc import Iterable, Sequence

import numpy as np

from corpuscle.kg.entities import Entity
from corpuscle.kg.name_index import NameIndex, row_hashes
from corpuscle.kg.name_ngrams import NameNgrams
from corpuscle.kg.name_scan import NameScanner, ScannedText
from corpuscle.kg.store import Alias, GraphStore

_KEPT_KEYS = 100_000
_KEPT_ENTITIES = 30_000


class Dictionary:
    """Look-ups of one graph. Safe to share between threads."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._lock = threading.RLock()
        self._index: NameIndex | None = None
        self._scanner: NameScanner | None = None
        self._ngrams: NameNgrams | None = None
        self._known: dict[str, Sequence[Alias]] = {}
        self._entities: dict[str, Entity] = {}

    def aliases(self, keys: Iterable[str]) -> dict[str, Sequence[Alias]]:
        """The nodes of each key, best first; () where there is none."""
        wanted = set(keys)
        with self._lock:
            if len(self._known) > _KEPT_KEYS:
                self._known = {}
            cache = self._known
            missing = [key for key in wanted if key not in cache]
            found = self._store.aliases(missing) if missing else {}
            for key in missing:
                cache[key] = found.get(key, ())
            return {key: cache[key] for key in wanted}

    def entities(self, curies: Iterable[str]) -> dict[str, Entity]:
        """The nodes of those CURIEs that the graph has."""
        wanted = set(curies)
        with self._lock:
            if len(self._entities) > _KEPT_ENTITIES:
                self._entities = {}
            cache = self._entities
            missing = [curie for curie in wanted if curie not in cache]
            if missing:
                cache.update(self._store.entities(missing))
            return {curie: cache[curie] for curie in wanted if curie in cache}

    def scan(self, texts: Sequence[str]) -> list[ScannedText]:
        """Where names may stand in each text."""
        with self._lock:
            if self._scanner is None:
                self._scanner = NameScanner(self._name_index())
            return self._scanner.scan(texts)

    def known(self, keys: Sequence[str]) -> list[bool]:
        """Whether each key is that of a name; nothing is read from the file."""
        with self._lock:
            index = self._name_index()
        if not keys:
            return []
        return index.find(np.array([row_hashes(key.split(" ")) for key in keys], np.uint64))[1].tolist()

    def like(self, key: str, limit: int, least: float) -> list[tuple[str, float]]:
        """Keys like this one with their cosine (`NameNgrams.like`); none where the graph was written without them."""
        with self._lock:
            if self._ngrams is None:
                packed = self._store.name_index("ngrams")
                self._ngrams = NameNgrams.of([]) if packed is None else NameNgrams.read(packed)
        return self._ngrams.like(key, limit, least)

    def _name_index(self) -> NameIndex:
        if self._index is None:
            packed = self._store.name_index("names")
            # a graph that was written without the index is read through once
            self._index = NameIndex.read(packed) if packed is not None else NameIndex.of(key for key, _ in self._store.alias_rows())
        return self._index
