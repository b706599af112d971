"""What can go wrong while answering.

    AgentError
    ├── QuestionError    the question cannot be answered as put (empty, too long, options missing)
    └── ModelError       the served model is away, too slow, or answered with something else than was asked

Each carries `remedy`: what to do next, in one line.
"""

from typing import Literal

from corpuscle.agent.answers import TokenCount

FaultKind = Literal[
    "refused",  # no connection
    "timeout",  # connecting, the first token or the whole reply took too long
    "busy",  # 503: loading, or no room
    "rate_limited",  # 429
    "unauthorised",
    "no_model",  # the server does not have the model, or lists none
    "overflow",  # the prompt is longer than the model's context
    "server",  # any other error that the server states
    "not_api",  # what came is no reply of the API: a page, a redirection, an unknown form
    "too_large",
    "disconnected",  # the connection broke within the reply
    "cut",  # the reply ended before the model had finished
    "empty",  # the model finished and said nothing
    "not_json",
    "wrong_schema",
    "cancelled",  # whoever asked no longer waits
    "other",
]
"""What a served model's failure was, for records and for code that decides by it."""


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
