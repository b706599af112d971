"""The nodes that a name, given alone, may mean."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpuscle.kg.abbreviations import abbreviations
from corpuscle.kg.categories import CHEMICALS, DISEASES, DRUGS, PROTEINS
from corpuscle.kg.chemical_formulas import formula_name
from corpuscle.kg.dictionary import Dictionary
from corpuscle.kg.entities import Entity
from corpuscle.kg.mention_cover import INDUCED, alias_score, short_forms, speaks_of_induction
from corpuscle.kg.name_forms import rewritten, shortened, spellings
from corpuscle.kg.names import name_key
from corpuscle.kg.store import Alias

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
"""Unit vectors of texts, one a row."""

Step = str
"""How a name was found: exact, rewritten, like, shortened."""

STEPS: tuple[Step, ...] = ("exact", "rewritten", "like", "shortened")

_CANDIDATES = 10
_SURENESS = {"exact": 1.0, "rewritten": 0.8, "shortened": 0.5}
_LIKE = 0.8
"""Cosine from which a name is like another."""
_LIKE_IN_MEANING = 1.5
"""Sum of the cosines of characters and of vectors from which it is, where there is an encoder."""
_COMPARED = 8


@dataclass(frozen=True, slots=True)
class LinkCandidate:
    """A node that a name may mean, and how sure the linker is (0 to 1)."""

    entity: Entity
    score: float


class CandidateFinder:
    """Looks names up in a dictionary, in the order of `STEPS`; `encode` judges by their meaning names that are merely like one another."""

    def __init__(self, dictionary: Dictionary, encode: Encode | None = None, steps: Sequence[Step] = STEPS) -> None:
        self._dictionary = dictionary
        self._encode = encode
        self._steps = steps

    def find(self, name: str, context: str = "", category: str | None = None) -> list[LinkCandidate]:
        """See `Linker.candidates`."""
        defined = short_forms(abbreviations(context)) if context else {}
        defined |= short_forms(abbreviations(name))
        asked = spellings(name)
        for step in self._steps:
            if step == "shortened" and category in CHEMICALS:
                continue  # the last word of a substance is its class
            if step == "like":
                found = self._like(asked, category)
            else:
                if step == "exact":
                    keys = [*([defined[name]] if name in defined else []), *map(name_key, asked), *defined_within(name, defined)]
                    if formula := formula_name(name):
                        keys.insert(len(keys) if category is None or name in defined else 0, formula)
                else:
                    keys = [key for spelling in asked for key in (rewritten if step == "rewritten" else shortened)(spelling)]
                found = self._first(keys, context, category, _SURENESS[step])
            if found:
                return found
        return []

    def _first(self, keys: Sequence[str], context: str, category: str | None, sureness: float) -> list[LinkCandidate]:
        """The nodes of the first key that has any of the category."""
        keys = list(dict.fromkeys(key for key in keys if key))
        here = [key for key, known in zip(keys, self._dictionary.known(keys), strict=True) if known]
        known = self._dictionary.aliases(here)
        for key in here:
            aliases = known[key]
            if aliases and aliases[-1].type == INDUCED and speaks_of_induction(context):
                aliases = [aliases[-1], *aliases[:-1]]
            if found := self._of_kind([(alias, alias_score(alias, aliases) * sureness) for alias in aliases], category):
                return found
        return []

    def _like(self, asked: Iterable[str], category: str | None) -> list[LinkCandidate]:
        """The nodes of names that are like it, each with its cosine."""
        least = _LIKE if self._encode is None else _LIKE_IN_MEANING - 1
        cosines: dict[str, float] = {}
        for spelling in asked:
            for key, cosine in self._dictionary.like(name_key(spelling), _COMPARED, least):
                cosines[key] = max(cosine, cosines.get(key, 0.0))
        if self._encode is not None and cosines:
            cosines = dict(self._meant(next(iter(asked)), cosines, self._encode))
        ranked = sorted(cosines, key=lambda key: (-cosines[key], key))
        known = self._dictionary.aliases(ranked)
        return self._of_kind(
            [(alias, min(1.0, cosines[key]) * alias_score(alias, known[key])) for key in ranked for alias in known[key]], category
        )

    def _meant(self, name: str, cosines: dict[str, float], encode: Encode) -> Iterator[tuple[str, float]]:
        """Half the sum of both cosines, of those names for which it is high enough."""
        keys = list(cosines)
        vectors = encode([name, *keys])
        for key, meaning in zip(keys, (vectors[1:] @ vectors[0]).tolist(), strict=True):
            if cosines[key] + meaning >= _LIKE_IN_MEANING:
                yield key, (cosines[key] + meaning) / 2

    def _of_kind(self, readings: Sequence[tuple[Alias, float]], category: str | None) -> list[LinkCandidate]:
        """The nodes of a category's kind, those of the nearest kind first, else in the order given."""
        entities = self._dictionary.entities({alias.curie for alias, _ in readings})
        scores: dict[str, float] = {}
        for alias, score in readings:
            if alias.curie in entities:
                scores.setdefault(alias.curie, score)
        if category is None:
            chosen = list(scores)
        else:
            kinds = kinds_of(category)
            place = {curie: next((n for n, kind in enumerate(kinds) if entities[curie].category in kind), None) for curie in scores}
            chosen = sorted((curie for curie in scores if place[curie] is not None), key=lambda curie: place[curie] or 0)
        return [LinkCandidate(entities[curie], scores[curie]) for curie in chosen[:_CANDIDATES]]


def kinds_of(category: str) -> tuple[frozenset[str], ...]:
    """Groups of categories that may stand for one that was asked for, the nearest first."""
    if category in DISEASES:
        return (DISEASES,)
    if category in CHEMICALS or category == "NucleicAcidEntity":
        if category in PROTEINS:
            return (PROTEINS,)
        return (frozenset({"SmallMolecule", "Drug"}), DRUGS | {"NucleicAcidEntity"}, frozenset({"Protein"}))
    return (frozenset({category}),)


def defined_within(name: str, defined: dict[str, str]) -> Iterator[str]:
    """Keys of the name with each short form in it written out: "VHL tumours"."""
    words = name.split()
    for place, word in enumerate(words):
        if word in defined and len(words) > 1:
            yield " ".join(filter(None, (name_key(" ".join(words[:place])), defined[word], name_key(" ".join(words[place + 1 :])))))
