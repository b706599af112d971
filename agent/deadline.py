"""The end of the time that a question has: its calls share it, and whoever asked can call it off."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from threading import Lock
from time import monotonic


class Deadline:
    """Ends `seconds` after it was made. Safe to share between threads."""

    def __init__(self, seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._end = clock() + seconds
        self._cancelled = False
        self._watching: list[Callable[[], None]] = []
        self._lock = Lock()

    @property
    def left_s(self) -> float:
        """Seconds until the end; 0 afterwards, and once it was called off."""
        return 0.0 if self._cancelled else max(0.0, self._end - self._clock())

    @property
    def cancelled(self) -> bool:
        """Whether whoever asked no longer waits."""
        return self._cancelled

    def cancel(self) -> None:
        """Nobody waits any longer: what works under this deadline is told to stop."""
        with self._lock:
            self._cancelled = True
            watching, self._watching = self._watching, []
        for stop in watching:
            stop()

    @contextmanager
    def stopping(self, stop: Callable[[], None]) -> Generator[None]:
        """Within the block, `stop` is called (once, from the thread that cancels) when the deadline is called off, at once where it was."""
        with self._lock:
            already = self._cancelled
            if not already:
                self._watching.append(stop)
        if already:
            stop()
        try:
            yield
        finally:
            with self._lock:
                if stop in self._watching:
                    self._watching.remove(stop)
