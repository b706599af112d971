"""From the folders of a gain run to its page."""

from collections.abc import Sequence
from pathlib import Path

from corpuscle.evals.bench_parts.machine import settings_now
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.runs.gain.costs import step_costs
from corpuscle.evals.runs.gain.figures import SystemRecords, set_figures, statement_figures
from corpuscle.evals.runs.gain.page import Made, page
from corpuscle.evals.runs.gain.sets import BESIDE, STEPS
from corpuscle.evals.runs.grounded import FindArticle, run_grounding
from corpuscle.evals.runs.manifest import RunKey, read_records, read_run_key
from corpuscle.evals.runs.record import Record
from corpuscle.evals.runs.remembered_replies import REPLIES_NAME, read_replies
from corpuscle.evals.runs.running import Asking, folders_of
from corpuscle.evals.runs.systems import System


def folders(work: Path, benchmark: str) -> list[tuple[System, Path]]:
    """Of all systems on one benchmark, laid out as `eval run` does: the last step's run with the others as its baselines."""
    return folders_of(STEPS[-1], (*BESIDE, *STEPS[:-1]), work / benchmark)


def gain_page(work: Path, sets: Sequence[Asking], article: FindArticle, title: str, command: str) -> str:
    """The page over what every system has been asked so far; `article` finds those of the index, `title` names the model where it is given.

    Raises EvaluationError before any question was asked.
    """
    done = [(asking, found) for asking in sets if (found := _done(work, asking))]
    if not done:
        raise EvaluationError(f"{work} holds no question that every system was asked.", "Run without --page-only.")
    figures = [
        set_figures(asking.benchmark.title, [found[s.name] for s in STEPS], [found[s.name] for s in BESIDE], asking.majority)
        for asking, found in done
    ]
    answered = [
        statement_figures(
            system,
            ((found[system.name].records, run_grounding(found[system.name].records, asking.questions, article)) for asking, found in done),
        )
        for system in STEPS[1:]
    ]
    asking = done[0][0]
    key = read_run_key(work / asking.benchmark.name)
    return page(figures, answered, step_costs(read_replies(work / REPLIES_NAME)), _made(key, asking, title, command))


def _done(work: Path, asking: Asking) -> dict[str, SystemRecords] | None:
    """The records of the questions that every system was asked, by system; None where there are none."""
    by_system: list[tuple[System, dict[str, Record]]] = []
    for system, folder in folders(work, asking.benchmark.name):
        if not folder.exists():
            return None
        by_system.append((system, {record.id: record for record in read_records(folder)}))
    common = [question.id for question in asking.wanted if all(question.id in records for _, records in by_system)]
    return {system.name: SystemRecords(system, [records[id_] for id_ in common]) for system, records in by_system} if common else None


def _made(key: RunKey, asking: Asking, title: str, command: str) -> Made:
    now = settings_now()
    return Made(
        model=f"{title or key.model}, server {key.server or 'unnamed'}",
        index=f"{key.index.label}, encoder {key.index.encoder or 'none'}",
        code=f"version {key.tool_version}, commit {now.commit}",
        machine=now.machine,
        prompts=f"{len(key.prompts_sha256)} files, digests in the runs' manifests",
        workers=asking.workers,
        command=command,
        wanted=asking.limit,
    )
