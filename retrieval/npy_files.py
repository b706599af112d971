"""Arrays in NumPy's file format, mapped into memory."""

from pathlib import Path
from tokenize import TokenError
from typing import Any

import numpy as np


def mapped_array(path: Path) -> "np.memmap[tuple[int, ...], np.dtype[Any]]":
    """The array of a file, read-only. Raises OSError; ValueError where it is no whole array, or one of Python objects, which are pickles."""
    try:
        return np.lib.format.open_memmap(path, mode="r")
    except (OverflowError, SyntaxError, TokenError) as exc:  # what numpy lets through of a damaged header
        raise ValueError(f"its header is damaged ({exc})") from exc
