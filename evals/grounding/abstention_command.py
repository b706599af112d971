"""corpuscle eval abstention: when a system gives up, rightly and wrongly, and what its confidence is worth."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from pydantic import BaseModel, ConfigDict
from rich.console import Console
from rich.table import Table

from corpuscle.evals.grounding.abstention import (
    AbstentionFigures,
    Calibration,
    CurvePoint,
    abstention_curve,
    abstention_figures,
    calibration,
    coverage_at,
)
from corpuscle.evals.grounding.outcomes import outcomes
from corpuscle.evals.runs.manifest import read_records


class RunAbstention(BaseModel):
    """The figures of one run."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    run: str
    figures: AbstentionFigures
    calibration: Calibration | None
    """None where the system tells no confidence."""
    at: CurvePoint | None
    """The widest coverage with at least the accuracy asked for, by confidence alone; None where none has it."""


def abstention(
    runs: Annotated[list[Path], typer.Argument(help="Folders of runs.")],
    accuracy: Annotated[
        float, typer.Option("--accuracy", min=0, max=1, help="How many may be answered with at least this accuracy?")
    ] = 0.9,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout and nothing else.")] = False,
) -> None:
    """Measure the abstentions of runs: right and wrong ones apart, and the calibration of confidence."""
    measured = [_measured(run, accuracy) for run in runs]
    if json:
        sys.stdout.write("[" + ",\n".join(one.model_dump_json() for one in measured) + "]\n")
    else:
        Console().print(_table(measured, accuracy))


def _measured(run: Path, accuracy: float) -> RunAbstention:
    found = outcomes(read_records(run))
    return RunAbstention(
        run="/".join(run.parts[-2:]),
        figures=abstention_figures(found),
        calibration=calibration(found),
        at=coverage_at(abstention_curve(found), accuracy),
    )


def _table(measured: list[RunAbstention], accuracy: float) -> Table:
    table = Table(
        "run",
        "right",
        "wrong",
        "rightly given up",
        "wrongly",
        "accuracy",
        "forced",
        "ECE",
        f"covered at {accuracy:.0%}",
    )
    for one in measured:
        figures, sure, at = one.figures, one.calibration, one.at
        counts = (figures.answered_right, figures.answered_wrong, figures.abstained_right, figures.abstained_wrong)
        table.add_row(
            one.run,
            *map(str, counts),
            "–" if figures.accuracy is None else f"{figures.accuracy:.3f}",
            f"{figures.forced_accuracy:.3f}",
            f"{sure.error:.3f}" if sure else "–",
            f"{at.coverage:.0%}" if at else "–",
        )
    return table
