"""Factoid and list answers: phrases, entities and items that stand in quoted sentences."""

from collections.abc import Sequence
from dataclasses import replace

from corpuscle.agent.answers import MOST_WORDS
from corpuscle.agent.evidence import Evidence, ReadSentence
from corpuscle.agent.extractive.candidates import Candidate, about_the_question, entity_candidates
from corpuscle.agent.extractive.enumerations import Item, enumerations
from corpuscle.agent.extractive.phrase_features import phrase_candidates
from corpuscle.agent.extractive.quoting import distinct, quotable, quoted
from corpuscle.agent.extractive.rarity import Rarity
from corpuscle.agent.model import Draft, abstention
from corpuscle.agent.understand import Understanding
from corpuscle.kg import Entity, ReviewedTriple, Verdict
from corpuscle.retrieval.analyser import text_terms

MOST_CANDIDATES = 5
"""BioASQ's limit for a factoid."""
MOST_ITEMS = 20
_MOST_LIKELY = 10
_ITEM_SHARE = 0.2
"""Of the best item's odds."""
_LIST_SHARE = 0.2
_CANDIDATE_SHARE = 0.1
"""Of the best candidate's odds; below it a candidate is not named."""
_SUPPORTED_FACTOR = 3.0
"""Of the odds of a candidate with a supported triple."""
_FIT_WEIGHT = 0.3
_FEWEST_FITTING = 2
_LEAST_CONTEXT_SHARE = 0.8
_LEAST_SCORE_SHARE = 0.6
_LEAST_RARITY = 0.2
"""An item of words that stand everywhere ("more", "others") is none."""
_MERE_ASSOCIATION = "associated with"
_QUOTED = 3
_QUOTED_FOR_LIST = 5
_ENOUGH_SUPPORTED = 2
"""Supported items from which an enumeration that holds none of them is set aside."""


def answer_factoid(understanding: Understanding, evidence: Evidence, reviewed: tuple[ReviewedTriple, ...], rarity: Rarity) -> Draft:
    """Up to five candidates, best first, with the sentences that hold them."""
    candidates = _each_whole(judged(phrase_candidates(understanding, evidence, rarity), reviewed), MOST_CANDIDATES)
    if not candidates:
        return abstention(_nothing(understanding))
    best = [c for c in candidates if c.score >= _CANDIDATE_SHARE * candidates[0].score]
    sentences = distinct([(quotable(candidate.sentences) or candidate.sentences)[0] for candidate in best], _QUOTED)
    return _draft(best, sentences, understanding)


def judged(candidates: Sequence[Candidate], reviewed: tuple[ReviewedTriple, ...]) -> list[Candidate]:
    """By score, more for those with a supported triple; contradicted ones are left out."""
    supported = _supported(reviewed)
    refuted = _ends(reviewed, Verdict.CONTRADICTED) - supported
    curies = [(candidate.entity.curie if candidate.entity else "", candidate) for candidate in candidates]
    weighed = [(c.score * (_SUPPORTED_FACTOR if curie in supported else 1.0), c) for curie, c in curies if curie not in refuted]
    return [candidate for _, candidate in sorted(weighed, key=lambda pair: -pair[0])]


def _each_whole(candidates: Sequence[Candidate], most: int) -> list[Candidate]:
    """The first `most` that are no part of a better one ("coherence tomography" of "optical coherence tomography")."""
    kept: list[Candidate] = []
    for candidate in candidates:
        if len(kept) < most and not any(candidate.text.lower() in better.text.lower() for better in kept):
            kept.append(candidate)
    return kept


def answer_list(understanding: Understanding, evidence: Evidence, reviewed: tuple[ReviewedTriple, ...], rarity: Rarity) -> Draft:
    """The items that stand in the best sentences, with the fewest sentences that hold them.

    Supported ones first, then an enumeration's; where the sentences enumerate nothing, the likeliest phrases.
    """
    supported = _supported(reviewed)
    entities = judged(list_candidates(understanding, evidence, rarity), reviewed)
    sure = [c for c in entities if c.entity is not None and c.entity.curie in supported]
    enumerated = [c for c in entities if c.enumerated]
    if len(sure) >= _ENOUGH_SUPPORTED and not any(c in sure for c in enumerated):
        items = sure
    else:
        told = enumerated or _likely(understanding, evidence, reviewed, rarity)
        items = [*sure, *(c for c in told if c not in sure)]
    items = _each_whole(items, MOST_ITEMS)
    return _draft(items, _covering(items), understanding) if items else abstention(_nothing(understanding))


def _likely(understanding: Understanding, evidence: Evidence, reviewed: tuple[ReviewedTriple, ...], rarity: Rarity) -> list[Candidate]:
    """The phrases of the sentences near the best that are as likely as any."""
    near = replace(evidence, sentences=tuple(_near_best(evidence.sentences)))
    candidates = judged(phrase_candidates(understanding, near, rarity), reviewed)
    return [c for c in candidates if c.score >= _ITEM_SHARE * candidates[0].score][:_MOST_LIKELY]


