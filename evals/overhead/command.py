"""corpuscle eval agent-overhead: what the agent itself costs, everything but the model."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from pydantic import BaseModel, ConfigDict
from rich.console import Console
from rich.progress import track
from rich.table import Table

from corpuscle.agent import Agent
from corpuscle.agent.settings import AgentSettings
from corpuscle.evals.bench_parts.machine import pin_to_one_core
from corpuscle.evals.overhead.measure import WHOLE, StepCost, spent_on, step_costs
from corpuscle.evals.overhead.server import ruled_server
from corpuscle.evals.runs.asked import AskedQuestion
from corpuscle.evals.runs.benchmarks.catalogue import benchmark_named, questions_of

ALLOWED_MS = 100.0
_BENCHMARKS = ("pubmedqa", "bioasq-yesno", "bioasq-factoid", "bioasq-list", "medddx")
_WARM_UP = 5


class OverheadJson(BaseModel):
    """What `--json` prints: CPU milliseconds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    index: str
    model: str
    questions: int
    allowed: float
    load: float
    answered_by_the_built_in_model: int
    steps: list[StepCost]


def agent_overhead(
    index: Annotated[Path, typer.Option("--index", envvar="CORPUSCLE_INDEX", help="Folder of the index.", file_okay=False)] = Path("index"),
    questions: Annotated[int, typer.Option(min=1, help="How many of each benchmark's questions for tuning are asked.")] = 20,
    builtin: Annotated[bool, typer.Option("--builtin", help="Ask the built-in model, whose time then counts too.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout and nothing else.")] = False,
) -> None:
    """Ask questions of every type over the index, on one core, of a model server that replies at once by rule; print CPU time per step."""
    pin_to_one_core()
    asked = [q for name in _BENCHMARKS for q in questions_of(benchmark_named(name), "tuning")[:questions]]
    if builtin:
        report = _measured(Agent.open(index), "extractive", asked)
    else:
        with ruled_server() as url:
            report = _measured(Agent.open(index, "served", AgentSettings(model_url=url, model_name="rule")), "rule", asked)
    if json:
        sys.stdout.write(report.model_dump_json(indent=2) + "\n")
    else:
        Console().print(_table(report))


def _measured(agent: Agent, model: str, asked: list[AskedQuestion]) -> OverheadJson:
    label = agent.ask(asked[0].text, asked[0].type, asked[0].options).index
    for question in asked[:: max(1, len(asked) // _WARM_UP)]:  # libraries load, and caches fill, before anything is counted
        spent_on(agent, question)
    spent = [spent_on(agent, question) for question in track(asked, "Asking", console=Console(stderr=True))]
    return OverheadJson(
        index=label,
        model=model,
        questions=len(spent),
        allowed=ALLOWED_MS,
        load=round(os.getloadavg()[0], 2),
        answered_by_the_built_in_model=sum(one.fault for one in spent),
        steps=list(step_costs(spent)),
    )


def _table(report: OverheadJson) -> Table:
    title = f"CPU ms a question on one core, over {report.index}; model {report.model}; load {report.load:g}"
    table = Table("step", "questions", "median", "p95", title=title)
    for step in report.steps:
        table.add_row(step.step, str(step.questions), f"{step.median:.1f}", f"{step.p95:.1f}")
    whole = next(step for step in report.steps if step.step == WHOLE)
    table.caption = f"allowed {report.allowed:g} ms: {'met' if whole.median <= report.allowed else 'missed'} by the median"
    if report.answered_by_the_built_in_model:
        table.caption += f"; {report.answered_by_the_built_in_model} questions were answered by the built-in model in its place"
    return table
