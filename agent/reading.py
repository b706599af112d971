"""Reading: the sentences of the retrieved articles, linked to the graph and scored for the question."""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpuscle.agent.coverage import Concept, covered
from corpuscle.agent.evidence import ReadSentence
from corpuscle.agent.polarity import raises_only
from corpuscle.agent.similarity import similarities
from corpuscle.kg.evidence_sentences import EvidenceSentence, link_sentences
from corpuscle.kg.linker import Linker
from corpuscle.retrieval.analyser import text_terms
from corpuscle.retrieval.articles import RETRACTED_TYPE, Article, SectionName
from corpuscle.retrieval.encoder import Encoder
from corpuscle.retrieval.hits import Hit
from corpuscle.retrieval.passages import Passage
from corpuscle.retrieval.sentences import article_sentences

SENTENCES_ENCODED = 48
"""Sentences that the encoder reads, the lexically best ones; about 2 ms each on one core."""
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
    sentences = [sentence for hit in hits for sentence in _of_article(hit.article, concepts, linker)]
    ranked = sorted(sentences, key=lambda s: -s.score)
    if encoder is not None and ranked:
        near, far = ranked[:most_encoded], ranked[most_encoded:]
        alike = similarities(encoder, question, [sentence.text for sentence in near])
        ranked = [_scored(replace(s, similarity=float(similarity))) for s, similarity in zip(near, alike, strict=True)] + far
    return tuple(sorted(ranked, key=lambda s: (-s.score, s.passage.article_id, s.passage.section, s.passage.begin)))


def link_article(article: Article, linker: Linker) -> list[EvidenceSentence]:
    """The sentences of an article's title and abstract with the entities they name."""
    spans: dict[SectionName, list[tuple[int, int]]] = {}
    for section, span in article_sentences(article):
        spans.setdefault(section, []).append(span)
    return [
        linked
        for section, places in spans.items()
        for linked in link_sentences(linker, article.id, section, article.section(section), places, article.year, _types(article))
    ]


def _types(article: Article) -> tuple[str, ...]:
    """The publication types, with the retraction that may be known by a link alone: the reviewer goes by types."""
    known = not article.retracted or RETRACTED_TYPE in article.publication_types
    return article.publication_types if known else (*article.publication_types, RETRACTED_TYPE)


def _of_article(article: Article, concepts: Sequence[Concept], linker: Linker) -> list[ReadSentence]:
    linked_sentences = link_article(article, linker)
    in_title = set(text_terms(article.title))
    curies = frozenset(mention.entity.curie for linked in linked_sentences for mention in linked.mentions)
    titled = frozenset(mention.entity.curie for linked in linked_sentences if linked.section == "title" for mention in linked.mentions)
    context = covered(concepts, in_title | set(text_terms(article.abstract)), curies)
    found: list[ReadSentence] = []
    for linked in linked_sentences:
        if len(linked.text) < _SHORTEST_CHARACTERS or not re.search(r"[a-z]", linked.text):
            continue
        terms = set(text_terms(linked.text))
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
