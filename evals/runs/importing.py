"""corpuscle eval import-answers: another system's stored answers as a run, so that it can be compared question by question."""

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter, ValidationError

from corpuscle.evals.bench_parts.machine import settings_now
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.runs.asked import AskedQuestion
from corpuscle.evals.runs.command import QuestionsOption
from corpuscle.evals.runs.journal import Journal
from corpuscle.evals.runs.manifest import MANIFEST_NAME, RECORDS_NAME, IndexMade, RunKey, RunManifest, spent
from corpuscle.evals.runs.record import Record, blank

_ANSWERS = TypeAdapter(dict[str, str | tuple[str, ...] | None])


def import_answers(
    benchmark: Annotated[str, typer.Argument(help="The benchmark that was answered, as `eval run` names it.")],
    answers: Annotated[Path, typer.Argument(help='JSON: {"question id": "B" | "yes" | ["name", …] | null}.', dir_okay=False)],
    name: Annotated[str, typer.Option(help="Whose answers they are.")],
    out: Annotated[Path, typer.Option(help="Folder of the run to write.", file_okay=False)],
    questions: QuestionsOption = None,
) -> None:
    """Make a run of another system's stored answers: `corpuscle eval compare` then tests it against ours on the same questions."""
    # Deferred: the loaders import LangGraph, which takes half a second.
    from corpuscle.evals.runs.benchmarks.catalogue import benchmark_named, questions_of

    asked = questions_of(benchmark_named(benchmark), "all", questions)
    records = answered(asked, answers)
    key = RunKey(
        benchmark=benchmark,
        split="all",
        system=name,
        index=IndexMade(label="", updated=None, encoder=""),
        model="",
        server="",
        prompts_sha256={},
        settings={},
        tool_version=version("corpuscle"),
    )
    out.mkdir(parents=True, exist_ok=True)
    with Journal(out / RECORDS_NAME, key, Record.model_validate_json) as journal:
        for record in records:
            if record.id not in journal.done:
                journal.keep(record)
    manifest = RunManifest(key=key, made=settings_now(), workers=1, limit=0, majority=None, spent=spent(records))
    (out / MANIFEST_NAME).write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
    typer.echo(f"{len(records)} of {len(asked)} questions are answered there: {out}")


def answered(asked: Sequence[AskedQuestion], path: Path) -> list[Record]:
    """A record for each question that the file answers; null is an abstention.

    Raises EvaluationError where the file is none of answers, or answers none of the questions.
    """
    try:
        answers = _ANSWERS.validate_json(path.read_bytes())
    except OSError as exc:
        raise EvaluationError(f"{path} cannot be read: {exc.strerror}.", "Check the path.") from exc
    except ValidationError as exc:
        raise EvaluationError(f"{path} is no JSON object of question ids and answers.", 'Expected is {"id": "B", …}.') from exc
    records = [blank(question).model_copy(update={"exact": answers[question.id]}) for question in asked if question.id in answers]
    if not records:
        raise EvaluationError(f"{path} answers no question of the benchmark.", "Its ids must be the benchmark's own.")
    return records
