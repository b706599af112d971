"""Distractors are those that the collection does not hold itself."""

from corpuscle.evals.retrieval_bench.documents import ArticleList, articles_of, distractors_for
from corpuscle.retrieval.articles import AbstractSection, Article


def test_a_citation_that_the_collection_has_is_no_distractor() -> None:
    collection = [
        Article("PMID:11", "", (AbstractSection("Whatever it says."),)),
        Article("7", "On the Eye."),
        Article("8", "", (AbstractSection("On the ear: a long title that stands before its own text, as in some collections. And on."),)),
    ]
    sample = [
        Article("11", "Another title"),  # the same PMID
        Article("12", "On the eye"),  # the same title
        Article("13", "On the ear: a long title that stands before its own text"),  # the title stands in the text
        Article("7", "On the nose"),  # an id that means something else in the collection
    ]
    assert [(a.id, a.title) for a in distractors_for(collection, sample)] == [("sample-7", "On the nose")]


def test_the_highest_version_of_an_article_counts() -> None:
    source = ArticleList("invented", (Article("1", "first", version=2), Article("1", "older"), Article("2", "other")))
    found = articles_of([source.records(lambda _: None)])
    assert [(a.id, a.title) for a in found] == [("1", "first"), ("2", "other")]
