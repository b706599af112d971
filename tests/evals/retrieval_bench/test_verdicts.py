"""Verdicts say what the results say."""

from dataclasses import replace

from corpuscle.evals.retrieval_bench.results import BenchResults
from corpuscle.evals.retrieval_bench.verdicts import Verdict, verdicts
from tests.evals.retrieval_bench.invented_results import results

NOTHING = BenchResults((), (), (), (), None)


def _by_target(found: BenchResults) -> dict[str, Verdict]:
    return {verdict.target: verdict for verdict in verdicts(found)}


def _of(found: BenchResults, words: str) -> Verdict:
    (verdict,) = [verdict for target, verdict in _by_target(found).items() if words in target]
    return verdict


def test_nothing_measured_is_neither_met_nor_missed() -> None:
    assert {verdict.met for verdict in verdicts(NOTHING)} == {None}
    assert {verdict.words for verdict in verdicts(NOTHING)} == {"not measured"}


def test_the_lead_over_the_plain_recipe_is_that_of_the_mean() -> None:
    # .1 better on each of three queries: the interval has no width
    scifact = _of(results(), "on scifact")
    assert scifact.measured.startswith("+.100 [.100, .100]")
    assert scifact.met
    # with distractors (.6 - .7 + .6 - .8) / 2 = -.15
    assert "among the sample -.150" in scifact.measured
    assert _of(results(), "on cystic_fibrosis").met  # (.0 + .1) / 2 = .05 ≥ .04


def test_times_faster_is_the_ratio_of_median_cpu_times() -> None:
    assert _of(results(), "150 × faster").measured.startswith("400 ×")  # 200 / .5
    growing = _of(results(), "ratio grows")
    # at 200,000: 200 × 3.938 / (.5 × 3.938 ** .5) = 400 × 1.985
    assert growing.measured == "400 × at 50,783, 794 × at 200,000"
    assert growing.met


def test_latency_and_memory_are_judged_at_a_million() -> None:
    bm25 = _of(results(), "BM25: p95")
    # .5 × (1,000,000 / 50,783) ** .5 = 2.219 ms at p50, twice that at p95
    assert bm25.measured.startswith("4.4 ms CPU (4.0–4.9)")
    assert bm25.met
    assert _of(results(), "hybrid: p95").met
    assert _of(results(), "peak memory").met
    assert _of(results(), "3,000 citations").measured == "4,000 at 50,783, 4,000 at 200,000, 4,000 at 1,000,000"


def test_an_update_that_does_not_show_misses_its_target_however_fast() -> None:
    found = results()
    assert _of(found, "update of 1,000").measured.startswith("4.0 s (3.0–5.0)")
    hidden = found.updates[0].model_copy(update={"checks": {"counts": False}})
    assert _of(replace(found, updates=(hidden,)), "update of 1,000").met is False


def test_fewer_or_shorter_vectors_do_not_meet_the_target() -> None:
    found = results()
    assert _of(found, "1M vectors").met
    shorter = found.vectors[0].model_copy(update={"dimension": 384})
    assert _of(replace(found, vectors=(shorter,)), "1M vectors").met is False


def test_milvus_is_judged_by_its_worst_collection() -> None:
    assert _of(results(), "Milvus").measured == "scifact, bm25 95%"
    assert _of(results(), "Milvus").met