def list_candidates(understanding: Understanding, evidence: Evidence, rarity: Rarity) -> Sequence[Candidate]:
    """The items of the best enumeration, then the entities that score near the best and are none of those items."""
    enumerated = enumerated_candidates(understanding, evidence, rarity)
    entities = entity_candidates(understanding, evidence, rarity)
    known = {c.entity.curie for c in enumerated if c.entity is not None}
    others = [c for c in entities if c.score >= _LIST_SHARE * entities[0].score and c.entity is not None and c.entity.curie not in known]
    return [*enumerated, *others]


def enumerated_candidates(understanding: Understanding, evidence: Evidence, rarity: Rarity) -> list[Candidate]:
    """The items of the best sentence that enumerates things of the asked kind; [] where none does.

    An enumeration is of the kind where a third of its items link to an asked category, or, where the question asks for no category that the
    graph has, where its sentence has the asked noun.
    """
    asked = set(text_terms(understanding.query))
    best: tuple[float, ReadSentence, list[Item]] | None = None
    for sentence in _near_best(quotable(about_the_question(understanding, evidence, rarity))):
        for items in enumerations(sentence.text):
            told = [item for item in items if rarity(item.text) >= _LEAST_RARITY and not set(text_terms(item.text)) <= asked]
            fit = _fit(told, sentence, understanding)
            if fit > 0 and (best is None or sentence.score + _FIT_WEIGHT * fit > best[0]):
                best = (sentence.score + _FIT_WEIGHT * fit, sentence, told)
    if best is None:
        return []
    _, sentence, told = best
    return [Candidate(item.text, _entity(item, sentence, understanding), sentence.score, (sentence,), enumerated=True) for item in told]


def _entity(item: Item, sentence: ReadSentence, understanding: Understanding) -> Entity | None:
    """What the item links to: an entity of the asked kind before another."""
    inside = [m.entity for m in sentence.mentions if item.begin <= m.begin and m.end <= item.end]
    return min(inside, key=lambda entity: entity.category not in understanding.answer_kind.categories, default=None)


def _near_best(sentences: Sequence[ReadSentence]) -> list[ReadSentence]:
    """Those of the articles that speak of nearly as much of the question as the best does."""
    context = max((s.context_coverage for s in sentences), default=0.0)
    least = _LEAST_SCORE_SHARE * max((s.score for s in sentences), default=0.0)
    return [s for s in sentences if s.context_coverage >= _LEAST_CONTEXT_SHARE * context and s.score >= least]


def _fit(items: Sequence[Item], sentence: ReadSentence, understanding: Understanding) -> float:
    """How far the items are of the asked kind, 0 to 1."""
    categories = understanding.answer_kind.categories
    if not categories:
        noun = set(text_terms(understanding.answer_kind.noun))
        return 0.5 if noun & set(text_terms(sentence.text)) else 0.0
    fitting = sum(
        any(m.entity.category in categories and item.begin <= m.begin and m.end <= item.end for m in sentence.mentions) for item in items
    )
    return fitting / len(items) if fitting >= max(_FEWEST_FITTING, len(items) / 3) else 0.0


def _supported(reviewed: tuple[ReviewedTriple, ...]) -> set[str]:
    return _ends(reviewed, Verdict.SUPPORTED)


def _ends(reviewed: tuple[ReviewedTriple, ...], verdict: Verdict) -> set[str]:
    """The entities at either end of the triples with this verdict; a mere association answers no question."""
    told = (review.triple for review in reviewed if review.verdict is verdict and review.triple.predicate != _MERE_ASSOCIATION)
    return {entity.curie for triple in told for entity in (triple.subject_entity, triple.object_entity) if entity is not None}


def _covering(items: Sequence[Candidate]) -> list[ReadSentence]:
    """Greedy cover: in each turn the sentence that adds most item score, until the limit of sentences or words."""
    open_items = {item.text: item for item in items}
    holding: dict[int, tuple[ReadSentence, set[str]]] = {}
    for item in items:
        for sentence in quotable(item.sentences):
            holding.setdefault(id(sentence), (sentence, set()))[1].add(item.text)
    chosen: list[ReadSentence] = []
    words = MOST_WORDS
    while open_items and holding and len(chosen) < _QUOTED_FOR_LIST:
        key = max(holding, key=lambda k: (sum(open_items[t].score for t in holding[k][1] if t in open_items), holding[k][0].score))
        sentence, covered = holding.pop(key)
        gained = [text for text in covered if text in open_items]
        if not gained:
            break
        if len(sentence.text.split()) > words:
            continue
        chosen.append(sentence)
        words -= len(sentence.text.split())
        for text in gained:
            del open_items[text]
    return chosen


def _draft(candidates: Sequence[Candidate], sentences: Sequence[ReadSentence], understanding: Understanding) -> Draft:
    """Only what stands in a quoted sentence is said."""
    text = " ".join(sentence.text for sentence in sentences).lower()
    shown = tuple(candidate.text for candidate in candidates if candidate.text.lower() in text)
    return Draft(shown, quoted(sentences)) if shown else abstention(_nothing(understanding))


def _nothing(understanding: Understanding) -> str:
    kind = understanding.answer_kind
    wanted = "quantity" if kind.quantity else kind.noun or "name"
    return f"The articles found are on the subject, but their best sentences hold no {wanted} that would answer."
