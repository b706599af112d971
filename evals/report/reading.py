"""A run's folder as the report reads it: manifest, scores, and the records of the system and of its baselines."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.runs.manifest import SCORES_NAME, RunManifest, read_records, read_run_manifest
from corpuscle.evals.runs.record import Record
from corpuscle.evals.runs.running import BASELINES
from corpuscle.evals.runs.scores import RunScores


@dataclass(frozen=True, slots=True)
class FinishedRun:
    """What a run that came to its end left behind."""

    manifest: RunManifest
    scores: RunScores
    records: tuple[Record, ...]
    baselines: Mapping[str, tuple[Record, ...]]
    """By the name of the system, in the order of the scores."""


def read_run(folder: Path) -> FinishedRun:
    """Raises EvaluationError where the folder is none of a run that came to its end."""
    manifest = read_run_manifest(folder)
    try:
        scores = RunScores.model_validate_json((folder / SCORES_NAME).read_bytes())
    except (OSError, ValidationError) as exc:
        raise EvaluationError(f"{folder} has no readable {SCORES_NAME}.", "End the run: the same `corpuscle eval run` again.") from exc
    baselines = {one.system: read_records(folder / BASELINES / one.system) for one in scores.baselines}
    return FinishedRun(manifest, scores, read_records(folder), baselines)
