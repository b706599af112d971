"""Passages: spans of an article's title or abstract, by character offsets, and how they are chosen for a query."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from corpuscle.retrieval.analyser import query_terms, text_terms
from corpuscle.retrieval.articles import Article, SectionName
from corpuscle.retrieval.hits import Hit
from corpuscle.retrieval.sentences import article_sentences

_K1 = 1.2
_B = 0.75
_TITLE_WEIGHT = 0.3
"""What a sentence gains from the query terms that only its article's title has."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of one section of an article: `article.section(section)[begin:end] == text` (end exclusive)."""

    article_id: str
    section: SectionName
    begin: int
    end: int
    text: str
    score: float = 0.0
    """Relevance to the query it was selected for (higher is better); 0 where none was given."""


def verbatim(passage: Passage, article: Article) -> bool:
    """Whether the passage's text stands at its offsets in the article."""
    section = article.section(passage.section)
    inside = 0 <= passage.begin < passage.end <= len(section)  # a slice would accept negative offsets, and ends behind the end
    return article.id == passage.article_id and inside and section[passage.begin : passage.end] == passage.text


def select_passages(query: str, hits: Sequence[Hit], limit: int) -> list[Passage]:
    """The best `limit` sentences of the hits' titles and abstracts that share a term with the query, best first.

    The score is BM25 (k1 = 1.2, b = .75) with each sentence as a document and the hits' sentences as the collection, plus .3 of the
    inverse document frequency of query terms that stand only in the article's title. Raises QueryError.
    """
    wanted = query_terms(query)
    candidates = [(passage, Counter(text_terms(passage.text)), title) for hit in hits for passage, title in _sentences(hit.article)]
    if not candidates:
        return []
    average = sum(terms.total() for _, terms, _ in candidates) / len(candidates)
    frequency = Counter(term for _, terms, _ in candidates for term in wanted if term in terms)
    idf = {term: log(1 + (len(candidates) - frequency[term] + 0.5) / (frequency[term] + 0.5)) for term in wanted}
    scored: list[Passage] = []
    for passage, terms, title in candidates:
        shared = [term for term in wanted if term in terms]
        if shared:
            length = _K1 * (1 - _B + _B * terms.total() / average)
            score = sum(idf[term] * terms[term] * (_K1 + 1) / (terms[term] + length) for term in shared)
            score += _TITLE_WEIGHT * sum(idf[term] for term in wanted if term in title and term not in terms)
            scored.append(Passage(passage.article_id, passage.section, passage.begin, passage.end, passage.text, score))
    return sorted(scored, key=lambda p: (-p.score, p.article_id, p.section, p.begin))[:limit]


def _sentences(article: Article) -> list[tuple[Passage, frozenset[str]]]:
    """Each sentence with the terms of its article's title."""
    title = frozenset(text_terms(article.title))
    return [
        (Passage(article.id, section, begin, end, article.section(section)[begin:end]), title)
        for section, (begin, end) in article_sentences(article)
    ]
