"""Passages and their offsets."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from corpuscle.retrieval.passages import Passage, verbatim
from tests.retrieval.conftest import article

ARTICLE = article("1", "Budesonide trial", "Forty patients came. Attacks of asthma fell with treatment.")
BEGIN, END = 21, 59
PASSAGE = Passage("1", "abstract", BEGIN, END, "Attacks of asthma fell with treatment.")


def test_a_quotation_at_its_place_is_verbatim() -> None:
    assert verbatim(PASSAGE, ARTICLE)


def test_a_quotation_of_another_article_or_section_is_not() -> None:
    assert not verbatim(replace(PASSAGE, article_id="2"), ARTICLE)
    assert not verbatim(replace(PASSAGE, section="title"), ARTICLE)


def test_offsets_outside_the_section_are_refused_though_a_slice_would_accept_them() -> None:
    length = len(ARTICLE.abstract)
    assert not verbatim(replace(PASSAGE, begin=BEGIN - length, end=END - length), ARTICLE)
    assert not verbatim(replace(PASSAGE, end=END + 5), ARTICLE)


@given(st.integers(-100, 100), st.integers(-100, 100))
def test_no_other_offsets_hold_the_quotation(begin: int, end: int) -> None:
    assert verbatim(replace(PASSAGE, begin=begin, end=end), ARTICLE) == ((begin, end) == (BEGIN, END))
