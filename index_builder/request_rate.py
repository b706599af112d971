"""A limit on requests that all processes of a user keep together, by a file that holds when the next one may start."""

import fcntl
import os
import time
from collections.abc import Callable
from pathlib import Path

_MARGIN = 1.05
"""Requests that leave evenly arrive less so."""
_HORIZON_S = 120.0
"""Nobody has booked so far ahead: a time behind it was written before the clock was set back."""
_ENTRY_BYTES = 40


class RequestRate:
    """At most `per_second` requests a second, evenly spaced, over all processes that share the file at `path`.

    Processes may have different limits: each keeps its own distance from whoever went before it.
    """

    def __init__(
        self,
        path: Path,
        per_second: float,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._path = path
        self._distance_s = _MARGIN / per_second
        self._clock = clock
        self._sleep = sleep

    def wait(self) -> None:
        """Returns when the next request may be sent. Raises OSError where the file cannot be kept."""
        wait_s = self._booked() - self._clock()
        if wait_s > 0:
            self._sleep(wait_s)

    def _booked(self) -> float:
        """The next free moment; whoever comes later gets a later one. The lock is held for the booking alone, not for the wait."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            now = self._clock()
            last = _read_moment(os.read(descriptor, _ENTRY_BYTES))
            moment = now if last is None or last > now + _HORIZON_S else max(now, last + self._distance_s)
            os.pwrite(descriptor, f"{moment:.6f}".ljust(_ENTRY_BYTES).encode(), 0)
            return moment
        finally:
            os.close(descriptor)


def _read_moment(entry: bytes) -> float | None:
    """Seconds since 1970, or None for a new file or one that something else wrote."""
    try:
        moment = float(entry)
    except ValueError:
        return None
    return moment if 0 <= moment < float("inf") else None
