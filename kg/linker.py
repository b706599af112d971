"""Finds entities in text by the graph's dictionary of names; no model, no training."""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpuscle.kg.abbreviations import abbreviations
from corpuscle.kg.entities import Entity, Mention
from corpuscle.kg.names import Token, name_key, name_tokens
from corpuscle.kg.store import Alias, GraphStore

MAX_TOKENS = 7
"""Longest name looked for in a text, in tokens of `names.name_tokens`."""

_CACHED_KEYS = 200_000
_JOINT = re.compile(r"(?:['’]s?)?\s+|[-‐-―−/'’+,.()\[\]]{0,2}")  # what may stand between two tokens of one name
_EDGE_WORDS = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "did", "do", "doe", "for", "from", "had", "has", "have", "if", "in",
    "into", "is", "it", "may", "no", "nor", "not", "of", "off", "on", "or", "other", "our", "than", "that", "the", "their", "these", "this",
    "those", "to", "under", "upon", "was", "we", "were", "what", "when", "where", "whether", "which", "while", "who", "why", "with", "without",
})  # fmt: skip
_GENE_WORDS = frozenset({
    "allele", "expression", "gene", "genotype", "locus", "mrna", "mutation", "polymorphism", "promoter", "protein", "receptor", "transcript", "variant",
})  # fmt: skip
_CASED_TYPES = frozenset({"acronym", "symbol"})
_TYPE_SCORE = {"name": 0.98, "synonym": 0.94, "brand": 0.85, "symbol": 0.8, "acronym": 0.75}
_AMBIGUOUS = 0.7  # factor where several nodes of the same priority share the name


@dataclass(frozen=True, slots=True)
class LinkCandidate:
    """A node that a name may mean, and how sure the linker is (0 to 1)."""

    entity: Entity
    score: float


class Linker:
    """Links names to nodes of one graph. Safe to share between threads."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._known: dict[str, Sequence[Alias]] = {}
        self._entities: dict[str, Entity] = {}

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
        tokens = name_tokens(text)
        rows = _ngrams(text, tokens)
        known = self._look_up({key for row in rows for key in row if key})
        spans = self._cover(text, tokens, rows, known)
        sure = {aliases[0].curie for _, _, aliases in spans if len(aliases) == 1}
        chosen = [(begin, end, _settle(aliases, sure), aliases) for begin, end, aliases in spans]
        entities = self._nodes({alias.curie for _, _, alias, _ in chosen})
        return [
            Mention(text[begin:end], begin, end, entities[alias.curie], _score(alias, aliases))
            for begin, end, alias, aliases in chosen
            if alias.curie in entities
        ]

    def _cover(
        self, text: str, tokens: Sequence[Token], rows: Sequence[Sequence[str]], known: dict[str, Sequence[Alias]]
    ) -> list[tuple[int, int, Sequence[Alias]]]:
        """Spans (begin, end) with the nodes each may mean, longest first from left to right."""
        defined = self._definitions(text)
        cased = not text.isupper()
        spans: list[tuple[int, int, Sequence[Alias]]] = []
        index = 0
        while index < len(tokens):
            length = 1
            for size in range(len(rows[index]), 0, -1):
                begin, end = tokens[index].begin, tokens[index + size - 1].end
                surface = text[begin:end]
                if surface in defined:
                    aliases = defined[surface]
                elif key := rows[index][size - 1]:
                    near = {t.key for t in (*tokens[max(index - 1, 0) : index], *tokens[index + size : index + size + 1])}
                    aliases = [a for a in known[key] if _fits(a, surface, cased, bool(near & _GENE_WORDS))]
                else:
                    continue
                if aliases:
                    spans.append((begin, end, aliases))
                if aliases or surface in defined:
                    length = size
                    break
            index += length
        return spans

    def _definitions(self, text: str) -> dict[str, Sequence[Alias]]:
        """What each abbreviation defined in the text means; [] where its long form is not in the dictionary."""
        found = abbreviations(text)
        known = self._look_up({name_key(a.long) for a in found})
        return {a.short: [alias for alias in known[name_key(a.long)] if alias.type not in _CASED_TYPES] for a in found}

    def _look_up(self, keys: Iterable[str]) -> dict[str, Sequence[Alias]]:
        wanted = set(keys)
        if len(self._known) > _CACHED_KEYS:
            self._known = {}
        cache = self._known
        missing = [key for key in wanted if key not in cache]
        found = self._store.aliases(missing) if missing else {}
        for key in missing:
            cache[key] = found.get(key, ())
        return {key: cache[key] for key in wanted}

    def _nodes(self, curies: Iterable[str]) -> dict[str, Entity]:
        wanted = set(curies)
        if len(self._entities) > _CACHED_KEYS:
            self._entities = {}
        cache = self._entities
        missing = [curie for curie in wanted if curie not in cache]
        if missing:
            cache.update(self._store.entities(missing))
        return {curie: cache[curie] for curie in wanted if curie in cache}


def _lone_keys(name: str) -> list[str]:
    """Keys to try for a name given alone; "Ulcer, Peptic" is also read as "Peptic Ulcer"."""
    parts = [part.strip() for part in name.split(",")]
    inverted = [" ".join(reversed(parts))] if len(parts) == 2 else []
    return [key for key in map(name_key, [name, *inverted]) if key]


def _ngrams(text: str, tokens: Sequence[Token]) -> list[list[str]]:
    """For each token, the keys of the names of 1, 2, … tokens that may begin there; "" where none can end."""
    joined = [_JOINT.fullmatch(text, a.end, b.begin) is not None for a, b in itertools.pairwise(tokens)] + [False]
    idle = [t.key in _EDGE_WORDS and not (t.end - t.begin > 2 and text[t.begin : t.end].isupper()) for t in tokens]  # WAS is a gene
    rows: list[list[str]] = []
    for start in range(len(tokens)):
        row: list[str] = []
        if not idle[start]:
            key = ""
            for place in range(start, min(start + MAX_TOKENS, len(tokens))):
                key = f"{key} {tokens[place].key}" if key else tokens[place].key
                row.append("" if idle[place] else key)
                if not joined[place]:
                    break
        rows.append(row)
    return rows


def _fits(alias: Alias, surface: str, cased: bool, beside_gene_word: bool) -> bool:
    """Whether the letters' case allows this reading: "WAS" may be a gene, "was" and "Was" are not."""
    if len(surface) < 3:
        return False
    if alias.type not in _CASED_TYPES:
        return True
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
    return len(surface) > 4 or beside_gene_word


def _settle(aliases: Sequence[Alias], sure: set[str]) -> Alias:
    """The node meant: among equals, one that the text names elsewhere without doubt, else the best."""
    equals = [alias for alias in aliases if alias.priority // 10 == aliases[0].priority // 10 or aliases[0].type in _CASED_TYPES]
    return next((alias for alias in equals if alias.curie in sure), aliases[0])


def _score(alias: Alias, aliases: Sequence[Alias]) -> float:
    rivals = any(other.curie != alias.curie and other.priority <= alias.priority for other in aliases)
    return _TYPE_SCORE[alias.type] * (_AMBIGUOUS if rivals else 1.0)
