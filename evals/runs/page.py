"""docs/benchmarks/question-sets.md: the scores of several runs, each above its baselines and its peers."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.runs.manifest import SCORES_NAME, RunManifest, read_run_manifest
from corpuscle.evals.runs.peers import Peer, peers_on
from corpuscle.evals.runs.printing import grounding_line
from corpuscle.evals.runs.scores import RunScores, SystemScores

_PAGE = Path("docs/benchmarks/question-sets.md")


def runs_page(
    runs: Annotated[list[Path], typer.Argument(help="Folders that `eval run` wrote.", exists=True, file_okay=False)],
    out: Annotated[Path, typer.Option(help="The page to write.", dir_okay=False)] = _PAGE,
) -> None:
    """Write the page of docs/benchmarks from the scores of several runs."""
    found = [(_scores(folder), read_run_manifest(folder)) for folder in runs]
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(page(found), encoding="utf-8")
    typer.echo(f"Written: {out}")


def page(runs: Sequence[tuple[RunScores, RunManifest]]) -> str:
    """The page in Markdown, of at least one run."""
    lines = [
        "# Question sets: scores beside their baselines",
        "",
        "An abstention counts as wrong; *forced*, it says what was drafted and given up, else the commonest answer of the tuning questions.",
        "*Right when it answers* is the measure over the answered questions alone. Intervals are 95 %, by bootstrap over questions; p is an exact",
        "sign test against the run's own system (McNemar's for right and wrong), of the forced answers. *Reported* questions were not used for",
        "tuning (docs/decisions/027-runs.md). Figures of others are theirs, on the whole set.",
        "",
        *(line for scores, manifest in runs for line in _section(scores, manifest)),
        "Printed by",
        "",
        *(f"    {_command(manifest)}" for _, manifest in runs),
        "    corpuscle eval runs-page RUN …",
        "",
    ]
    return "\n".join(lines)


def _section(scores: RunScores, manifest: RunManifest) -> list[str]:
    key = manifest.key
    model = f", {key.model} on {key.server or 'a server'}" if key.model else ""
    made = f"commit {manifest.made.commit}, {manifest.made.measured:%Y-%m-%d}"
    return [
        f"## {scores.title}: {scores.own.questions} {scores.split} questions",
        "",
        f"Index {key.index.label}, encoder {key.index.encoder or 'none'}{model}; {made}; median {manifest.spent.seconds_p50:.2f} s a question.",
        "",
        f"| | {scores.measure} [95 %] | forced [95 %] | answered | right when it answers | macro F1, forced | p |",
        "|---|---|---|---|---|---|---|",
        *(_row(system) for system in (scores.own, *scores.baselines)),
        *(_peer(peer) for peer in peers_on(scores.benchmark)),
        "",
        *([grounding_line(scores.grounding), ""] if scores.grounding else []),
    ]


def _row(system: SystemScores) -> str:
    figures = (f"{figure.mean:.3f} [{figure.low:.3f}, {figure.high:.3f}]" for figure in (system.shown, system.forced))
    errors = f", {system.errors} errors" if system.errors else ""
    p = f"{system.ahead_forced.p:.2g}" if system.ahead_forced else ""
    rest = (f"{system.answered}{errors}", _or_none(system.selective), _or_none(system.macro_f1), p)
    return f"| {' | '.join((system.title, *figures, *rest))} |"


def _peer(peer: Peer) -> str:
    return f"| {peer.system}, {peer.setting} ({peer.source}) | {peer.figure:.3f} | | of {peer.questions:,} | | | |"


def _command(manifest: RunManifest) -> str:
    key = manifest.key
    limit = f" --limit {manifest.limit}" if manifest.limit else ""
    return f"corpuscle eval run {key.benchmark} --system {key.system} --split {key.split}{limit} --index INDEX --out RUN"


def _scores(folder: Path) -> RunScores:
    try:
        return RunScores.model_validate_json((folder / SCORES_NAME).read_bytes())
    except (OSError, ValidationError) as exc:
        raise EvaluationError(
            f"{folder} has no readable {SCORES_NAME}.", "Name a folder that `corpuscle eval run` wrote to its end."
        ) from exc


def _or_none(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
