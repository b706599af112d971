"""The page's plots: each cost against the number of articles, and ours against each baseline in quality. SVG by matplotlib."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpuscle.evals.bench_parts.svg import load_pyplot, save
from corpuscle.evals.retrieval_bench import systems
from corpuscle.evals.retrieval_bench.page_quality import best_of_ours, difference
from corpuscle.evals.retrieval_bench.records import CostPart
from corpuscle.evals.retrieval_bench.results import BenchResults, repeated

_COLOURS = {
    systems.WORDS: "#b03a2e",
    systems.BM25S: "#ca6f1e",
    systems.STOCK_TANTIVY: "#7d6608",
    systems.DENSE: "#6c3483",
    systems.RECIPE: "#7b7d7d",
    systems.OUR_BM25: "#1f618d",
    systems.OUR_DENSE: "#5dade2",
    systems.OUR_HYBRID: "#117a65",
    systems.OUR_RERANKED: "#0b5345",
}
_MARKERS = "osD^vPX*h"


@dataclass(frozen=True, slots=True)
class Plot:
    """One file beside the page."""

    file: str
    caption: str


@dataclass(frozen=True, slots=True)
class _Cost:
    """A cost as it is drawn; `of` gives None where an engine does not have it."""

    plot: Plot
    axis: str
    of: Callable[[CostPart], float | None]
    target: float | None = None


def _p95(part: CostPart) -> float | None:
    return repeated(part.query, "cpu_p95").median if part.query else None


def _p50(part: CostPart) -> float | None:
    return repeated(part.query, "cpu_p50").median if part.query else None


_COSTS = (
    _Cost(Plot("retrieval-latency.svg", "Median latency of a query"), "CPU ms, median", _p50),
    _Cost(Plot("retrieval-latency-p95.svg", "95th percentile of a query's latency"), "CPU ms, p95", _p95),
    _Cost(
        Plot("retrieval-build.svg", "Build rate of the text index"),
        "citations per CPU-second",
        lambda part: part.articles / part.build.cpu_s if part.build and part.engine != systems.OUR_HYBRID else None,
        3_000,
    ),
    _Cost(
        Plot("retrieval-disk.svg", "Disk taken by the index"),
        "MB on disk",
        lambda part: part.build.disk_mb or None if part.build else None,
    ),
    _Cost(
        Plot("retrieval-memory.svg", "Peak memory of the process that answers queries"),
        "MB, peak, queries",
        lambda part: part.query.peak_mb if part.query else None,
        1_000,
    ),
    _Cost(
        Plot("retrieval-memory-build.svg", "Peak memory of the process that builds"),
        "MB, peak, build",
        lambda part: part.build.peak_mb if part.build else None,
        1_000,
    ),
)
_QUALITY = Plot("retrieval-quality.svg", "nDCG@10 of ours minus each baseline, 95 % paired bootstrap intervals")


def draw(results: BenchResults, folder: Path) -> tuple[Plot, ...]:
    """Writes the plots that the results allow, and names them. Raises BaselineMissing without matplotlib.

    The same results give the same bytes.
    """
    pyplot = load_pyplot()
    drawn: list[Plot] = []
    for cost in _COSTS:
        curves = _curves(results, cost)
        if curves:
            _draw_cost(pyplot, cost, curves, folder / cost.plot.file)
            drawn.append(cost.plot)
    if results.qualities:
        _draw_quality(pyplot, results, folder / _QUALITY.file)
        drawn.append(_QUALITY)
    return tuple(drawn)


def _curves(results: BenchResults, cost: _Cost) -> dict[str, list[tuple[int, float]]]:
    curves: dict[str, list[tuple[int, float]]] = {}
    for part in results.costs:
        value = cost.of(part)
        if value:
            curves.setdefault(part.engine, []).append((part.articles, value))
    return curves


def _draw_cost(pyplot: Any, cost: _Cost, curves: dict[str, list[tuple[int, float]]], path: Path) -> None:  # noqa: ANN401 - untyped library
    figure, axes = pyplot.subplots(figsize=(7.2, 4.2))
    for marker, (engine, points) in zip(_MARKERS, curves.items(), strict=False):
        axes.plot([n for n, _ in points], [value for _, value in points], marker=marker, color=_COLOURS.get(engine), label=_plain(engine))
    if cost.target:
        axes.axhline(cost.target, color="#999999", linestyle=":", label="target")
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("articles")
    axes.set_ylabel(cost.axis)
    axes.set_title(cost.plot.caption)
    axes.grid(visible=True, which="major", alpha=0.3)
    axes.legend(fontsize=7, loc="center left", bbox_to_anchor=(1.0, 0.5))
    save(pyplot, figure, path)


def _draw_quality(pyplot: Any, results: BenchResults, path: Path) -> None:  # noqa: ANN401 - untyped library
    baselines = (systems.WORDS, systems.BM25S, systems.STOCK_TANTIVY, systems.DENSE, systems.RECIPE)
    rows = [(part.collection + (" + sample" if part.distractors else ""), part) for part in results.qualities]
    figure, axes = pyplot.subplots(figsize=(7.6, 1.2 + 0.62 * len(rows)))
    for place, (_, part) in enumerate(rows):
        found = difference(part, best_of_ours(part))
        for step, (marker, name) in enumerate(zip(_MARKERS, baselines, strict=False)):
            one, height = found[name], place + 0.13 * (step - 2)
            axes.plot([one.low, one.high], [height, height], color=_COLOURS[name], linewidth=1.5)
            axes.plot(one.mean, height, marker=marker, markersize=4, color=_COLOURS[name], label=None if place else _plain(name))
    axes.axvline(0, color="#999999", linewidth=1)
    axes.set_yticks(range(len(rows)), [name for name, _ in rows], fontsize=8)
    axes.invert_yaxis()
    axes.set_xlabel("nDCG@10, ours minus the baseline")
    axes.set_title(_QUALITY.caption, fontsize=9)
    axes.grid(visible=True, axis="x", alpha=0.3)
    axes.legend(fontsize=7, loc="center left", bbox_to_anchor=(1.0, 0.5))
    save(pyplot, figure, path)


def _plain(name: str) -> str:
    return name.replace("`", "")
