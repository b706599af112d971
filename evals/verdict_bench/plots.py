"""The page's plots: AUROC of every system in every row, and the reviewer's calibration. SVG by matplotlib."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpuscle.evals.bench_parts.svg import load_pyplot, save
from corpuscle.evals.verdict_bench import rows, systems
from corpuscle.evals.verdict_bench.figures import RowFigures, figures_of
from corpuscle.evals.verdict_bench.records import RowPart

AUROC_FILE = "verdicts-auroc.svg"
RELIABILITY_FILE = "verdicts-reliability.svg"
_COLOURS = {
    systems.BOTH: "#117a65",
    systems.EDGES: "#5dade2",
    systems.SENTENCES: "#1f618d",
    systems.LOOK_UP: "#7b7d7d",
    systems.KGAREVION: "#b03a2e",
    systems.TRANSE: "#ca6f1e",
    systems.ROTATE: "#7d6608",
    systems.DEGREE: "#bfc9ca",
}
_TRIED = (rows.CLAIMS, rows.INDICATIONS, rows.PHENOTYPES, rows.CONTRAINDICATIONS)
_MARKERS = "osD^vP"


def draw(parts: Sequence[RowPart], folder: Path) -> tuple[str, ...]:
    """Writes the plots that the results allow and names them; () where nothing was measured. Raises BaselineMissing without matplotlib."""
    measured = [part for part in parts if RowFigures(part).measurable]
    if not measured:
        return ()
    pyplot = load_pyplot()
    _draw_auroc(pyplot, measured, folder / AUROC_FILE)
    _draw_reliability(pyplot, [part for part in measured if part.row in _TRIED], folder / RELIABILITY_FILE)
    return AUROC_FILE, RELIABILITY_FILE


def _draw_auroc(pyplot: Any, parts: Sequence[RowPart], path: Path) -> None:  # noqa: ANN401 - untyped library
    figure, axes = pyplot.subplots(figsize=(8.4, 0.9 + 1.1 * len(parts)))
    height = 0.1
    labelled: set[str] = set()
    for place, part in enumerate(parts):
        for found in figures_of(part):
            step = systems.IN_ORDER.index(found.name)
            middle = place + height * (step - (len(systems.IN_ORDER) - 1) / 2)
            spread = [[found.auroc.mean - found.auroc.low], [found.auroc.high - found.auroc.mean]]
            label = None if found.name in labelled else found.name
            labelled.add(found.name)
            axes.barh(middle, found.auroc.mean - 0.5, height, left=0.5, color=_COLOURS[found.name], label=label)
            axes.errorbar(found.auroc.mean, middle, xerr=spread, color="#333333", linewidth=0.8)
    axes.axvline(0.5, color="#999999", linewidth=1)
    axes.set_yticks(range(len(parts)), [part.row for part in parts])
    axes.invert_yaxis()
    axes.set_xlim(0.3, 1.0)
    axes.set_xlabel("AUROC on the reported pairs, 95 % interval; .5 is chance")
    axes.grid(visible=True, axis="x", alpha=0.3)
    axes.legend(fontsize=7, loc="center left", bbox_to_anchor=(1.0, 0.5))
    save(pyplot, figure, path)


def _draw_reliability(pyplot: Any, parts: Sequence[RowPart], path: Path) -> None:  # noqa: ANN401 - untyped library
    figure, axes = pyplot.subplots(figsize=(5.6, 5.0))
    axes.plot([0, 1], [0, 1], color="#999999", linestyle=":")
    for marker, part in zip(_MARKERS, parts, strict=False):
        bins = RowFigures(part).bins(rows.judged(part.row))
        sizes = [12 + 200 * one.pairs / sum(b.pairs for b in bins) for one in bins]
        axes.plot([one.said for one in bins], [one.true for one in bins], linewidth=0.8, alpha=0.6)
        axes.scatter([one.said for one in bins], [one.true for one in bins], sizes, marker=marker, label=_label(part.row))
    axes.set_xlabel("probability the reviewer states (bins of equal mass; .5: unknown)")
    axes.set_ylabel("share of true pairs")
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(-0.02, 1.02)
    axes.grid(visible=True, alpha=0.3)
    axes.legend(fontsize=7)
    save(pyplot, figure, path)


def _label(row: str) -> str:
    return f"{row}, sentences alone" if rows.judged(row) == systems.SENTENCES else row
