"""What the graph's edges say for and against a triple: those between its ends, and those that hold of broader or narrower ends.

How a kind of edge speaks was measured on the tuning half of PharmacotherapyDB with edges of other sources (docs/decisions/019).
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpuscle.kg.entities import Entity
from corpuscle.kg.predicates import PREDICATES, Predicate
from corpuscle.kg.store import GraphStore
from corpuscle.kg.triples import Edge, Evidence, Stance, Triple

INHERITED = 0.96
"""Share of an edge's score that is left where it holds of a broader or narrower end: 27 of 27 drugs that treat the parent heading of a
disease were curated as treating the disease, at a base rate of .82 (28 of 29 by the rule of succession)."""

_FROM_BROADER = frozenset({"treats", "palliates", "prevents", "contraindicated in"})
"""What holds of a disease is taken to hold of its kinds. From kinds to the disease it does not: 15 right, 6 wrong."""
_FROM_NARROWER = frozenset({"causes", "has phenotype", "has complication", "associated with", "gene associated with", "marker of"})
"""What has a kind of the finding has the finding."""
_ABSENT = frozenset({"has phenotype"})
"""Who lacks the finding lacks its kinds."""

_BELOW = 60  # narrower objects that are looked at, the nearest first: with more a review takes longer than a millisecond


def edge_evidence(triple: Triple, predicate: Predicate, store: GraphStore) -> list[Evidence]:
    """The edges that bear on the triple's entities, each with its stance; [] where an end has no entity.

    Edges of broader or narrower objects are looked for only where no edge between the ends themselves speaks.
    """
    subject, object_ = triple.subject_entity, triple.object_entity
    if subject is None or object_ is None or subject.curie == object_.curie:
        return []
    ends = {subject.curie: subject.name, object_.curie: object_.name}
    direct = [_of_edge(edge, _directed(edge, subject, predicate), ends) for edge in store.between(subject.curie, object_.curie)]
    if any(piece.stance != "neutral" for piece in direct):
        return direct
    return direct + _inherited(subject, object_, predicate, store)


def _directed(edge: Edge, subject: Entity, predicate: Predicate) -> Stance:
    along = edge.subject == subject.curie or PREDICATES[edge.predicate].symmetric or predicate.symmetric
    return _stance(edge, predicate) if along else "neutral"


def _stance(edge: Edge, predicate: Predicate) -> Stance:
    if edge.predicate == predicate.name or edge.predicate in narrower_predicates(predicate):
        return "contradicts" if edge.negated else "supports"
    if edge.predicate in predicate.opposites and not edge.negated:
        # labels list the disease itself among side effects: 27 of 37 such drugs treat it
        return "neutral" if edge.predicate == "causes" and edge.qualifier == "side effect" else "contradicts"
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


def _inherited(subject: Entity, object_: Entity, predicate: Predicate, store: GraphStore) -> list[Evidence]:
    """Edges to a broader or narrower object that imply the triple, or deny it."""
    said = {predicate.name, *narrower_predicates(predicate)}
    found: list[Evidence] = []
    if said & _FROM_BROADER:
        found += _from(store.broader(object_.curie), subject, predicate, store, said & _FROM_BROADER, negated=False)
    if said & _FROM_NARROWER:
        found += _from(store.narrower(object_.curie, _BELOW), subject, predicate, store, said & _FROM_NARROWER, negated=False)
    if said & _ABSENT:
        found += _from(store.ancestors(object_.curie), subject, predicate, store, said & _ABSENT, negated=True)
    return found


def _from(
    relatives: Sequence[str], subject: Entity, predicate: Predicate, store: GraphStore, said: Iterable[str], *, negated: bool
) -> list[Evidence]:
    wanted = frozenset(said)
    near = [
        statement
        for statement in store.linked([subject.curie], relatives)
        if statement.subject == subject.curie and statement.predicate in wanted
    ]
    objects = dict.fromkeys(s.object for s in near if s.negated == negated)
    names = {curie: entity.name for curie, entity in store.entities([subject.curie, *objects]).items()}
    edges = [edge for curie in objects for edge in store.between(subject.curie, curie)]
    return [
        replace(piece, score=INHERITED * piece.score)
        for edge in edges
        if edge.subject == subject.curie and edge.predicate in wanted and edge.negated == negated
        for piece in [_of_edge(edge, _stance(edge, predicate), names)]
    ]


def _of_edge(edge: Edge, stance: Stance, names: dict[str, str]) -> Evidence:
    relation = f"not {edge.predicate}" if edge.negated else edge.predicate
    text = f"{names[edge.subject]} — {relation} — {names[edge.object]} ({edge.source}, support {edge.support})"
    identity = f"{edge.subject}|{edge.predicate}|{edge.object}"
    return Evidence(
        "edge",
        edge.source,
        identity,
        text,
        stance,
        edge.score,
        edge.publications,
        negated=edge.negated,
        support=edge.support,
        year=edge.first_year,
    )
