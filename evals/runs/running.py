"""Asks a benchmark's questions of a system and its baselines, and writes the folders of their runs."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from corpuscle.agent.settings import AgentSettings
from corpuscle.evals.bench_parts.machine import settings_now
from corpuscle.evals.runs.answering import Rules, Systems
from corpuscle.evals.runs.asked import AskedQuestion
from corpuscle.evals.runs.benchmarks.benchmark import Benchmark
from corpuscle.evals.runs.grounded import FindArticle, run_grounding
from corpuscle.evals.runs.halves import Split
from corpuscle.evals.runs.journal import Journal, work_at_once
from corpuscle.evals.runs.manifest import MANIFEST_NAME, RECORDS_NAME, SCORES_NAME, IndexMade, RunKey, RunManifest, read_records, spent
from corpuscle.evals.runs.record import Record
from corpuscle.evals.runs.remembered_replies import ServerKey
from corpuscle.evals.runs.scores import RunScores, measure_of, system_scores
from corpuscle.evals.runs.systems import System
from corpuscle.prompts import prompt_digests

BASELINES = "baselines"
_NOT_OF_A_RUN = ("model_url", "model_key")


@dataclass(frozen=True, slots=True)
class Asking:
    """Which questions are asked, and under which settings."""

    benchmark: Benchmark
    split: Split
    questions: Sequence[AskedQuestion]
    """Of the split, in the order of asking."""
    majority: str | None
    limit: int
    """The first so many; 0: all."""
    workers: int
    index: IndexMade
    settings: AgentSettings
    server: ServerKey | None
    """None where no model is asked."""

    @property
    def wanted(self) -> Sequence[AskedQuestion]:
        """Those up to the limit."""
        return self.questions[: self.limit or None]

    def key(self, system: System) -> RunKey:
        """Of a system's run."""
        server = self.server if system.model == "served" else None
        return RunKey(
            benchmark=self.benchmark.name,
            split=self.split,
            system=system.name,
            index=self.index,
            model=server.model if server else "",
            server=server.server if server else "",
            prompts_sha256=prompt_digests() if server else {},
            settings={name: _plain(value) for name, value in self.settings.model_dump(exclude=set(_NOT_OF_A_RUN)).items()},
            tool_version=version("corpuscle"),
        )


def run_systems(asking: Asking, systems: Systems, folders: Sequence[tuple[System, Path]], advance: Callable[[int], None]) -> None:
    """Writes records and manifest of each system into its folder; what is there is not asked again.

    `advance` is told how many questions are done, first those of an earlier run. Raises EvaluationError where a folder is of another run or a
    model went away, and what the agent raises; what was answered until then is kept.
    """
    rules = Rules(asking.benchmark.question_only, asking.majority)
    wanted = asking.wanted
    with ExitStack() as stack:
        journals = [(system, stack.enter_context(_journal(folder, asking.key(system)))) for system, folder in folders]

        def work(question: AskedQuestion) -> None:
            lacking = [(system, journal) for system, journal in journals if question.id not in journal.done]
            answers = systems.answer(question, [system for system, _ in lacking], rules)
            for (_, journal), record in zip(lacking, answers, strict=True):
                journal.keep(record)

        waiting = [question for question in wanted if any(question.id not in journal.done for _, journal in journals)]
        advance(len(wanted) - len(waiting))
        work_at_once(waiting, work, asking.workers, lambda: advance(1))
        for (system, folder), (_, journal) in zip(folders, journals, strict=True):
            _end(asking, system, folder, [journal.done[question.id] for question in wanted])


def folders_of(own: System, baselines: Sequence[System], out: Path) -> list[tuple[System, Path]]:
    """The run's own folder, and one for each baseline in it."""
    return [(own, out), *((baseline, out / BASELINES / baseline.name) for baseline in baselines)]


def scored(asking: Asking, folders: Sequence[tuple[System, Path]], article: FindArticle) -> RunScores:
    """Scores the first system, with the others as its baselines, and writes that into its folder; `article` finds those of the index."""
    wanted = [question.id for question in asking.wanted]
    by_id = [{record.id: record for record in read_records(folder)} for _, folder in folders]
    own, *others = [[records[id_] for id_ in wanted] for records in by_id]
    (system, folder), *baselines = folders
    scores = RunScores(
        benchmark=asking.benchmark.name,
        title=asking.benchmark.title,
        split=asking.split,
        measure=measure_of(own),
        majority=asking.majority,
        own=system_scores(system.name, system.title, own, asking.majority),
        baselines=tuple(
            system_scores(baseline.name, baseline.title, found, asking.majority, own)
            for (baseline, _), found in zip(baselines, others, strict=True)
        ),
        grounding=run_grounding(own, asking.wanted, article),
    )
    _write(folder / SCORES_NAME, scores.model_dump_json(indent=1))
    return scores


def _journal(folder: Path, key: RunKey) -> Journal[Record]:
    folder.mkdir(parents=True, exist_ok=True)
    return Journal(folder / RECORDS_NAME, key, Record.model_validate_json)


def _end(asking: Asking, system: System, folder: Path, records: Sequence[Record]) -> None:
    manifest = RunManifest(
        key=asking.key(system),
        made=settings_now(),
        workers=asking.workers,
        limit=asking.limit,
        majority=asking.majority,
        spent=spent(records),
    )
    _write(folder / MANIFEST_NAME, manifest.model_dump_json(indent=1))


def _write(path: Path, text: str) -> None:
    new = path.with_name(path.name + ".new")
    new.write_text(text + "\n", encoding="utf-8")
    new.replace(path)


def _plain(value: object) -> str | int | float:
    return value if isinstance(value, str | int | float) else str(value)
