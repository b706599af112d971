"""Candidates of a factoid or list: what a model named, without what only repeats the question, and the other forms that the passages give a name."""

import re
from collections.abc import Sequence

from corpuscle.agent.served.replies import MOST_CANDIDATES
from corpuscle.kg.abbreviations import abbreviations
from corpuscle.kg.linker import Linker
from corpuscle.retrieval.analyser import text_terms

_ALTERNATIVES = re.compile(r"\bor\b", re.IGNORECASE)
_SYMBOLS = ("Gene", "Protein")


def besides_question(names: Sequence[str], question: str) -> tuple[str, ...]:
    """The names that say more than the question's own words, each once: a small model often answers with what is asked about.

    A question that offers alternatives ("Is it A or B?") names its answer: there all are left.
    """
    named = _each_once(names)
    asked = set(text_terms(question))
    return named if _ALTERNATIVES.search(question) else tuple(name for name in named if not set(text_terms(name)) <= asked)


def spelled_out(names: Sequence[str], texts: Sequence[str], linker: Linker) -> tuple[str, ...]:
    """The names with the long form, as a text defines it, in an abbreviation's place; genes keep their symbols."""
    long_forms = {found.short.casefold(): found.long for text in texts for found in abbreviations(text)}
    return _each_once([name if _is_gene(name, linker) else long_forms.get(name.casefold(), name) for name in names])


def with_other_forms(names: Sequence[str], texts: Sequence[str]) -> tuple[str, ...]:
    """At most five: the names in their order, then the long form of each abbreviation and the abbreviation of each long form that a text defines."""
    pairs = [(found.short, found.long) for text in texts for found in abbreviations(text)]
    others = {one.casefold(): other for short, long in pairs for one, other in ((short, long), (long, short))}
    forms = [*names, *(others[name.casefold()] for name in names if name.casefold() in others)]
    return _each_once(forms)[:MOST_CANDIDATES]


def _is_gene(name: str, linker: Linker) -> bool:
    return any(candidate.entity.category in _SYMBOLS for candidate in linker.candidates(name)[:1])


def _each_once(names: Sequence[str]) -> tuple[str, ...]:
    once: dict[str, str] = {}
    for name in names:
        once.setdefault(name.strip().casefold(), name.strip())
    return tuple(once.values())
