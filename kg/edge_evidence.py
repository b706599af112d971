"""What the graph's edges say for and against a triple: those between its ends, and those that hold of broader or narrower ends.

How a kind of edge speaks was measured on the tuning halves of the verdict benchmark, with edges of other sources (docs/decisions/019).
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from corpuscle.kg.entities import Entity
from corpuscle.kg.predicates import PREDICATES, Predicate
from corpuscle.kg.store import GraphStore
from corpuscle.kg.triples import Edge, Evidence, Stance, Triple

INHERITED = 0.96
"""Share of an edge's score that is left for each step between what it is about and the end it is inherited by. Of pairs on which nothing nearer
spoke, the parent's edges were right on 27 of 27, those from two headings up on 37 of 39, those of kinds on 54 of 56."""

_FROM_BROADER = frozenset({"treats", "palliates", "prevents", "contraindicated in"})
"""What holds of a disease is taken to hold of its kinds; two steps down only from headings below the `_HIGHEST` levels."""
_FROM_FEW_KINDS = frozenset({"treats", "palliates"})
"""What holds of a kind of a disease is taken to hold of the disease where it has fewer than `_FEW` kinds; of those with more 19 of 29 were right."""
_FROM_NARROWER = frozenset({"causes", "has phenotype", "has complication", "associated with", "gene associated with", "marker of"})
"""What has a kind of the finding has the finding."""
_ABSENT = frozenset({"has phenotype"})
"""Who lacks the finding lacks its kinds."""
_SHOWN_BY_KINDS = frozenset({"has phenotype"})
"""What at least half of a disease's kinds show, of those of which anything is known, the disease shows: 31 of 36; less than half 22 of 35."""

_HIGHEST = 2  # levels of MeSH's trees whose headings are too wide: "treats Neoplasms" is no reason for every cancer
_FEW = 60
_BELOW = 60  # narrower objects that are looked at, the nearest first: with more a review takes longer than a millisecond
_KINDS = 30  # of the subject
_MOST = 64  # nodes that the graph takes at once


def edge_evidence(triple: Triple, predicate: Predicate, store: GraphStore) -> list[Evidence]:
    """The edges that bear on the triple's entities, each with its stance; [] where an end has no entity.

    Edges of broader or narrower ends are looked for only where no edge between the ends themselves speaks.
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
    """Edges of broader or narrower ends that imply the triple, or deny it."""
    said = {predicate.name, *narrower_predicates(predicate)}
    near: list[Edge] = []
    far: list[Edge] = []
    if wanted := said & _FROM_BROADER:
        parents = store.broader(object_.curie)
        kinds = store.narrower(object_.curie, _FEW) if said & _FROM_FEW_KINDS else []
        kinds = kinds if len(kinds) < _FEW else []
        above = [heading for heading in store.broader(*parents) if heading != object_.curie]
        found = _edges([subject.curie], [*parents, *above, *kinds], wanted, store)
        near = [e for e in found if e.object in parents or (e.object in kinds and e.predicate in _FROM_FEW_KINDS)]
        far = [e for e in found if e.object in above and _is_narrow(e.object, store)]
    if wanted := said & _FROM_NARROWER:
        near += _edges([subject.curie], store.narrower(object_.curie, _BELOW), wanted, store)
    if wanted := said & _ABSENT:
        near += _edges([subject.curie], store.ancestors(object_.curie), wanted, store, negated=True)
    if not near and (wanted := said & _SHOWN_BY_KINDS):
        far += _shown_by_kinds(subject, object_, wanted, store)
    return _passed_on(near, 1, predicate, store) + _passed_on(far, 2, predicate, store)


def _is_narrow(heading: str, store: GraphStore) -> bool:
    trees = store.tree_numbers([heading]).get(heading, ())
    return bool(trees) and all(tree.count(".") >= _HIGHEST for tree in trees)


def _edges(
    subjects: Sequence[str], objects: Sequence[str], predicates: Collection[str], store: GraphStore, *, negated: bool = False
) -> list[Edge]:
    """Edges from any of the subjects to any of the objects."""
    pairs = dict.fromkeys(
        (statement.subject, statement.object)
        for statement in store.linked(subjects, objects[:_MOST])
        if statement.subject in subjects and statement.predicate in predicates and statement.negated == negated
    )
    return [
        edge
        for subject, object_ in pairs
        for edge in store.between(subject, object_)
        if edge.subject == subject and edge.predicate in predicates and edge.negated == negated
    ]


def _shown_by_kinds(subject: Entity, object_: Entity, predicates: Collection[str], store: GraphStore) -> list[Edge]:
    """The best edge of each kind of the subject that shows the object, where enough of them do."""
    known = [kind for kind in store.narrower(subject.curie, _KINDS) if any(store.edges(kind, name, None, 1) for name in predicates)]
    best: dict[str, Edge] = {}
    for edge in _edges(known, [object_.curie, *store.narrower(object_.curie, _BELOW)], predicates, store):
        best.setdefault(edge.subject, edge)
    return list(best.values()) if 2 * len(best) >= len(known) else []


def _passed_on(edges: Sequence[Edge], steps: int, predicate: Predicate, store: GraphStore) -> list[Evidence]:
    entities = store.entities({curie for edge in edges for curie in (edge.subject, edge.object)})
    names = {curie: entity.name for curie, entity in entities.items()}
    pieces = [_of_edge(edge, _stance(edge, predicate), names) for edge in edges]
    return [replace(piece, score=INHERITED**steps * piece.score) for piece in pieces]


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
