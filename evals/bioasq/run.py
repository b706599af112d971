"""From a file of questions to a submission, with the manifest of the run beside it."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

from pydantic import BaseModel, ConfigDict

from corpuscle.agent.errors import QuestionError
from corpuscle.evals.bench_parts.machine import settings_now
from corpuscle.evals.bench_parts.records import Settings
from corpuscle.evals.bioasq.batch import RunKey, response_journal, write_submission
from corpuscle.evals.bioasq.files import BioasqQuestion
from corpuscle.evals.bioasq.responders import failed
from corpuscle.evals.bioasq.response import Respond, Responded
from corpuscle.evals.bioasq.rules import Phase
from corpuscle.evals.runs.journal import work_through
from corpuscle.prompts import prompt_digests
from corpuscle.retrieval.errors import QueryError

JOURNAL_SUFFIX = ".journal.jsonl"
MANIFEST_SUFFIX = ".run.json"


class QuestionRecord(BaseModel):
    """What became of one question."""

    model_config = ConfigDict(extra="forbid")

    id: str
    seconds: float
    tokens: int
    abstained: bool
    problem: str


class RunManifest(BaseModel):
    """How a submission was made: enough to make it again, and to know what two of them differ in."""

    model_config = ConfigDict(extra="forbid")

    key: RunKey
    encoder: str
    prompts_sha256: dict[str, str]
    finished: Settings
    """When and on what, and with which code."""
    workers: int
    questions: int
    seconds_p50: float
    abstained: int
    records: list[QuestionRecord]


@dataclass(frozen=True, slots=True)
class Batch:
    """What is to be done, by what, and where the submission goes."""

    questions: Sequence[BioasqQuestion]
    sources: Sequence[Path]
    """The files that the run reads: the questions, then the feedback of Synergy."""
    out: Path
    phase: Phase
    index: str
    """The index in a few words."""
    encoder: str
    model: str
    workers: int


def run_batch(batch: Batch, respond: Respond, begun: Callable[[int], None], advance: Callable[[], None]) -> RunManifest:
    """Writes the submission and its manifest; `begun` is told how many an earlier, killed run answered, `advance` is called for each new one.

    A question that cannot be asked as put is answered with nothing and named in the manifest. Raises EvaluationError where `out` belongs to
    another run, and what the agent raises.
    """
    key = RunKey(
        phase=batch.phase,
        questions_sha256=hashlib.sha256(b"".join(path.read_bytes() for path in batch.sources)).hexdigest(),
        index=batch.index,
        model=batch.model,
        tool_version=version("corpuscle"),
    )

    def respond_or_say_why(question: BioasqQuestion) -> Responded:
        try:
            return respond(question)
        except (QuestionError, QueryError) as exc:
            return failed(question, batch.phase, f"{exc} {exc.remedy}")

    with response_journal(batch.out.with_name(batch.out.name + JOURNAL_SUFFIX), key) as journal:
        begun(len(journal.done))
        responded = work_through(batch.questions, respond_or_say_why, journal, batch.workers, advance)
    write_submission(batch.out, responded)
    manifest = _manifest(batch, key, responded)
    batch.out.with_name(batch.out.name + MANIFEST_SUFFIX).write_text(manifest.model_dump_json(indent=1) + "\n", encoding="utf-8")
    return manifest


def _manifest(batch: Batch, key: RunKey, responded: Sequence[Responded]) -> RunManifest:
    records = [
        QuestionRecord(id=r.response.id, seconds=r.seconds, tokens=r.tokens, abstained=r.abstained, problem=r.problem) for r in responded
    ]
    return RunManifest(
        key=key,
        encoder=batch.encoder,
        prompts_sha256=prompt_digests(),
        finished=settings_now(),
        workers=batch.workers,
        questions=len(records),
        seconds_p50=median(record.seconds for record in records),
        abstained=sum(record.abstained for record in records),
        records=records,
    )
