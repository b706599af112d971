"""What a model server can do, found by asking it: names and versions say less than two short replies."""

from dataclasses import dataclass, replace
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from corpuscle.agent.deadline import Deadline
from corpuscle.agent.errors import ModelError
from corpuscle.agent.served.bounded import run_within
from corpuscle.agent.served.completion import Completion
from corpuscle.agent.served.completions import Completions
from corpuscle.agent.served.connection import Connection
from corpuscle.agent.served.request_forms import Message
from corpuscle.agent.settings import AgentSettings

_LINES = 24
"""Of the prompt: caches keep blocks of up to 128 tokens, and a block must be full."""


class _Unguessable(BaseModel):
    """What no model replies unless the server makes it."""

    model_config = ConfigDict(extra="forbid")

    answer: Literal["kwozzle"]


class _Version(BaseModel):
    version: str


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What was found."""

    version: str | None
    """As the server says it, or the fingerprint of its replies; None where it says neither."""
    model: str
    models: tuple[str, ...]
    """All that the server lists."""
    context_tokens: int | None
    """Room for prompt and reply together; None where the server does not say."""
    obeys_schemas: bool
    """It replied by a schema that contradicts the prompt."""
    streams: bool
    logprobs: bool
    counts_tokens: bool
    caches_prompts: bool
    """Of a prompt that it had just read it said that it had it in its cache."""
    reasons: bool
    """It thinks before it replies."""


def find_capabilities(settings: AgentSettings, within_s: float) -> Capabilities:
    """Asks the server that the settings name. Raises ModelError where it is away, or does not complete a short reply in time."""
    deadline = Deadline(within_s)
    try:
        return run_within(within_s, lambda: _found(Completions(settings), deadline), deadline)
    except TimeoutError as exc:
        raise ModelError(
            f"The model server at {settings.model_url} did not reply within {within_s:g} s.", "Ask again later.", "timeout"
        ) from exc


async def _found(completions: Completions, deadline: Deadline) -> Capabilities:
    listed = await completions.server.models()
    completions.name = completions.name or listed[0].id
    context = next((model.context_tokens for model in listed if model.id == completions.name), None)
    version = await _version(completions.server)
    first = await _asked(completions, deadline)
    again = await _asked(completions, deadline)
    return Capabilities(
        version=version or first.fingerprint,
        model=completions.name,
        models=tuple(model.id for model in listed),
        context_tokens=context,
        obeys_schemas=completions.forms[0].gives_schema and _fits(first.text),
        streams=first.pieces > 1,
        logprobs=first.logprobs is not None,
        counts_tokens=first.tokens.prompt > 0,
        caches_prompts=again.tokens.cached > 0,
        reasons=first.thoughts > 0,
    )


async def _asked(completions: Completions, deadline: Deadline) -> Completion:
    lines = "\n".join(f"Line {number}: nothing is written in this line." for number in range(1, _LINES + 1))
    prompt: Message = {
        "role": "user",
        "content": f"{lines}\nDoes any of these lines name an animal? Reply with JSON: the answer, yes or no.",
    }
    return await completions.complete([prompt], _Unguessable, True, deadline)


async def _version(server: Connection) -> str | None:
    """vLLM has it beside the API, at /version."""
    try:
        beside = replace(server, url=server.url.rstrip("/").removesuffix("/v1"))
        return _Version.model_validate_json(await beside.fetch("version")).version
    except (ModelError, ValidationError):
        return None


def _fits(text: str) -> bool:
    try:
        _Unguessable.model_validate_json(text)
    except ValidationError:
        return False
    return True
