"""corpuscle eval bioasq."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer
from pydantic import BaseModel, ConfigDict
from rich.console import Console
from rich.table import Table

from corpuscle.evals.bioasq.files import read_gold, read_submission
from corpuscle.evals.bioasq.phase_a import VERSIONS
from corpuscle.evals.bioasq.score import SubmissionScores, score_submission

app = typer.Typer(help="BioASQ Task B and Synergy.", no_args_is_help=True)


@app.callback()
def bioasq() -> None:
    """BioASQ Task B and Synergy."""


@app.command()
def score(
    gold: Annotated[Path, typer.Argument(help="Gold file (golden or training JSON).", dir_okay=False)],
    submission: Annotated[Path, typer.Argument(help="Submission (JSON).", dir_okay=False)],
    phase: Annotated[Literal["A", "A+", "B"], typer.Option(help="A: documents and snippets. A+ and B: exact and ideal answers.")],
    version: Annotated[
        int, typer.Option(help="The official program's -e: 8 for Task B since 2020, 9 for Synergy; 2, 3, 5 for older ones.")
    ] = 8,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout and nothing else.")] = False,
) -> None:
    """Score a submission as the official program does, and strictly: missing questions count 0, lists are cut to the limits."""
    if version not in VERSIONS:
        raise typer.BadParameter(f"{version} is none of {', '.join(map(str, VERSIONS))}.", param_hint="--version")
    questions = read_gold(gold)
    submitted = read_submission(submission, questions)
    scores = score_submission(questions, submitted, "A" if phase == "A" else "B", version)
    if scores.crash:
        sys.stderr.write(
            f"The official program would crash: {scores.crash}. Its exact-answer figures are left out; the strict ones stand.\n"
        )
    if json:
        sys.stdout.write(_json(scores, phase, version, len(questions)).model_dump_json(indent=2) + "\n")
        return
    if scores.missing:
        sys.stderr.write(
            f"{scores.missing} of {len(questions)} questions are missing in the submission; the strict figures count them 0.\n"
        )
    Console().print(_table(scores, phase, version))


class _ScoresJson(BaseModel):
    """The official figures stand at the top beside these, under their own names; null where the program would crash."""

    model_config = ConfigDict(extra="allow")

    phase: str
    version: int
    questions: int
    missing: int
    crash: str
    strict: dict[str, float]


def _json(scores: SubmissionScores, phase: str, version: int, questions: int) -> _ScoresJson:
    head = {"phase": phase, "version": version, "questions": questions, "missing": scores.missing, "crash": scores.crash}
    return _ScoresJson.model_validate({**head, "strict": scores.strict, **scores.official})


def _table(scores: SubmissionScores, phase: str, version: int) -> Table:
    table = Table(title=f"Phase {phase}, -e {version}")
    table.add_column("figure")
    table.add_column("official", justify="right")
    table.add_column("strict", justify="right")
    for name, official in scores.official.items():
        table.add_row(name, "–" if official is None else f"{official:.4f}", f"{scores.strict[name]:.4f}")
    return table
