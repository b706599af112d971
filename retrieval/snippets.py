"""Snippets: the sentences of found articles that speak of a question, in BioASQ's offsets."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from corpuscle.retrieval.analyser import query_terms, text_terms
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.encoder import Encoder
from corpuscle.retrieval.fusion import standardise
from corpuscle.retrieval.passages import Passage
from corpuscle.retrieval.sentences import article_sentences

SNIPPETS = 10
"""As many as BioASQ takes for a question."""
SENTENCES_ENCODED = 48
"""Sentences whose vectors are made, the lexically best ones; about 2 ms each on one core."""

# Chosen on 71 BioASQ questions of the development side, in two halves that agreed (official snippet F1 over BM25's ten best articles).
_COVERAGE_WEIGHT = 0.4
_ARTICLE_WEIGHT = 0.3
_SIMILARITY_WEIGHT = 0.08
_MARGIN = 0.35
"""Sentences that score this much below the best one are left out: fewer characters, nearly all of the right ones."""
_SHORTEST_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class _Sentence:
    passage: Passage
    lexical: float


def best_snippets(
    query: str,
    articles: Sequence[Article],
    document_frequency: Callable[[str], int],
    collection_size: int,
    encoder: Encoder | None = None,
    limit: int = SNIPPETS,
) -> tuple[Passage, ...]:
    """The at most `limit` sentences of the articles' titles and abstracts that fit the query, best first, each with its score.

    A sentence scores by the share of the query's terms it holds, weighted by rarity (`document_frequency` in a collection of
    `collection_size` articles, BM25's idf), by the share its whole article holds, and by its cosine with the query where there is an encoder.
    Offsets count characters of the title, or of the abstract with its section labels, end exclusive: BioASQ's own.
    Raises QueryError for an empty or too long query.
    """
    rarity = _rarity(query_terms(query), document_frequency, collection_size)
    sentences = [sentence for article in articles for sentence in _sentences(article, rarity)]
    sentences.sort(key=lambda s: -s.lexical)
    sentences = sentences[:SENTENCES_ENCODED]
    if not sentences:
        return ()
    scores = np.array([s.lexical for s in sentences])
    if encoder is not None:
        vectors = encoder.encode_passages([s.passage.text for s in sentences])
        scores += _SIMILARITY_WEIGHT * standardise((vectors @ encoder.encode_queries([query])[0]).astype(np.float64))
    order: list[int] = np.argsort(-scores, kind="stable")[:limit].tolist()
    best = [i for i in order if scores[i] >= scores.max() - _MARGIN]
    return tuple(replace(sentences[i].passage, score=float(scores[i])) for i in best)


def _rarity(terms: Sequence[str], document_frequency: Callable[[str], int], collection_size: int) -> dict[str, float]:
    """Each term's share of the query: its BM25 idf, all together 1."""
    frequencies = {term: document_frequency(term) for term in terms}
    idf = {term: math.log(1 + (collection_size - f + 0.5) / (f + 0.5)) for term, f in frequencies.items()}
    total = sum(idf.values()) or 1.0
    return {term: value / total for term, value in idf.items()}


def _sentences(article: Article, rarity: dict[str, float]) -> list[_Sentence]:
    in_article = _share(f"{article.title} {article.abstract}", rarity)
    found: list[_Sentence] = []
    for section, (begin, end) in article_sentences(article):
        text = article.section(section)[begin:end]
        if len(text) >= _SHORTEST_CHARACTERS and re.search(r"[a-z]", text):
            lexical = _COVERAGE_WEIGHT * _share(text, rarity) + _ARTICLE_WEIGHT * in_article
            found.append(_Sentence(Passage(article.id, section, begin, end, text), lexical))
    return found


def _share(text: str, rarity: dict[str, float]) -> float:
    return sum(rarity[term] for term in rarity.keys() & set(text_terms(text)))
