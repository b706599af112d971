"""Finds the entities that a text names, and those that a name may mean, by the names of a graph; no model is needed."""

from collections.abc import Mapping, Sequence

from corpuscle.kg.abbreviations import abbreviations
from corpuscle.kg.categories import CHEMICALS, DISEASES
from corpuscle.kg.coordination import elliptic_names
from corpuscle.kg.dictionary import Dictionary
from corpuscle.kg.entities import Entity, Mention
from corpuscle.kg.mention_cover import CASED_TYPES, Span, alias_score, cover, meanings, short_forms
from corpuscle.kg.name_candidates import STEPS, CandidateFinder, Encode, LinkCandidate, kinds_of
from corpuscle.kg.name_forms import is_salt
from corpuscle.kg.name_scan import ScannedText
from corpuscle.kg.store import Alias, GraphStore

__all__ = ["LinkCandidate", "Linker"]

_LISTING = (" and ", " or ", "/", ",")
_RIVALS = 3
"""Meanings of a name that are looked at, beside the one chosen."""
_ELLIPTIC = 0.7
"""How sure a name is that borrows a word of its neighbour, beside the same name in full."""


class Linker:
    """Links names to nodes of one graph. Safe to share between threads."""

    def __init__(self, store: GraphStore, encode: Encode | None = None) -> None:
        """`encode` gives unit vectors of names; with it, names that are merely like the one asked for are judged by their meaning too."""
        self._dictionary = Dictionary(store)
        self._finder = CandidateFinder(self._dictionary, encode)
        self._exact = CandidateFinder(self._dictionary, steps=STEPS[:1])

    def candidates(self, name: str, context: str = "", category: str | None = None) -> list[LinkCandidate]:
        """The nodes that a name, given alone, may mean; best first, at most ten. [] where the graph has nothing of that name.

        An abbreviation is read as the context defines it. With a Biolink category only nodes of its kind are given: diseases and phenotypes;
        drugs, then other chemicals. A name that the graph does not have is sought in other words, then among names that are like it, at last
        by what it ends with; so the first score tells how near the name was.
        """
        return self._finder.find(name, context, category)

    def members(self, name: str, context: str = "", category: str | None = None) -> list[Entity]:
        """What a name names: the best of its `candidates`, or each member of a list ("breast and ovarian cancer") that the graph has no name for."""
        exact = self._exact.find(name, context, category)
        if exact:
            return [exact[0].entity]
        if any(word in name for word in _LISTING):
            kinds = kinds_of(category) if category is not None else ()
            listed = [m.entity for m in self.link(name) if category is None or any(m.entity.category in kind for kind in kinds)]
            if len(distinct := list(dict.fromkeys(listed))) > 1:
                return distinct
        return [c.entity for c in self.candidates(name, context, category)[:1]]

    def link(self, text: str) -> list[Mention]:
        """The entities named in a text, left to right, not overlapping; the longest name wins."""
        return self.link_texts([text])[0]

    def link_texts(self, texts: Sequence[str]) -> list[list[Mention]]:
        """What `link` gives for each text; some hundred texts at once take a third of the time."""
        dictionary = self._dictionary
        scanned = dictionary.scan(texts)
        shorts = [short_forms(abbreviations(text)) for text in texts]
        keys = {place.key for text in scanned for place in text.places}
        known = dictionary.aliases(keys.union(*(one.values() for one in shorts)))
        spans = [cover(text, one, known) for text, one in zip(scanned, shorts, strict=True)]
        meant = [list(meanings(text, one)) for text, one in zip(texts, spans, strict=True)]
        elliptic = self._elliptic(scanned, spans)
        curies = {alias.curie for one in spans for span in one for alias in span.aliases[:_RIVALS]}
        curies |= {alias.curie for one in meant for alias in one} | {alias.curie for one in elliptic for alias in one.values()}
        entities = dictionary.entities(curies)
        return [_mentions(*row, entities) for row in zip(scanned, spans, meant, elliptic, strict=True)]

    def _elliptic(self, scanned: Sequence[ScannedText], spans: Sequence[Sequence[Span]]) -> list[dict[int, Alias]]:
        """For each text, the nodes that single tokens mean together with a word of a neighbouring name."""
        possible = [(number, one) for number, row in enumerate(zip(scanned, spans, strict=True)) for one in elliptic_names(*row)]
        named = self._dictionary.known([one.key for _, one in possible])
        here = [pair for pair, known in zip(possible, named, strict=True) if known]
        aliases = self._dictionary.aliases({one.key for _, one in here})
        found: list[dict[int, Alias]] = [{} for _ in scanned]
        for number, one in here:
            plain = [alias for alias in aliases[one.key] if alias.type not in CASED_TYPES]
            if plain:
                found[number].setdefault(one.token, plain[0])
        return found


def _mentions(
    scanned: ScannedText, spans: Sequence[Span], meant: Sequence[Alias], elliptic: Mapping[int, Alias], entities: Mapping[str, Entity]
) -> list[Mention]:
    """The mentions of one text, those that borrow a word among them."""
    chosen = [(span, *_disease_first(span, alias, entities)) for span, alias in zip(spans, meant, strict=True) if alias.curie in entities]
    if elliptic:
        chosen = _with_elliptic(chosen, elliptic, entities)
    text = scanned.text
    mentions: list[Mention] = []
    for span, entity, score in chosen:
        begin, end = scanned.begins[span.first], scanned.begins[span.last] + len(scanned.words[span.last])
        last = mentions[-1] if mentions else None
        if last is not None and last.end + 1 == begin and is_salt(text[begin:end]) and last.entity.category in CHEMICALS:
            mentions[-1] = Mention(text[last.begin : end], last.begin, end, last.entity, last.score)
        else:
            mentions.append(Mention(text[begin:end], begin, end, entity, score))
    return mentions


def _disease_first(span: Span, alias: Alias, entities: Mapping[str, Entity]) -> tuple[Entity, float]:
    """What a span means, and how surely: a disease rather than the behaviour of the same name, since articles speak of it as one."""
    if entities[alias.curie].category == "Behavior":
        rivals = (a for a in span.aliases[:_RIVALS] if a.curie in entities and entities[a.curie].category == "Disease")
        alias = next(rivals, alias)
    return entities[alias.curie], alias_score(alias, span.aliases)


def _with_elliptic(
    chosen: Sequence[tuple[Span, Entity, float]], elliptic: Mapping[int, Alias], entities: Mapping[str, Entity]
) -> list[tuple[Span, Entity, float]]:
    """The mentions with those that borrow a word of a disease beside them, in place of what that token meant alone."""
    borrowed = {
        token: entities[alias.curie]
        for token, alias in elliptic.items()
        if alias.curie in entities and entities[alias.curie].category in DISEASES
    }
    kept = [one for one in chosen if not (one[0].first == one[0].last and one[0].first in borrowed and one[1].category not in DISEASES)]
    taken = {token for span, _, _ in kept for token in range(span.first, span.last + 1)}
    added = [(Span(token, token, ()), entity, _ELLIPTIC) for token, entity in borrowed.items() if token not in taken]
    return sorted([*kept, *added], key=lambda one: one[0].first)
