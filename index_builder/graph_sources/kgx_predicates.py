"""What a Biolink predicate with its qualifiers means here."""

from functools import cache

from corpuscle.index_builder.graph_sources.relations import LeftOut, Relation
from corpuscle.kg.predicates import PREDICATES, forward, phrase

_AMOUNTS = frozenset({"abundance", "expression", "synthesis", "secretion", "degradation", "molecular_modification", "stability"})
_DIRECTIONS = {"increased": "activates", "upregulated": "activates", "decreased": "inhibits", "downregulated": "inhibits"}
_ON_AMOUNT = {"activates": "upregulates", "inhibits": "downregulates"}

_SAME = LeftOut("says that two identifiers mean one thing, which is no relation")
_STUDIED = LeftOut("was studied, which does not say with what result")
_LEFT_OUT = {
    "same_as": _SAME,
    "exact_match": _SAME,
    "close_match": _SAME,
    "mentions": LeftOut("says only that a text names it"),
    "mentioned_by": LeftOut("says only that a text names it"),
    "studied_to_treat": _STUDIED,
    "in_clinical_trials_for": _STUDIED,
    "tested_by_clinical_trials_of": _STUDIED,
    "in_preclinical_trials_for": _STUDIED,
    "treated_in_studies_by": _STUDIED,
    "related_to": LeftOut("says that there is some relation, not which"),
}
_QUALIFIED = {
    "applied_to_treat": "applied to treat",
    "treats_or_applied_or_studied_to_treat": "treats, or was applied or studied to treat",
    "has_adverse_event": "adverse event",
    "has_side_effect": "side effect",
    "contributes_to": "contributes to",
    "predisposes_to_condition": "predisposes",
}
_INEXACT = {"treats_or_applied_or_studied_to_treat": 0.7, "applied_to_treat": 0.8}


@cache
def kgx_relation(predicate: str, original: str, aspect: str, direction: str) -> Relation | LeftOut:
    """Our predicate and direction: that of `original` where it is one of our names (as our own export writes it), else Biolink's."""
    if original in PREDICATES:
        return _forward(original)
    name = predicate.removeprefix("biolink:").strip().replace(" ", "_").lower()
    if name in _LEFT_OUT:
        return _LEFT_OUT[name]
    if name == "affects" and direction in _DIRECTIONS:
        deed = _DIRECTIONS[direction]
        if aspect == "degradation":
            deed = "inhibits" if deed == "activates" else "activates"
        return Relation(_ON_AMOUNT[deed] if aspect in _AMOUNTS else deed)
    found = phrase(name)
    if found is None:
        return LeftOut("a predicate unknown here")
    relation = _forward(found.name)
    return relation._replace(qualifier=_QUALIFIED.get(name, ""), score=_INEXACT.get(name, relation.score))


def _forward(name: str) -> Relation:
    stored, turned = forward(PREDICATES[name])
    return Relation(stored.name, turned)
