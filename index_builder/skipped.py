"""The list of skipped records: every record that was not indexed, with its place and the reason.

A list only grows. A manifest names its file, its first `bytes` bytes and their digest; what stands behind them was written by a build that
did not commit, and the next build cuts it off. Where lines must go, a new list takes the place of the old one under another name.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from pydantic import BaseModel, ConfigDict


class SkippedRecord(BaseModel):
    """One line of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    offset: int
    """Bytes from the start of the uncompressed source file."""
    id: str
    """PMID or document identifier, "" where it could not be read."""
    reason: str


def append_skipped(path: Path, committed_bytes: int, records: Iterable[SkippedRecord]) -> None:
    """Cuts the list back to its committed length, adds the records, and makes them durable."""
    with path.open("ab") as stream:
        stream.truncate(committed_bytes)
        _write(stream, records)


def new_skipped(index_dir: Path, generation: int, records: Iterable[SkippedRecord]) -> str:
    """Writes a list of these records for the generation; gives its path relative to the index folder ("skipped-000002.jsonl").

    A leftover of that name, from a build that was killed, is replaced.
    """
    relative = f"skipped-{generation:06d}.jsonl"
    with (index_dir / relative).open("wb") as stream:
        _write(stream, records)
    return relative


def read_skipped(path: Path, committed_bytes: int) -> list[SkippedRecord]:
    """The whole lines among the first `committed_bytes` bytes of the list; none where there is no list."""
    if not committed_bytes:
        return []
    committed = path.read_bytes()[:committed_bytes]
    return [SkippedRecord.model_validate_json(line) for line in committed[: committed.rfind(b"\n") + 1].splitlines()]


def _write(stream: BinaryIO, records: Iterable[SkippedRecord]) -> None:
    stream.writelines(record.model_dump_json().encode() + b"\n" for record in records)
    stream.flush()
    os.fsync(stream.fileno())
