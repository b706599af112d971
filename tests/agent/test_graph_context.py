"""Facts of the graph around a question."""

import pytest

from corpuscle.agent import Agent
from corpuscle.agent.graph_context import fact_tokens, graph_context, neighbourhood, option_paths
from corpuscle.agent.graph_fact import GraphFact
from corpuscle.agent.question import checked_question
from corpuscle.agent.understand import Understanding, understand
from corpuscle.kg.linker import Linker
from corpuscle.kg.store import GraphStore
from tests.conftest import DRUSEL, ITCH, TORVAXIN, VELBRODINE


def _understood(text: str, linker: Linker, options: tuple[str, ...] = ()) -> Understanding:
    return understand(checked_question(text, options=options), linker)


def _facts(text: str, linker: Linker, store: GraphStore, tokens: int = 400, options: tuple[str, ...] = ()) -> tuple[GraphFact, ...]:
    return graph_context(_understood(text, linker, options), store, linker, None, tokens)


def test_fact_comes_with_its_provenance(linker: Linker, store: GraphStore) -> None:
    (fact,) = _facts("Does velbrodine treat Drusel fever?", linker, store)
    assert fact.text == "Velbrodine treats Drusel fever"
    assert fact.curies == (VELBRODINE, DRUSEL)
    assert (fact.source, fact.licence != "", fact.pmids != ()) == ("invented", True, True)
    assert 0.0 < fact.score <= 1.0


def test_fact_that_the_question_asks_for_is_more_relevant(linker: Linker, store: GraphStore) -> None:
    (asked,) = _facts("What does torvaxin cause?", linker, store)
    (beside,) = _facts("Torvaxin in gardeners with nocturnal itch", linker, store)
    assert asked.curies == beside.curies == (TORVAXIN, ITCH)
    lone = _facts("What became of torvaxin in gardeners of the north and the south?", linker, store)
    assert all(fact.relevance < min(asked.relevance, beside.relevance) for fact in lone)


def test_facts_join_the_options_too(linker: Linker, store: GraphStore) -> None:
    (fact,) = _facts("Which of these treats Drusel fever?", linker, store, options=("velbrodine", "torvaxin"))
    assert fact.curies == (VELBRODINE, DRUSEL)


@pytest.mark.parametrize("text", ["Do earthworms prefer loam?", "What is mirellan?"])
def test_nothing_named_or_nothing_known_is_no_fact(text: str, linker: Linker, store: GraphStore) -> None:
    assert _facts(text, linker, store) == ()


def test_budget_is_kept(linker: Linker, store: GraphStore) -> None:
    (fact,) = _facts("Does velbrodine treat Drusel fever?", linker, store)
    tokens = fact_tokens(fact)
    assert _facts("Does velbrodine treat Drusel fever?", linker, store, tokens) == (fact,)
    assert _facts("Does velbrodine treat Drusel fever?", linker, store, tokens - 1) == ()
    assert _facts("Does velbrodine treat Drusel fever?", linker, store, 0) == ()


def test_tokens_are_words_and_marks() -> None:
    fact = GraphFact("IL-6", "causes", "fever", False, "hpo", "x", ("12", "13", "14"), 0.9, 1.0, ("A:1", "A:2"))
    assert fact_tokens(fact) == 5 + 5  # IL - 6 causes fever; ( hpo 12 13 ): two publications are shown


def test_denied_fact_says_not() -> None:
    assert GraphFact("a", "has phenotype", "b", True, "hpo", "", (), 0.9, 1.0, ("A:1", "A:2")).text == "a not has phenotype b"


def test_answer_s_record_shows_the_facts(agent: Agent) -> None:
    answer = agent.ask("Does velbrodine treat Drusel fever?")
    assert [fact.text for fact in answer.facts] == ["Velbrodine treats Drusel fever"]
    assert all(statement.citations for statement in answer.statements)  # facts took no quotation's place


def test_paths_are_told_for_each_option(linker: Linker, store: GraphStore) -> None:
    told = option_paths(_understood("Which of these treats Drusel fever?", linker, ("velbrodine", "brass polish")), store, linker)
    assert told[0] > 0
    assert told[1:] == (0,)
    assert option_paths(_understood("Does velbrodine treat Drusel fever?", linker), store, linker) == ()


def test_neighbourhood_has_every_fact_at_the_question_s_entities_once(linker: Linker, store: GraphStore) -> None:
    understanding = _understood("Does velbrodine treat Drusel fever?", linker)
    facts = neighbourhood(understanding, store)
    assert len({(fact.curies, fact.predicate, fact.source) for fact in facts}) == len(facts) >= 1
    assert set(_facts("Does velbrodine treat Drusel fever?", linker, store)[0].curies) == {VELBRODINE, DRUSEL}
    assert all({VELBRODINE, DRUSEL} & set(fact.curies) for fact in facts)
