"""Terms of documents and of queries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.retrieval.analyser import MAX_QUERY_CHARACTERS, MAX_QUERY_TERMS, query_terms, text_terms
from corpuscle.retrieval.errors import QueryError


@pytest.mark.parametrize("spelling", ["TNF-α", "TNF-alpha", "TNFα", "tnf‑ALPHA", "TNFΑ"])
def test_spellings_of_one_name_share_a_term(spelling: str) -> None:
    assert "tnfalpha" in text_terms(spelling)


def test_hyphenated_words_are_indexed_in_parts_and_in_one_piece() -> None:
    assert text_terms("IL-2–dependent (growth)") == ["il", "2", "depend", "growth", "il2depend"]


def test_inflections_accents_and_case_do_not_matter() -> None:
    assert text_terms("Naïve RECEPTORS binding") == text_terms("naive receptor bind")


def test_numbers_and_units_are_terms() -> None:
    assert text_terms("3.5 mg/kg") == ["3", "5", "mg", "kg"]


def test_question_words_are_left_out_of_queries_only() -> None:
    assert query_terms("What is the role of insulin in obesity?") == ["role", "insulin", "obes"]
    assert text_terms("the role of insulin") == ["the", "role", "of", "insulin"]


def test_a_question_of_question_words_alone_keeps_them() -> None:
    assert query_terms("WHO?") == ["who"]


def test_each_term_comes_once_and_not_more_than_the_limit() -> None:
    assert query_terms("asthma and asthmas") == ["asthma"]
    assert len(query_terms(" ".join(f"gene{i}" for i in range(200)))) == MAX_QUERY_TERMS


@pytest.mark.parametrize("empty", ["", "   ", "?!", "((((((" * 500])
def test_a_query_without_letters_or_digits_is_an_error(empty: str) -> None:
    with pytest.raises(QueryError) as caught:
        query_terms(empty)
    assert caught.value.remedy


def test_a_long_query_is_an_error_that_names_both_lengths() -> None:
    with pytest.raises(QueryError, match=r"100,000 characters; at most 4,000"):
        query_terms("x" * 100_000)
    assert query_terms("x" * MAX_QUERY_CHARACTERS)


@given(st.text(max_size=200))
def test_any_text_gives_terms_in_lower_case(text: str) -> None:
    assert all(term == term.lower() for term in text_terms(text))
