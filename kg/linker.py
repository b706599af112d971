"""Finds entities in text by the graph's dictionary of names; no model, no training."""

import re
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpuscle.kg.abbreviations import abbreviations
from corpuscle.kg.entities import Entity, Mention
from corpuscle.kg.name_index import NameIndex
from corpuscle.kg.name_scan import NameScanner, Place, ScannedText
from corpuscle.kg.names import fold, name_key
from corpuscle.kg.store import Alias, GraphStore

_KEPT_KEYS = 100_000
_KEPT_ENTITIES = 30_000
_GENE_WORDS = frozenset({
    "allele", "expression", "gene", "genotype", "locus", "mrna", "mutation", "polymorphism", "promoter", "protein", "receptor", "transcript", "variant",
})  # fmt: skip
_CASED_TYPES = frozenset({"acronym", "symbol"})
_TYPE_SCORE = {"name": 0.98, "synonym": 0.94, "brand": 0.85, "symbol": 0.8, "acronym": 0.75}
_AMBIGUOUS = 0.7  # factor where several nodes of the same priority share the name

_Span = tuple[int, int, Sequence[Alias]]
"""begin, end, and the nodes that may be meant."""


@dataclass(frozen=True, slots=True)
class LinkCandidate:
    """A node that a name may mean, and how sure the linker is (0 to 1)."""

    entity: Entity
    score: float


