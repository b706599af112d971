"""How much of a question a text speaks of: its concepts, weighted by their rarity."""

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import log

from corpuscle.kg import Mention
from corpuscle.retrieval.analyser import query_terms, text_terms

_PLAIN_WORD_WEIGHT = 0.6
"""Of a word that names no entity, against one that does: askers word the rest of a question as they like."""


@dataclass(frozen=True, slots=True)
class Concept:
    """An entity that the question names, or one of its other words."""

    terms: frozenset[str]
    """Index terms."""
    weight: float
    """Sum of the terms' inverse document frequencies, less for a plain word."""
    curie: str = ""
    """The entity's, or ""."""


def question_concepts(
    question: str, mentions: Sequence[Mention], document_frequency: Callable[[str], int], articles: int
) -> tuple[Concept, ...]:
    """The concepts of a question; each index term belongs to one of them.

    The inverse document frequency is BM25's in Lucene's form, ln(1 + (N - df + .5) / (df + .5)).
    """
    open_terms = {term: _idf(document_frequency(term), articles) for term in query_terms(question)}
    concepts: list[Concept] = []
    for mention in mentions:
        terms = frozenset(text_terms(mention.text)).intersection(open_terms)
        if terms:
            concepts.append(Concept(terms, sum(open_terms.pop(term) for term in terms), mention.entity.curie))
    return (*concepts, *(Concept(frozenset({term}), _PLAIN_WORD_WEIGHT * idf) for term, idf in open_terms.items()))


def covered(concepts: Iterable[Concept], terms: AbstractSet[str], curies: AbstractSet[str]) -> float:
    """Share of the concepts' weight that a text with these index terms and entities speaks of, 0 to 1; 0 without concepts.

    An entity counts whole where the text names it by whatever name, and otherwise by the share of its terms.
    """
    total = found = 0.0
    for concept in concepts:
        total += concept.weight
        if concept.curie and concept.curie in curies:
            found += concept.weight
        else:
            found += concept.weight * len(concept.terms & terms) / len(concept.terms)
    return found / total if total else 0.0


def _idf(document_frequency: int, articles: int) -> float:
    return log(1 + (articles - document_frequency + 0.5) / (document_frequency + 0.5))
