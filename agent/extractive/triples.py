"""Candidate triples without a language model: between the question's entities, its options, and what the best sentences name."""

from collections.abc import Iterable, Iterator
from itertools import islice

from corpuscle.agent.answers import QuestionType
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.extractive.candidates import entity_candidates
from corpuscle.agent.extractive.entities import list_candidates
from corpuscle.agent.extractive.option_triples import option_claims
from corpuscle.agent.extractive.orientation import oriented
from corpuscle.agent.extractive.rarity import Rarity
from corpuscle.agent.revision import said
from corpuscle.agent.understand import Understanding
from corpuscle.kg import Entity, Triple
from corpuscle.kg.linker import Linker
from corpuscle.kg.predicates import PREDICATES

MOST_TRIPLES = 12
"""Of a question without options; each option of a choice has `option_triples.MOST_PER_OPTION`."""
_MOST_ENTITIES = 3
_LEAST_RARITY = 0.3
_ASSOCIATED = PREDICATES["associated with"]


def candidate_triples(understanding: Understanding, evidence: Evidence, linker: Linker, rarity: Rarity) -> tuple[Triple, ...]:
    """Triples whose verdicts bear on the question, likeliest first; for a choice those of each option, in the options' order."""
    if understanding.type is QuestionType.CHOICE:
        claims = option_claims(understanding, evidence, linker, rarity)
        return tuple({said(claim.triple): claim.triple for claim in claims}.values())
    return tuple(islice(further_triples(understanding, evidence, rarity, ()), MOST_TRIPLES))


def further_triples(understanding: Understanding, evidence: Evidence, rarity: Rarity, stated: Iterable[Triple]) -> Iterator[Triple]:
    """What else could answer the question, likeliest first, without the triples that are stated already. Not for choice questions."""
    seen = {said(triple) for triple in stated}
    for triple in _proposed(understanding, evidence, rarity):
        if triple is not None and said(triple) not in seen:
            seen.add(said(triple))
            yield triple


def _specific(understanding: Understanding, rarity: Rarity) -> list[Entity]:
    """The question's entities without those that stand everywhere ("drug therapy", "enzymes"): the three rarest, in its order."""
    noun = understanding.answer_kind.noun
    told = [(rarity(mention.text), mention.entity) for mention in understanding.mentions if mention.text.lower() not in noun]
    kept = sorted((share for share, _ in told if share >= _LEAST_RARITY), reverse=True)[:_MOST_ENTITIES]
    return list({entity.curie: entity for share, entity in told if kept and share >= kept[-1]}.values())


def _proposed(understanding: Understanding, evidence: Evidence, rarity: Rarity) -> Iterator[Triple | None]:
    predicate = understanding.predicate or _ASSOCIATED
    entities = _specific(understanding, rarity)
    if understanding.type in (QuestionType.FACTOID, QuestionType.LIST):
        listed = understanding.type is QuestionType.LIST
        for candidate in (list_candidates if listed else entity_candidates)(understanding, evidence, rarity):
            for entity in entities:
                if candidate.entity is not None and candidate.entity.curie != entity.curie:
                    yield oriented(candidate.entity, predicate, entity)
    else:
        for i, first in enumerate(entities):
            for second in entities[i + 1 :]:
                yield oriented(first, predicate, second)
