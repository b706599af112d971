"""Why the served model did not write an answer, as its record keeps it."""

from dataclasses import dataclass
from typing import Literal

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


@dataclass(frozen=True, slots=True)
class ModelFault:
    """What happened, by its kind and in words for the reader."""

    kind: FaultKind
    text: str
