"""corpuscle eval bench-verdicts."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from corpuscle.evals.errors import DataMissing, EvaluationError
from corpuscle.retrieval.settings import RetrievalSettings

_EVAL_DATA = "CORPUSCLE_EVAL_DATA"
_DATA_BESIDE = Path(__file__).parents[3] / "shared/data"


def bench_verdicts(
    index: Annotated[
        Path, typer.Option(envvar="CORPUSCLE_INDEX", help="An index of the sample with its graph, nothing imported.", file_okay=False)
    ],
    work: Annotated[Path, typer.Option(help="Where results and graphs are kept (some 2 GB); a later run goes on there.")],
    out: Annotated[Path, typer.Option(help="The page to write; its plots go beside it.", dir_okay=False)] = Path(
        "docs/benchmarks/verdicts.md"
    ),
    part: Annotated[
        list[str] | None, typer.Option(help="Measure these parts anew, and no other; an unknown name lists them. Default: what is missing.")
    ] = None,
    page_only: Annotated[bool, typer.Option("--page-only", help="Measure nothing: write the page of what was measured.")] = False,
) -> None:
    """Compare the reviewer with its rivals on curated pairs, and write the page with its plots. Half an hour; resumable."""
    # Deferred: torch and the builder's libraries are of no use to the other commands.
    from corpuscle.evals.bench_parts.running import run_parts
    from corpuscle.evals.verdict_bench.page import as_markdown
    from corpuscle.evals.verdict_bench.parts import Bench, measurable
    from corpuscle.evals.verdict_bench.plots import draw
    from corpuscle.evals.verdict_bench.stored_rows import read_rows
    from corpuscle.index_builder.progress_bars import progress_for_stderr

    bench = Bench(work, index, _data(), RetrievalSettings(), progress_for_stderr())
    if bench.data is None:
        sys.stderr.write(f"No pairs to measure on: name the folder of evaluation data with {_EVAL_DATA}.\n")
    _make_folder(out.parent)
    failed = {} if page_only else run_parts(measurable(bench), bench.parts, part or [], bench.progress)
    found = read_rows(bench.parts)
    out.write_text(as_markdown(found, draw(found, out.parent), {name: str(error) for name, error in failed.items()}), encoding="utf-8")
    typer.echo(f"Written: {out}")
    broken = {name: error for name, error in failed.items() if not isinstance(error, DataMissing)}
    for name, error in broken.items():
        raise EvaluationError(f"{len(broken)} parts failed, the first of them {name}: {error}", error.remedy)


def _data() -> Path | None:
    named = os.environ.get(_EVAL_DATA, "")
    folders = [Path(named)] if named else []
    return next((folder for folder in (*folders, _DATA_BESIDE) if (folder / "verdicts").is_dir()), None)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise EvaluationError(f"{folder} cannot be made: {exc.strerror}.", "Name another file with --out.") from exc
