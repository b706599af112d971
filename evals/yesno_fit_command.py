"""corpuscle eval fit-yesno: how the signals behind a served model's yes or no are weighed, and what each is worth."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from corpuscle.evals.runs.command import IndexOption

_BENCHMARKS = ("pubmedqa", "bioasq-yesno")


def fit_yesno(
    replies: Annotated[
        Path, typer.Option(help="Folder that keeps what the model server says; a second fit asks nothing.", file_okay=False)
    ],
    benchmark: Annotated[list[str] | None, typer.Option(help="Whose tuning questions to ask; pubmedqa and bioasq-yesno, if none.")] = None,
    index: IndexOption = Path("index"),
    limit: Annotated[int, typer.Option(min=1, help="The first so many questions of each.")] = 100,
) -> None:
    """Fit the weights of agent/served/yesno.py on questions that are for tuning, and print what each signal is worth."""
    from corpuscle.evals.yesno_fit import FOLDS, fit_reports, with_weights  # deferred: numpy and LangGraph take half a second
    from corpuscle.evals.yesno_signals import labelled_questions

    asked = list(labelled_questions(benchmark or _BENCHMARKS, index, replies, limit))
    table = Table("accuracy", "macro F1", "log loss", "bias", "model", "polarity", "verdict", "signals")
    reports = [(" + ".join(report.signals), report) for report in fit_reports(asked)]
    for title, report in (*reports, ("as in the product", with_weights(asked))):
        weights = report.weights
        figures = (report.accuracy, report.macro_f1, report.log_loss, weights.bias, weights.model, weights.polarity, weights.verdict)
        table.add_row(*(f"{figure:.3f}" for figure in figures), title)
    yes = sum(question.yes for question in asked)
    table.caption = (
        f"{len(asked)} tuning questions of {', '.join(sorted({q.benchmark for q in asked}))}; {yes} are answered yes. {FOLDS}-fold cross-validation; "
        "weights are fitted to all questions, each class weighing half; triples of the built-in model."
    )
    Console().print(table)
