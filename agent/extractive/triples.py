"""Candidate triples without a language model: between the question's entities, its options, and what the best sentences name."""

from collections.abc import Iterator

from corpuscle.agent.answers import QuestionType
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.extractive.candidates import entity_candidates
from corpuscle.agent.extractive.entities import list_candidates
from corpuscle.agent.extractive.rarity import Rarity
from corpuscle.agent.understand import Understanding
from corpuscle.kg import Entity, Triple
from corpuscle.kg.categories import CHEMICALS, DISEASES, ORGANISMS, PROCEDURES
from corpuscle.kg.linker import Linker
from corpuscle.kg.predicates import PREDICATES, Predicate, forward

MOST_TRIPLES = 12
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
    """At most `MOST_TRIPLES` triples whose verdicts bear on the question, likeliest first."""
    found: dict[tuple[str, str, str], Triple] = {}
    for triple in _proposed(understanding, evidence, linker, rarity):
        if triple is None:
            continue
        found.setdefault((triple.subject, triple.predicate, triple.object), triple)
        if len(found) == MOST_TRIPLES:
            break
    return tuple(found.values())


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
        case QuestionType.CHOICE:
            for option in understanding.options:
                optional = next((mention.entity for mention in linker.link(option)), None)
                for entity in entities:
                    if optional is None:
                        yield Triple(option, forward(predicate)[0].name, entity.name, None, entity)
                    elif optional.curie != entity.curie:
                        yield oriented(optional, predicate, entity)
        case QuestionType.FACTOID | QuestionType.LIST:
            listed = understanding.type is QuestionType.LIST
            for candidate in (list_candidates if listed else entity_candidates)(understanding, evidence, rarity):
                for entity in entities:
                    if candidate.entity is not None and candidate.entity.curie != entity.curie:
                        yield oriented(candidate.entity, predicate, entity)
        case QuestionType.YESNO | QuestionType.SUMMARY:
            for i, first in enumerate(entities):
                for second in entities[i + 1 :]:
                    yield oriented(first, predicate, second)
