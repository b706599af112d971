"""How well a system did, never without its baselines."""

from collections.abc import Sequence
from statistics import fmean

from pydantic import BaseModel, ConfigDict

from corpuscle.agent import QuestionType
from corpuscle.evals.grounding.measures import GroundingFigures
from corpuscle.evals.runs.halves import Split
from corpuscle.evals.runs.paired import Figure, Paired, figure, paired
from corpuscle.evals.runs.record import Record
from corpuscle.evals.runs.values import MEASURES, Measure, forced_value, macro_f1, shown_value


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SystemScores(_Closed):
    """One system on the questions of a run."""

    system: str
    title: str
    questions: int
    answered: int
    errors: int
    """Questions that could not be asked as put, or that the built-in model answered for a served one."""
    shown: Figure
    """The measure with an abstention counted as wrong."""
    forced: Figure
    """The same where an abstention says what was drafted and given up, or else the commonest answer."""
    selective: float | None
    """The measure over the answered questions alone; None where none was."""
    macro_f1: float | None
    """Of yes and no, forced; None where other answers are asked for."""
    ahead_shown: Paired | None = None
    """The run's own system less this one; None for itself."""
    ahead_forced: Paired | None = None


class RunScores(_Closed):
    """`scores.json` of a run: its own system and its baselines, on the same questions."""

    benchmark: str
    title: str
    split: Split
    measure: Measure
    majority: str | None
    """The commonest right answer of the tuning questions."""
    own: SystemScores
    baselines: tuple[SystemScores, ...]
    grounding: GroundingFigures | None = None
    """Of the own system's answers; None of one that is no agent."""


def system_scores(
    name: str, title: str, records: Sequence[Record], majority: str | None, own: Sequence[Record] | None = None
) -> SystemScores:
    """Of at least one record; `own` are the same questions' records of the run's own system, for baselines."""
    shown, forced = _values(records, majority)
    ahead = None
    if own is not None:
        own_shown, own_forced = _values(own, majority)
        ahead = paired(own_shown, shown), paired(own_forced, forced)
    answered = [value for value, record in zip(shown, records, strict=True) if record.exact is not None]
    return SystemScores(
        system=name,
        title=title,
        questions=len(records),
        answered=len(answered),
        errors=sum(bool(record.error) for record in records),
        shown=figure(shown),
        forced=figure(forced),
        selective=fmean(answered) if answered else None,
        macro_f1=_macro_f1(records, majority),
        ahead_shown=ahead and ahead[0],
        ahead_forced=ahead and ahead[1],
    )


def measure_of(records: Sequence[Record]) -> Measure:
    """Of at least one record; a benchmark's questions are of one type."""
    return MEASURES[records[0].type]


def _values(records: Sequence[Record], majority: str | None) -> tuple[list[float], list[float]]:
    return [shown_value(record) for record in records], [forced_value(record, majority) for record in records]


def _macro_f1(records: Sequence[Record], majority: str | None) -> float | None:
    if records[0].type is not QuestionType.YESNO:
        return None
    return macro_f1([(str(record.expected), majority if record.forced is None else record.forced) for record in records])
