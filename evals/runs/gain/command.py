"""corpuscle eval gain."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from corpuscle.evals.runs.command import AT_ONCE, IndexOption, SplitOption

_PAGE = Path("docs/benchmarks/served-model-gain.md")


def gain(
    work: Annotated[Path, typer.Option(help="Folder of the runs; the same command goes on with what was stopped.", file_okay=False)],
    index: IndexOption = Path("index"),
    questions: Annotated[int, typer.Option(min=0, help="How many of each set; 0: all.")] = 0,
    split: SplitOption = "reported",
    workers: Annotated[int, typer.Option(min=1, help="Questions at once, so that the model's server batches.")] = AT_ONCE,
    ask: Annotated[bool, typer.Option("--ask/--page-only", help="Ask what is lacking, or only write the page of what is there.")] = True,
    title: Annotated[
        str, typer.Option("--model-title", help="What the model is, where the name that the server gives it says little.")
    ] = "",
    out: Annotated[Path, typer.Option(help="The page to write.", dir_okay=False)] = _PAGE,
) -> None:
    """Measure what retrieval, graph review and revision are worth to a served model, and write the page that docs/benchmarks keeps.

    The index must hold PubMedQA's articles (`corpuscle eval pubmedqa-articles`).
    """
    # Deferred: LangGraph takes half a second that the other commands need not wait for.
    from corpuscle.evals.runs.gain.report import folders, gain_page
    from corpuscle.evals.runs.gain.sets import BESIDE, SETS, STEPS, rounds
    from corpuscle.evals.runs.opening import opened
    from corpuscle.evals.runs.running import run_systems, scored

    systems = (*BESIDE, *STEPS)
    with opened(index, systems if ask else BESIDE, work) as over, Progress(console=Console(stderr=True)) as progress:
        sets = [over.asking(name, split, None, questions, workers) for name in SETS]

        def write_page() -> None:
            command = f"corpuscle eval gain --work DIR --index INDEX --questions {questions}"
            out.write_text(gain_page(work, sets, over.systems.engine.article, title, command), encoding="utf-8")

        for until in rounds(questions, max(len(asking.questions) for asking in sets)) if ask else ():
            for asking in sets:
                some = replace(asking, limit=until)
                task = progress.add_task(f"{asking.benchmark.title}, to {until}", total=len(some.wanted))
                of_set = folders(work, asking.benchmark.name)
                run_systems(some, over.systems, of_set, lambda done, task=task: progress.advance(task, done))
                scored(some, of_set, over.systems.engine.article)
                write_page()
        if not ask:
            write_page()
    typer.echo(f"Written: {out}")
