"""When a system gives up: right and wrong abstentions apart, accuracy against coverage, and how well its confidence is calibrated."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import BaseModel, ConfigDict

from corpuscle.evals.verdict_bench.measures import calibration_bins, calibration_error


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question."""

    id: str
    answered: bool
    right: bool
    """Whether the answer is right; of an abstention, whether the answer that was given up would have been (False where there was none)."""
    confidence: float | None = None
    """In that answer, 0 to 1; None where the system tells none."""
    answerable: bool = True
    """Whether what was read can answer it. Where it cannot, every answer is wrong and every abstention right."""

    @property
    def would_be_right(self) -> bool:
        """Whether answering is, or would have been, right."""
        return self.right and self.answerable


class AbstentionFigures(BaseModel):
    """Each question is one of four: answered rightly or wrongly, given up rightly or wrongly."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    answered_right: int
    answered_wrong: int
    abstained_right: int
    """The answer that was given up was wrong, or there was none."""
    abstained_wrong: int
    """The answer that was given up was right."""
    coverage: float
    """Share of the questions that were answered."""
    accuracy: float | None
    """Of the answered; None where none was."""
    forced_accuracy: float
    """If the answers that were given up had been given."""


class CurvePoint(BaseModel):
    """What answering only the surest questions would give."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    threshold: float
    """Lowest confidence that is answered."""
    coverage: float
    accuracy: float


class ReliabilityBin(BaseModel):
    """Questions of like confidence."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    said: float
    """Mean confidence."""
    right: float
    questions: int


class Calibration(BaseModel):
    """Of confidence against being right, over all questions that have one, given up or not."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    error: float
    """Expected calibration error, over bins of equally many questions."""
    bins: tuple[ReliabilityBin, ...]
    area_under_curve: float
    """Mean accuracy of the curve over its coverages: 1 where every right answer is surer than every wrong one and none is wrong."""


def abstention_figures(outcomes: Sequence[Outcome]) -> AbstentionFigures:
    """The four counts and what follows from them. Raises ValueError without questions."""
    if not outcomes:
        raise ValueError("there is no question")
    counts = {(a, r): sum(o.answered is a and o.would_be_right is r for o in outcomes) for a in (True, False) for r in (True, False)}
    answered = counts[True, True] + counts[True, False]
    return AbstentionFigures(
        answered_right=counts[True, True],
        answered_wrong=counts[True, False],
        abstained_right=counts[False, False],
        abstained_wrong=counts[False, True],
        coverage=answered / len(outcomes),
        accuracy=counts[True, True] / answered if answered else None,
        forced_accuracy=(counts[True, True] + counts[False, True]) / len(outcomes),
    )


def abstention_curve(outcomes: Sequence[Outcome]) -> tuple[CurvePoint, ...]:
    """Accuracy against coverage, one point for each confidence that occurs, from the surest down; questions of equal confidence go together.

    Questions without a confidence are the last, and are in no point but count in the coverage.
    """
    sure = sorted((o for o in outcomes if o.confidence is not None), key=lambda o: -(o.confidence or 0.0))
    points: list[CurvePoint] = []
    right = 0
    for place, outcome in enumerate(sure, 1):
        right += outcome.would_be_right
        if place == len(sure) or sure[place].confidence != outcome.confidence:
            points.append(CurvePoint(threshold=outcome.confidence or 0.0, coverage=place / len(outcomes), accuracy=right / place))
    return tuple(points)


def calibration(outcomes: Sequence[Outcome]) -> Calibration | None:
    """None where no question has a confidence."""
    sure = [o for o in outcomes if o.confidence is not None]
    if not sure:
        return None
    said = np.array([o.confidence for o in sure], dtype=np.float64)
    right = np.array([o.would_be_right for o in sure])
    bins = tuple(ReliabilityBin(said=b.said, right=b.true, questions=b.pairs) for b in calibration_bins(said, right))
    curve = abstention_curve(sure)
    widths = np.diff([0.0, *(point.coverage for point in curve)])
    area = float(np.dot(widths, [point.accuracy for point in curve]))
    return Calibration(error=calibration_error(said, right), bins=bins, area_under_curve=area)


def coverage_at(curve: Sequence[CurvePoint], accuracy: float) -> CurvePoint | None:
    """The point that answers most questions with at least that accuracy; None where none does."""
    return max((point for point in curve if point.accuracy >= accuracy), key=lambda point: point.coverage, default=None)
