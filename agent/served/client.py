"""Asks one OpenAI-compatible server for replies of a given schema, with a strict idea of what a complete reply is."""

import asyncio
from dataclasses import dataclass, replace
from threading import BoundedSemaphore
from typing import Generic, TypeVar

from pydantic import BaseModel

from corpuscle.agent.answers import TokenCount
from corpuscle.agent.deadline import Deadline
from corpuscle.agent.errors import ModelError
from corpuscle.agent.model_fault import FaultKind
from corpuscle.agent.served.bounded import run_within
from corpuscle.agent.served.completion import Alternative, Completion, TokenLogprob
from corpuscle.agent.served.completions import Completions
from corpuscle.agent.served.request_forms import Message
from corpuscle.agent.served.strict_json import require_json
from corpuscle.agent.settings import AgentSettings

__all__ = ["Alternative", "ModelClient", "Reply", "TokenLogprob"]

R = TypeVar("R", bound=BaseModel)

_LONGEST_ERROR = 1_500
_TIMED_OUT = "Wait until it has less to do, or raise CORPUSCLE_MODEL_TIMEOUT_S."


@dataclass(frozen=True, slots=True)
class Reply(Generic[R]):
    """A complete reply that fits its schema."""

    parsed: R
    tokens: TokenCount
    """All that it took, a repaired first try included."""
    text: str
    """The JSON as the model wrote it."""
    logprobs: tuple[TokenLogprob, ...] | None = None
    """None where they were not asked for, or the server gives none."""


class ModelClient:
    """One server and one of its models. Safe to share between threads."""

    def __init__(self, settings: AgentSettings) -> None:
        self._settings = settings
        self._completions = Completions(settings)
        self._room = BoundedSemaphore(settings.model_concurrency)

    @property
    def name(self) -> str:
        """The model's name, once known; before that, the server's address."""
        return self._completions.name or self._settings.model_url

    def ask(self, prompt: str, schema: type[R], *, logprobs: bool = False, deadline: Deadline | None = None) -> Reply[R]:
        """The reply, parsed strictly; a reply that does not fit is shown its error once.

        All of it takes at most `model_timeout_s`, and no longer than `deadline`. Raises ModelError where the server is away, too slow,
        cuts its reply short, or twice replies with something else.
        """
        question = deadline or Deadline(self._settings.model_timeout_s)
        call = Deadline(min(self._settings.model_timeout_s, question.left_s))
        if not self._room.acquire(timeout=call.left_s):
            raise ModelError(f"{self._settings.model_concurrency} replies are waited for already.", _TIMED_OUT, "timeout", retryable=True)
        try:
            if question.cancelled:
                raise asyncio.CancelledError
            return run_within(call.left_s, lambda: self._fitting(prompt, schema, logprobs, call), question)
        except asyncio.CancelledError as exc:
            raise ModelError("Nobody waits for the answer any longer.", "Ask again.", "cancelled") from exc
        except TimeoutError as exc:
            raise ModelError(
                f"The model server at {self._settings.model_url} did not finish its reply in time.", _TIMED_OUT, "timeout"
            ) from exc
        finally:
            self._room.release()

    async def _fitting(self, prompt: str, schema: type[R], logprobs: bool, call: Deadline) -> Reply[R]:
        messages: list[Message] = [{"role": "user", "content": prompt}]
        first = await self._completions.complete(messages, schema, logprobs, call)
        try:
            return self._reply(first, schema)
        except ModelError as exc:
            problem = str(exc.__cause__)[:_LONGEST_ERROR]
        messages.append({"role": "assistant", "content": first.text})
        messages.append({"role": "user", "content": f"That does not fit the schema: {problem}. Reply again, with the JSON alone."})
        try:
            second = self._reply(await self._completions.complete(messages, schema, logprobs, call), schema)
        except ModelError as exc:
            exc.tokens += first.tokens
            raise
        return replace(second, tokens=first.tokens + second.tokens)

    def _reply(self, said: Completion, schema: type[R]) -> Reply[R]:
        kind: FaultKind = "not_json"
        try:
            require_json(said.text)
            kind = "wrong_schema"
            return Reply(schema.model_validate_json(said.text), said.tokens, said.text, said.logprobs)
        except ValueError as exc:  # pydantic's ValidationError is one
            raise ModelError(
                f"The model {self.name} twice replied with something else than the JSON it was asked for.",
                "Serve a model that obeys response_format json_schema.",
                kind,
                tokens=said.tokens,
            ) from exc
