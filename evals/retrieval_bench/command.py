"""corpuscle eval bench-retrieval."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from corpuscle.evals.errors import EvaluationError
from corpuscle.retrieval.settings import RetrievalSettings

_EVAL_DATA = "CORPUSCLE_EVAL_DATA"
_DATA_BESIDE = Path(__file__).parents[3] / "shared/data"


def bench_retrieval(
    work: Annotated[Path, typer.Option(help="Where results, corpora and indexes are kept (some 10 GB); a later run goes on there.")],
    out: Annotated[Path, typer.Option(help="The page to write; its plots go beside it.", dir_okay=False)] = Path(
        "docs/benchmarks/retrieval.md"
    ),
    index: Annotated[
        Path | None, typer.Option(help="An index of the sample: its vectors are taken instead of made.", file_okay=False)
    ] = None,
    part: Annotated[
        list[str] | None, typer.Option(help="Measure these parts anew, and no other; an unknown name lists them. Default: what is missing.")
    ] = None,
    page_only: Annotated[bool, typer.Option("--page-only", help="Measure nothing: write the page of what was measured.")] = False,
) -> None:
    """Compare retrieval systems in quality and cost, and write the page with its plots. Hours; resumable."""
    # Deferred: FAISS and the builder's libraries are of no use to the other commands.
    from corpuscle.evals.bench_parts.running import run_parts
    from corpuscle.evals.retrieval_bench.page import as_markdown
    from corpuscle.evals.retrieval_bench.parts import Bench, measurable
    from corpuscle.evals.retrieval_bench.plots import draw
    from corpuscle.evals.retrieval_bench.results import read_results
    from corpuscle.index_builder.progress_bars import progress_for_stderr

    bench = Bench(work, _collections(), index, RetrievalSettings(), progress_for_stderr())
    if bench.collections is None:
        sys.stderr.write(f"No collections to measure quality on: name their folder's parent with {_EVAL_DATA}.\n")
    _make_folder(out.parent)
    failed = {} if page_only else run_parts(measurable(bench), bench.parts, part or [], bench.progress)
    results = read_results(bench.parts)
    out.write_text(as_markdown(results, draw(results, out.parent)), encoding="utf-8")
    typer.echo(f"Written: {out}")
    for name, error in failed.items():
        raise EvaluationError(f"{len(failed)} parts failed, the first of them {name}: {error}", error.remedy)


def _collections() -> Path | None:
    named = os.environ.get(_EVAL_DATA, "")
    folders = [Path(named) / "retrieval"] if named else []
    return next((folder for folder in (*folders, _DATA_BESIDE / "retrieval") if folder.is_dir()), None)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise EvaluationError(f"{folder} cannot be made: {exc.strerror}.", "Name another file with --out.") from exc
