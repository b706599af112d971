"""Why evidence does not answer."""

from dataclasses import replace

import pytest

from corpuscle.agent.evidence import Evidence
from corpuscle.agent.extractive.answerability import answer_probability, unanswerable
from corpuscle.agent.question import Question
from corpuscle.agent.understand import Understanding, understand
from corpuscle.kg.linker import Linker
from corpuscle.retrieval.filters import Filters
from tests.agent.extractive.conftest import ReadAs, read_sentence


@pytest.fixture
def understanding(linker: Linker) -> Understanding:
    return understand(Question("Does velbrodine shorten Drusel fever?"), linker)


def _reason(understanding: Understanding, evidence: Evidence) -> str:
    return unanswerable(understanding, evidence, lambda _: 1.0)


def test_good_evidence_may_answer(understanding: Understanding, read_as: ReadAs) -> None:
    assert _reason(understanding, read_as(["Velbrodine shortened Drusel fever."], [0.95])) == ""


def test_nothing_found_is_said(understanding: Understanding) -> None:
    assert _reason(understanding, Evidence((), ())) == "No article of the index matches the question."


def test_filters_are_blamed_where_there_are_some(understanding: Understanding) -> None:
    narrowed = replace(understanding, filters=Filters(year_from=1950))
    assert "within the filters" in _reason(narrowed, Evidence((), ()))
    assert "within the filters" not in _reason(replace(understanding, filters=Filters(include_retracted=True)), Evidence((), ()))


def test_articles_without_sentences_are_said(understanding: Understanding, read_as: ReadAs) -> None:
    found = replace(read_as(["Velbrodine shortened Drusel fever."]), sentences=())
    assert "no sentence" in _reason(understanding, found)


def test_unknown_words_are_named_where_the_evidence_is_weak(understanding: Understanding, read_as: ReadAs) -> None:
    weak = replace(read_as(["Velbrodine shortened Drusel fever."], [0.3]), unknown_terms=("zorblax", "quux"))
    assert "“zorblax” and “quux”" in _reason(understanding, weak)


def test_weak_evidence_is_no_answer(understanding: Understanding, read_as: ReadAs) -> None:
    assert _reason(understanding, read_as(["Earthworms prefer loam."], [0.1])) != ""


def test_what_no_article_brings_together_is_named(understanding: Understanding, read_as: ReadAs) -> None:
    reason = _reason(understanding, read_as(["Torvaxin shortened Kelvane syndrome."], [0.95]))
    assert "velbrodine" in reason
    assert "Drusel fever" in reason


def test_probability_grows_with_coverage_and_similarity() -> None:
    weak, strong = read_sentence("Loam is soil.", score=0.2), read_sentence("Loam is soil.", score=0.9)
    assert 0 < answer_probability(weak) < answer_probability(strong) < 1
