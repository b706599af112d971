"""What can go wrong while answering.

    AgentError
    ├── QuestionError    the question cannot be answered as put (empty, too long, options missing)
    ├── ModelError       the served model is away, too slow, or answered with something else than was asked
    └── ServingError     a model server cannot be started

Each carries `remedy`: what to do next, in one line.
"""

from corpuscle.agent.answers import TokenCount
from corpuscle.agent.model_fault import FaultKind


class AgentError(Exception):
    """Base of this package's errors: what happened, and the remedy."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


class QuestionError(AgentError, ValueError):
    """The question cannot be answered as put."""


class ModelError(AgentError):
    """The served model is away, too slow, or answered with something else than was asked.

    `retryable`: the same request may succeed later. `tokens`: what was spent until then.
    """

    def __init__(
        self, message: str, remedy: str, kind: FaultKind = "other", *, retryable: bool = False, tokens: TokenCount | None = None
    ) -> None:
        super().__init__(message, remedy)
        self.kind: FaultKind = kind
        self.retryable = retryable
        self.tokens = tokens or TokenCount()


class ServingError(AgentError):
    """A model server cannot be started."""
