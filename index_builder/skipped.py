"""`skipped.jsonl`: every record that was not indexed, with its place and the reason.

The file only grows. A manifest names its first `bytes` bytes and their digest; what stands behind them was written by a build that did
not commit, and the next build cuts it off.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict

SKIPPED_NAME = "skipped.jsonl"


class SkippedRecord(BaseModel):
    """One line of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    offset: int
    """Bytes from the start of the uncompressed source file."""
    id: str
    """PMID or document identifier, "" where it could not be read."""
    reason: str


def append_skipped(index_dir: Path, committed_bytes: int, records: Iterable[SkippedRecord]) -> None:
    """Cuts the list back to its committed length, adds the records, and makes them durable."""
    path = index_dir / SKIPPED_NAME
    with path.open("ab") as stream:
        stream.truncate(committed_bytes)
        for record in records:
            stream.write(record.model_dump_json().encode() + b"\n")
        stream.flush()
        os.fsync(stream.fileno())


def read_skipped(index_dir: Path, committed_bytes: int) -> list[SkippedRecord]:
    """The committed part of the list."""
    path = index_dir / SKIPPED_NAME
    lines = path.read_bytes()[:committed_bytes].splitlines() if committed_bytes else []
    return [SkippedRecord.model_validate_json(line) for line in lines]
