"""Costs of every engine at every size, each step in a process of its own."""

import shutil

from corpuscle.evals.bench_parts.machine import available_mb, settings_now
from corpuscle.evals.retrieval_bench import cost_worker
from corpuscle.evals.retrieval_bench.child_process import run_apart
from corpuscle.evals.retrieval_bench.cost_assets import CostAssets
from corpuscle.evals.retrieval_bench.cost_engines import ENGINES
from corpuscle.evals.retrieval_bench.records import CostPart

SIZES = (50_783, 200_000, 1_000_000)
_SHARE_OF_MEMORY = 0.6
"""Of what is available: an engine that would need more is not tried."""


def measure_cost(engine: str, articles: int, assets: CostAssets, encoder: str, smaller: CostPart | None) -> CostPart:
    """Builds the engine's index of so many articles anew and queries it; `encoder` is ours, `smaller` is its result at a smaller size, where there is one.

    Raises EvaluationError where a step fails.
    """
    settings = settings_now()
    needed_mb = _needed_mb(smaller, articles)
    if needed_mb > _SHARE_OF_MEMORY * available_mb():
        reason = f"would need about {needed_mb / 1e3:,.0f} GB of memory; {available_mb() / 1e3:,.0f} GB are free"
        return CostPart(settings=settings, engine=engine, articles=articles, build=None, query=None, not_measured=reason)
    chosen = ENGINES[engine]
    index = assets.index(chosen.index, articles)
    built = None
    if chosen.build is not None:
        shutil.rmtree(index, ignore_errors=True)
        built = _run(
            cost_worker.Job(engine=engine, step="build", articles=articles, encoder=encoder, assets=assets.folder, index=index)
        ).build
    found = _run(cost_worker.Job(engine=engine, step="query", articles=articles, encoder=encoder, assets=assets.folder, index=index))
    return CostPart(settings=settings, engine=engine, articles=articles, build=built or found.build, query=found.query)


def _needed_mb(smaller: CostPart | None, articles: int) -> float:
    """Memory grows with the articles at most."""
    if smaller is None or smaller.query is None:
        return 0.0
    peak = max(smaller.query.peak_mb, smaller.build.peak_mb if smaller.build else 0.0)
    return peak * articles / smaller.articles


def _run(job: cost_worker.Job) -> cost_worker.JobResult:
    told = run_apart(cost_worker.__name__, [job.model_dump_json()], f"{job.engine} at {job.articles:,} articles: the step “{job.step}”")
    return cost_worker.JobResult.model_validate_json(told)
