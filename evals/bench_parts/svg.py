"""Plots as SVG by matplotlib; the same figures give the same bytes."""

from pathlib import Path
from typing import Any

from corpuscle.evals.errors import BaselineMissing


def load_pyplot() -> Any:  # noqa: ANN401 - untyped library
    """matplotlib's pyplot, drawing to files alone. Raises BaselineMissing without matplotlib."""
    try:
        import matplotlib  # deferred: only the pages' plots need it
        from matplotlib import pyplot
    except ModuleNotFoundError as exc:
        raise BaselineMissing("The plots need matplotlib.", "pip install matplotlib") from exc
    matplotlib.use("Agg")
    matplotlib.rcParams["svg.hashsalt"] = "corpuscle"  # else the names of clip paths differ from run to run
    matplotlib.rcParams["svg.fonttype"] = "none"
    return pyplot


def save(pyplot: Any, figure: Any, path: Path) -> None:  # noqa: ANN401 - untyped library
    """Writes the figure and lets it go."""
    figure.savefig(path, format="svg", bbox_inches="tight", metadata={"Date": None})
    pyplot.close(figure)
