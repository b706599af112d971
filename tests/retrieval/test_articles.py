"""What the fields of an article say of it."""

import pytest

from corpuscle.retrieval.articles import Article, CorrectionLink


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
