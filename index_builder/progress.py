"""How a build tells what it is doing: a protocol, and its plain forms. `progress_bars` has the form for a terminal."""

import time
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Protocol, TextIO

Advance = Callable[[int], None]
"""Says that so many more units are done."""

_LINE_EVERY_S = 5.0
_PACE_AFTER_S = 2.0


class Progress(Protocol):
    """Hears of each step of a build, and of what is worth a line."""

    def step(self, title: str, total: int, unit: str) -> AbstractContextManager[Advance]:
        """One step of `total` units ("bytes", "articles", …); 0 where the total is not known. Steps do not nest."""
        ...

    def note(self, text: str) -> None:
        """A line for the user."""
        ...


class NoProgress:
    """Says nothing."""

    def step(self, title: str, total: int, unit: str) -> AbstractContextManager[Advance]:
        return nullcontext(_ignore)

    def note(self, text: str) -> None:
        pass


class LogProgress:
    """Plain lines for a log: one at the end of each step, and one every five seconds within a long one."""

    def __init__(self, stream: TextIO, timer: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._timer = timer

    @contextmanager
    def step(self, title: str, total: int, unit: str) -> Generator[Advance]:
        start = last_line = self._timer()
        first: tuple[float, int] | None = None  # time and amount of the first advance: what comes before it says nothing of the pace
        done = 0

        def advance(amount: int) -> None:
            nonlocal done, first, last_line
            done += amount
            now = self._timer()
            first = first or (now, done)
            if now - last_line >= _LINE_EVERY_S:
                last_line = now
                since, before = first
                pace = (done - before) / (now - since) if now - since >= _PACE_AFTER_S else 0.0
                left = f", {duration((total - done) / pace)} left" if pace and total > done else ""
                self.note(f"{title}: {_share(done, total, unit)}{left}")

        yield advance
        self.note(f"{title}: {_share(done, total, unit)} in {duration(self._timer() - start)}")

    def note(self, text: str) -> None:
        self._stream.write(text + "\n")
        self._stream.flush()


def quantity(amount: int, unit: str) -> str:
    """An amount for a reader: "57 MB", "30,000 articles"."""
    return f"{amount / 1e6:,.0f} MB" if unit == "bytes" else f"{amount:,} {unit}"


def duration(seconds: float) -> str:
    """A time for a reader: "4 s", "3 min 20 s", "2 h 5 min"."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def _share(done: int, total: int, unit: str) -> str:
    if done >= total:
        return quantity(done, unit)
    amount = f"{done / 1e6:,.0f}" if unit == "bytes" else f"{done:,}"
    return f"{amount} of {quantity(total, unit)} ({done / total:.0%})"


def _ignore(amount: int) -> None:
    pass
