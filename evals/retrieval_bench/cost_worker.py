"""Measures one step of one engine in this process and prints the result: `python -m corpuscle.evals.retrieval_bench.cost_worker <job>`.

A process of its own for each step, so that its peak memory is that step's; confined to one core.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter, process_time
from typing import Literal

import numpy as np

from corpuscle.evals.bench_parts.machine import folder_mb, memory_mb, pin_to_one_core
from corpuscle.evals.bench_parts.records import Record
from corpuscle.evals.retrieval_bench.cost_assets import CostAssets, read_questions
from corpuscle.evals.retrieval_bench.cost_engines import ENGINES, Ask, CostEngine, Task
from corpuscle.evals.retrieval_bench.records import BuildCost, Pass, QueryCost
from corpuscle.retrieval.settings import RetrievalSettings

PASSES = 3
_PASS_S = 60.0
"""Fewer questions are asked of an engine that would take longer for all, but never fewer than `_FEWEST`."""
_FEWEST = 20
_TRIED = 3


class Job(Record):
    """What to measure."""

    engine: str
    step: Literal["build", "query"]
    articles: int
    encoder: str
    """Ours; the baselines have MiniLM."""
    assets: Path
    index: Path


class JobResult(Record):
    """Both where an engine indexes in memory."""

    build: BuildCost | None = None
    query: QueryCost | None = None


def measure_job(job: Job) -> JobResult:
    """Runs the job in this process."""
    engine = ENGINES[job.engine]
    task = Task(CostAssets(job.assets), job.articles, job.index, job.encoder, RetrievalSettings())
    if job.step == "build":
        return JobResult(build=_measure_build(engine, task))
    return _measure_queries(engine, task)


def latencies(ask: Ask, questions: Sequence[str], passes: int) -> tuple[Pass, ...]:
    """Percentiles (linear interpolation) of each pass over the questions."""
    found: list[Pass] = []
    for _ in range(passes):
        cpu_ms: list[float] = []
        wall_ms: list[float] = []
        for question in questions:
            wall, cpu = perf_counter(), process_time()
            ask(question)
            cpu_ms.append((process_time() - cpu) * 1e3)
            wall_ms.append((perf_counter() - wall) * 1e3)
        quantiles = [float(x) for series in (cpu_ms, wall_ms) for x in np.percentile(series, [50, 95])]
        found.append(Pass(cpu_p50=quantiles[0], cpu_p95=quantiles[1], wall_p50=quantiles[2], wall_p95=quantiles[3]))
    return tuple(found)


def affordable(seconds_each: float, questions: int) -> int:
    """How many questions one pass asks of an engine that takes so long for each."""
    return min(questions, max(_FEWEST, int(_PASS_S / max(seconds_each, 1e-9))))


def _measure_build(engine: CostEngine, task: Task) -> BuildCost:
    assert engine.build is not None, "asked only of engines that build"
    if engine.prepare is not None:
        engine.prepare(task)
    before_mb = folder_mb(task.index) if task.index.exists() else 0.0
    wall, cpu = perf_counter(), process_time()
    engine.build(task)
    return _build_cost(wall, cpu, folder_mb(task.index) - before_mb)


def _measure_queries(engine: CostEngine, task: Task) -> JobResult:
    questions = read_questions(task.assets)
    wall, cpu = perf_counter(), process_time()
    ask = engine.open(task)
    built = _build_cost(wall, cpu, 0.0) if engine.in_memory else None
    open_s = perf_counter() - wall
    begin = perf_counter()
    for question in questions[:_TRIED]:
        ask(question)
    begin = perf_counter()  # what loads with the first question is warm now
    for question in questions[:_TRIED]:
        ask(question)
    asked = questions[: affordable((perf_counter() - begin) / _TRIED, len(questions))]
    if len(asked) == len(questions):
        for question in asked:
            ask(question)
    passes = latencies(ask, asked, PASSES)
    query = QueryCost(queries=len(asked), passes=passes, peak_mb=memory_mb("VmHWM"), private_mb=memory_mb("RssAnon"), open_s=open_s)
    return JobResult(build=built, query=query)


def _build_cost(wall: float, cpu: float, disk_mb: float) -> BuildCost:
    return BuildCost(cpu_s=process_time() - cpu, wall_s=perf_counter() - wall, peak_mb=memory_mb("VmHWM"), disk_mb=round(disk_mb, 1))


if __name__ == "__main__":
    pin_to_one_core()
    sys.stdout.write(measure_job(Job.model_validate_json(sys.argv[1])).model_dump_json())
