"""corpuscle eval run, and corpuscle eval compare."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from corpuscle.evals.runs.halves import Split

SplitOption = Annotated[Split, typer.Option(help="Questions for tuning, those that are only reported, or all.")]
IndexOption = Annotated[Path, typer.Option("--index", envvar="CORPUSCLE_INDEX", help="Folder of the index.", file_okay=False)]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout and nothing else.")]
QuestionsOption = Annotated[Path | None, typer.Option(help="Your copy of the questions; else the one of the evaluation data.")]
WorkersOption = Annotated[
    int | None,
    typer.Option(min=1, help="Questions at once; else 8 where a model is asked, so that its server batches, and 1 where none is."),
]
AT_ONCE = 8


def run(
    benchmark: Annotated[
        str, typer.Argument(help="pubmedqa, pubmedqa-contexts, bioasq-yesno, medddx, mirage-mmlu, …; a wrong name lists all.")
    ],
    out: Annotated[Path, typer.Option(help="Folder of the run; the same command goes on with a run that was stopped.", file_okay=False)],
    system: Annotated[str, typer.Option(help="Who answers: built-in, served, unaided, …; a wrong name lists all.")] = "built-in",
    index: IndexOption = Path("index"),
    split: SplitOption = "reported",
    limit: Annotated[int, typer.Option(min=0, help="The first so many questions, in an order drawn from their ids; 0: all.")] = 0,
    questions: QuestionsOption = None,
    workers: WorkersOption = None,
    json: JsonOption = False,
) -> None:
    """Ask a benchmark's questions of a system and of its baselines, and score them side by side."""
    # Deferred: LangGraph takes half a second that the other commands need not wait for.
    from corpuscle.evals.runs.opening import opened
    from corpuscle.evals.runs.peers import peers_on
    from corpuscle.evals.runs.printing import grounding_line, scores_table
    from corpuscle.evals.runs.running import folders_of, run_systems, scored
    from corpuscle.evals.runs.systems import system_named, with_baselines

    own, *baselines = with_baselines(system_named(system))
    with opened(index, (own, *baselines), out) as over:
        asking = over.asking(benchmark, split, questions, limit, workers or (AT_ONCE if over.server else 1))
        folders = folders_of(own, baselines, out)
        with Progress(console=Console(stderr=True)) as progress:
            task = progress.add_task("Asking", total=len(asking.wanted))
            run_systems(asking, over.systems, folders, lambda done: progress.advance(task, done))
        scores = scored(asking, folders, over.systems.engine.article)
    if json:
        sys.stdout.write(scores.model_dump_json(indent=2) + "\n")
    else:
        console = Console()
        console.print(scores_table(scores, peers_on(asking.benchmark.name)))
        if scores.grounding:
            console.print(grounding_line(scores.grounding))


def compare(
    one: Annotated[Path, typer.Argument(help="Folder of a run.", exists=True, file_okay=False)],
    other: Annotated[Path, typer.Argument(help="Folder of another run of the same benchmark.", exists=True, file_okay=False)],
    differing: Annotated[int, typer.Option(min=0, help="How many of the questions to show on which they differ.")] = 10,
    json: JsonOption = False,
) -> None:
    """Compare two runs on the questions that both asked: intervals, exact tests, and where they differ."""
    from corpuscle.evals.runs.compare import compare as compared  # deferred: see `run`
    from corpuscle.evals.runs.printing import comparison_table, differing_table

    comparison = compared(one, other)
    if json:
        sys.stdout.write(comparison.model_dump_json(indent=2) + "\n")
        return
    console = Console()
    console.print(comparison_table(comparison))
    if comparison.differing and differing:
        console.print(differing_table(comparison, differing))
