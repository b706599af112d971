"""What the graph's edges between the ends of a triple say for and against it."""

from corpuscle.kg.entities import Entity
from corpuscle.kg.predicates import PREDICATES, Predicate
from corpuscle.kg.store import GraphStore
from corpuscle.kg.triples import Edge, Evidence, Stance, Triple


def edge_evidence(triple: Triple, predicate: Predicate, store: GraphStore) -> list[Evidence]:
    """The edges between the triple's entities, each with its stance; [] where an end has no entity."""
    subject, object_ = triple.subject_entity, triple.object_entity
    if subject is None or object_ is None or subject.curie == object_.curie:
        return []
    found: list[Evidence] = []
    for edge in store.between(subject.curie, object_.curie):
        along = edge.subject == subject.curie or PREDICATES[edge.predicate].symmetric
        stance = _stance(edge, predicate) if along or predicate.symmetric else "neutral"
        found.append(_of_edge(edge, stance, subject, object_))
    return found


def _stance(edge: Edge, predicate: Predicate) -> Stance:
    if edge.predicate == predicate.name or edge.predicate in narrower_predicates(predicate):
        return "contradicts" if edge.negated else "supports"
    if edge.predicate in predicate.opposites and not edge.negated:
        return "contradicts"
    return "neutral"


def narrower_predicates(predicate: Predicate) -> frozenset[str]:
    """All predicates that imply this one, however many steps away."""
    found: set[str] = set()
    waiting = list(predicate.implied_by)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += PREDICATES[name].implied_by
    return frozenset(found)


def _of_edge(edge: Edge, stance: Stance, subject: Entity, object_: Entity) -> Evidence:
    names = {subject.curie: subject.name, object_.curie: object_.name}
    relation = f"not {edge.predicate}" if edge.negated else edge.predicate
    text = f"{names[edge.subject]} — {relation} — {names[edge.object]} ({edge.source}, support {edge.support})"
    identity = f"{edge.subject}|{edge.predicate}|{edge.object}"
    return Evidence("edge", edge.source, identity, text, stance, edge.score, edge.publications)
