"""Candidate triples without a language model: between the question's entities, its options, and what the best sentences name."""

from collections.abc import Iterable, Iterator
from itertools import islice

from corpuscle.agent.answers import QuestionType
from corpuscle.agent.constraints import Constraint, constraints
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.extractive.candidates import entity_candidates
from corpuscle.agent.extractive.entities import list_candidates
from corpuscle.agent.extractive.rarity import Rarity
from corpuscle.agent.revision import said
from corpuscle.agent.understand import Understanding
from corpuscle.kg import Entity, Triple
from corpuscle.kg.categories import CHEMICALS, DISEASES, ORGANISMS, PROCEDURES
from corpuscle.kg.linker import Linker
from corpuscle.kg.predicates import PREDICATES, Predicate, forward

MOST_TRIPLES = 12
MOST_PER_OPTION = 3
_MOST_ENTITIES = 3
_LEAST_RARITY = 0.3
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
}
"""Predicate → Biolink categories that its subject and its object may have; predicates not named here take any."""
_FROM_CHEMICAL = frozenset({"treats", "prevents", "causes", "contraindicated in"})
_ASSOCIATED = PREDICATES["associated with"]


def oriented(a: Entity, predicate: Predicate, b: Entity) -> Triple | None:
    """The triple said by "a predicate b", turned to its stored direction, and to run from chemical to disease where the predicate does.

    None where the predicate cannot hold between entities of these categories ("yolk sac treats pneumonia").
    """
    stored, swap = forward(predicate)
    subject, object_ = (b, a) if swap else (a, b)
    if stored.name in _FROM_CHEMICAL and subject.category in DISEASES and object_.category in CHEMICALS:
        subject, object_ = object_, subject
    subjects, objects = _ENDS.get(stored.name, (frozenset({subject.category}), frozenset({object_.category})))
    fits = subject.category in subjects and object_.category in objects
    return Triple(subject.name, stored.name, object_.name, subject, object_) if fits else None


def candidate_triples(understanding: Understanding, evidence: Evidence, linker: Linker, rarity: Rarity) -> tuple[Triple, ...]:
    """Triples whose verdicts bear on the question, likeliest first: at most `MOST_PER_OPTION` of each option, else at most `MOST_TRIPLES`."""
    if understanding.type is QuestionType.CHOICE:
        return _each_once(triple for option in understanding.options for triple in option_triples(option, understanding, linker, rarity))
    return tuple(islice(further_triples(understanding, evidence, linker, rarity, ()), MOST_TRIPLES))


def further_triples(
    understanding: Understanding, evidence: Evidence, linker: Linker, rarity: Rarity, stated: Iterable[Triple]
) -> Iterator[Triple]:
    """What else could answer the question, likeliest first, without the triples that are stated already. Not for choice questions."""
    seen = {said(triple) for triple in stated}
    for triple in _proposed(understanding, evidence, linker, rarity):
        if triple is not None and said(triple) not in seen:
            seen.add(said(triple))
            yield triple


def option_triples(option: str, understanding: Understanding, linker: Linker, rarity: Rarity) -> tuple[Triple, ...]:
    """What would have to hold if the option were the answer: one triple for each of the question's constraints, the rarest names first."""
    optional = named_by(option, linker)
    rare = {entity.curie for entity in _specific(understanding, rarity)}
    asked = [c for c in constraints(understanding.query, understanding.mentions) if c.entity.curie in rare]
    claims = [_claim(option, optional, constraint) for constraint in asked if optional is None or optional.curie != constraint.entity.curie]
    return _each_once(claims)[:MOST_PER_OPTION]


def _claim(option: str, optional: Entity | None, constraint: Constraint) -> Triple:
    entity = constraint.entity
    if optional is None:
        return Triple(option, constraint.predicate.name, entity.name, None, entity)
    return oriented(optional, constraint.predicate, entity) or Triple(optional.name, _ASSOCIATED.name, entity.name, optional, entity)


def named_by(option: str, linker: Linker) -> Entity | None:
    """The entity that an option is, or else the first one that it speaks of."""
    alone = (candidate.entity for candidate in linker.candidates(option))
    return next(alone, None) or next((mention.entity for mention in linker.link(option)), None)


def _each_once(triples: Iterable[Triple]) -> tuple[Triple, ...]:
    return tuple({said(triple): triple for triple in triples}.values())


def _specific(understanding: Understanding, rarity: Rarity) -> list[Entity]:
    """The question's entities without those that stand everywhere ("drug therapy", "enzymes"): the three rarest, in its order."""
    noun = understanding.answer_kind.noun
    told = [(rarity(mention.text), mention.entity) for mention in understanding.mentions if mention.text.lower() not in noun]
    kept = sorted((share for share, _ in told if share >= _LEAST_RARITY), reverse=True)[:_MOST_ENTITIES]
    return list({entity.curie: entity for share, entity in told if kept and share >= kept[-1]}.values())


def _proposed(understanding: Understanding, evidence: Evidence, linker: Linker, rarity: Rarity) -> Iterator[Triple | None]:
    predicate = understanding.predicate or _ASSOCIATED
    entities = _specific(understanding, rarity)
    match understanding.type:
        case QuestionType.FACTOID | QuestionType.LIST:
            listed = understanding.type is QuestionType.LIST
            for candidate in (list_candidates if listed else entity_candidates)(understanding, evidence, rarity):
                for entity in entities:
                    if candidate.entity is not None and candidate.entity.curie != entity.curie:
                        yield oriented(candidate.entity, predicate, entity)
        case QuestionType.YESNO | QuestionType.SUMMARY | QuestionType.CHOICE:
            for i, first in enumerate(entities):
                for second in entities[i + 1 :]:
                    yield oriented(first, predicate, second)
