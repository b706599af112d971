"""Reading: the sentences of the retrieved articles, linked to the graph and scored for the question."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from math import log

from corpuscle.agent.evidence import ReadSentence
from corpuscle.kg.evidence_sentences import EvidenceSentence, link_sentences
from corpuscle.kg.linker import Linker
from corpuscle.retrieval.analyser import query_terms, text_terms
from corpuscle.retrieval.articles import Article, SectionName
from corpuscle.retrieval.encoder import Encoder
from corpuscle.retrieval.hits import Hit
from corpuscle.retrieval.passages import Passage
from corpuscle.retrieval.sentences import split_sentences

SENTENCES_ENCODED = 48
"""Sentences that the encoder reads, the lexically best ones; about 2 ms each on one core."""
_LEXICAL_WEIGHT = 0.55
_CONTEXT_WEIGHT = 0.15
_SIMILARITY_WEIGHT = 0.30
_CONCLUSION_BONUS = 0.05
_TITLE_PENALTY = 0.10
_SHORTEST_CHARACTERS = 25


def term_weights(question: str, document_frequency: Callable[[str], int], articles: int) -> dict[str, float]:
    """The question's index terms, each with its inverse document frequency ln(1 + (N - df + .5) / (df + .5)) (BM25's, Lucene's form)."""
    frequencies = {term: document_frequency(term) for term in query_terms(question)}
    return {term: log(1 + (articles - df + 0.5) / (df + 0.5)) for term, df in frequencies.items()}


def covered(weights: Mapping[str, float], terms: set[str]) -> float:
    """Share of the weights whose terms are present, 0 to 1; 0 without weights."""
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in terms) / total if total else 0.0


def read_sentences(
    question: str, hits: Sequence[Hit], weights: Mapping[str, float], linker: Linker, encoder: Encoder | None
) -> tuple[ReadSentence, ...]:
    """Every sentence of the hits' titles and abstracts, best first, linked to the graph."""
    sentences = [sentence for hit in hits for sentence in _of_article(hit.article, weights, linker)]
    ranked = sorted(sentences, key=lambda s: -s.score)
    if encoder is not None and ranked:
        near, far = ranked[:SENTENCES_ENCODED], ranked[SENTENCES_ENCODED:]
        vectors = encoder.encode([question, *(sentence.text for sentence in near)])
        cosines = vectors[1:] @ vectors[0]
        ranked = [_scored(replace(s, similarity=float(cosine))) for s, cosine in zip(near, cosines, strict=True)] + far
    return tuple(sorted(ranked, key=lambda s: (-s.score, s.passage.article_id, s.passage.section, s.passage.begin)))


def link_article(article: Article, linker: Linker) -> list[EvidenceSentence]:
    """The sentences of an article's title and abstract with the entities they name."""
    found: list[EvidenceSentence] = []
    for section in _sections(article):
        text = article.section(section)
        spans = [(span.begin, span.end) for span in split_sentences(text)]
        found += link_sentences(linker, article.id, section, text, spans, article.year, article.publication_types)
    return found


def _of_article(article: Article, weights: Mapping[str, float], linker: Linker) -> list[ReadSentence]:
    context = covered(weights, set(text_terms(f"{article.title} {article.abstract}")))
    in_title = set(text_terms(article.title))
    found: list[ReadSentence] = []
    for linked in link_article(article, linker):
        if len(linked.text) < _SHORTEST_CHARACTERS or not re.search(r"[a-z]", linked.text):
            continue
        terms = set(text_terms(linked.text))
        coverage = covered(weights, terms)
        if linked.section == "abstract":
            coverage = 0.7 * coverage + 0.3 * covered(weights, terms | in_title)
        passage = Passage(article.id, linked.section, linked.begin, linked.end, linked.text)
        found.append(_scored(ReadSentence(passage, article, linked, coverage, context, similarity=None, score=0.0)))
    return found


def _sections(article: Article) -> tuple[SectionName, ...]:
    return ("title", "abstract") if article.abstract else ("title",)


def _scored(sentence: ReadSentence) -> ReadSentence:
    similarity = sentence.coverage if sentence.similarity is None else max(0.0, sentence.similarity)
    score = _LEXICAL_WEIGHT * sentence.coverage + _CONTEXT_WEIGHT * sentence.context_coverage + _SIMILARITY_WEIGHT * similarity
    if sentence.passage.section == "title":
        score -= _TITLE_PENALTY
    elif sentence.linked.conclusion:
        score += _CONCLUSION_BONUS
    return replace(sentence, score=score, passage=replace(sentence.passage, score=score))
