"""With what a run was made: enough to make it again, and to know what two of them differ in."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from corpuscle.evals.bench_parts.records import Settings
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.latency import latency_of
from corpuscle.evals.runs.halves import SEED, Split
from corpuscle.evals.runs.record import Record

MANIFEST_NAME = "manifest.json"
RECORDS_NAME = "records.jsonl"
SCORES_NAME = "scores.json"


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class IndexMade(_Closed):
    """The index that was read."""

    label: str
    """Corpus, generation and size."""
    updated: datetime | None
    """None of one in Milvus."""
    encoder: str
    """"" where searches use none."""


class RunKey(_Closed):
    """What must be the same for a run to go on: answers of two settings never stand in one run."""

    benchmark: str
    split: Split
    system: str
    index: IndexMade
    model: str
    """As the server names it; "" where none is asked."""
    server: str
    """Its software and version, or "" where it does not say."""
    prompts_sha256: dict[str, str]
    """Of every prompt, by its name; {} where no model is asked."""
    settings: dict[str, str | int | float]
    """Of the agent, without addresses and keys."""
    seed: str = SEED
    """That the order of the questions is drawn with."""
    tool_version: str


class Spent(_Closed):
    """Over all questions of a run."""

    questions: int
    errors: int
    seconds_p50: float
    seconds_p95: float
    """Latencies of a question, with as many others at once as there are workers."""
    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int


class RunManifest(_Closed):
    """`manifest.json` of a run's folder."""

    key: RunKey
    made: Settings
    """When and on what it ended, and with which code."""
    workers: int
    limit: int
    """The first so many questions; 0: all."""
    majority: str | None
    """The commonest right answer of the tuning questions, which forced figures fall back on; None for names."""
    spent: Spent


def spent(records: Sequence[Record]) -> Spent:
    """Of at least one record."""
    latency = latency_of([record.seconds for record in records])
    return Spent(
        questions=len(records),
        errors=sum(bool(record.error) for record in records),
        seconds_p50=latency.p50 / 1e3,
        seconds_p95=latency.p95 / 1e3,
        prompt_tokens=sum(record.tokens.prompt for record in records),
        completion_tokens=sum(record.tokens.completion for record in records),
        cached_tokens=sum(record.tokens.cached for record in records),
    )


def read_run_manifest(folder: Path) -> RunManifest:
    """Raises EvaluationError where the folder is none of a run that was ended."""
    try:
        return RunManifest.model_validate_json((folder / MANIFEST_NAME).read_bytes())
    except (OSError, ValidationError) as exc:
        raise EvaluationError(f"{folder} is no folder of a run that came to its end.", "Make one with `corpuscle eval run`.") from exc


def read_run_key(folder: Path) -> RunKey:
    """Of a run that may still be under way. Raises EvaluationError where the folder is none of a run."""
    try:
        return RunKey.model_validate_json((folder / RECORDS_NAME).read_bytes().partition(b"\n")[0])
    except (OSError, ValidationError) as exc:
        raise EvaluationError(f"{folder} is no folder of a run.", "Make one with `corpuscle eval run`.") from exc


def read_records(folder: Path) -> tuple[Record, ...]:
    """The records so far, also of a run that is still under way. Raises EvaluationError where there are none."""
    try:
        _, *lines = (folder / RECORDS_NAME).read_bytes().split(b"\n")[:-1]
        return tuple(Record.model_validate_json(line) for line in lines)
    except (OSError, ValueError) as exc:  # pydantic's ValidationError is one; so is a file without its first line
        raise EvaluationError(f"{folder} has no readable {RECORDS_NAME}.", "Name the folder of a run of this version.") from exc
