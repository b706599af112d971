"""Corpus statistics as a sign of hallucination: two things that no article of the index names together (QuCo-RAG; arXiv 2512.19134).

What is never written of together was hardly read anywhere: a model that joins the two has probably made it up. It is a flag beside the
verdict and no part of it, since what is new or rare is not written of either.
"""

from collections.abc import Sequence
from dataclasses import replace

from corpuscle.kg import Entity, ReviewedTriple
from corpuscle.retrieval.analyser import text_terms
from corpuscle.retrieval.conditions import Words, all_of, any_of
from corpuscle.retrieval.engine import SearchEngine
from corpuscle.retrieval.filters import Filters

NEVER_TOGETHER = "no article of the index names both"
_NEVER = "no article of the index names {}"
_NAMES = 6
"""Names of an entity that are looked for, its own first."""


def flagged(reviewed: Sequence[ReviewedTriple], engine: SearchEngine) -> tuple[ReviewedTriple, ...]:
    """The triples, those whose ends no title or abstract of the index names together with a flag that says so.

    An article names an end where it has all words of one of its names, near each other or not, so that a flag is rather left out than
    wrong. A triple with a sentence among its evidence needs no look. Raises RetrievalError.
    """
    return tuple(replace(review, flags=(*review.flags, *_flags(review, engine))) for review in reviewed)


def _flags(review: ReviewedTriple, engine: SearchEngine) -> tuple[str, ...]:
    if any(piece.kind == "sentence" for piece in review.evidence):
        return ()
    triple = review.triple
    one, other = searchable_names(triple.subject, triple.subject_entity), searchable_names(triple.object, triple.object_entity)
    if not one or not other or _found((one, other), engine):
        return ()
    absent = [name for name, names in ((triple.subject, one), (triple.object, other)) if not _found((names,), engine)]
    return tuple(_NEVER.format(name) for name in absent) or (NEVER_TOGETHER,)


def searchable_names(name: str, entity: Entity | None) -> tuple[str, ...]:
    """What an end is called, as far as it can be searched for."""
    known = (entity.name, *entity.synonyms) if entity else ()
    return tuple(each for each in dict.fromkeys((name, *known)) if text_terms(each))[:_NAMES]


def _found(ends: Sequence[Sequence[str]], engine: SearchEngine) -> bool:
    """Whether an article names every end by one of its names."""
    condition = all_of(*(any_of(*(Words(name) for name in names)) for names in ends))
    query = " ".join(name for names in ends for name in names)  # the condition decides; a search needs a word that the article has
    return bool(engine.search(query, 1, "bm25", Filters(condition=condition, include_retracted=True)).hits)
