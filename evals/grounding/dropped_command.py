"""corpuscle eval grounding-dropped: whether what the check took out of real answers was right to drop, by a reader's judgements."""

import sys
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from corpuscle.evals.grounding.check_bench import interval, kind_of_reason
from corpuscle.evals.grounding.dropped import Judgement, drawn, dropped_statements, read_judgements, right_to_drop, to_read
from corpuscle.evals.runs.manifest import read_records

_JUDGED = Path("docs/benchmarks/grounding-dropped.tsv")


def grounding_dropped(
    runs: Annotated[list[Path] | None, typer.Argument(help="Folders of runs; with them, what they dropped is printed to be read.")] = None,
    judged: Annotated[Path, typer.Option("--judged", help="Table of judgements.", dir_okay=False)] = _JUDGED,
    most: Annotated[int, typer.Option("--most", min=1, help="Statements drawn at most.")] = 100,
) -> None:
    """Print how many dropped statements were right to drop, by a reader's judgements; or, of runs, those that are to be judged."""
    if runs:
        found = [one for run in runs for one in dropped_statements(run.name, read_records(run))]
        for number, one in enumerate(drawn(found, most), 1):
            sys.stdout.write(to_read(one, number))
        return
    judgements = read_judgements(judged)
    for kind, group in groupby(sorted(judgements, key=_kind), key=_kind):
        sys.stdout.write(f"{kind}: {_said(list(group))}\n")
    sys.stdout.write(f"all: {_said(judgements)}\n")


def _kind(judgement: Judgement) -> str:
    return kind_of_reason(judgement.reason)


def _said(judgements: Sequence[Judgement]) -> str:
    rate = right_to_drop(judgements)
    low, high = interval(rate)
    return f"{rate.k} of {rate.n} were right to drop ({rate.k / rate.n:.2f}, {low:.2f}–{high:.2f})"
