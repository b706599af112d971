"""What can go wrong in an evaluation.

EvaluationError      a collection is missing or malformed, or it is not what was indexed
├── BaselineMissing  the baseline's library is not installed
└── DataMissing      evaluation data is not at hand: what needs it is not measured
"""


class EvaluationError(Exception):
    """What happened, and the remedy."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


class BaselineMissing(EvaluationError):
    """The baseline's library is not installed."""


class DataMissing(EvaluationError):
    """Evaluation data is not at hand: what needs it is not measured."""
