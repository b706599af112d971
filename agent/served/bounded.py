"""Runs a coroutine for code that is not async: no longer than so many seconds, and no longer than anybody waits."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import suppress
from typing import TypeVar

from corpuscle.agent.deadline import Deadline

T = TypeVar("T")

_GRACE_S = 0.2


def run_within(seconds: float, asking: Callable[[], Coroutine[None, None, T]], deadline: Deadline) -> T:
    """What the coroutine gives. It runs in a thread of its own, which nothing that hangs there can keep us waiting for.

    Raises TimeoutError after `seconds`, and asyncio.CancelledError once `deadline` is called off; the coroutine is then cancelled,
    which closes its connections.
    """
    done: Future[T] = Future()

    async def bounded() -> None:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None  # asyncio.run made one

        def stop() -> None:
            with suppress(RuntimeError):  # the loop has just closed: it is done
                loop.call_soon_threadsafe(task.cancel)

        try:
            with deadline.stopping(stop):
                async with asyncio.timeout(seconds):
                    done.set_result(await asking())
        except BaseException as exc:  # noqa: BLE001 - handed to the caller
            done.set_exception(exc)

    threading.Thread(target=lambda: asyncio.run(bounded()), daemon=True, name="model").start()
    return done.result(seconds + _GRACE_S)
