"""What an HTTP status of a model server means."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from corpuscle.agent.errors import ModelError
from corpuscle.agent.model_fault import FaultKind
from corpuscle.agent.served.retry import AskedToWait

_OVERFLOW = (b"context length", b"context_length", b"context size", b"context_size", b"context window", b"maximum model length")
"""As vLLM, llama.cpp, OpenAI and others name what is too short; no status says it."""
_NOT_UNDERSTOOD = (400, 422, 500, 501)


class NotUnderstoodError(ModelError):
    """The server may lack something that was asked for, such as JSON schemas: another form of the request may do."""


def refusal(url: str, status: int, retry_after: str | None, said: bytes) -> ModelError:
    """The error that a status other than success stands for; `said`, the reply's body, only decides between meanings and is not repeated."""
    server = f"The model server at {url}"
    match status:
        case 401 | 403:
            return ModelError(f"{server} refuses the key (HTTP {status}).", "Set CORPUSCLE_MODEL_KEY.", "unauthorised")
        case 404:
            return ModelError(
                f"{server} does not have that model, or is no such server (HTTP 404).",
                "Set CORPUSCLE_MODEL_NAME to a model that it lists; `corpuscle doctor` names them.",
                "no_model",
            )
        case 429 | 503:
            return _asked_to_wait(server, status, _seconds(retry_after))
        case _ if 300 <= status < 400:
            return ModelError(
                f"{server} sends elsewhere (HTTP {status}), where the key and the question do not follow.",
                "Set CORPUSCLE_MODEL_URL to the address it sends to.",
                "not_api",
            )
        case _ if status in (400, 413, 422, 500) and any(sign in said.lower() for sign in _OVERFLOW):
            return ModelError(
                f"The prompt is longer than the context of the model at {url}.",
                "Serve it with a longer context (8,192 or more).",
                "overflow",
            )
        case _:
            kind = NotUnderstoodError if status in _NOT_UNDERSTOOD else ModelError
            return kind(f"{server} failed (HTTP {status}).", "See what the server has logged.", "server")


def _asked_to_wait(server: str, status: int, seconds: float | None) -> AskedToWait:
    kind: FaultKind = "rate_limited" if status == 429 else "busy"
    what = "allows no further request now" if status == 429 else "is loading, or has no room"
    until = "" if seconds is None else f", and asks to wait {seconds:.0f} s"
    return AskedToWait(f"{server} {what} (HTTP {status}){until}.", "Ask again later.", kind, seconds)


def _seconds(retry_after: str | None) -> float | None:
    """RFC 9110, 10.2.3: seconds, or a date."""
    if retry_after is None:
        return None
    try:
        return max(0.0, float(retry_after))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):  # the second: a date without a zone
        return None
