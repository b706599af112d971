"""Accuracy on choice questions in each setting, with intervals, and the page that docs/benchmarks keeps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from corpuscle.evals.bench_parts.bootstrap import Interval, intervals
from corpuscle.evals.medddx_run import SETTINGS, ChoiceOutcome, ModelName, Setting

CHANCE = 0.25
"""Of four options."""


@dataclass(frozen=True, slots=True)
class SettingReport:
    """One model in one setting."""

    setting: Setting
    questions: int
    accuracy: Interval
    """Right answers among all questions: an abstention is no right answer."""
    answered: int
    abstained: int
    right_when_answered: float | None
    drafted: int
    drafted_accuracy: Interval
    """The same of the letters that the model chose before grounding."""
    guessed_accuracy: Interval
    """The same where the letter that graph paths lean to stands in for a missing one, and a blind guess where they lean to none."""
    quoted: int
    """Answers that quote an article; the others rest on the graph alone."""
    with_own_edges: int
    """Questions of which the whole graph holds a statement that joins an option to what the stem names."""
    median_s: float


def setting_reports(outcomes: Iterable[ChoiceOutcome]) -> tuple[SettingReport, ...]:
    """A report for each setting that has outcomes, in the order of `SETTINGS`. Intervals are bootstrap, 95 %, over questions."""
    by_setting: dict[Setting, list[ChoiceOutcome]] = {}
    for outcome in outcomes:
        by_setting.setdefault(outcome.setting, []).append(outcome)
    return tuple(_report(setting, by_setting[setting]) for setting in SETTINGS if setting in by_setting)


def _report(setting: Setting, outcomes: Sequence[ChoiceOutcome]) -> SettingReport:
    right = np.array([[o.answered == o.right, o.drafted == o.right, _guessed(o)] for o in outcomes], dtype=np.float64).T
    accuracy, drafted_accuracy, guessed_accuracy = intervals(right)
    answered = [o for o in outcomes if o.answered is not None]
    return SettingReport(
        setting=setting,
        questions=len(outcomes),
        accuracy=accuracy,
        answered=len(answered),
        abstained=len(outcomes) - len(answered),
        right_when_answered=sum(o.answered == o.right for o in answered) / len(answered) if answered else None,
        drafted=sum(o.drafted is not None for o in outcomes),
        drafted_accuracy=drafted_accuracy,
        guessed_accuracy=guessed_accuracy,
        quoted=sum(o.quoted for o in answered),
        with_own_edges=sum(o.own > 0 for o in outcomes),
        median_s=float(np.median([o.seconds for o in outcomes])),
    )


def _guessed(outcome: ChoiceOutcome) -> float:
    letter = outcome.drafted or outcome.leaning
    return CHANCE if letter is None else float(letter == outcome.right)


@dataclass(frozen=True, slots=True)
class ModelRun:
    """What one model did, for the page."""

    asked: ModelName
    name: str
    reports: tuple[SettingReport, ...]


def page(runs: Sequence[ModelRun], index: str, graph: Sequence[str], commands: Sequence[str], today: str, machine: str) -> str:
    """The page in Markdown; it begins with what the figures cannot show."""
    lines = [
        "# MedDDx: choice questions with the graph, without it, and without a question's own edges",
        "",
        "MedDDx was made from PrimeKG: a graph that holds PrimeKG's edges holds the answers, and **a plain look-up there is close to leakage**.",
        "So each question is asked five times: with the whole graph, with 25, 50 and 100 % of its own edges removed, and without the graph.",
        "Own edges are all edges, of whatever source, between the entities named in the question and in its options; they are removed in an",
        "order drawn from the question's id, so that the smaller share is part of the larger. What is left may still tell something: a disease",
        "that two vocabularies have as two unjoined nodes keeps the other node's edges. The line with 100 % removed is the one to compare with other systems.",
        "These are development questions: some 130 of them were read while the rules for choice questions were written.",
        "",
        f"Measured {today} over {index}; {machine}.",
        "The graph: " + "; ".join(graph) + ".",
        "",
        *(line for run in runs for line in _table(run)),
        "*Accuracy* counts an abstention as wrong; its 95 % interval is bootstrap over questions. *Chosen* is the letter in the model's draft,",
        "*answered* what a reader is shown: a letter stands only with a sentence that quotes an article, or with an edge of the graph that the reviewer",
        "found to support the option's own triple (then without any sentence, and the answer says so). *With guesses*: the letter that graph paths make",
        f"most plausible stands in for a missing one, and where they lean to none a blind guess, worth {CHANCE:.2f}, as an examinee would; the product never",
        "guesses.",
        "",
        "Printed by",
        "",
        *(f"    {command}" for command in commands),
        "",
    ]
    return "\n".join(lines)


def _table(run: ModelRun) -> list[str]:
    asked = run.reports[0].questions if run.reports else 0
    return [
        f"## {run.name}: {asked} questions",
        "",
        "| | accuracy [95 %] | answered / abstained | right when it answers | with a quotation | chosen | accuracy of the chosen [95 %] | with guesses [95 %] | median s |",
        "|---|---|---|---|---|---|---|---|---|",
        *(_row(report) for report in run.reports),
        "",
        f"Questions of which the whole graph joins an option to an entity of the stem: {run.reports[0].with_own_edges if run.reports else 0} of {asked}.",
        "",
    ]


def _row(report: SettingReport) -> str:
    right = "–" if report.right_when_answered is None else f"{report.right_when_answered:.3f}"
    cells = (
        report.setting.label,
        _interval(report.accuracy),
        f"{report.answered} / {report.abstained}",
        right,
        str(report.quoted),
        str(report.drafted),
        _interval(report.drafted_accuracy),
        _interval(report.guessed_accuracy),
        f"{report.median_s:.2f}",
    )
    return f"| {' | '.join(cells)} |"


def _interval(interval: Interval) -> str:
    return f"{interval.mean:.3f} [{interval.low:.3f}, {interval.high:.3f}]"
