"""corpuscle eval bioasq."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer
from pydantic import BaseModel, ConfigDict
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress
from rich.table import Table

from corpuscle.evals.bioasq.files import read_gold, read_submission
from corpuscle.evals.bioasq.page_command import write_page
from corpuscle.evals.bioasq.phase_a import VERSIONS
from corpuscle.evals.bioasq.responders import respond_with_answers, respond_with_documents, respond_with_round
from corpuscle.evals.bioasq.rules import Phase, violations
from corpuscle.evals.bioasq.run import Batch, run_batch
from corpuscle.evals.bioasq.score import SubmissionScores, score_submission
from corpuscle.evals.bioasq.synergy import check_feedback, read_feedback
from corpuscle.evals.errors import EvaluationError
from corpuscle.retrieval.engine import SearchEngine, open_engine
from corpuscle.retrieval.errors import EncoderMissingError
from corpuscle.retrieval.settings import RetrievalSettings

app = typer.Typer(help="BioASQ Task B and Synergy.", no_args_is_help=True)
app.command("page")(write_page)


@app.callback()
def bioasq() -> None:
    """BioASQ Task B and Synergy."""


@app.command()
def score(
    gold: Annotated[Path, typer.Argument(help="Gold file (golden or training JSON).", dir_okay=False)],
    submission: Annotated[Path, typer.Argument(help="Submission (JSON).", dir_okay=False)],
    phase: Annotated[Phase, typer.Option(help="A: documents and snippets. A+ and B: exact and ideal answers.")],
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
    if phase == "synergy":
        raise EvaluationError(
            "Synergy's file holds the material of A and the answers of B.", "Score it twice: --phase A and B, --version 9."
        )
    scores = score_submission(questions, submitted, "A" if phase == "A" else "B", version)
    if scores.crash:
        sys.stderr.write(
            f"The official program would crash: {scores.crash}. Its exact-answer figures are left out; the strict ones stand. "
            "`corpuscle eval bioasq validate` names every such answer.\n"
        )
    if foreign := submitted.keys() - {question.id for question in questions}:
        sys.stderr.write(f"{len(foreign)} questions of {submission} are not in {gold}: are both of the same batch? They are passed over.\n")
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
        if name.endswith(("concepts", "triples")) and not official and not scores.strict[name]:
            continue  # no task since 2019 asks for them
        table.add_row(name, "–" if official is None else f"{official:.4f}", f"{scores.strict[name]:.4f}")
    return table


@app.command()
def run(
    questions: Annotated[Path, typer.Argument(help="File of questions (test set, golden or training JSON).", dir_okay=False)],
    phase: Annotated[
        Phase,
        typer.Option(
            help="A: documents and snippets. A+: those and answers. B: answers from the given snippets. synergy: a round, all in one file."
        ),
    ],
    out: Annotated[Path, typer.Option(help="The submission to write.", dir_okay=False)],
    index: Annotated[Path, typer.Option("--index", envvar="CORPUSCLE_INDEX", help="Folder of the index.", file_okay=False)] = Path("index"),
    model: Annotated[
        Literal["extractive", "served"], typer.Option(help="The built-in model, or a language model on a server (CORPUSCLE_MODEL_URL).")
    ] = "extractive",
    feedback: Annotated[
        list[Path] | None, typer.Option(help="Synergy: what the experts said of earlier rounds; may be given again.", dir_okay=False)
    ] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Questions worked on at once.")] = 2,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout and nothing else.")] = False,
) -> None:
    """Answer a batch and write the submission. Started again after a break, it goes on where it stopped."""
    from corpuscle.agent import Agent  # deferred: LangGraph takes half a second

    asked = read_gold(questions)
    if phase == "B" and not any(question.snippets for question in asked):
        raise EvaluationError(f"{questions} gives no snippets, from which Phase B is answered.", "Give Phase B's file, or run --phase A+.")
    if feedback and phase != "synergy":
        raise EvaluationError("Feedback belongs to the rounds of Synergy.", "Leave --feedback out, or give --phase synergy.")
    judged = read_feedback(feedback or [])
    check_feedback(judged, asked)
    if phase == "A":
        engine = open_engine(index, RetrievalSettings())
        respond = respond_with_documents(engine)
    else:
        agent = Agent.open(index, model)
        engine = agent.engine
        respond = respond_with_round(agent, engine, judged) if phase == "synergy" else respond_with_answers(agent, engine, phase == "B")
    sources = (questions, *(feedback or []))
    batch = Batch(asked, sources, out, phase, engine.label, _encoder_name(engine), model if phase != "A" else "none", workers)
    with Progress(*Progress.get_default_columns(), MofNCompleteColumn(), console=Console(stderr=True), disable=json) as bar:
        task = bar.add_task(f"Phase {phase}", total=len(asked))
        manifest = run_batch(batch, respond, lambda done: bar.reset(task, completed=done), lambda: bar.advance(task))
    broken = violations(read_gold(out), asked, phase)
    for record in manifest.records:
        if record.problem:
            sys.stderr.write(f"{record.id}: {record.problem}\n")
    if json:
        sys.stdout.write(manifest.model_dump_json(indent=2) + "\n")
    else:
        Console().print(
            f"{out}: {manifest.questions} questions, {manifest.abstained} without an answer, {manifest.seconds_p50:.2f} s each (median); "
            f"{len(broken)} rules broken.",
            highlight=False,
            soft_wrap=True,
        )


@app.command()
def validate(
    questions: Annotated[Path, typer.Argument(help="The file of questions.", dir_okay=False)],
    submission: Annotated[Path, typer.Argument(help="Submission (JSON).", dir_okay=False)],
    phase: Annotated[Phase, typer.Option(help="Whose rules: A, A+, B or synergy.")],
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout and nothing else.")] = False,
) -> None:
    """Check a submission against the official limits and forms; each broken rule is named with its question."""
    asked = read_gold(questions)
    broken = violations(tuple(read_submission(submission, asked).values()), asked, phase)
    if json:
        shown = _ViolationsJson(violations=[_ViolationJson(question=v.question, rule=v.rule) for v in broken])
        sys.stdout.write(shown.model_dump_json(indent=2) + "\n")
    else:
        for violation in broken:
            sys.stdout.write(f"{violation.question}: {violation.rule}\n")
    if broken:
        raise EvaluationError(f"{submission} breaks {len(broken)} rules.", "Mend what is listed; the portal refuses or cuts it.")
    if not json:
        sys.stdout.write(f"{submission} keeps all rules of Phase {phase}.\n")


class _ViolationJson(BaseModel):
    question: str
    rule: str


class _ViolationsJson(BaseModel):
    violations: list[_ViolationJson]


def _encoder_name(engine: SearchEngine) -> str:
    try:
        return engine.encoder.name if engine.encoder else "none"
    except EncoderMissingError:
        return "none at hand"
