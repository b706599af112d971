"""The rows that were measured so far, read back."""

from pathlib import Path

from corpuscle.evals.bench_parts.records import read_part
from corpuscle.evals.bench_parts.running import result_file
from corpuscle.evals.verdict_bench.records import RowPart
from corpuscle.evals.verdict_bench.rows import ROWS


def read_rows(folder: Path) -> tuple[RowPart, ...]:
    """In the table's order. Raises EvaluationError for a result that cannot be read."""
    return tuple(read_part(file, RowPart) for row in ROWS if (file := result_file(folder, row.key)).is_file())
