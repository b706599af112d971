"""What the page shows above the questions: how the answers came out, accuracy against coverage, calibration, and time."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from corpuscle.evals.grounding.abstention import AbstentionFigures, Outcome, abstention_curve, abstention_figures, calibration
from corpuscle.evals.grounding.outcomes import outcomes
from corpuscle.evals.latency import latency_of
from corpuscle.evals.report.plots import Bar, Bars, Plot, Point, Series, bars, unit_plot
from corpuscle.evals.report.questions import Outcome as Came
from corpuscle.evals.report.questions import ShownQuestion
from corpuscle.evals.runs.record import Record

_MOST_POINTS = 60


@dataclass(frozen=True, slots=True)
class RunFigures:
    """Figures and plots of a run."""

    outcomes: tuple[tuple[Came, int], ...]
    abstention: AbstentionFigures
    curves: Plot | None
    """None where no system tells how sure it is."""
    reliability: Plot | None
    calibration_error: float | None
    seconds: Bars | None
    """By step, of the agent's answers."""
    statements: int
    citations: int
    dropped: int


def run_figures(
    questions: Sequence[ShownQuestion], records: Sequence[Record], baselines: Mapping[str, Sequence[Record]], title: str
) -> RunFigures:
    """Of at least one question; `records` are the questions' own, `baselines` the same questions' by other systems."""
    came = Counter(question.outcome for question in questions)
    own = outcomes(records)
    curves = [_curve(name, outcomes(found)) for name, found in {title: records, **baselines}.items()]
    sure = calibration(own)
    answers = [record.answer for record in records if record.answer]
    return RunFigures(
        outcomes=tuple((outcome, came[outcome]) for outcome in get_args(Came) if came[outcome]),
        abstention=abstention_figures(own),
        curves=unit_plot([c for c in curves if c.points], "share of questions answered", "of these right") if curves[0].points else None,
        reliability=unit_plot(
            [
                Series(
                    title,
                    tuple(
                        Point(b.said, b.right, f"{b.questions} questions: {b.said:.0%} sure, {b.right:.0%} right", b.questions / len(own))
                        for b in sure.bins
                    ),
                    joined=False,
                )
            ],
            "how sure the system says it is",
            "how often it is right",
            diagonal=True,
        )
        if sure
        else None,
        calibration_error=sure.error if sure else None,
        seconds=_seconds(records),
        statements=sum(len(answer.statements) for answer in answers),
        citations=sum(len(statement.citations) for answer in answers for statement in answer.statements),
        dropped=sum(len(answer.dropped) for answer in answers),
    )


def _curve(name: str, outcomes: Sequence[Outcome]) -> Series:
    points = [Point(p.coverage, p.accuracy, f"{p.coverage:.0%} answered: {p.accuracy:.0%} right") for p in abstention_curve(outcomes)]
    step = -(-len(points) // _MOST_POINTS) or 1
    return Series(name, tuple(points[::-1][::step][::-1]), joined=True)


def _seconds(records: Sequence[Record]) -> Bars | None:
    spent: dict[str, list[float]] = {}
    for record in records:
        for step, ms in (record.answer.timings_ms if record.answer else {}).items():
            spent.setdefault(step, []).append(ms / 1e3)
    if not spent:
        return None
    in_order = sorted(spent, key=lambda step: step == "total")  # a step that not every question takes comes before the sum too
    return bars([_bar(step, spent[step]) for step in in_order])


def _bar(step: str, seconds: Sequence[float]) -> Bar:
    latency = latency_of(seconds)
    return Bar(step, latency.p50, latency.p95, f"{_said(latency.p50)} · {_said(latency.p95)}")


def _said(milliseconds: float) -> str:
    return f"{milliseconds / 1e3:.1f} s" if milliseconds >= 1e3 else f"{milliseconds:.0f} ms"
