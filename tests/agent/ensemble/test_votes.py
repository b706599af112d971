"""Votes of several models, with the arithmetic beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.agent.answers import ExactAnswer, QuestionType
from corpuscle.agent.ensemble.votes import agrees, joined_confidence, joined_exact
from corpuscle.agent.model import Draft


def _said(*exact: ExactAnswer) -> list[Draft]:
    return [Draft(one, ()) for one in exact]


def test_majority_decides_yes_and_no_and_options() -> None:
    assert joined_exact(QuestionType.YESNO, _said("no", "yes", "yes")) == "yes"
    assert joined_exact(QuestionType.CHOICE, _said("C", "A", "B", "A")) == "A"


def test_of_equal_votes_the_surer_wins_and_then_the_first() -> None:
    surer = [Draft("no", (), confidence=0.6), Draft("yes", (), confidence=0.9)]
    assert joined_exact(QuestionType.YESNO, surer) == "yes"
    assert joined_exact(QuestionType.YESNO, _said("no", "yes")) == "no"


def test_candidates_are_joined_by_their_reciprocal_ranks() -> None:
    drafts = _said(("itch", "fever"), ("fever", "rash"), ("Rash", "itch"))
    # itch 1/1 + 1/2, fever 1/2 + 1/1, rash 1/2 + 1/1: all 3/2, so the order in which they were said
    assert joined_exact(QuestionType.FACTOID, drafts) == ("itch", "fever", "rash")
    drafts = _said(("itch", "fever"), ("fever",), ("Fever.", "itch"))  # fever 1/2 + 1 + 1, itch 1 + 1/2
    assert joined_exact(QuestionType.FACTOID, drafts) == ("fever", "itch")


def test_factoid_has_at_most_five_candidates_and_a_list_all() -> None:
    drafts = _said(("a", "b", "c", "d"), ("e", "f", "g"))
    assert len(joined_exact(QuestionType.FACTOID, drafts) or ()) == 5
    assert joined_exact(QuestionType.LIST, drafts) == ("a", "e", "b", "f", "c", "g", "d")  # 1, 1, 1/2, 1/2, 1/3, 1/3, 1/4


def test_summary_has_no_exact_answer() -> None:
    assert joined_exact(QuestionType.SUMMARY, _said(None, None)) is None
    assert joined_confidence(_said(None), None) is None


def test_confidence_is_the_mean_over_all_that_answered() -> None:
    drafts = [Draft("yes", (), confidence=0.9), Draft("no", (), confidence=0.7), Draft("yes", ())]
    assert joined_confidence(drafts, "yes") == pytest.approx((0.9 + (1 - 0.7) + 1.0) / 3)


def test_draft_agrees_that_names_the_first_name_too() -> None:
    assert agrees(Draft(("fever", "itch"), ()), ("Itch", "rash"))
    assert not agrees(Draft(("fever",), ()), ("itch",))


@given(st.lists(st.lists(st.sampled_from("abcdef"), max_size=5).map(tuple), min_size=1, max_size=6))
def test_union_has_every_name_once(said: list[tuple[str, ...]]) -> None:
    joined = joined_exact(QuestionType.LIST, _said(*said))
    assert isinstance(joined, tuple)
    assert sorted(joined) == sorted({name for names in said for name in names})
