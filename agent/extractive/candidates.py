"""What could answer a factoid or list question: entities that stand in the best sentences, ranked."""

from collections import defaultdict
from dataclasses import dataclass

from corpuscle.agent.evidence import Evidence, ReadSentence
from corpuscle.agent.extractive.aboutness import NAMED_RARITY, article_names, rarest, specific_mentions
from corpuscle.agent.extractive.rarity import Rarity
from corpuscle.agent.understand import Understanding
from corpuscle.kg import Entity, Mention
from corpuscle.kg.names import name_key
from corpuscle.retrieval.analyser import text_terms

SENTENCES_READ = 30
_SENTENCE_EXPONENT = 4.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible answer, with the sentences it stands in, best first."""

    text: str
    """As it stands in the best of its sentences."""
    entity: Entity | None
    score: float
    sentences: tuple[ReadSentence, ...]
    enumerated: bool = False
    """Whether it is an item of an enumeration."""


def entity_candidates(understanding: Understanding, evidence: Evidence, rarity: Rarity) -> tuple[Candidate, ...]:
    """Linked entities of the asked kind that the question does not name, best first.

    A candidate's score sums, over the sentences it stands in, the sentence's relevance to the fourth power, more where the candidate stands
    near the question's words; words that stand everywhere in the corpus ("plasma", "onset") count less.
    """
    asked = {entity.curie for entity in understanding.entities}
    asked_terms = set(text_terms(understanding.query))
    found: dict[str, list[tuple[float, Mention, ReadSentence]]] = defaultdict(list)
    for sentence in about_the_question(understanding, evidence, rarity):
        best: dict[str, tuple[float, Mention]] = {}
        for mention in sentence.mentions:
            entity = mention.entity
            if entity.curie in asked or not _of_kind(entity, understanding) or set(text_terms(mention.text)) <= asked_terms:
                continue
            weight = (
                sentence.score**_SENTENCE_EXPONENT
                * mention.score
                * (1 + _nearness(mention, sentence, asked_terms))
                * rarity(mention.text) ** 2
            )
            if entity.curie not in best or weight > best[entity.curie][0]:
                best[entity.curie] = (weight, mention)
        for curie, (weight, mention) in best.items():
            found[curie].append((weight, mention, sentence))
    candidates = [_candidate(appearances) for appearances in found.values()]
    return tuple(sorted(_without_nested(candidates), key=lambda c: (-c.score, c.text)))


def about_the_question(understanding: Understanding, evidence: Evidence, rarity: Rarity) -> list[ReadSentence]:
    """The best sentences whose articles name the rarest entity of the question."""
    about = rarest(specific_mentions(understanding, rarity, NAMED_RARITY), rarity)
    return [s for s in evidence.sentences[:SENTENCES_READ] if all(article_names(s, mention) for mention in about)]


def _of_kind(entity: Entity, understanding: Understanding) -> bool:
    categories = understanding.answer_kind.categories
    return not categories or entity.category in categories


def _candidate(appearances: list[tuple[float, Mention, ReadSentence]]) -> Candidate:
    ordered = sorted(appearances, key=lambda a: -a[0])
    _, mention, _ = ordered[0]
    return Candidate(mention.text, mention.entity, sum(weight for weight, _, _ in ordered), tuple(sentence for _, _, sentence in ordered))


def _without_nested(candidates: list[Candidate]) -> list[Candidate]:
    """Merges candidates of one name ("IL-6" under two vocabularies): the better one stays."""
    kept: dict[str, Candidate] = {}
    for candidate in sorted(candidates, key=lambda c: -c.score):
        kept.setdefault(name_key(candidate.text), candidate)
    return list(kept.values())


def _nearness(mention: Mention, sentence: ReadSentence, asked_terms: set[str]) -> float:
    return _near(mention.begin, mention.end, sentence.text, asked_terms)


def _near(begin: int, end: int, text: str, asked_terms: set[str]) -> float:
    """Share of the question's terms within 60 characters on either side, 0 to 1."""
    around = set(text_terms(text[max(0, begin - 60) : begin])) | set(text_terms(text[end : end + 60]))
    return len(around & asked_terms) / max(1, len(asked_terms))
