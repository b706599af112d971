"""Which way a triple runs between two entities, by their categories."""

from corpuscle.kg import Entity, Triple
from corpuscle.kg.categories import ANATOMY, CHEMICALS, DISEASES, DRUGS, ORGANISMS, PROCEDURES, PROTEINS
from corpuscle.kg.predicates import Predicate, forward

_ENDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "treats": (CHEMICALS | PROCEDURES, DISEASES),
    "prevents": (CHEMICALS | PROCEDURES, DISEASES),
    "contraindicated in": (CHEMICALS | PROCEDURES, DISEASES),
    "causes": (CHEMICALS | ORGANISMS | DISEASES | PROCEDURES, DISEASES),
    "has complication": (DISEASES, DISEASES),
    "has phenotype": (DISEASES, DISEASES),
    "gene associated with": (CHEMICALS, DISEASES),
    "inhibits": (CHEMICALS, CHEMICALS),
    "activates": (CHEMICALS, CHEMICALS),
    "targets": (DRUGS, PROTEINS),
    "expressed in": (PROTEINS, ANATOMY | DISEASES),
}
"""Predicate → Biolink categories that its subject and its object may have; predicates not named here take any."""
_TURNED = frozenset({"treats", "prevents", "causes", "contraindicated in", "targets", "expressed in", "gene associated with"})
"""Predicates that a question says from either end ("which disease … by drug X"): they are turned where only the other way fits."""
_SIGN = "PhenotypicFeature"


def oriented(a: Entity, predicate: Predicate, b: Entity) -> Triple | None:
    """The triple said by "a predicate b", turned to its stored direction, and where the ends' categories allow the other way alone.

    None where the predicate cannot hold between entities of these categories ("yolk sac treats pneumonia").
    """
    stored, swap = forward(predicate)
    subject, object_ = (b, a) if swap else (a, b)
    if stored.name in _TURNED and not _fits(stored, subject, object_) and _fits(stored, object_, subject):
        subject, object_ = object_, subject
    if stored.name == "has phenotype" and subject.category == _SIGN != object_.category:
        subject, object_ = object_, subject  # a disease has signs, not the other way
    if not _fits(stored, subject, object_):
        return None
    return Triple(subject.name, stored.name, object_.name, subject, object_)


def _fits(predicate: Predicate, subject: Entity, object_: Entity) -> bool:
    subjects, objects = _ENDS.get(predicate.name, (frozenset({subject.category}), frozenset({object_.category})))
    return subject.category in subjects and object_.category in objects
