"""The figures of the gain table, from the records of its runs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpuscle.evals.grounding.measures import GroundingFigures
from corpuscle.evals.runs.paired import Paired
from corpuscle.evals.runs.record import Record
from corpuscle.evals.runs.scores import SystemScores, measure_of, system_scores
from corpuscle.evals.runs.systems import System
from corpuscle.evals.runs.values import Measure


@dataclass(frozen=True, slots=True)
class SystemRecords:
    """What one system said to the questions of a set, in the same order for every system."""

    system: System
    records: Sequence[Record]


@dataclass(frozen=True, slots=True)
class Gained:
    """A system less the one before it."""

    system: str
    before: str
    shown: Paired
    forced: Paired


@dataclass(frozen=True, slots=True)
class SetFigures:
    """One benchmark."""

    title: str
    measure: Measure
    questions: int
    systems: tuple[SystemScores, ...]
    gained: tuple[Gained, ...]
    """Of each step over the one before it."""


@dataclass(frozen=True, slots=True)
class StatementFigures:
    """What one system stated over all sets, before and after the check."""

    system: str
    answers: int
    """Shown, abstentions not counted."""
    dropped: int
    """Sentences and items of the drafts that failed the check."""
    shown: int
    unsupported: int
    """Shown statements of which a citation is lacking, was not retrieved, or is not verbatim."""
    foreign: int
    """Citations of articles that were not retrieved."""
    abstained: int
    tokens: float
    """Prompt and completion, of a question."""


def set_figures(title: str, steps: Sequence[SystemRecords], beside: Sequence[SystemRecords], majority: str | None) -> SetFigures:
    """The figures of the `steps`, each over the one before it, with other systems `beside` them; of at least one question."""
    scores = [system_scores(s.system.name, s.system.title, s.records, majority) for s in (*beside, *steps)]
    pairs = zip(steps[1:], steps, strict=False)
    gained = tuple(_gained(one, before, majority) for one, before in pairs)
    return SetFigures(title, measure_of(steps[0].records), len(steps[0].records), tuple(scores), gained)


def statement_figures(system: System, sets: Iterable[tuple[Sequence[Record], GroundingFigures | None]]) -> StatementFigures:
    """Over a system's records of several sets, each with its grounding; answers that the built-in model gave in its place do not count."""
    found = list(sets)
    grounded = [figures for _, figures in found if figures is not None]
    answers = [record.answer for records, _ in found for record in records if record.answer is not None and not record.error]
    return StatementFigures(
        system=system.title,
        answers=sum(not answer.abstained for answer in answers),
        dropped=sum(f.dropped.k for f in grounded),
        shown=sum(f.supported_statements.n for f in grounded),
        unsupported=sum(f.supported_statements.n - f.supported_statements.k for f in grounded),
        foreign=sum(f.retrieved.n - f.retrieved.k for f in grounded),
        abstained=sum(answer.abstained for answer in answers),
        tokens=sum(answer.tokens.prompt + answer.tokens.completion for answer in answers) / max(1, len(answers)),
    )


def _gained(one: SystemRecords, before: SystemRecords, majority: str | None) -> Gained:
    scores = system_scores(before.system.name, before.system.title, before.records, majority, one.records)
    assert scores.ahead_shown and scores.ahead_forced  # they were asked for
    return Gained(one.system.title, before.system.title, scores.ahead_shown, scores.ahead_forced)
