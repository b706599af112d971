"""Test pairs: two entities, a predicate, and whether a curator says that it holds."""

import csv
import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpuscle.evals.errors import DataMissing, EvaluationError
from corpuscle.evals.verdict_bench.halves import Half


@dataclass(frozen=True, slots=True)
class End:
    """One end of a pair, as its file has it."""

    id: str
    """CURIE, or "" where the file has names alone."""
    name: str
    category: str
    """Biolink category without prefix."""


@dataclass(frozen=True, slots=True)
class TestPair:
    """A statement with a curator's word on it."""

    __test__ = False  # pytest takes a class of this name for tests

    subject: End
    predicate: str
    """Canonical (`corpuscle.kg.predicates`)."""
    object: End
    true: bool
    group: str
    """What the row is told apart by: category, edge type."""
    half: Half


def check_there(path: Path) -> None:
    """Raises DataMissing where there is no such file."""
    if not path.is_file():
        raise DataMissing(
            f"there is no file {path.name} in {path.parent.name}", "Name the folder of evaluation data with CORPUSCLE_EVAL_DATA."
        )


def table(path: Path, columns: Sequence[str]) -> Iterator[dict[str, str]]:
    """Rows of a tab-separated file with a header, gzipped or not. Raises DataMissing without it, EvaluationError where it lacks a column."""
    check_there(path)
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        if missing := [name for name in columns if name not in (rows.fieldnames or ())]:
            raise EvaluationError(f"{path.name} has no column {missing[0]!r}.", f"Its columns must be: {', '.join(columns)}.")
        yield from rows
