"""Candidates of a factoid: what a model named, and beside each the other form that the passages give it."""

from collections.abc import Sequence

from corpuscle.agent.served.replies import MOST_CANDIDATES
from corpuscle.kg.abbreviations import abbreviations


def with_other_forms(names: Sequence[str], texts: Sequence[str]) -> tuple[str, ...]:
    """At most five: the names in their order, then the long form of each abbreviation and the abbreviation of each long form that a text defines."""
    pairs = [(found.short, found.long) for text in texts for found in abbreviations(text)]
    others = {one.casefold(): other for short, long in pairs for one, other in ((short, long), (long, short))}
    forms = [*names, *(others[name.casefold()] for name in names if name.casefold() in others)]
    once: dict[str, str] = {}
    for form in forms:
        once.setdefault(form.casefold(), form)
    return tuple(once.values())[:MOST_CANDIDATES]
