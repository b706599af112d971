"""corpuscle eval medddx: choice questions with the graph, without it, and without their own edges."""

import random
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer
from pydantic import BaseModel
from rich.console import Console
from rich.progress import track
from rich.table import Table

from corpuscle.evals.eval_data import data_folder
from corpuscle.evals.medddx import MEDDDX_FILE, ChoiceQuestion, read_medddx
from corpuscle.evals.medddx_report import ModelRun, SettingReport, page, setting_reports

SEED = 20_261_120
_PAGE = Path("docs/benchmarks/medddx.md")
_GRAPH_COMMANDS = (
    "corpuscle index build --sample --index INDEX",
    "corpuscle kg import FILE --index INDEX                       (each curated source named above; PrimeKG's two files of edges)",
    "corpuscle eval primekg-files FOLDER --index INDEX            (PrimeKG's fragment of bare names)",
    "corpuscle kg import FOLDER --name primekg-fragment --index INDEX",
)


class _SettingJson(BaseModel):
    graph: str
    removed: int
    questions: int
    accuracy: float
    accuracy_low: float
    accuracy_high: float
    answered: int
    abstained: int
    right_when_answered: float | None
    drafted: int
    drafted_accuracy: float
    guessed_accuracy: float
    quoted: int
    with_own_edges: int
    median_s: float


class _MedddxJson(BaseModel):
    model: str
    index: str
    settings: list[_SettingJson]


