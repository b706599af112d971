"""Two runs on the questions that both asked: figures, tests, differing settings, and the questions on which they differ."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.runs.asked import Expected
from corpuscle.evals.runs.manifest import RunManifest, read_records, read_run_manifest
from corpuscle.evals.runs.record import Exact, Record
from corpuscle.evals.runs.scores import SystemScores, measure_of, system_scores
from corpuscle.evals.runs.values import Measure, forced_value, shown_value


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DifferingSetting(_Closed):
    """A line of the manifests that is not the same."""

    name: str
    one: str
    other: str


class DifferingQuestion(_Closed):
    """A question on which one run is worth more than the other, in words."""

    id: str
    question: str
    expected: str
    one: str
    other: str


class Comparison(_Closed):
    """One run and another; `other.ahead_…` are the first less the other."""

    title: str
    measure: Measure
    questions: int
    only_one: int
    """Questions that only the first run asked."""
    only_other: int
    one: SystemScores
    other: SystemScores
    settings: tuple[DifferingSetting, ...]
    differing: tuple[DifferingQuestion, ...]


def compare(one: Path, other: Path) -> Comparison:
    """Compares two folders of runs. Raises EvaluationError where one cannot be read, or they have no question in common."""
    manifests = read_run_manifest(one), read_run_manifest(other)
    left, right = ({record.id: record for record in read_records(folder)} for folder in (one, other))
    common = [id_ for id_ in left if id_ in right]
    if not common or any(left[id_].expected != right[id_].expected for id_ in common):
        raise EvaluationError(f"{one} and {other} did not ask the same questions.", "Compare two runs of one benchmark.")
    ours, theirs = [left[id_] for id_ in common], [right[id_] for id_ in common]
    majority = next((manifest.majority for manifest in manifests if manifest.majority), None)  # imported answers know none
    names = _names(manifests[0].key.system, manifests[1].key.system, one, other)
    return Comparison(
        title=manifests[0].key.benchmark,
        measure=measure_of(ours),
        questions=len(common),
        only_one=len(left) - len(common),
        only_other=len(right) - len(common),
        one=system_scores(manifests[0].key.system, names[0], ours, majority),
        other=system_scores(manifests[1].key.system, names[1], theirs, majority, ours),
        settings=tuple(_settings(*manifests)),
        differing=tuple(_differing(ours, theirs, majority)),
    )


def _names(one: str, other: str, one_folder: Path, other_folder: Path) -> tuple[str, str]:
    return (one, other) if one != other else (str(one_folder), str(other_folder))


def _settings(one: RunManifest, other: RunManifest) -> Iterator[DifferingSetting]:
    flat = [_flat(manifest) for manifest in (one, other)]
    for name in dict.fromkeys((*flat[0], *flat[1])):
        left, right = (found.get(name, "–") for found in flat)
        if left != right:
            yield DifferingSetting(name=name, one=left, other=right)


def _flat(manifest: RunManifest) -> dict[str, str]:
    """What may explain a difference: the run's key and its code, not when it ran and what it cost."""
    key = manifest.key
    plain = {name: str(getattr(key, name)) for name in ("benchmark", "split", "system", "model", "server", "seed", "tool_version")}
    prompts = {f"prompt {name}": digest[:12] for name, digest in key.prompts_sha256.items()}
    settings = {name: str(value) for name, value in key.settings.items()}
    return plain | {"index": key.index.label, "encoder": key.index.encoder, "commit": manifest.made.commit} | prompts | settings


def _differing(ours: Sequence[Record], theirs: Sequence[Record], majority: str | None) -> Iterator[DifferingQuestion]:
    for one, other in zip(ours, theirs, strict=True):
        worth = [(shown_value(record), forced_value(record, majority)) for record in (one, other)]
        if worth[0] != worth[1]:
            yield DifferingQuestion(id=one.id, question=one.question, expected=_expected(one.expected), one=_said(one), other=_said(other))


def _said(record: Record) -> str:
    if record.exact is None:
        return f"abstained ({_words(record.lost)})" if record.lost else "abstained"
    return _words(record.exact)


def _words(exact: Exact) -> str:
    return exact if isinstance(exact, str) else "; ".join(exact or ())


def _expected(expected: Expected) -> str:
    return expected if isinstance(expected, str) else "; ".join(group[0] for group in expected)
