"""The page's tables of costs, their growth, and the arithmetic for all of PubMed."""

from collections.abc import Callable, Iterator

from corpuscle.evals.retrieval_bench import systems
from corpuscle.evals.retrieval_bench.growth import ALL_OF_PUBMED, line, power_law
from corpuscle.evals.retrieval_bench.records import CostPart, VectorPart
from corpuscle.evals.retrieval_bench.results import BenchResults, Repeated, repeated


def cost_lines(results: BenchResults) -> Iterator[str]:
    """A table for each size."""
    for articles in results.sizes:
        yield f"### {articles:,} articles"
        yield ""
        yield "| engine | build, citations per CPU-second | disk, MB | peak memory of build / of queries, MB | CPU ms p50 | p95 | wall ms p50 | p95 |"
        yield "|---|---|---|---|---|---|---|---|"
        for part in results.costs:
            if part.articles == articles:
                yield _cost_row(part)
        yield ""


def _cost_row(part: CostPart) -> str:
    build, query = part.build, part.query
    rate = f"{part.articles / build.cpu_s:,.0f}{' (vectors alone)' * (part.engine == systems.OUR_HYBRID)}" if build else "–"
    if query is None:
        return f"| {part.engine} | {rate} | | not measured: {part.not_measured} | | | | |"
    disk = f"{build.disk_mb:,.0f}" if build and build.disk_mb else "–"
    built = f"{build.peak_mb:,.0f}" if build else "–"
    memory = f"{built} / {query.peak_mb:,.0f} ({query.private_mb:,.0f} private)"
    times = " | ".join(_spread(repeated(query, name)) for name in ("cpu_p50", "cpu_p95", "wall_p50", "wall_p95"))
    fewer = "" if query.queries >= 200 else f" ({query.queries} questions)"
    return f"| {part.engine}{fewer} | {rate} | {disk} | {memory} | {times} |"


def _spread(found: Repeated) -> str:
    return f"{_ms(found.median)} ({_ms(found.low)}–{_ms(found.high)})"


def _ms(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def ratio(results: BenchResults, articles: int) -> float | None:
    """How many times faster our BM25 is than rank-bm25 (median CPU time), where both were measured."""
    theirs, ours = results.cost(systems.WORDS, articles), results.cost(systems.OUR_BM25, articles)
    if not (theirs and ours and theirs.query and ours.query):
        return None
    return repeated(theirs.query, "cpu_p50").median / repeated(ours.query, "cpu_p50").median


def ratio_lines(results: BenchResults) -> Iterator[str]:
    """rank-bm25's time over ours at each size."""
    yield "| articles | rank-bm25 p50, CPU ms | Corpuscle BM25 p50, CPU ms | times faster |"
    yield "|---|---|---|---|"
    for articles in results.sizes:
        theirs, ours = results.cost(systems.WORDS, articles), results.cost(systems.OUR_BM25, articles)
        if theirs and ours and theirs.query and ours.query and (times := ratio(results, articles)):
            slow, fast = repeated(theirs.query, "cpu_p50"), repeated(ours.query, "cpu_p50")
            yield f"| {articles:,} | {_ms(slow.median)} | {_ms(fast.median)} | {times:,.0f} |"
    yield ""


def arithmetic_lines(results: BenchResults) -> Iterator[str]:
    """Each cost of ours fitted on the sizes measured and carried on to all of PubMed."""
    rows = [row for row in _arithmetic(results) if row]
    if not rows:
        yield "Not measured: it needs the costs at two sizes."
        return
    yield f"| cost | law, fitted on {', '.join(f'{size:,}' for size in results.sizes)} articles | at {ALL_OF_PUBMED:,} |"
    yield "|---|---|---|"
    yield from rows


def _arithmetic(results: BenchResults) -> Iterator[str]:
    text = _measured(results, systems.OUR_BM25)
    hybrid = _measured(results, systems.OUR_HYBRID)
    if len(text) >= 2:
        yield _line_row("text on disk, GB", text, lambda p: p.build.disk_mb / 1e3 if p.build else 0.0)
        largest = text[-1]
        if largest.build:
            rate = largest.articles / largest.build.cpu_s
            hours = ALL_OF_PUBMED / rate / 3600
            yield f"| text build, CPU-hours | n / {rate:,.0f} per second, as at {largest.articles:,} | {hours:,.1f} |"
        yield _line_row("memory of BM25 queries, private, GB", text, lambda p: p.query.private_mb / 1e3 if p.query else 0.0)
        yield _line_row(
            "memory of BM25 queries with the mapped pages they touch, GB", text, lambda p: p.query.peak_mb / 1e3 if p.query else 0.0
        )
        for percentile in ("p50", "p95"):
            yield _power_row(f"BM25 {percentile}, CPU ms", text, percentile)
    if len(hybrid) >= 2:
        yield _line_row("vectors on disk, 384 dimensions, GB", hybrid, lambda p: p.build.disk_mb / 1e3 if p.build else 0.0)
        yield _line_row("memory of hybrid queries, private, GB", hybrid, lambda p: p.query.private_mb / 1e3 if p.query else 0.0)
        for percentile in ("p50", "p95"):
            yield _power_row(f"hybrid {percentile}, CPU ms", hybrid, percentile)
    if results.vectors:
        yield from _vector_rows(max(results.vectors, key=lambda part: part.vectors))


def _vector_rows(part: VectorPart) -> Iterator[str]:
    memory, disk = part.own.bytes_a_vector * ALL_OF_PUBMED / 1e9, part.disk_mb / part.vectors * ALL_OF_PUBMED / 1e3
    yield f"| {part.dimension}-d vectors in memory ({part.own.name}), GB | {part.own.bytes_a_vector:,.0f} bytes × n | {memory:,.1f} |"
    yield f"| {part.dimension}-d vectors on disk, GB | {part.disk_mb * 1e6 / part.vectors:,.0f} bytes × n | {disk:,.0f} |"
    hours = part.build_cpu_s / part.vectors * ALL_OF_PUBMED / 3600
    yield f"| their index, CPU-hours | {part.build_cpu_s:,.0f} s at {part.vectors:,}, × n | {hours:,.1f} |"


def _measured(results: BenchResults, engine: str) -> list[CostPart]:
    return [part for articles in results.sizes if (part := results.cost(engine, articles))]


def _line_row(name: str, parts: list[CostPart], cost: Callable[[CostPart], float]) -> str:
    law = line([part.articles for part in parts], [cost(part) for part in parts])
    each = law.each * 1e6
    return f"| {name} | {law.base:.3f} {'-' if each < 0 else '+'} {abs(each):.3f} × n/10⁶ | {law.at(ALL_OF_PUBMED):,.1f} |"


def _power_row(name: str, parts: list[CostPart], percentile: str) -> str:
    costs = [repeated(part.query, f"cpu_{percentile}").median for part in parts if part.query]
    law = power_law([part.articles for part in parts], costs)
    last = parts[-1].articles
    linear = costs[-1] * ALL_OF_PUBMED / last
    at = f"{law.at(ALL_OF_PUBMED):,.0f} (if it grew linearly from {last:,}: {linear:,.0f})"
    return f"| {name} | {law.at(1e6):.2f} × (n/10⁶)^{law.exponent:.2f} | {at} |"
