"""Shares of a question, reckoned by hand."""

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.agent.coverage import Concept, covered, question_concepts
from corpuscle.kg import Entity, Mention

FEVER = Concept(frozenset({"drusel", "fever"}), 6.0, "TEST:11")
HEAL = Concept(frozenset({"heal"}), 2.0)
SPRING = Concept(frozenset({"spring"}), 2.0)


def test_share_is_the_weight_of_what_is_named() -> None:
    assert covered((FEVER, HEAL, SPRING), {"heal"}, set()) == 2 / (6 + 2 + 2)
    assert covered((FEVER, HEAL, SPRING), {"heal", "drusel", "fever"}, set()) == (2 + 6) / 10


def test_entity_counts_whole_by_any_name_and_else_by_its_terms() -> None:
    assert covered((FEVER, HEAL), {"gardener", "ague"}, {"TEST:11"}) == 6 / 8
    assert covered((FEVER, HEAL), {"fever"}, set()) == (6 * 1 / 2) / 8


def test_word_is_not_named_by_an_entity() -> None:
    assert covered((HEAL,), set(), {""}) == 0


def test_nothing_asked_is_not_covered() -> None:
    assert covered((), {"heal"}, {"TEST:11"}) == 0


def test_concepts_weigh_as_rare_as_their_terms() -> None:
    mention = Mention("Drusel fever", 16, 28, Entity("TEST:11", "Drusel fever", "Disease"), 0.9)
    frequency = {"heal": 9, "drusel": 1, "fever": 3}
    concepts = question_concepts("What heals Drusel fever?", [mention], lambda term: frequency[term], 10)
    drusel, fever, heal = (log(1 + (10 - df + 0.5) / (df + 0.5)) for df in (1, 3, 9))
    by_terms = {frozenset(concept.terms): concept for concept in concepts}
    assert by_terms.keys() == {frozenset({"drusel", "fever"}), frozenset({"heal"})}
    named = by_terms[frozenset({"drusel", "fever"})]
    assert (named.curie, named.weight) == ("TEST:11", pytest.approx(drusel + fever))
    plain = by_terms[frozenset({"heal"})]
    assert plain.curie == ""
    assert plain.weight < heal


def test_each_term_belongs_to_one_concept() -> None:
    entity = Entity("TEST:11", "Drusel fever", "Disease")
    twice = [Mention("Drusel fever", 5, 17, entity, 0.9), Mention("fever", 22, 27, Entity("TEST:12", "Fever", "Disease"), 0.9)]
    concepts = question_concepts("Does Drusel fever cause fever?", twice, lambda _: 1, 10)
    terms = [term for concept in concepts for term in concept.terms]
    assert len(terms) == len(set(terms))


TERMS = st.frozensets(st.sampled_from("abcdefgh"), min_size=1, max_size=4)
CONCEPTS = st.lists(st.builds(Concept, TERMS, st.floats(0.01, 20), st.sampled_from(["", "T:1", "T:2"])), max_size=6)


@given(CONCEPTS, st.sets(st.sampled_from("abcdefgh")), st.sets(st.sampled_from("abcdefgh")), st.sets(st.sampled_from(["T:1", "T:2"])))
def test_share_lies_between_none_and_all_and_grows_with_the_text(
    concepts: list[Concept], terms: set[str], more: set[str], curies: set[str]
) -> None:
    share = covered(concepts, terms, curies)
    assert 0 <= share <= 1 + 1e-9
    assert covered(concepts, terms | more, curies) >= share - 1e-9
    assert covered(concepts, terms, {"T:1", "T:2"}) >= share - 1e-9
