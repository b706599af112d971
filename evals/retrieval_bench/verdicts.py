"""The targets, what was measured, and whether they are met."""

from collections.abc import Iterator
from dataclasses import dataclass

from corpuscle.evals.retrieval_bench import systems
from corpuscle.evals.retrieval_bench.page_costs import ratio
from corpuscle.evals.retrieval_bench.page_quality import best_of_ours, difference
from corpuscle.evals.retrieval_bench.records import VectorPart
from corpuscle.evals.retrieval_bench.results import BenchResults, repeated, short, with_interval

NOT_MEASURED = "not measured"
_LARGEST = 1_000_000
_SMALLEST = 50_783


@dataclass(frozen=True, slots=True)
class Verdict:
    """One target; `met` is None where nothing was measured."""

    target: str
    measured: str
    met: bool | None

    @property
    def words(self) -> str:
        """As the table says it."""
        return NOT_MEASURED if self.met is None else "met" if self.met else "**not met**"


def verdicts(results: BenchResults) -> Iterator[Verdict]:
    """All of them, in the order of the issue."""
    yield _ahead(results, "scifact", 0.05)
    yield _ahead(results, "cystic_fibrosis", 0.04)
    yield _times_faster(results)
    yield _ratio_grows(results)
    yield _latency(results, systems.OUR_BM25, 6)
    yield _latency(results, systems.OUR_HYBRID, 15)
    yield _build_rate(results)
    yield _memory(results)
    yield _vectors(results)
    yield _update(results)
    yield _milvus(results)


def _ahead(results: BenchResults, collection: str, by: float) -> Verdict:
    target = f"hybrid ahead of the plain recipe by {short(by)} nDCG@10 on {collection}"
    part = results.quality(collection, among_sample=False)
    if part is None:
        return Verdict(target, "", None)
    found = difference(part, best_of_ours(part))[systems.RECIPE]
    also = results.quality(collection, among_sample=True)
    among = f"; among the sample {with_interval(difference(also, best_of_ours(also))[systems.RECIPE], signed=True)}" if also else ""
    return Verdict(target, with_interval(found, signed=True) + among, found.mean >= by)


def _times_faster(results: BenchResults) -> Verdict:
    target = f"BM25 at least 150 × faster than rank-bm25 at {_SMALLEST:,}"
    times = ratio(results, _SMALLEST)
    return Verdict(target, f"{times:,.0f} × (median CPU time)" if times else "", times >= 150 if times else None)


def _ratio_grows(results: BenchResults) -> Verdict:
    found = {articles: times for articles in results.sizes if (times := ratio(results, articles))}
    measured = ", ".join(f"{times:,.0f} × at {articles:,}" for articles, times in found.items())
    times = list(found.values())
    return Verdict("and that ratio grows with size", measured, times == sorted(times) if len(times) > 1 else None)


def _latency(results: BenchResults, engine: str, most_ms: float) -> Verdict:
    target = f"{engine}: p95 at {_LARGEST:,} at most {most_ms} ms on one core"
    part = results.cost(engine, _LARGEST)
    if part is None or part.query is None:
        return Verdict(target, "", None)
    cpu, wall = repeated(part.query, "cpu_p95"), repeated(part.query, "wall_p95")
    measured = f"{cpu.median:.1f} ms CPU ({cpu.low:.1f}–{cpu.high:.1f}), {wall.median:.1f} ms wall ({wall.low:.1f}–{wall.high:.1f})"
    return Verdict(target, measured, cpu.median <= most_ms)


def _build_rate(results: BenchResults) -> Verdict:
    rates = {
        articles: articles / part.build.cpu_s
        for articles in results.sizes
        if (part := results.cost(systems.OUR_BM25, articles)) and part.build
    }
    measured = ", ".join(f"{rate:,.0f} at {articles:,}" for articles, rate in rates.items())
    return Verdict("build at least 3,000 citations per CPU-second (text)", measured, min(rates.values()) >= 3_000 if rates else None)


def _memory(results: BenchResults) -> Verdict:
    target = f"peak memory at most 1 GB at {_LARGEST:,}"
    peaks: dict[str, float] = {}
    for name in (systems.OUR_BM25, systems.OUR_HYBRID):
        part = results.cost(name, _LARGEST)
        if part and part.query:
            step = "text" if name == systems.OUR_BM25 else "vectors"
            peaks |= {f"{name} queries": part.query.peak_mb} | ({f"build of {step}": part.build.peak_mb} if part.build else {})
    measured = ", ".join(f"{name} {mb:,.0f} MB" for name, mb in peaks.items())
    return Verdict(target, measured, max(peaks.values()) <= 1_000 if peaks else None)


def _vectors(results: BenchResults) -> Verdict:
    target = "1M vectors of 768 dimensions: recall@10 ≥ .90 in at most 2 ms with at most 200 MB resident"
    part = _largest_vectors(results)
    if part is None:
        return Verdict(target, "", None)
    own = part.own
    measured = (
        f"{own.name}: recall {own.recall_10:.3f}, {own.p50_ms:.2f} ms p50, {own.p95_ms:.2f} ms p95 (CPU), {part.resident_mb:,.0f} MB resident"
        f" ({part.private_mb:,.0f} private), {part.vectors:,} × {part.dimension}"
    )
    large = part.vectors >= _LARGEST and part.dimension == 768
    return Verdict(target, measured, large and own.recall_10 >= 0.9 and own.p50_ms <= 2 and part.resident_mb <= 200)


def _largest_vectors(results: BenchResults) -> VectorPart | None:
    on_cpu = [part for part in results.vectors if part.device == "cpu"]
    return max(on_cpu, key=lambda part: part.vectors, default=None)


def _update(results: BenchResults) -> Verdict:
    target = f"an update of 1,000 records over {_LARGEST:,} takes at most 10 s, and search, graph and counts show it"
    part = next((part for part in results.updates if part.articles >= _LARGEST and part.records <= 1_000), None)
    if part is None:
        return Verdict(target, "", None)
    seconds = sorted(part.seconds)
    failed = [name for name, held in part.checks.items() if not held]
    measured = f"{seconds[len(seconds) // 2]:.1f} s ({seconds[0]:.1f}–{seconds[-1]:.1f}); " + (
        f"not shown: {', '.join(failed)}" if failed else f"{len(part.checks)} checks hold"
    )
    return Verdict(target, measured, seconds[len(seconds) // 2] <= 10 and not failed)


def _milvus(results: BenchResults) -> Verdict:
    target = "Milvus: the same top 10 for at least 90 % of dev queries, filters and deletions honoured"
    if results.milvus is None:
        return Verdict(target, "", None)
    shares = {name: found.same_top_10 / found.queries for name, found in results.milvus.agreements.items()}
    measured = ", ".join(f"{name} {share:.0%}" for name, share in shares.items())
    return Verdict(target, measured, min(shares.values()) >= 0.9 and all(results.milvus.checks.values()))
