"""Rounds of further search, in parts and in the agent as a whole."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from corpuscle.agent import Agent
from corpuscle.agent.ablation import Steps
from corpuscle.agent.answers import QuestionType, TokenCount
from corpuscle.agent.errors import ModelError
from corpuscle.agent.events import Event, SearchedAgain, StepStarted
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.model import Draft, DraftStatement
from corpuscle.agent.question import checked_question
from corpuscle.agent.search_again import searched_again
from corpuscle.agent.searches import SearchBudget, Want
from corpuscle.agent.steps import AgentContext
from corpuscle.agent.understand import Understanding, understand
from corpuscle.kg import ReviewedTriple
from corpuscle.kg.linker import Linker
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.search import Retriever
from tests.agent.conftest import Read
from tests.agent.scripted import SilentModel
from tests.conftest import GROWS, GROWS_NOT, HALF_LIFE, SIDE_EFFECTS, SYMPTOMS

QUESTION = "How long is the half-life of mirellan?"


@pytest.fixture
def narrow(read: Read, linker: Linker) -> Callable[[Filters], tuple[Understanding, Evidence]]:
    """The question, with one article read."""

    def make(filters: Filters) -> tuple[Understanding, Evidence]:
        understanding = understand(checked_question(QUESTION, filters=filters), linker)
        found = read(understanding)
        first = found.hits[:1]
        return understanding, replace(found, hits=first, sentences=tuple(s for s in found.sentences if s.article.id == first[0].article.id))

    return make


def test_round_reads_articles_that_name_what_was_wanted(
    narrow: Callable[..., tuple[Understanding, Evidence]], retriever: Retriever, linker: Linker
) -> None:
    understanding, evidence = narrow(Filters())
    want = Want("claim unread", "no article read speaks of it", "torvaxin treats dizziness", (("torvaxin",), ("dizziness",)))
    after, round = searched_again([want], "review", (), understanding, evidence, retriever, linker)
    assert round.round == 1
    assert set(round.found) == {SIDE_EFFECTS, SYMPTOMS}
    assert [hit.article.id for hit in after.hits] == [HALF_LIFE, *round.found]
    assert [hit.rank for hit in after.hits] == [1, 2, 3]
    assert {s.article.id for s in after.sentences} == {HALF_LIFE, SIDE_EFFECTS, SYMPTOMS}
    assert [s.score for s in after.sentences] == sorted((s.score for s in after.sentences), reverse=True)


def test_round_keeps_to_the_asker_s_filters(
    narrow: Callable[..., tuple[Understanding, Evidence]], retriever: Retriever, linker: Linker
) -> None:
    understanding, evidence = narrow(Filters(year_to=2016))
    want = Want("claim unread", "no article read speaks of it", "torvaxin treats dizziness", (("torvaxin",), ("dizziness",)))
    _, round = searched_again([want], "review", (), understanding, evidence, retriever, linker)
    assert round.found == (SIDE_EFFECTS,)  # the other is of 2018


def test_what_is_read_already_is_not_found_again(
    narrow: Callable[..., tuple[Understanding, Evidence]], retriever: Retriever, linker: Linker
) -> None:
    understanding, evidence = narrow(Filters())
    want = Want("entity missing", "no article read names it", "mirellan half-life", (("half-life",),))
    after, round = searched_again([want], "retrieve", (), understanding, evidence, retriever, linker)
    assert round.found == ()
    assert after is evidence


class UnsupportedModel(SilentModel):
    """Says of mirellan what the articles found for the question do not say; of what it may cite it takes the best."""

    name = "unsupported"

    def __init__(self) -> None:
        self.read: list[int] = []

    def answer(
        self,
        understanding: Understanding,
        evidence: Evidence,
        reviewed: tuple[ReviewedTriple, ...],
        withdrawn: tuple[ReviewedTriple, ...] = (),
    ) -> Draft:
        self.read.append(len(evidence.hits))
        best = evidence.sentences[0]
        sound = DraftStatement(best.text, (best.passage,))
        return Draft(
            None, (sound, DraftStatement("Mirellan reversed hair loss in 77 sailors.", (best.passage,))), tokens=TokenCount(900, 100)
        )


def _agent(retriever: Retriever, store: GraphStore, linker: Linker, model: SilentModel, budget: SearchBudget) -> Agent:
    return Agent(AgentContext(retriever, store, linker, model, model, 2, budget=budget))


def _steps(events: list[Event]) -> list[str]:
    return [event.step for event in events if isinstance(event, StepStarted)]


@pytest.mark.parametrize("budget", [SearchBudget(0, 9_000, 60), SearchBudget(2, 0, 60), SearchBudget(2, 9_000, 0)])
def test_spent_budget_ends_the_search(retriever: Retriever, store: GraphStore, linker: Linker, budget: SearchBudget) -> None:
    agent = _agent(retriever, store, linker, UnsupportedModel(), budget)
    assert "search_again" not in _steps(list(agent.stream("What is known of KELV1 and mirellan?", QuestionType.SUMMARY)))


def test_failed_statement_is_searched_for_and_where_nothing_is_found_the_draft_stands(
    retriever: Retriever, store: GraphStore, linker: Linker
) -> None:
    model = UnsupportedModel()
    agent = _agent(retriever, store, linker, model, SearchBudget(1, 9_000, 60))
    events = list(agent.stream(QUESTION, QuestionType.SUMMARY, filters=Filters(year_from=2001, year_to=2001)))
    assert _steps(events)[-3:] == ["answer", "search_again", "ground"]
    (round,) = [event.round for event in events if isinstance(event, SearchedAgain)]
    assert round.after == "answer"
    assert round.searched[0].want.query == "Mirellan reversed hair loss in 77 sailors."
    assert len(model.read) == 1


def test_what_a_round_found_is_read_before_the_next_draft(retriever: Retriever, store: GraphStore, linker: Linker) -> None:
    model = UnsupportedModel()
    agent = _agent(retriever, store, linker, model, SearchBudget(1, 9_000, 60))
    answer = agent.ask("What is the marsh flea?", QuestionType.SUMMARY)
    (round,) = answer.searches
    assert {GROWS, GROWS_NOT} <= set(round.found)
    assert model.read == [model.read[0], model.read[0] + len(round.found)]
    assert any(note.startswith("Searched again, since") for note in answer.notes)
    assert answer.tokens == TokenCount(1_800, 200)


class AwayModel(UnsupportedModel):
    """Is gone when it is to answer; the model behind it says what is unsupported."""

    name = "away"

    def answer(
        self,
        understanding: Understanding,
        evidence: Evidence,
        reviewed: tuple[ReviewedTriple, ...],
        withdrawn: tuple[ReviewedTriple, ...] = (),
    ) -> Draft:
        raise ModelError("Gone.", "Come back.")


def test_user_who_waited_for_a_model_that_failed_waits_for_no_further_search(
    retriever: Retriever, store: GraphStore, linker: Linker
) -> None:
    context = AgentContext(retriever, store, linker, AwayModel(), UnsupportedModel(), 2)
    assert "search_again" not in _steps(list(Agent(context).stream("What is the marsh flea?", QuestionType.SUMMARY)))


def test_searching_again_can_be_left_out(agent: Agent) -> None:
    question = "Does mirellan treat KELV1 disease?"
    assert not agent.with_steps(Steps(search_again=False)).ask(question).searches
