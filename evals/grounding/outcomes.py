"""What became of the questions of a run, as abstention is measured over it."""

from collections.abc import Sequence

from corpuscle.evals.grounding.abstention import Outcome
from corpuscle.evals.report.questions import right_if_forced
from corpuscle.evals.runs.record import Record


def outcomes(records: Sequence[Record]) -> list[Outcome]:
    """One for each record, in their order."""
    return [
        Outcome(
            id=record.id,
            answered=record.exact is not None,
            right=right_if_forced(record),
            confidence=record.answer.confidence if record.answer else None,
        )
        for record in records
    ]
