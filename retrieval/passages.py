"""Passages: spans of an article's title or abstract, by character offsets. `agent.reading` chooses them for a question."""

from dataclasses import dataclass

from corpuscle.retrieval.articles import Article, SectionName


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
