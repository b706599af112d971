"""What was published about an article after it."""

import pytest

from corpuscle.retrieval.articles import ANSWERING_KIND, Article, CorrectionLink
from corpuscle.ui.corrections import Correction, corrections_of


def test_the_gravest_comes_first() -> None:
    links = tuple(
        CorrectionLink(kind, pmid, "J 1") for kind, pmid in (("ErratumIn", "2"), ("ExpressionOfConcernIn", "3"), ("RetractionIn", "4"))
    )
    assert corrections_of(Article("1", "T", corrections=links)) == (
        Correction("retracted", "4", "J 1", severe=True),
        Correction("expression of concern", "3", "J 1", severe=True),
        Correction("corrected", "2", "J 1"),
    )


def test_a_retraction_told_by_the_type_alone_is_shown() -> None:
    assert corrections_of(Article("1", "T", publication_types=("Retracted Publication",))) == (
        Correction("retracted", "", "", severe=True),
    )


def test_a_notice_says_what_it_is_about_and_is_not_retracted() -> None:
    links = (CorrectionLink("RetractionOf", "8"), CorrectionLink("RetractionIn", "1"))
    assert corrections_of(Article("1", "T", corrections=links)) == (Correction("retracts", "8", ""),)


@pytest.mark.parametrize("kind", [*ANSWERING_KIND, *ANSWERING_KIND.values()])
def test_every_kind_has_words(kind: str) -> None:
    assert len(corrections_of(Article("1", "T", corrections=(CorrectionLink(kind, "2"),)))) == 1


def test_comments_are_no_corrections() -> None:
    assert corrections_of(Article("1", "T", corrections=(CorrectionLink("CommentIn", "2"),))) == ()
