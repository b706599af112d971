"""Runs the parts of a benchmark: each measured alone, its raw result kept, and passed over when it is there already."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from corpuscle.evals.bench_parts.records import Record, write_part
from corpuscle.evals.errors import EvaluationError
from corpuscle.index_builder.progress import Progress


def result_file(folder: Path, part: str) -> Path:
    """The file that keeps a part's raw result."""
    return folder / f"{part.replace('/', '.')}.json"


def run_parts(
    parts: Mapping[str, Callable[[], Record]], folder: Path, chosen: Sequence[str], progress: Progress
) -> dict[str, EvaluationError]:
    """Measures the chosen parts anew; without a choice, those whose result is not in the folder. Gives those that failed: the others went on.

    Raises EvaluationError for an unknown name.
    """
    if unknown := [name for name in chosen if name not in parts]:
        raise EvaluationError(f"There is no part {unknown[0]!r}.", f"Parts: {', '.join(parts)}.")
    failed: dict[str, EvaluationError] = {}
    for name in chosen or [name for name in parts if not result_file(folder, name).is_file()]:
        progress.note(f"Measuring {name}")
        try:
            write_part(result_file(folder, name), parts[name]())
        except EvaluationError as exc:
            failed[name] = exc
            progress.note(f"{name} failed: {exc}")
    return failed
