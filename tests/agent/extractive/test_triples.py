"""Candidate triples from the question's entities."""

import pytest

from corpuscle.agent.extractive.orientation import oriented
from corpuscle.agent.extractive.triples import MOST_TRIPLES, candidate_triples, further_triples
from corpuscle.agent.question import checked_question
from corpuscle.agent.revision import said
from corpuscle.agent.understand import understand
from corpuscle.kg import Entity, Triple
from corpuscle.kg.linker import Linker
from corpuscle.kg.predicates import PREDICATES
from tests.agent.conftest import Read

VELBRODINE = Entity("TEST:1", "Velbrodine", "SmallMolecule")
FEVER = Entity("TEST:11", "Drusel fever", "Disease")


@pytest.mark.parametrize(
    ("a", "predicate", "b"), [(VELBRODINE, "treats", FEVER), (FEVER, "treated by", VELBRODINE), (FEVER, "treats", VELBRODINE)]
)
def test_treatment_runs_from_drug_to_disease(a: Entity, predicate: str, b: Entity) -> None:
    triple = oriented(a, PREDICATES[predicate], b)
    assert triple is not None
    assert (triple.subject, triple.predicate, triple.object) == ("Velbrodine", "treats", "Drusel fever")
    assert (triple.subject_entity, triple.object_entity) == (VELBRODINE, FEVER)


def test_predicate_that_cannot_hold_between_two_kinds_makes_no_triple() -> None:
    assert oriented(Entity("TEST:31", "Borrelisk virus", "OrganismTaxon"), PREDICATES["treats"], FEVER) is None


def _triples(text: str, read: Read, linker: Linker, options: tuple[str, ...] = ()) -> tuple[Triple, ...]:
    understanding = understand(checked_question(text, options=options), linker)
    evidence = read(understanding)
    return candidate_triples(understanding, evidence, linker, lambda _: 1.0)


def _said(triples: tuple[Triple, ...]) -> list[tuple[str, str, str]]:
    return [(t.subject, t.predicate, t.object) for t in triples]


def test_yes_no_question_claims_its_own_triple(read: Read, linker: Linker) -> None:
    assert _said(_triples("Does velbrodine treat Drusel fever?", read, linker)) == [("Velbrodine", "treats", "Drusel fever")]


def test_passive_question_is_turned(read: Read, linker: Linker) -> None:
    assert _said(_triples("Is nocturnal itch caused by torvaxin?", read, linker)) == [("Torvaxin", "causes", "Nocturnal itch")]


def test_each_option_is_claimed_even_if_it_cannot_be_linked(read: Read, linker: Linker) -> None:
    found = _triples("Which of these treats Drusel fever?", read, linker, ("velbrodine", "brass polish"))
    assert ("Velbrodine", "treats", "Drusel fever") in _said(found)
    assert ("brass polish", "treats", "Drusel fever") in _said(found)
    assert next(t for t in found if t.subject == "brass polish").subject_entity is None


def test_question_without_entities_claims_nothing(read: Read, linker: Linker) -> None:
    assert _triples("Do earthworms prefer loam?", read, linker) == ()


def test_claims_are_few_and_each_made_once(read: Read, linker: Linker) -> None:
    found = _triples("List the features of Kelvane syndrome, Drusel fever, dizziness, hair loss and nocturnal itch.", read, linker)
    assert len(found) <= MOST_TRIPLES
    assert len(set(_said(found))) == len(found)


@pytest.mark.parametrize(
    ("subject", "predicate", "object", "turned"),
    [
        (Entity("X:1", "KELV1", "Gene"), "targets", VELBRODINE, True),
        (VELBRODINE, "targets", Entity("X:1", "KELV1", "Gene"), False),
        (Entity("X:2", "brain", "AnatomicalEntity"), "expressed in", Entity("X:1", "KELV1", "Gene"), True),
        (Entity("X:3", "itch", "PhenotypicFeature"), "has phenotype", FEVER, True),
        (FEVER, "has phenotype", Entity("X:3", "itch", "PhenotypicFeature"), False),
    ],
)
def test_triple_runs_the_way_its_ends_allow(subject: Entity, predicate: str, object: Entity, turned: bool) -> None:
    triple = oriented(subject, PREDICATES[predicate], object)
    assert triple is not None
    assert (triple.subject_entity, triple.object_entity) == ((object, subject) if turned else (subject, object))


def test_further_triples_are_not_those_stated(read: Read, linker: Linker) -> None:
    understanding = understand(checked_question("List the side effects of torvaxin."), linker)
    evidence = read(understanding)
    first = candidate_triples(understanding, evidence, linker, lambda _: 1.0)
    others = list(further_triples(understanding, evidence, lambda _: 1.0, first[:1]))
    assert first
    assert said(first[0]) not in {said(triple) for triple in others}
    assert [said(t) for t in first[1:]] == [said(t) for t in others][: len(first) - 1]
