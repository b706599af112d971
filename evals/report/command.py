"""corpuscle eval report: a run as a page to look at."""

from pathlib import Path
from typing import Annotated

import typer

from corpuscle.evals.errors import EvaluationError

_FRAGMENTS = "Cut questions, sentences and quotations to a dozen words each, for a page that is passed on."


def report(
    run: Annotated[Path, typer.Argument(help="Folder that `corpuscle eval run` wrote.", file_okay=False)],
    out: Annotated[Path | None, typer.Option("--out", help="The page; report.html in the run's folder if not given.")] = None,
    fragments: Annotated[bool, typer.Option("--fragments", help=_FRAGMENTS)] = False,
) -> None:
    """Make a run's page: scores with their baselines, plots, and each question with what was cited, reviewed and expected."""
    # Deferred: LangGraph takes half a second that the other commands need not wait for.
    from corpuscle.evals.report.page import run_page
    from corpuscle.evals.report.reading import read_run

    page = run_page(read_run(run), fragments=fragments)
    target = out or run / "report.html"
    try:
        target.write_text(page, encoding="utf-8")
    except OSError as exc:
        raise EvaluationError(f"{target} cannot be written: {exc.strerror}.", "Name another file with --out.") from exc
    typer.echo(f"Wrote {target}. Open it in a browser; it needs no network.")
