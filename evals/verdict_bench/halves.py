"""Splits test pairs that have no training part: one half to tune on, the other to report."""

import hashlib
from typing import Literal

Half = Literal["tune", "report"]


def half(subject: str, object: str) -> Half:
    """The half of a pair, by a hash of its identifiers as the data file has them: the same for ever, whatever else is in the file."""
    digest = hashlib.blake2b(f"{subject}|{object}".encode(), digest_size=8).digest()
    return "report" if int.from_bytes(digest) % 2 else "tune"
