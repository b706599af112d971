"""What could answer a factoid or a list."""

from corpuscle.agent.extractive.candidates import entity_candidates
from corpuscle.agent.question import Question
from corpuscle.agent.understand import Understanding, understand
from corpuscle.kg.linker import Linker
from tests.agent.extractive.conftest import ReadAs
from tests.conftest import KELV1


def _understood(text: str, linker: Linker) -> Understanding:
    return understand(Question(text), linker)


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