class Linker:
    """Links names to nodes of one graph. Safe to share between threads."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._scanner: NameScanner | None = None
        self._known: dict[str, Sequence[Alias]] = {}
        self._entities: dict[str, Entity] = {}
        self._lock = threading.RLock()

    def candidates(self, name: str) -> list[LinkCandidate]:
        """The nodes that a name, given alone, may mean; best first, at most ten. [] where the dictionary does not have it."""
        spellings = [name, *(a.long for a in abbreviations(name)), re.sub(r"\s*[(\[][^()\[\]]*[)\]]\s*$", "", name)]
        keys = [key for spelling in spellings for key in _lone_keys(spelling)]
        known = self._look_up(keys)
        found: dict[str, float] = {}
        for key in keys:
            for alias in known[key][:10]:
                found.setdefault(alias.curie, _score(alias, known[key]))
            if found:
                break
        entities = self._nodes(found)
        return [LinkCandidate(entities[curie], score) for curie, score in found.items() if curie in entities]

    def link(self, text: str) -> list[Mention]:
        """The entities named in a text, left to right, not overlapping; the longest name wins."""
        return self.link_texts([text])[0]

    def link_texts(self, texts: Sequence[str]) -> list[list[Mention]]:
        """What `link` gives for each text; some hundred texts at once take a third of the time."""
        with self._lock:
            scanned = self._names_scanner().scan(texts)
            definitions = [{a.short: name_key(a.long) for a in abbreviations(text)} for text in texts]
            keys = {text.key(place) for text in scanned for place in text.places}
            known = self._look_up(keys.union(*(shorts.values() for shorts in definitions)))
            settled = [_settled(text, shorts, known) for text, shorts in zip(scanned, definitions, strict=True)]
            entities = self._nodes({alias.curie for spans in settled for _, _, alias, _ in spans})
        return [
            [
                Mention(text[begin:end], begin, end, entities[alias.curie], score)
                for begin, end, alias, score in spans
                if alias.curie in entities
            ]
            for text, spans in zip(texts, settled, strict=True)
        ]

    def _names_scanner(self) -> NameScanner:
        if self._scanner is None:
            packed = self._store.name_index("names")
            # a graph that was written without the index is read through once
            index = NameIndex.read(packed) if packed is not None else NameIndex.of(key for key, _ in self._store.alias_rows())
            self._scanner = NameScanner(index)
        return self._scanner

    def _look_up(self, keys: Iterable[str]) -> dict[str, Sequence[Alias]]:
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

    def _nodes(self, curies: Iterable[str]) -> dict[str, Entity]:
        wanted = set(curies)
        with self._lock:
            if len(self._entities) > _KEPT_ENTITIES:
                self._entities = {}
            cache = self._entities
            missing = [curie for curie in wanted if curie not in cache]
            if missing:
                cache.update(self._store.entities(missing))
            return {curie: cache[curie] for curie in wanted if curie in cache}


def _settled(scanned: ScannedText, shorts: dict[str, str], known: dict[str, Sequence[Alias]]) -> list[tuple[int, int, Alias, float]]:
    """Begin, end, node and score of each mention."""
    spans = _cover(scanned, shorts, known)
    sure = {aliases[0].curie for _, _, aliases in spans if len(aliases) == 1}
    settled = [(begin, end, _meant(aliases, sure), aliases) for begin, end, aliases in spans]
    return [(begin, end, alias, _score(alias, aliases)) for begin, end, alias, aliases in settled]


def _cover(scanned: ScannedText, shorts: dict[str, str], known: dict[str, Sequence[Alias]]) -> list[_Span]:
    """Spans with the nodes that each may mean: from left to right, the longest first."""
    text = scanned.text
    cased = not text.isupper()
    places: Sequence[Place] = scanned.places
    if shorts:
        defined = [place for short in shorts for place in scanned.occurrences(short)]
        places = sorted({*places, *defined}, key=lambda place: (place.first, -place.last))
    spans: list[_Span] = []
    reached = 0
    for place in places:
        if place.first < reached:
            continue
        begin, end = scanned.begin(place), scanned.end(place)
        surface = text[begin:end]
        key = shorts.get(surface) if shorts else None
        if key is not None:
            aliases = [alias for alias in known[key] if alias.type not in _CASED_TYPES]
            reached = place.last + 1
        else:
            aliases = [a for a in known[scanned.key(place)] if a.type not in _CASED_TYPES or _is_symbol(a, surface, cased, scanned, place)]
            if len(surface) < 3:
                continue
        if aliases:
            spans.append((begin, end, aliases))
            reached = place.last + 1
    return spans


def _is_symbol(alias: Alias, surface: str, cased: bool, scanned: ScannedText, place: Place) -> bool:
    """Whether the letters' case allows an acronym or a symbol: "WAS" may be a gene, "was" and "Was" are not."""
    if any(c.isdigit() for c in surface):
        return (
            " " not in surface
            and any(c.isalpha() for c in surface)
            and (len(surface) > 3 or surface.upper() == surface or surface[0] == "p")
        )
    capitals = sum(c.isupper() for c in surface)
    if not cased or capitals < 2 or 2 * capitals < len(surface):
        return False
    if alias.type == "acronym":
        return len(surface) > 3 or alias.priority < 10
    if len(surface) > 4:
        return True
    beside = {*scanned.words[max(place.first - 1, 0) : place.first], *scanned.words[place.last + 1 : place.last + 2]}
    return any(fold(word) in _GENE_WORDS for word in beside)


def _meant(aliases: Sequence[Alias], sure: set[str]) -> Alias:
    """The node meant: among equals, one that the text names elsewhere without doubt, else the best."""
    if len(aliases) == 1:
        return aliases[0]
    equals = [alias for alias in aliases if alias.priority // 10 == aliases[0].priority // 10 or aliases[0].type in _CASED_TYPES]
    return next((alias for alias in equals if alias.curie in sure), aliases[0])


def _score(alias: Alias, aliases: Sequence[Alias]) -> float:
    rivals = any(other.curie != alias.curie and other.priority <= alias.priority for other in aliases)
    return _TYPE_SCORE[alias.type] * (_AMBIGUOUS if rivals else 1.0)


def _lone_keys(name: str) -> list[str]:
    """Keys to try for a name given alone; "Ulcer, Peptic" is also read as "Peptic Ulcer"."""
    parts = [part.strip() for part in name.split(",")]
    inverted = [" ".join(reversed(parts))] if len(parts) == 2 else []
    return [key for key in map(name_key, [name, *inverted]) if key]
