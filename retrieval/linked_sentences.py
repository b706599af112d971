"""The sentences of articles with the entities they name, as the reviewer and the reader take them."""

from collections.abc import Sequence

from corpuscle.kg.evidence_sentences import EvidenceSentence, cut_sentences
from corpuscle.kg.linker import Linker
from corpuscle.retrieval.articles import RETRACTED_TYPE, Article, SectionName
from corpuscle.retrieval.sentences import article_sentences

_SECTIONS: tuple[SectionName, ...] = ("title", "abstract")


def linked_sentences(articles: Sequence[Article], linker: Linker) -> list[list[EvidenceSentence]]:
    """The sentences of each article's title and abstract. (Together, texts are linked twice as fast.)"""
    mentions = iter(linker.link_texts([article.section(section) for article in articles for section in _SECTIONS]))
    found: list[list[EvidenceSentence]] = []
    for article in articles:
        spans: dict[SectionName, list[tuple[int, int]]] = {section: [] for section in _SECTIONS}
        for section, span in article_sentences(article):
            spans[section].append(span)
        types = _types(article)
        found.append(
            [
                sentence
                for section in _SECTIONS
                for sentence in cut_sentences(
                    next(mentions), article.id, section, article.section(section), spans[section], article.year, types
                )
            ]
        )
    return found


def _types(article: Article) -> tuple[str, ...]:
    """The publication types, with the retraction that may be known by a link alone: the reviewer goes by types."""
    known = not article.retracted or RETRACTED_TYPE in article.publication_types
    return article.publication_types if known else (*article.publication_types, RETRACTED_TYPE)
