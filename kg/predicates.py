"""The predicates that triples and edges are written with. See `predicate_table` for the list and `predicate_phrases` for how each is said."""

from corpuscle.kg.predicate_table import PREDICATES, Predicate
from corpuscle.kg.predicate_wording import canonical, nearest, phrase

__all__ = ["PREDICATES", "Predicate", "apt", "canonical", "forward", "nearest", "phrase"]

_OF_DISEASES = {"inhibits": "treats", "downregulates": "treats", "activates": "causes", "upregulates": "causes", "yields": "causes"}


def apt(predicate: Predicate, object_category: str) -> Predicate:
    """The predicate meant when the object is of this Biolink category: what "reduces" a disease treats it, what "increases" it causes it."""
    meant = _OF_DISEASES.get(predicate.name) if object_category in ("Disease", "PhenotypicFeature") else None
    return PREDICATES[meant] if meant else predicate


def forward(predicate: Predicate) -> tuple[Predicate, bool]:
    """The stored predicate behind this one, and whether subject and object must change places for it."""
    return (predicate, False) if predicate.stored else (PREDICATES[predicate.inverse], True)
