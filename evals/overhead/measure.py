"""CPU time of each step of the agent, while a model answers at once."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import BaseModel, ConfigDict

from corpuscle.agent import Agent
from corpuscle.agent.events import Event, Grounded, StepStarted
from corpuscle.evals.runs.asked import AskedQuestion

BETWEEN = "between the steps"
WHOLE = "whole question"


@dataclass(frozen=True, slots=True)
class Spent:
    """CPU milliseconds of this process for one question."""

    steps: dict[str, float]
    """By step; one that was taken twice counts with both."""
    whole: float
    fault: bool
    """Whether the built-in model had to answer in the model's place."""


class StepCost(BaseModel):
    """CPU milliseconds of one step over the questions that took it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    step: str
    questions: int
    median: float
    p95: float


def spent_on(agent: Agent, question: AskedQuestion) -> Spent:
    """Asks the question over the index. Nothing else may run in this process meanwhile."""
    began = time.process_time()
    steps: dict[str, float] = {}
    fault, step, step_began = False, "", began
    events: Iterable[Event] = agent.stream(question.text, question.type, question.options)
    for event in events:
        now = time.process_time()
        if isinstance(event, StepStarted):
            step, step_began = event.step, now
        else:
            steps[step] = steps.get(step, 0.0) + (now - step_began) * 1e3
        if isinstance(event, Grounded):
            fault = event.answer.fault is not None
    return Spent(steps, (time.process_time() - began) * 1e3, fault)


def step_costs(spent: Sequence[Spent]) -> tuple[StepCost, ...]:
    """Each step in the order of its first appearance, what lies between the steps, and the whole; of at least one question."""
    names = list(dict.fromkeys(step for one in spent for step in one.steps))
    rows = [(name, [one.steps[name] for one in spent if name in one.steps]) for name in names]
    rows.append((BETWEEN, [one.whole - sum(one.steps.values()) for one in spent]))
    rows.append((WHOLE, [one.whole for one in spent]))
    return tuple(_cost(name, values) for name, values in rows)


def _cost(step: str, values: Sequence[float]) -> StepCost:
    median, p95 = np.percentile(np.array(values), [50, 95])
    return StepCost(step=step, questions=len(values), median=round(float(median), 2), p95=round(float(p95), 2))
