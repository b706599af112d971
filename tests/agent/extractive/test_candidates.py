"""What could answer a factoid or a list."""

import pytest

from corpuscle.agent.evidence import Evidence
from corpuscle.agent.extractive.candidates import Candidate, entity_candidates, quantity_candidates
from corpuscle.agent.question import Question
from corpuscle.agent.understand import Understanding, understand
from corpuscle.kg.linker import Linker
from tests.agent.extractive.conftest import ReadAs
from tests.conftest import KELV1


def _understood(text: str, linker: Linker) -> Understanding:
    return understand(Question(text), linker)


def _quantities(understanding: Understanding, evidence: Evidence) -> tuple[Candidate, ...]:
    return quantity_candidates(understanding, evidence, lambda _: 0.0)


@pytest.mark.parametrize(
    ("sentence", "quantity"),
    [
        ("The half-life of mirellan was 14 hours in adults.", "14 hours"),
        ("The dose of mirellan was 2.5 mg/kg.", "2.5 mg/kg"),
        ("Mirellan was given for 3-5 days.", "3-5 days"),
        ("Mirellan was found in 1,200 patients.", "1,200 patients"),
        ("Mirellan was absorbed to 98%.", "98%"),
    ],
)
def test_quantities_are_read_with_their_units(linker: Linker, read_as: ReadAs, sentence: str, quantity: str) -> None:
    found = _quantities(_understood("What is the half-life of mirellan?", linker), read_as([sentence]))
    assert [candidate.text for candidate in found] == [quantity]


def test_numbers_within_names_are_no_quantities(linker: Linker, read_as: ReadAs) -> None:
    assert _quantities(_understood("How many?", linker), read_as(["Mutations of KELV1 and IL-6b2 cause it."])) == ()


def test_quantity_near_the_question_s_words_comes_first(linker: Linker, read_as: ReadAs) -> None:
    far = "Seventy gardeners of the northern villages beyond the river, watched for 30 days, were given tea."
    found = _quantities(_understood("What is the half-life of mirellan?", linker), read_as([far, "The half-life of mirellan is 14 hours."]))
    assert [candidate.text for candidate in found] == ["14 hours", "30 days"]


def test_entity_of_the_asked_kind_is_a_candidate(linker: Linker, read_as: ReadAs) -> None:
    understanding = _understood("Which gene is mutated in Kelvane syndrome?", linker)
    evidence = read_as(["Mutations of the KELV1 gene cause Kelvane syndrome, and not torvaxin."])
    (candidate,) = entity_candidates(understanding, evidence, lambda _: 1.0)
    assert candidate.entity is not None
    assert (candidate.text, candidate.entity.curie) == ("KELV1", KELV1)
    assert candidate.sentences == evidence.sentences


def test_what_the_question_names_is_no_answer(linker: Linker, read_as: ReadAs) -> None:
    understanding = _understood("Which drug is better than torvaxin?", linker)
    found = entity_candidates(understanding, read_as(["Torvaxin is worse than mirellan.", "Torvaxin is a drug."]), lambda _: 1.0)
    assert [candidate.text for candidate in found] == ["mirellan"]


def test_rare_names_and_better_sentences_count_more(linker: Linker, read_as: ReadAs) -> None:
    understanding = _understood("Which drug is given?", linker)
    sentences = ["Torvaxin is given.", "Mirellan is given."]
    equal = entity_candidates(understanding, read_as(sentences), lambda name: 0.9 if name == "Mirellan" else 0.5)
    assert [candidate.text for candidate in equal] == ["Mirellan", "Torvaxin"]
    better = entity_candidates(understanding, read_as(sentences, [0.9, 0.6]), lambda _: 1.0)
    assert [candidate.text for candidate in better] == ["Torvaxin", "Mirellan"]


def test_no_sentence_no_candidate(linker: Linker, read_as: ReadAs) -> None:
    understanding = _understood("Which drug is given?", linker)
    assert entity_candidates(understanding, read_as([]), lambda _: 1.0) == ()
    assert _quantities(understanding, read_as([])) == ()
