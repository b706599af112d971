"""Candidate triples of the options of a choice question: what would have to hold if an option were the answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpuscle.agent.constraints import Constraint, constraints
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.extractive.orientation import oriented
from corpuscle.agent.extractive.rarity import Rarity
from corpuscle.agent.graph_fact import GraphFact
from corpuscle.agent.understand import Understanding
from corpuscle.kg import Entity, Triple
from corpuscle.kg.linker import Linker
from corpuscle.kg.predicates import PREDICATES

MOST_PER_OPTION = 3
_LEAST_RARITY = 0.3
"""What stands everywhere ("neoplasms", "brain") tells no option from another."""
_ASSOCIATED = PREDICATES["associated with"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A triple that joins an option to something that the question names."""

    option: str
    constraint: Constraint
    triple: Triple
    asked: bool
    """Whether it says what the question asks for; False where the graph joins the two by another predicate, and it says that."""
    weight: float
    """Rarity of what the question names, 0 to 1."""


def option_claims(understanding: Understanding, evidence: Evidence, linker: Linker, rarity: Rarity) -> tuple[Claim, ...]:
    """At most `MOST_PER_OPTION` claims of each option, in the options' order: of the rarest things that the question names.

    A claim says what the question asks for. Where the graph's facts join the two ends by another predicate that does not speak against that,
    the claim says what the graph says: triples come from the graph and from the question alike.
    """
    weighed = _constraints(understanding, rarity)
    return tuple(
        _claim(option, entity, constraint, weight, evidence.facts)
        for option in understanding.options
        for entity in (named_by(option, linker),)
        for constraint, weight in [(c, w) for c, w in weighed if entity is None or entity.curie != c.entity.curie][:MOST_PER_OPTION]
    )


def named_by(option: str, linker: Linker) -> Entity | None:
    """The entity that an option is, or else the first one that it speaks of."""
    alone = (candidate.entity for candidate in linker.candidates(option))
    return next(alone, None) or next((mention.entity for mention in linker.link(option)), None)


def _constraints(understanding: Understanding, rarity: Rarity) -> list[tuple[Constraint, float]]:
    """The question's constraints with the rarity of their names, the rarest first; what it asks for by kind is none."""
    noun = understanding.answer_kind.noun
    names = {mention.entity.curie: mention.text for mention in understanding.mentions}
    asked = constraints(understanding.query, understanding.mentions)
    told = [(c, rarity(names[c.entity.curie])) for c in asked if names[c.entity.curie].lower() not in noun]
    return sorted(((c, weight) for c, weight in told if weight >= _LEAST_RARITY), key=lambda pair: -pair[1])


def _claim(option: str, entity: Entity | None, constraint: Constraint, weight: float, facts: Sequence[GraphFact]) -> Claim:
    if entity is None:
        return Claim(
            option, constraint, Triple(option, constraint.predicate.name, constraint.entity.name, None, constraint.entity), True, weight
        )
    triple = oriented(entity, constraint.predicate, constraint.entity)
    joining = [fact for fact in facts if set(fact.curies) == {entity.curie, constraint.entity.curie}]
    if triple is not None and (not joining or any(_bears_on(fact, triple.predicate) for fact in joining)):
        return Claim(option, constraint, triple, True, weight)
    for fact in joining:
        if not fact.negated:
            ends = {entity.curie: entity, constraint.entity.curie: constraint.entity}
            subject, object_ = (ends[curie] for curie in fact.curies)
            return Claim(option, constraint, Triple(subject.name, fact.predicate, object_.name, subject, object_), False, weight)
    loose = Triple(entity.name, _ASSOCIATED.name, constraint.entity.name, entity, constraint.entity)
    return Claim(option, constraint, triple or loose, triple is not None, weight)


def _bears_on(fact: GraphFact, predicate: str) -> bool:
    """Whether the fact says that the predicate holds, or that it does not."""
    told = PREDICATES[predicate]
    return fact.predicate == predicate or fact.predicate in told.implied_by or fact.predicate in told.opposites
