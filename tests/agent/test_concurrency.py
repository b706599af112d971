"""One agent, many questions at once: each gets its own answer, and who stops waiting stops the work."""

import asyncio
import threading
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Self

import pytest

from corpuscle.agent import Agent, Answer
from corpuscle.agent.deadline import Deadline
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.model import Draft, Proposal
from corpuscle.agent.steps import AgentContext
from corpuscle.agent.understand import Understanding
from corpuscle.kg import ReviewedTriple
from corpuscle.kg.linker import Linker
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.search import Retriever
from tests.agent.scripted import SilentModel

QUESTIONS = (
    "Does velbrodine treat Drusel fever?",
    "What are the side effects of torvaxin?",
    "Which gene is mutated in Kelvane syndrome?",
    "How long is the half-life of mirellan?",
    "Does mirellan reverse hair loss?",
    "Does torvaxin prevent Drusel fever?",
    "What is Kelvane syndrome?",
    "zorblaxin quuxol?",
)
AT_ONCE = 4 * QUESTIONS


def _without_times(answer: Answer) -> Answer:
    return replace(answer, timings_ms={})


@pytest.fixture(scope="module")
def one_by_one(agent: Agent) -> list[Answer]:
    """The answers, asked one after the other."""
    answers = {question: _without_times(agent.ask(question)) for question in QUESTIONS}
    return [answers[question] for question in AT_ONCE]


def test_32_threads_get_the_answers_that_one_would_get(agent: Agent, one_by_one: list[Answer]) -> None:
    with ThreadPoolExecutor(len(AT_ONCE)) as pool:
        assert [_without_times(answer) for answer in pool.map(agent.ask, AT_ONCE)] == one_by_one


async def test_32_tasks_get_the_answers_that_one_would_get(agent: Agent, one_by_one: list[Answer]) -> None:
    answers = await asyncio.gather(*(agent.aask(question) for question in AT_ONCE))
    assert [_without_times(answer) for answer in answers] == one_by_one


class HangingModel(SilentModel):
    """Waits in Generate until its question is called off; each question has one of its own."""

    name = "hanging"

    def __init__(self, deadline: Deadline | None = None, steps: list[str] | None = None, reached: threading.Event | None = None) -> None:
        self._deadline = deadline
        self.steps: list[str] = [] if steps is None else steps
        self.reached = reached or threading.Event()

    def within(self, deadline: Deadline) -> Self:
        return type(self)(deadline, self.steps, self.reached)

    def generate(self, understanding: Understanding, evidence: Evidence) -> Proposal:
        called_off = threading.Event()
        assert self._deadline is not None
        with self._deadline.stopping(called_off.set):
            self.reached.set()
            self.steps.append("stopped" if called_off.wait(10) else "waited in vain")
        return Proposal(())

    def answer(
        self,
        understanding: Understanding,
        evidence: Evidence,
        reviewed: tuple[ReviewedTriple, ...],
        withdrawn: tuple[ReviewedTriple, ...] = (),
    ) -> Draft:
        self.steps.append("answered")
        return super().answer(understanding, evidence, reviewed, withdrawn)


async def test_cancelled_question_stops_its_work(retriever: Retriever, store: GraphStore, linker: Linker) -> None:
    model = HangingModel()
    agent = Agent(AgentContext(retriever, store, linker, model, model, 2))
    asked = asyncio.create_task(agent.aask(QUESTIONS[0]))
    assert await asyncio.to_thread(model.reached.wait, 10)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    async with asyncio.timeout(5):
        while not model.steps:
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)  # time in which a further step would have begun
    assert model.steps == ["stopped"]


def test_who_stops_reading_the_events_stops_the_step_under_way(retriever: Retriever, store: GraphStore, linker: Linker) -> None:
    model = HangingModel()
    events = Agent(AgentContext(retriever, store, linker, model, model, 2)).stream(QUESTIONS[0])
    for _ in range(5):  # Understand and Retrieve, begun and done, and Generate begun
        next(events)
    assert model.reached.wait(10)
    assert isinstance(events, Generator)
    events.close()
    assert model.steps == ["stopped"]
