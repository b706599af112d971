"""Progress on a terminal, by rich; in a pipe or a log, plain lines."""

import sys
from collections.abc import Generator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from corpuscle.index_builder import progress as protocol
from corpuscle.index_builder.progress import Advance, LogProgress, quantity


class BarProgress:
    """A bar with the time left for the step that runs, a line for each that is done."""

    def __init__(self, console: Console) -> None:
        self._console = console

    @contextmanager
    def step(self, title: str, total: int, unit: str) -> Generator[Advance]:
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TextColumn("{task.fields[amount]}", markup=False),
            TimeElapsedColumn(),
            TextColumn("·"),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=self._console) as bars:
            task = bars.add_task(title, total=total or None, amount="")
            done = 0

            def advance(amount: int) -> None:
                nonlocal done
                done += amount
                bars.update(task, advance=amount, amount=quantity(done, unit))

            yield advance
            bars.update(task, total=done or 1, completed=done or 1)

    def note(self, text: str) -> None:
        self._console.print(text, markup=False, highlight=False)


def progress_for_stderr() -> protocol.Progress:
    """Bars where standard error is a terminal, plain lines where it is not."""
    return BarProgress(Console(stderr=True)) if sys.stderr.isatty() else LogProgress(sys.stderr)
