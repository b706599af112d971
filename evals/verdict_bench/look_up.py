"""Baselines that read the graph's edges alone: plain look-up and the product of degrees."""

import math

from corpuscle.kg.predicates import PREDICATES
from corpuscle.kg.store import GraphStore
from corpuscle.kg.triples import Verdict


def look_up(subject: str, predicate: str, object: str, store: GraphStore) -> Verdict:
    """What direct edges between two nodes (CURIEs) say of a stored predicate, each edge believed whatever its source."""
    asked = PREDICATES[predicate]
    said: set[bool] = set()
    for edge in store.between(subject, object):
        if edge.subject != subject and not PREDICATES[edge.predicate].symmetric:
            continue
        if edge.predicate == predicate or edge.predicate in asked.implied_by:
            said.add(not edge.negated)
        elif edge.predicate in asked.opposites and not edge.negated:
            said.add(False)
    if len(said) > 1:
        return Verdict.MIXED
    return Verdict.UNKNOWN if not said else Verdict.SUPPORTED if True in said else Verdict.CONTRADICTED


def degree_product(subject: str, object: str, store: GraphStore) -> float:
    """ln of the product of the degrees, one added to each: the "rich get richer" baseline (Barabási & Albert 1999)."""
    return math.log1p(store.degree(subject)) + math.log1p(store.degree(object))
