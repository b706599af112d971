"""What a format module declares: how its files are known, what they are called, under which terms they come, and how they are read."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpuscle.index_builder.graph_sources.rows import Batch, ImportedEdge, ImportedNode, Licence, ReadingLog

Files = Mapping[str, Path]
"""Paths by the role that each plays in its format ("nodes", "edges")."""

BATCH_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class FileHead:
    """The name of a file and how it begins, by which its format is found."""

    name: str
    """In lower case, without ".gz"."""
    text: str
    """The first characters, a few thousand."""

    @property
    def columns(self) -> frozenset[str]:
        """The cells of the first line that does not begin with "#", and of the last that does."""
        lines = self.text.splitlines()
        plain = next((line for line in lines if not line.startswith("#")), "")
        commented = [line.lstrip("#") for line in lines if line.startswith("#")]
        cells = [cell.strip().strip('"') for line in (plain, *commented[-1:]) for cell in re.split(r"[\t,]", line)]
        return frozenset(cells)


def file_version(files: Files) -> str:
    """The first date or version number in a file's name, or ""."""
    found = (re.search(r"\d{4}-\d{2}-\d{2}|v?\d+\.\d+(?:\.\d+)?|(?<![\d])20\d\d(?!\d)", path.name) for path in files.values())
    return next((match[0] for match in found if match), "")


@dataclass(frozen=True, slots=True)
class GraphFormat:
    """A format that a curated graph comes in."""

    name: str
    """As the user may name it: "primekg"."""
    title: str
    """What it is, and the files it consists of, in one line."""
    licence: Licence
    role: Callable[[FileHead], str]
    """The role that a file plays in this format; "" where it is none of it."""
    read: Callable[[Files, ReadingLog], Iterator[Batch]]
    """Raises SourceFileError where a file cannot be read to its end; skips malformed rows."""
    needed: frozenset[str]
    """Roles of which at least one must be there."""
    parts: Mapping[str, Licence] = field(default_factory=dict[str, Licence])
    """Terms of the resources it was compiled from, by the primary source that edges carry."""
    terms: Callable[[Files], Licence] | None = None
    """The terms of these very files, where they differ from graph to graph of the format."""
    source: Callable[[Files], str] | None = None
    """The name that its edges go under; None where it is the format's name."""
    version: Callable[[Files], str] = file_version
    companions: frozenset[str] = frozenset()
    """Roles that are looked for beside a file that was given alone."""


class BatchMaker:
    """Gathers nodes and edges until a batch is full."""

    def __init__(self, log: ReadingLog) -> None:
        self._log = log
        self.nodes: list[ImportedNode] = []
        self.edges: list[ImportedEdge] = []

    def full(self) -> bool:
        """Whether it is time to `take`."""
        return len(self.edges) + len(self.nodes) >= BATCH_ROWS

    def take(self) -> Batch:
        """What was gathered; begins anew."""
        batch = Batch(self.nodes, self.edges, [])
        self._log.nodes += len(self.nodes)
        self.nodes, self.edges = [], []
        return batch
