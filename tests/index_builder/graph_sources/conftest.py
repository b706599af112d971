import gzip
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from corpuscle.index_builder.graph_sources import Batch, ImportedEdge, ImportedNode, ReadingLog, SkippedRow, open_curated


@dataclass
class Read:
    """All that a file gave."""

    batches: list[Batch] = field(default_factory=list[Batch])
    skipped: list[SkippedRow] = field(default_factory=list[SkippedRow])
    log: ReadingLog = field(init=False)
    source: str = ""
    version: str = ""

    def __post_init__(self) -> None:
        self.log = ReadingLog(self.skipped.append)

    @property
    def nodes(self) -> dict[str, ImportedNode]:
        return {node.id: node for batch in self.batches for node in batch.nodes}

    @property
    def edges(self) -> list[ImportedEdge]:
        return [edge for batch in self.batches for edge in batch.edges]

    @property
    def triples(self) -> list[tuple[str, str, str]]:
        return [(e.subject, e.predicate, e.object) for e in self.edges]


ReadFile = Callable[..., Read]


@pytest.fixture
def read(tmp_path: Path) -> ReadFile:
    """Writes files (name → text; packed where the name ends in .gz) into one folder and reads the first, or the folder."""

    def _read(files: dict[str, str], *, folder: bool = False, format_name: str | None = None) -> Read:
        for name, text in files.items():
            data = text.encode()
            (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        graph = open_curated(tmp_path if folder else tmp_path / next(iter(files)), format_name)
        found = Read(source=graph.source, version=graph.version)
        found.batches += list(graph.read(found.log))
        return found

    return _read
