"""What a person means by a name or a CURIE: one node, several, or none with the names that are nearest."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from corpuscle.kg.entities import Entity
from corpuscle.kg.linker import LinkCandidate, Linker
from corpuscle.kg.names import name_key
from corpuscle.kg.store import GraphStore

_CURIE = re.compile(r"[A-Za-z][\w.-]*:[^\s|]+")
_PREFIXES = (5, 3)  # letters that a near name begins with
_KEYS_READ = 20_000
_ALIKE = 0.75
_AS_GOOD = 0.01


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What was found under `text`."""

    text: str
    candidates: tuple[LinkCandidate, ...]
    """Best first; () where the graph has nothing of that name."""

    @property
    def equals(self) -> tuple[Entity, ...]:
        """The candidates that are as good as the best one: several where the name alone does not decide."""
        return tuple(c.entity for c in self.candidates if c.score > self.candidates[0].score - _AS_GOOD)


def is_curie(text: str) -> bool:
    """Whether the text has a CURIE's form, as MESH:D001241 has."""
    return _CURIE.fullmatch(text.strip()) is not None


def look_up(text: str, store: GraphStore, linker: Linker, category: str = "") -> LookedUp:
    """The nodes meant by a CURIE (of a node or one of its cross-references) or by a name; of this Biolink category, "" for any."""
    wanted = text.strip()
    if is_curie(wanted):
        curies = (wanted, wanted.partition(":")[0].upper() + wanted[wanted.index(":") :])
        known = store.by_xref(curies)
        entity = next((store.entity(known[curie]) for curie in curies if curie in known), None)
        if entity is not None:
            return LookedUp(text, (LinkCandidate(entity, 1.0),))
    candidates = linker.candidates(wanted)
    return LookedUp(text, tuple(c for c in candidates if not category or c.entity.category.casefold() == category.casefold()))


def nearest_names(text: str, store: GraphStore, limit: int = 5) -> list[Entity]:
    """Nodes with a name that is spelt almost like the text, most alike first; only names that begin with the same letters are compared."""
    key = name_key(text)
    for letters in _PREFIXES:
        if len(key) < letters:
            continue
        alike: dict[str, float] = {}
        matcher = SequenceMatcher(b=key)
        for name, curie in store.names_like(key[:letters], _KEYS_READ):
            matcher.set_seq1(name)
            if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE and (ratio := matcher.ratio()) >= _ALIKE:
                alike[curie] = max(alike.get(curie, 0.0), ratio)
        if alike:
            best = sorted(alike, key=lambda curie: (-alike[curie], curie))[:limit]
            entities = store.entities(best)
            return [entities[curie] for curie in best if curie in entities]
    return []
