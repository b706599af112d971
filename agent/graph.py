"""The way of a question, wired by LangGraph.

understand → retrieve → generate → review ⇄ revise → answer → ground

Where Retrieve, Review or Answer finds the evidence wanting, search_again comes next: what it finds is read, and the way goes on with Review
where there are triples, else with Generate; what finds nothing more changes nothing.
"""
# LangGraph and LangSmith are typed in part only; no other module touches them.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from time import perf_counter
from typing import Protocol

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime
from langsmith import tracing_context

from corpuscle.agent import steps
from corpuscle.agent.events import Event, Grounded, StepName, StepStarted
from corpuscle.agent.steps import AgentContext, AgentInput, AgentState, Step, Update
from corpuscle.kg import Verdict

AgentGraph = CompiledStateGraph[AgentState, AgentContext, AgentInput, AgentState]

_STEPS: dict[StepName, Step] = {
    "understand": steps.understand_step,
    "retrieve": steps.retrieve_step,
    "search_again": steps.search_again_step,
    "generate": steps.generate_step,
    "review": steps.review_step,
    "revise": steps.revise_step,
    "answer": steps.answer_step,
    "ground": steps.ground_step,
}


def agent_graph() -> AgentGraph:
    """The compiled graph; its "custom" stream carries the events."""
    graph = StateGraph(AgentState, AgentContext, input_schema=AgentInput)
    for name, step in _STEPS.items():
        graph.add_node(name, _node(name, step), input_schema=AgentState)
    graph.add_edge(START, "understand")
    graph.add_edge("understand", "retrieve")
    graph.add_conditional_edges("retrieve", _after_retrieve, ["search_again", "generate", "answer"])
    graph.add_conditional_edges("search_again", _after_search, ["generate", "review", "answer", "ground"])
    graph.add_edge("generate", "review")
    graph.add_conditional_edges("review", _after_review, ["revise", "search_again", "answer"])
    graph.add_edge("revise", "review")
    graph.add_conditional_edges("answer", _after_answer, ["search_again", "ground"])
    graph.add_edge("ground", END)
    return graph.compile()


def events(graph: AgentGraph, started: AgentInput, context: AgentContext) -> Iterator[Event]:
    """The events of one question, as they happen."""
    with tracing_context(enabled=False):  # a question is sensitive: no tracing service hears of it, whatever the environment says
        yield from graph.stream(started, context=context, stream_mode="custom")  # pyright: ignore[reportReturnType] - what nodes write


async def aevents(graph: AgentGraph, started: AgentInput, context: AgentContext) -> AsyncIterator[Event]:
    """The same in async code; the steps run in threads."""
    with tracing_context(enabled=False):
        async for event in graph.astream(started, context=context, stream_mode="custom"):
            yield event  # pyright: ignore[reportReturnType] - what nodes write


def _after_retrieve(state: AgentState, runtime: Runtime[AgentContext]) -> StepName:
    return "search_again" if state["wants"] else _onward(runtime)


def _after_search(state: AgentState, runtime: Runtime[AgentContext]) -> StepName:
    last = state["searches"][-1]
    if last.found:
        return "review" if state["triples"] else _onward(runtime)
    match last.after:
        case "retrieve":
            return _onward(runtime)
        case "review":
            return "answer"
        case "answer":
            return "ground"


def _after_review(state: AgentState, runtime: Runtime[AgentContext]) -> StepName:
    contradicted = any(reviewed.verdict is Verdict.CONTRADICTED for reviewed in state["reviewed"])
    most_rounds = runtime.context.max_rounds if runtime.context.steps.revise else 0
    if contradicted and state["rounds"] < most_rounds:
        return "revise"
    return "search_again" if state["wants"] else "answer"


def _after_answer(state: AgentState) -> StepName:
    return "search_again" if state["wants"] else "ground"


def _onward(runtime: Runtime[AgentContext]) -> StepName:
    return "generate" if runtime.context.steps.review else "answer"


class _Node(Protocol):
    def __call__(self, state: AgentState, *, runtime: Runtime[AgentContext]) -> Update: ...


def _node(name: StepName, step: Step) -> _Node:
    """The step as LangGraph calls it: announced, timed, and reported."""

    def node(state: AgentState, *, runtime: Runtime[AgentContext]) -> Update:
        runtime.stream_writer(StepStarted(name))
        began = perf_counter()
        update, event = step(state, runtime.context)
        spent_ms = (perf_counter() - began) * 1e3
        if isinstance(event, Grounded):
            event = _with_timings(event, state["timings_ms"] | {name: spent_ms})
            update = {"answer": event.answer}
        runtime.stream_writer(event)
        return {**update, "timings_ms": {name: spent_ms}}

    return node


def _with_timings(event: Grounded, timings_ms: dict[str, float]) -> Grounded:
    return replace(event, answer=replace(event.answer, timings_ms=timings_ms | {"total": sum(timings_ms.values())}))
