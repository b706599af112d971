"""The wiring: nobody traces a question, and async code is not held up."""

# LangSmith is typed in part only.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false

import asyncio
import threading
from collections.abc import Callable, Iterator

import pytest
from langsmith import utils as langsmith

from corpuscle.agent.answers import Answer
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.graph import aevents, agent_graph, events
from corpuscle.agent.model import Draft, abstention
from corpuscle.agent.question import checked_question
from corpuscle.agent.steps import AgentContext, AgentInput, started
from corpuscle.agent.understand import Understanding
from corpuscle.kg import ReviewedTriple
from corpuscle.kg.linker import Linker
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.search import Retriever
from tests.agent.scripted import SilentModel


class CallingModel(SilentModel):
    """Calls a function of the test in the step Answer, and abstains."""

    name = "calling"

    def __init__(self, call: Callable[[], object]) -> None:
        self.returned: list[object] = []
        self._call = call

    def answer(
        self,
        understanding: Understanding,
        evidence: Evidence,
        reviewed: tuple[ReviewedTriple, ...],
        withdrawn: tuple[ReviewedTriple, ...] = (),
    ) -> Draft:
        self.returned.append(self._call())
        return abstention("Only a test.")


def _started() -> AgentInput:
    return started(checked_question("Does velbrodine heal?"))


@pytest.fixture
def context(retriever: Retriever, store: GraphStore, linker: Linker) -> Callable[[CallingModel], AgentContext]:
    return lambda model: AgentContext(retriever, store, linker, model, model, 2)


@pytest.fixture
def traced_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Everything that makes LangGraph report to a tracing service; the service's address leads nowhere."""
    for name, value in {
        "LANGSMITH_TRACING": "true",
        "LANGCHAIN_TRACING_V2": "true",
        "LANGSMITH_API_KEY": "secret",
        "LANGSMITH_ENDPOINT": "http://127.0.0.1:9",
    }.items():
        monkeypatch.setenv(name, value)
    langsmith.get_env_var.cache_clear()  # pyright: ignore[reportFunctionMemberAccess]
    yield
    langsmith.get_env_var.cache_clear()  # pyright: ignore[reportFunctionMemberAccess]


@pytest.mark.usefixtures("traced_environment")
async def test_tracing_variables_of_the_environment_cause_no_tracing(context: Callable[[CallingModel], AgentContext]) -> None:
    assert langsmith.tracing_is_enabled()  # what LangGraph would find by itself
    model = CallingModel(langsmith.tracing_is_enabled)
    assert list(events(agent_graph(), _started(), context(model)))
    assert [event async for event in aevents(agent_graph(), _started(), context(model))]
    assert model.returned == [False, False]


async def test_async_code_goes_on_while_a_step_works(context: Callable[[CallingModel], AgentContext]) -> None:
    went_on = threading.Event()
    model = CallingModel(lambda: went_on.wait(5))

    async def ask() -> list[object]:
        return [event async for event in aevents(agent_graph(), _started(), context(model))]

    async def go_on() -> None:
        await asyncio.sleep(0.02)
        went_on.set()

    await asyncio.gather(ask(), go_on())
    assert model.returned == [True]


def test_steps_work_outside_async_code_too(context: Callable[[CallingModel], AgentContext]) -> None:
    *_, last = events(agent_graph(), _started(), context(CallingModel(lambda: None)))
    assert isinstance(getattr(last, "answer", None), Answer)
