"""The agent with some of its steps left out, with a scripted model over the real index."""

import pytest

from corpuscle.agent import Agent
from corpuscle.agent.ablation import Steps
from corpuscle.agent.answers import QuestionType
from corpuscle.agent.events import Grounded, StepStarted
from tests.agent.test_steps import QUESTION, AgentWith, StubbornModel, agent_with

__all__ = ["agent_with"]


@pytest.mark.parametrize(
    ("steps", "calls"),
    [
        (Steps(review=False), ["answer"]),
        (Steps(revise=False), ["generate", "answer"]),
        (Steps(), ["generate", "revise", "revise", "answer"]),
    ],
)
def test_the_model_is_asked_only_in_the_steps_that_are_taken(agent_with: AgentWith, steps: Steps, calls: list[str]) -> None:
    model = StubbornModel()
    agent_with(model).with_steps(steps).ask(QUESTION, QuestionType.SUMMARY)
    assert model.calls == calls


def test_without_review_no_triple_and_no_verdict_reach_the_answer(agent: Agent) -> None:
    assert agent.ask("Does velbrodine treat Drusel fever?").triples
    events = list(agent.with_steps(Steps(review=False)).stream("Does velbrodine treat Drusel fever?"))
    assert [event.step for event in events if isinstance(event, StepStarted)] == ["understand", "retrieve", "answer", "ground"]
    last = events[-1]
    assert isinstance(last, Grounded)
    assert not last.answer.triples
    assert not last.answer.abstained


def test_without_the_graph_no_fact_stands_beside_the_passages(agent: Agent) -> None:
    assert agent.ask("Does velbrodine treat Drusel fever?").facts
    without = agent.with_steps(Steps(graph=False)).ask("Does velbrodine treat Drusel fever?")
    assert not without.facts
    assert without.triples
