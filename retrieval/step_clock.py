"""How long each step of a search takes."""

from time import perf_counter


class StepClock:
    """Milliseconds of each step, and of all up to the last one in "total"."""

    def __init__(self) -> None:
        self._begin = self._last = perf_counter()
        self.timings_ms: dict[str, float] = {}

    def lap(self, step: str) -> None:
        """Ends the step that began at the lap before."""
        now = perf_counter()
        self.timings_ms[step] = (now - self._last) * 1e3
        self._last = now
        self.timings_ms["total"] = (now - self._begin) * 1e3
