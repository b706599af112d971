import pytest

from corpuscle.kg.cues import CUES
from corpuscle.kg.predicates import PREDICATES, canonical, forward


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("is used for", "treats"),
        ("cures", "treats"),
        ("TREATS", "treats"),
        ("biolink:treats", "treats"),
        ("induces", "causes"),
        ("can lead to", "causes"),
        ("is often treated with", "treated by"),
        ("is due to", "caused by"),
        ("is characterised by", "has phenotype"),
        ("is an inhibitor of", "inhibits"),
        ("biolink:affects", "affects"),
        ("is linked to", "associated with"),
    ],
)
def test_ways_of_saying_a_predicate(said: str, meant: str) -> None:
    found = canonical(said)
    assert found is not None
    assert found.name == meant


@pytest.mark.parametrize("said", ["does not cause", "", "sings about", "not"])
def test_negations_and_unknown_words_are_no_predicate(said: str) -> None:
    assert canonical(said) is None


def test_inverse_is_turned_round_to_a_stored_predicate() -> None:
    treated = PREDICATES["treated by"]
    assert forward(treated) == (PREDICATES["treats"], True)
    assert forward(PREDICATES["treats"]) == (PREDICATES["treats"], False)


def test_table_is_closed() -> None:
    for predicate in PREDICATES.values():
        assert PREDICATES[predicate.inverse].inverse == predicate.name
        assert all(PREDICATES[name].stored for name in (*predicate.opposites, *predicate.implied_by))
        assert forward(predicate)[0].stored
    assert set(CUES) == {name for name, predicate in PREDICATES.items() if predicate.stored}


def test_every_phrase_means_one_predicate() -> None:
    for predicate in PREDICATES.values():
        for phrase in predicate.phrases:
            assert canonical(phrase) == predicate, phrase
