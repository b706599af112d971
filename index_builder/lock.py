"""One writer for an index folder: a lock that the operating system drops when its holder dies, so that none is ever stale."""

import fcntl
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from corpuscle.index_builder.errors import IndexLockedError

LOCK_NAME = "build.lock"


@contextmanager
def writer_lock(index_dir: Path, clock: Callable[[], datetime]) -> Generator[None]:
    """Holds the folder's lock. Raises IndexLockedError, which names the process that holds it and since when."""
    path = index_dir / LOCK_NAME
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as exc:
            holder = os.read(descriptor, 200).decode(errors="replace").strip() or "Another process"
            raise IndexLockedError(
                f"{holder} in {index_dir}.", "Wait until it has ended, or end it: a build continues where it stopped."
            ) from exc
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"Process {os.getpid()} has been building since {clock():%Y-%m-%d %H:%M:%S} UTC".encode())
        yield
    finally:
        os.close(descriptor)
