"""What the fields of an article say of it."""

import pytest

from corpuscle.retrieval.articles import ANSWERING_KIND, CONCERN_KIND, ERRATUM_KINDS, RETRACTED_KINDS, Article, CorrectionLink


@pytest.mark.parametrize(
    ("kind", "retracted"),
    [
        ("RetractionIn", True),
        ("RetractedandRepublishedIn", True),
        ("RetractionOf", False),
        ("RetractedandRepublishedFrom", False),
        ("ErratumIn", False),
        ("ExpressionOfConcernIn", False),
    ],
)
def test_an_article_that_a_notice_withdraws_is_retracted(kind: str, retracted: bool) -> None:
    assert Article("1", "Title", corrections=(CorrectionLink(kind, "2"),)).retracted is retracted


def test_a_notice_is_never_retracted_itself() -> None:
    notice = Article(
        "1",
        "Retraction: On mice",
        publication_types=("Retraction of Publication",),
        corrections=(CorrectionLink("RetractionIn", "1"), CorrectionLink("RetractionOf", "8")),
    )
    assert not notice.retracted
    assert [c.pmid for c in notice.notice_for] == ["8"]


def test_a_retracted_type_counts_without_a_link() -> None:
    assert Article("1", "Title", publication_types=("Retracted Publication",)).retracted


def test_corrections_are_told_apart() -> None:
    links = tuple(CorrectionLink(kind, pmid) for kind, pmid in (("ErratumIn", "2"), ("ExpressionOfConcernIn", "3"), ("ErratumFor", "4")))
    article = Article("1", "Title", corrections=links)
    assert [c.pmid for c in article.errata] == ["2"]
    assert article.concern
    assert [c.pmid for c in article.notice_for] == ["4"]
    assert not Article("1", "Title", corrections=(CorrectionLink("ExpressionOfConcernFor", "2"),)).concern


def test_every_notice_has_its_answer() -> None:
    answers = set(ANSWERING_KIND.values())
    assert answers == RETRACTED_KINDS | ERRATUM_KINDS | {CONCERN_KIND}
