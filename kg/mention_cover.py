"""Which of the names that may stand in a text are taken, and which node each means."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from corpuscle.kg.abbreviations import Abbreviation
from corpuscle.kg.name_scan import Place, ScannedText
from corpuscle.kg.names import fold, name_key
from corpuscle.kg.store import Alias

Known = Mapping[str, Sequence[Alias]]
"""The nodes of each key, best first."""

CASED_TYPES = frozenset({"acronym", "symbol"})
"""Aliases that are recognised in capitals only."""
INDUCED = "induced"
"""The type of an alias that a heading for what drugs bring about shares with the disease itself."""

_GENE_WORDS = frozenset({
    "allele", "expression", "gene", "genotype", "locus", "mrna", "mutation", "polymorphism", "promoter", "protein", "receptor", "transcript", "variant",
})  # fmt: skip
_NEGATING = frozenset({"anti", "non"})
_FOREIGN = 20
"""Priority from which a name is of another vocabulary than MeSH."""
_INDUCTION = re.compile(r"-induced\b|\binduced by\b|\bdrug[- ](?:induced|related|associated)\b", re.IGNORECASE)
_TYPE_SCORE = {"name": 0.98, "synonym": 0.94, "brand": 0.85, "symbol": 0.8, "acronym": 0.75, INDUCED: 0.6}
_AMBIGUOUS = 0.7  # factor where several nodes of the same priority share the name


class Span(NamedTuple):
    """Tokens `first` to `last` of a text, and the nodes that they may mean, best first."""

    first: int
    last: int
    aliases: Sequence[Alias]


def short_forms(found: Sequence[Abbreviation]) -> dict[str, str]:
    """The key of the long form of each short form, the singular of "TCAs" included."""
    shorts = {one.short: name_key(one.long) for one in found}
    for short in list(shorts):
        if short.endswith("s") and len(short) > 2 and short[:-1].isupper():
            shorts.setdefault(short[:-1], shorts[short])
    return shorts


def cover(scanned: ScannedText, shorts: Mapping[str, str], known: Known) -> list[Span]:
    """The names taken: from left to right, the longest first, not overlapping.

    A short form that the text defines has the meaning of its long form, and no other.
    """
    text = scanned.text
    cased = not text.isupper()
    places: Sequence[Place] = scanned.places
    if shorts:
        defined = {place for short in shorts for place in scanned.occurrences(short)}
        places = sorted(defined.union(places), key=lambda place: (place.first, -place.last))
    spans: list[Span] = []
    reached = 0
    for place in places:
        if place.first < reached:
            continue
        surface = scanned.surface(place.first, place.last)
        key = shorts.get(surface)
        if key is not None:
            aliases = [alias for alias in known[key] if alias.type not in CASED_TYPES]
            reached = place.last + 1
        elif len(surface) < 3 or _is_torn(scanned, place, known):
            continue
        else:
            aliases = known[place.key]
            if any(a.type in CASED_TYPES for a in aliases):
                aliases = [a for a in aliases if a.type not in CASED_TYPES or _is_symbol(a, surface, cased, scanned, place)]
        if aliases:
            spans.append(Span(place.first, place.last, aliases))
            reached = place.last + 1
    return spans


def meanings(text: str, spans: Sequence[Span]) -> Iterator[Alias]:
    """The node meant by each span.

    Among equals it is one that the text names elsewhere without doubt, else the best. Where a heading for what drugs bring about shares the
    name and the text speaks of what something induced, it is that heading.
    """
    sure = {span.aliases[0].curie for span in spans if len(span.aliases) == 1}
    induction: bool | None = None
    for span in spans:
        aliases = span.aliases
        if len(aliases) == 1:
            yield aliases[0]
            continue
        if aliases[-1].type == INDUCED:
            induction = speaks_of_induction(text) if induction is None else induction
            if induction:
                yield aliases[-1]
                continue
        equals = [alias for alias in aliases if alias.priority // 10 == aliases[0].priority // 10 or aliases[0].type in CASED_TYPES]
        yield next((alias for alias in equals if alias.curie in sure), aliases[0])


def speaks_of_induction(text: str) -> bool:
    """Whether a text says that something was brought about by a drug or the like."""
    return _INDUCTION.search(text) is not None


def alias_score(alias: Alias, aliases: Sequence[Alias]) -> float:
    """How sure it is that a name means this node, given all nodes that it may mean (0 to 1)."""
    if len(aliases) == 1:
        return _TYPE_SCORE[alias.type]
    rivals = any(other.curie != alias.curie and other.priority <= alias.priority for other in aliases)
    return _TYPE_SCORE[alias.type] * (_AMBIGUOUS if rivals else 1.0)


def _is_torn(scanned: ScannedText, place: Place, known: Known) -> bool:
    """Whether a name would tear a word or a list: "anti-inflammatory", "drug-induced hypotension", "nausea and vomiting"."""
    hyphened = place.first > 0 and scanned.text[scanned.begins[place.first] - 1] == "-"
    if hyphened and (scanned.words[place.first].lower() == "induced" or scanned.words[place.first - 1].lower() in _NEGATING):
        return True
    if place.last - place.first > 1 and any(word.lower() == "and" for word in scanned.words[place.first + 1 : place.last]):
        before, _, after = place.key.partition(" and ")
        return known[place.key][0].priority >= _FOREIGN if known[place.key] and known.get(before) and known.get(after) else False
    return False


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
