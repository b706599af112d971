"""Pseudo-relevance feedback: terms of the best articles, for a second search by BM25 where there are no vectors."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from math import log

FEEDBACK_ARTICLES = 5
FEEDBACK_TERMS = 10
ORIGINAL_SHARE = 0.7
"""Weight of the question's own terms; the rest is the articles'."""
_LEAST_ARTICLES = 2
_COMMON = 0.1


def feedback_weights(
    asked: Mapping[str, float], articles: Sequence[Sequence[str]], document_frequency: Callable[[str], int], total: int
) -> dict[str, float]:
    """The factors of the question's terms, raised, and those of terms that the best articles, given by their terms, have in common.

    RM3 (Abdul-Jaleel et al., TREC 2004), each article weighing the same, with the terms chosen and weighted by IDF as well: a term counts
    where two of the articles have it and at most a tenth of all `total`.
    """
    shares = Counter[str]()
    shared = Counter[str]()
    for terms in articles:
        for term, count in Counter(terms).items():
            shares[term] += count / len(terms)  # pyright: ignore[reportArgumentType] - a Counter adds up fractions too
            shared[term] += 1
    frequencies = {term: document_frequency(term) for term, count in shared.items() if count >= _LEAST_ARTICLES}
    scores = {term: shares[term] * log(1 + total / df) for term, df in frequencies.items() if 0 < df <= max(1, _COMMON * total)}
    best = sorted(scores, key=lambda term: (-scores[term], term))[:FEEDBACK_TERMS]
    weights = dict(asked)
    if best:
        scale = sum(asked.values()) * (1 - ORIGINAL_SHARE) / ORIGINAL_SHARE / sum(scores[term] for term in best)
        for term in best:
            weights[term] = weights.get(term, 0.0) + scale * scores[term]
    return weights
