"""Latencies, and how many questions a slow engine is asked."""

from pathlib import Path

import pytest

from corpuscle.evals.retrieval_bench.cost_assets import CostAssets
from corpuscle.evals.retrieval_bench.cost_worker import affordable, latencies
from corpuscle.evals.retrieval_bench.costs import measure_cost
from corpuscle.evals.retrieval_bench.systems import WORDS
from tests.evals.retrieval_bench.invented_results import cost


def test_a_pass_asks_every_question_once() -> None:
    asked: list[str] = []
    passes = latencies(asked.append, ["a", "b"], 3)
    assert asked == ["a", "b"] * 3
    assert len(passes) == 3
    assert all(0 <= one.cpu_p50 <= one.cpu_p95 and 0 < one.wall_p50 <= one.wall_p95 for one in passes)


@pytest.mark.parametrize(("seconds", "questions"), [(0.001, 200), (0.3, 200), (1.0, 60), (10.0, 20)])
def test_a_slow_engine_is_asked_fewer_questions_but_not_too_few(seconds: float, questions: int) -> None:
    assert affordable(seconds, 200) == questions  # at most 60 s, at least 20 questions


def test_an_engine_that_would_not_fit_into_memory_is_not_tried(tmp_path: Path) -> None:
    smaller = cost(WORDS, 200_000, 1.0, peak_mb=4_000)
    part = measure_cost(WORDS, 10**12, CostAssets(tmp_path), "minilm", smaller)
    assert part.query is None
    assert part.not_measured.startswith("would need about 20,000,000 GB")  # 4 GB × 10 ** 12 / 200,000
