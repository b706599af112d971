"""Whether the sentences that were read answer the question at all; the built-in model says so when they do not."""

from dataclasses import replace
from math import exp

from corpuscle.agent.answers import QuestionType
from corpuscle.agent.evidence import Evidence, ReadSentence
from corpuscle.agent.extractive.aboutness import SPECIFIC_RARITY, article_names, specific_mentions
from corpuscle.agent.extractive.rarity import Rarity
from corpuscle.agent.understand import Understanding
from corpuscle.retrieval.filters import said_condition

LEAST_PROBABILITY = 0.12
LEAST_FOR_YESNO = 0.4
"""Higher, because articles that are merely near always seem to say yes (docs/decisions/004)."""
LEAST_FOR_CHOICE = 0.3
"""Higher too, because merely near articles always have the words of one of the options; set by hand between the two."""
_LEAST = {QuestionType.YESNO: LEAST_FOR_YESNO, QuestionType.CHOICE: LEAST_FOR_CHOICE}
_LEAST_WITH_UNKNOWN_WORDS = 0.5
_SENTENCES_WEIGHED = 10


def unanswerable(understanding: Understanding, evidence: Evidence, rarity: Rarity) -> str:
    """Why the evidence does not answer the question, or "" where it may."""
    within = _within(understanding)
    if not evidence.hits:
        return f"No article of the index matches the question{within}."
    if not evidence.sentences:
        return "The articles found have no sentence that could be quoted."
    best = evidence.sentences[:_SENTENCES_WEIGHED]
    probability = max(answer_probability(sentence) for sentence in best)
    if evidence.unknown_terms and probability < _LEAST_WITH_UNKNOWN_WORDS:
        return f"No article of the index mentions {_quoted(evidence.unknown_terms)}."
    specific = specific_mentions(understanding, rarity, SPECIFIC_RARITY)
    missing = min(([m for m in specific if not article_names(sentence, m)] for sentence in evidence.sentences), key=len)
    if missing and len(specific) == 1:
        return f"No article found{within} speaks of {missing[0].text}."
    if missing:
        return f"No article found{within} speaks of {_joined([m.text for m in specific])} together."
    if probability < _LEAST.get(understanding.type, LEAST_PROBABILITY):
        return f"The articles found{within} do not speak of what the question asks."
    return ""


def answer_probability(sentence: ReadSentence) -> float:
    """Probability that the sentence's article answers the question, 0 to 1.

    A logistic regression of the article's coverage of the question and the sentence's cosine to it, fitted on dev questions of PubMedQA and
    BioASQ 11b asked of an index with and of one without their articles (docs/decisions/004).
    """
    similarity = sentence.coverage if sentence.similarity is None else sentence.similarity
    return 1 / (1 + exp(9.19 - 6.96 * sentence.context_coverage - 5.63 * similarity))


def _within(understanding: Understanding) -> str:
    narrowed = said_condition(replace(understanding.filters, include_retracted=True)) is not None
    return " within the filters" if narrowed else ""


def _quoted(terms: tuple[str, ...]) -> str:
    return _joined([f"“{term}”" for term in terms])


def _joined(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