def medddx(
    index: Annotated[Path, typer.Option("--index", envvar="CORPUSCLE_INDEX", help="Folder of the index.", file_okay=False)] = Path("index"),
    model: Annotated[
        Literal["extractive", "served"], typer.Option(help="The built-in model, or the one on the server at $CORPUSCLE_MODEL_URL.")
    ] = "extractive",
    graph: Annotated[
        Literal["with", "without", "all"], typer.Option(help="Which of the settings; all of them, question by question.")
    ] = "all",
    removed: Annotated[int, typer.Option(help="Percent of a question's own edges that are taken out: 0, 25, 50 or 100.")] = 0,
    limit: Annotated[int, typer.Option(min=0, help="How many questions, drawn at random with a fixed seed; 0: all of them.")] = 0,
    questions: Annotated[Path | None, typer.Option(help="MedDDx's file; else the one of the evaluation data.", dir_okay=False)] = None,
    records: Annotated[
        Path | None, typer.Option(help="A file that keeps every outcome: a run that was stopped goes on where it was.", dir_okay=False)
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout and nothing else.")] = False,
) -> None:
    """Ask MedDDx's choice questions; measure accuracy and abstention with and without what the graph knows of them."""
    # Deferred: LangGraph takes half a second that the other commands need not wait for.
    from corpuscle.evals.medddx_records import resumed
    from corpuscle.evals.medddx_run import SETTINGS, MedddxAgent, Setting

    if removed not in (0, 25, 50, 100) or (removed and graph != "with"):
        raise typer.BadParameter("--removed is 0, 25, 50 or 100, with --graph with")
    settings = SETTINGS if graph == "all" else (Setting(graph, removed),)
    asked = drawn(read_medddx(questions or data_folder(MEDDDX_FILE.parent.name) / MEDDDX_FILE.name), limit)
    agent = MedddxAgent.open(index, model)
    run = resumed(agent, model, asked, settings, records)
    outcomes = list(track(run, "Asking", total=len(asked) * len(settings), console=Console(stderr=True)))
    reports, name = setting_reports(outcomes), next((o.model for o in outcomes if o.model), model)
    if json:
        sys.stdout.write(_MedddxJson(model=name, index=agent.index, settings=[_json(r) for r in reports]).model_dump_json(indent=2) + "\n")
    else:
        Console().print(_table(ModelRun(model, name, reports), agent.index))


def medddx_page(
    records: Annotated[Path, typer.Argument(help="File that `eval medddx --records` wrote.", exists=True, dir_okay=False)],
    index: Annotated[
        Path, typer.Option("--index", envvar="CORPUSCLE_INDEX", help="The index it was measured over.", file_okay=False)
    ] = Path("index"),
    out: Annotated[Path, typer.Option(help="The page to write.", dir_okay=False)] = _PAGE,
) -> None:
    """Write the page of docs/benchmarks from the recorded outcomes."""
    from corpuscle.evals.bench import machine_words, today  # deferred: they import the builder's libraries
    from corpuscle.evals.medddx_records import read_records
    from corpuscle.kg.store import GraphStore
    from corpuscle.retrieval.engine import open_engine
    from corpuscle.retrieval.settings import RetrievalSettings

    known = read_records(records)
    runs: list[ModelRun] = []
    for model in ("extractive", "served"):
        outcomes = [outcome for (asked, _, _), outcome in known.items() if asked == model]
        if outcomes:
            title = (
                "The built-in model" if model == "extractive" else f"A served model, {next((o.model for o in outcomes if o.model), model)}"
            )
            runs.append(ModelRun(model, title, setting_reports(outcomes)))
    engine = open_engine(index, RetrievalSettings())
    store = GraphStore.open(engine.graph_path) if engine.graph_path else None
    sources = [f"{source.name} {source.version} ({source.rows:,} rows)" for source in store.sources()] if store else ["none"]
    counted = {run.asked: run.reports[0].questions for run in runs}
    commands = [
        *_GRAPH_COMMANDS,
        *(f"corpuscle eval medddx --index INDEX --model {model} --limit {n} --records {records.name}" for model, n in counted.items()),
    ]
    text = page(
        runs,
        engine.label,
        sources,
        [*commands, f"corpuscle eval medddx-page {records.name} --index INDEX"],
        f"{today():%Y-%m-%d}",
        machine_words(),
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text, encoding="utf-8")
    typer.echo(f"Written: {out}")


def drawn(questions: tuple[ChoiceQuestion, ...], limit: int) -> tuple[ChoiceQuestion, ...]:
    """So many of the questions, drawn with a fixed seed, so that fewer are the first of more; all of them for 0."""
    shuffled = random.Random(SEED).sample(questions, len(questions))
    return tuple(shuffled[:limit] if limit else shuffled)


def _json(report: SettingReport) -> _SettingJson:
    return _SettingJson(
        graph=report.setting.graph,
        removed=report.setting.removed,
        questions=report.questions,
        accuracy=report.accuracy.mean,
        accuracy_low=report.accuracy.low,
        accuracy_high=report.accuracy.high,
        answered=report.answered,
        abstained=report.abstained,
        right_when_answered=report.right_when_answered,
        drafted=report.drafted,
        drafted_accuracy=report.drafted_accuracy.mean,
        guessed_accuracy=report.guessed_accuracy.mean,
        quoted=report.quoted,
        with_own_edges=report.with_own_edges,
        median_s=report.median_s,
    )


def _table(run: ModelRun, index: str) -> Table:
    table = Table(
        "",
        "accuracy [95 %]",
        "answered",
        "right when it answers",
        "quoted",
        "chosen",
        "accuracy of the chosen",
        "with guesses",
        "median s",
        title=run.name,
    )
    for r in run.reports:
        right = "–" if r.right_when_answered is None else f"{r.right_when_answered:.3f}"
        table.add_row(
            r.setting.label,
            f"{r.accuracy.mean:.3f} [{r.accuracy.low:.3f}, {r.accuracy.high:.3f}]",
            f"{r.answered} of {r.questions}",
            right,
            str(r.quoted),
            str(r.drafted),
            f"{r.drafted_accuracy.mean:.3f}",
            f"{r.guessed_accuracy.mean:.3f}",
            f"{r.median_s:.2f}",
        )
    table.caption = index
    return table
