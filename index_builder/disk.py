"""Turns the many ways in which libraries report a full or failing disk into our errors."""

import errno
import shutil
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from corpuscle.index_builder.errors import DiskFullError, StepError

_FULL = ("no space left", "disk is full", "os error 28", "quota exceeded")
_WRITER_KILLED = "index writer was killed"
"""All that tantivy says when its writing thread met an I/O error, whichever."""
_NEARLY_FULL_BYTES = 64_000_000


@contextmanager
def disk_errors(index_dir: Path) -> Generator[None]:
    """Raises DiskFullError or StepError in place of what the operating system, tantivy (ValueError) or SQLite raise."""
    try:
        yield
    except (OSError, ValueError, sqlite3.Error) as exc:
        free = shutil.disk_usage(_existing(index_dir)).free
        killed = _WRITER_KILLED in str(exc)
        if _is_full(exc) or (killed and free < _NEARLY_FULL_BYTES):
            raise DiskFullError(
                f"The disk of {index_dir} is full ({free / 1e6:,.0f} MB free); the last commit is intact.",
                "Make room and run the same command again: it goes on from there.",
            ) from exc
        if killed or isinstance(exc, OSError):
            raise StepError(
                f"The index in {index_dir} cannot be written: {exc}; the last commit is intact.",
                "Mend the cause and run the same command again: it goes on from there.",
            ) from exc
        raise


def _is_full(exc: Exception) -> bool:
    if isinstance(exc, OSError) and exc.errno in (errno.ENOSPC, errno.EDQUOT):
        return True
    return any(words in str(exc).lower() for words in _FULL)


def _existing(path: Path) -> Path:
    return path if path.exists() else _existing(path.parent)
