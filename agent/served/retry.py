"""When a request that failed is put again: only where the server cannot have worked on it."""

import asyncio
from collections.abc import Awaitable, Callable
from random import random as any_number
from typing import TypeVar

from corpuscle.agent.deadline import Deadline
from corpuscle.agent.errors import ModelError
from corpuscle.agent.model_fault import FaultKind

T = TypeVar("T")

_RETRIES: dict[FaultKind, int] = {"refused": 2, "busy": 3, "rate_limited": 3}
_FIRST_PAUSE_S = 0.25
_LONGEST_PAUSE_S = 10.0


class AskedToWait(ModelError):
    """The server has no room now; `retry_after_s` where it says when it will have (Retry-After)."""

    def __init__(self, message: str, remedy: str, kind: FaultKind, retry_after_s: float | None) -> None:
        super().__init__(message, remedy, kind, retryable=True)
        self.retry_after_s = retry_after_s


def pause_s(error: ModelError, failures: int, left_s: float, random: Callable[[], float]) -> float | None:
    """Seconds until the next try after so many `failures` (1 or more), or None where there is none.

    None, too, where the pause would end after the `left_s` seconds that are left. `random` gives numbers in [0, 1):
    the pause without Retry-After doubles with each failure, and is drawn from its upper half, so that many clients do not come back at once.
    """
    if not error.retryable or failures > _RETRIES.get(error.kind, 0):
        return None
    asked = error.retry_after_s if isinstance(error, AskedToWait) else None
    pause = _FIRST_PAUSE_S * 2 ** (failures - 1) * (0.5 + random() / 2) if asked is None else asked
    return pause if pause < min(left_s, _LONGEST_PAUSE_S) else None


async def put_again(request: Callable[[], Awaitable[T]], deadline: Deadline) -> T:
    """What the request gives, now or at a later try. Raises its last ModelError."""
    failures = 0
    while True:
        try:
            return await request()
        except ModelError as exc:
            failures += 1
            pause = pause_s(exc, failures, deadline.left_s, any_number)
            if pause is None:
                raise
        await asyncio.sleep(pause)
