"""`skipped.jsonl`: every record that was not indexed, with its place and the reason.

The file only grows. A manifest names its first `bytes` bytes and their digest; what stands behind them was written by a build that did
not commit, and the next build cuts it off.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

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
    with (index_dir / SKIPPED_NAME).open("ab") as stream:
        stream.truncate(committed_bytes)
        _write(stream, records)


def replace_skipped(index_dir: Path, records: Iterable[SkippedRecord]) -> None:
    """Makes these records the whole list."""
    beside = index_dir / f"{SKIPPED_NAME}.tmp"
    with beside.open("wb") as stream:
        _write(stream, records)
    beside.replace(index_dir / SKIPPED_NAME)


def read_skipped(index_dir: Path, committed_bytes: int) -> list[SkippedRecord]:
    """The whole lines among the first `committed_bytes` bytes of the list; none where there is no list."""
    if not committed_bytes:
        return []
    committed = (index_dir / SKIPPED_NAME).read_bytes()[:committed_bytes]
    return [SkippedRecord.model_validate_json(line) for line in committed[: committed.rfind(b"\n") + 1].splitlines()]


def _write(stream: BinaryIO, records: Iterable[SkippedRecord]) -> None:
    stream.writelines(record.model_dump_json().encode() + b"\n" for record in records)
    stream.flush()
    os.fsync(stream.fileno())
