"""Reading: the sentences of the retrieved articles, linked to the graph and scored for the question."""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpuscle.agent.coverage import Concept, covered
from corpuscle.agent.evidence import ReadSentence
from corpuscle.agent.polarity import raises_only
from corpuscle.agent.similarity import similarities
from corpuscle.kg.evidence_sentences import EvidenceSentence
from corpuscle.kg.linker import Linker
from corpuscle.retrieval.analyser import text_terms
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.encoder import Encoder
from corpuscle.retrieval.hits import Hit
from corpuscle.retrieval.linked_sentences import linked_sentences
from corpuscle.retrieval.passages import Passage

SENTENCES_ENCODED = 12
"""Sentences that the encoder reads, the lexically best ones; 2 to 4 ms each on one core. (48 answer no more questions rightly: decision 025.)"""
# Rounded from a logistic regression on sentences read for dev questions of PubMedQA and BioASQ 11b (docs/decisions/004).
_COVERAGE_WEIGHT = 0.20
_CONTEXT_WEIGHT = 0.42
_SIMILARITY_WEIGHT = 0.38
_CONCLUSION_BONUS = 0.10
_OPEN_PENALTY = 0.12
_TITLE_PENALTY = 0.15
_SHORTEST_CHARACTERS = 25


def read_sentences(
    question: str,
    hits: Sequence[Hit],
    concepts: Sequence[Concept],
    linker: Linker,
    encoder: Encoder | None,
    most_encoded: int = SENTENCES_ENCODED,
) -> tuple[ReadSentence, ...]:
    """Every sentence of the hits' titles and abstracts, best first, linked to the graph; the encoder reads the lexically best ones."""
    articles = [hit.article for hit in hits]
    linked = zip(articles, linked_sentences(articles, linker), strict=True)
    sentences = [sentence for article, own in linked for sentence in _of_article(article, own, concepts)]
    ranked = sorted(sentences, key=lambda s: -s.score)
    if encoder is not None and ranked:
        near, far = ranked[:most_encoded], ranked[most_encoded:]
        alike = similarities(encoder, question, [sentence.text for sentence in near])
        ranked = [_scored(replace(s, similarity=float(similarity))) for s, similarity in zip(near, alike, strict=True)] + far
    return tuple(sorted(ranked, key=lambda s: (-s.score, s.passage.article_id, s.passage.section, s.passage.begin)))


def _of_article(article: Article, own: Sequence[EvidenceSentence], concepts: Sequence[Concept]) -> list[ReadSentence]:
    terms_of = [frozenset(text_terms(linked.text)) for linked in own]
    in_title = {term for linked, terms in zip(own, terms_of, strict=True) if linked.section == "title" for term in terms}
    curies = frozenset(mention.entity.curie for linked in own for mention in linked.mentions)
    titled = frozenset(mention.entity.curie for linked in own if linked.section == "title" for mention in linked.mentions)
    context = covered(concepts, frozenset[str]().union(*terms_of), curies)
    found: list[ReadSentence] = []
    for linked, terms in zip(own, terms_of, strict=True):
        if len(linked.text) < _SHORTEST_CHARACTERS or not re.search(r"[a-z]", linked.text):
            continue
        named = {mention.entity.curie for mention in linked.mentions}
        coverage = covered(concepts, terms, named)
        if linked.section == "abstract":
            coverage = 0.7 * coverage + 0.3 * covered(concepts, terms | in_title, named | titled)
        passage = Passage(article.id, linked.section, linked.begin, linked.end, linked.text)
        found.append(_scored(ReadSentence(passage, article, linked, coverage, context, titled, curies, similarity=None, score=0.0)))
    return found


def _scored(sentence: ReadSentence) -> ReadSentence:
    similarity = sentence.coverage if sentence.similarity is None else max(0.0, sentence.similarity)
    score = _COVERAGE_WEIGHT * sentence.coverage + _CONTEXT_WEIGHT * sentence.context_coverage + _SIMILARITY_WEIGHT * similarity
    if sentence.passage.section == "title":
        score -= _TITLE_PENALTY
    if sentence.linked.conclusion:
        score += _CONCLUSION_BONUS
    if raises_only(sentence.text):
        score -= _OPEN_PENALTY
    return replace(sentence, score=score, passage=replace(sentence.passage, score=score))
