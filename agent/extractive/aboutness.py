"""Whether a sentence speaks of the entities that a question is about."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from corpuscle.agent.evidence import ReadSentence
from corpuscle.agent.extractive.rarity import Rarity
from corpuscle.agent.understand import Understanding
from corpuscle.kg import Mention
from corpuscle.kg.categories import CHEMICALS, DISEASES, ORGANISMS
from corpuscle.retrieval.analyser import text_terms

NAMED_RARITY = 0.2
"""From here a sentence must name the entity to speak of it."""
SPECIFIC_RARITY = 0.55
"""From here an article without the entity is about something else."""
_CATEGORIES = CHEMICALS | DISEASES | ORGANISMS


def specific_mentions(understanding: Understanding, rarity: Rarity, least: float) -> tuple[Mention, ...]:
    """The drugs, genes, diseases and organisms that the question names, if their names are at least this rare in the corpus.

    What the question asks for by kind ("which antibiotic") is none of them.
    """
    asked = understanding.answer_kind.noun
    return tuple(
        mention
        for mention in understanding.mentions
        if mention.entity.category in _CATEGORIES and rarity(mention.text) >= least and mention.text.lower() not in asked
    )


def rarest(mentions: Sequence[Mention], rarity: Rarity) -> tuple[Mention, ...]:
    """The mention of the rarest name alone; () where there is none."""
    return tuple(sorted(mentions, key=lambda mention: -rarity(mention.text))[:1])


def speaks_of(sentence: ReadSentence, mentions: Sequence[Mention]) -> bool:
    """Whether the sentence speaks of all of the entities: it names one, and the others stand in it or in its article's title.

    A concluding sentence ("The drug was of no use") speaks of what its article names.
    """
    if not mentions:
        return True
    linked = {mention.entity.curie for mention in sentence.mentions}
    own = [names(sentence.text, linked, mention) for mention in mentions]
    if sentence.linked.conclusion:
        return all(found or article_names(sentence, mention) for found, mention in zip(own, mentions, strict=True))
    return any(own) and all(
        found or names(sentence.article.title, sentence.title_curies, m) for found, m in zip(own, mentions, strict=True)
    )


def has_any(sentence: ReadSentence, terms: AbstractSet[str]) -> bool:
    """Whether the sentence or its article's title has any of the index terms (the whole article, for a concluding sentence); so if none is given."""
    if not terms or terms & set(text_terms(f"{sentence.article.title} {sentence.text}")):
        return True
    return sentence.linked.conclusion and bool(terms & set(text_terms(sentence.article.abstract)))


def article_names(sentence: ReadSentence, mention: Mention) -> bool:
    """Whether the sentence's article names the entity."""
    return names(f"{sentence.article.title} {sentence.article.abstract}", sentence.article_curies, mention)


def names(text: str, linked: AbstractSet[str], mention: Mention) -> bool:
    """Whether a text names the entity: by a link, or by all the words that the question has for it."""
    return mention.entity.curie in linked or set(text_terms(mention.text)) <= set(text_terms(text))
