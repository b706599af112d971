"""corpuscle eval model-server: what a model server can do, and how fast, through the agent's own client."""

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from secrets import token_hex
from time import perf_counter
from typing import Annotated, Literal

import typer
from pydantic import BaseModel, ConfigDict, Field

from corpuscle.agent.answers import TokenCount
from corpuscle.agent.served import ModelClient
from corpuscle.agent.served.capabilities import find_capabilities
from corpuscle.agent.settings import AgentSettings

_LINES = 70
"""Of the long prompt: about 1,000 tokens."""
_AT_ONCE = 8
_LONGEST_S = 600.0


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Word(_Strict):
    """A reply of a few tokens."""

    word: Literal["yes", "no"]


class _Sentences(_Strict):
    """A reply of some dozen tokens."""

    sentences: list[Annotated[str, Field(min_length=40, max_length=50)]] = Field(min_length=3, max_length=3)


class Timed(_Strict):
    """One call, or several at once."""

    what: str
    seconds: float
    prompt_tokens: int
    cached_tokens: int
    completion_tokens: int

    @property
    def tokens_per_s(self) -> float:
        """Of the replies, prompts and all."""
        return self.completion_tokens / self.seconds


class ModelServerReport(_Strict):
    """Of one server, as CORPUSCLE_MODEL_URL names it."""

    server: str
    model: str
    context_tokens: int | None
    obeys_schemas: bool
    streams: bool
    logprobs: bool
    caches_prompts: bool
    calls: list[Timed]


def model_server(json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False) -> None:
    """Measure the model server that CORPUSCLE_MODEL_URL names: a long prompt cold and cached, one reply, eight at once."""
    report = measured(AgentSettings(model_timeout_s=_LONGEST_S, model_first_token_s=_LONGEST_S, model_concurrency=_AT_ONCE))
    sys.stdout.write(report.model_dump_json(indent=2) + "\n" if json else _markdown(report))


def measured(settings: AgentSettings) -> ModelServerReport:
    """Asks the server about a dozen times. Raises ModelError where it does not reply."""
    found = find_capabilities(settings, _LONGEST_S)
    client = ModelClient(settings)
    fresh = f"List {token_hex(8)}.\n"  # no cache has it
    lines = fresh + "\n".join(f"In row {number} of this list stands the number {number * 37 % 101}." for number in range(_LINES))
    calls = [
        _timed("long prompt, read anew", lambda: client.ask(f"{lines}\nIs there a name in it?", _Word).tokens),
        _timed("the same again", lambda: client.ask(f"{lines}\nIs there a name in it?", _Word).tokens),
        _timed("the same with another question", lambda: client.ask(f"{lines}\nIs there a number in it?", _Word).tokens),
        _timed("one reply", lambda: _tale(client, 0)),
        _timed(f"{_AT_ONCE} replies at once", lambda: _tales(client)),
    ]
    return ModelServerReport(
        server=found.version or "",
        model=found.model,
        context_tokens=found.context_tokens,
        obeys_schemas=found.obeys_schemas,
        streams=found.streams,
        logprobs=found.logprobs,
        caches_prompts=found.caches_prompts,
        calls=calls,
    )


def _tale(client: ModelClient, number: int) -> TokenCount:
    return client.ask(f"Tell tale number {number} of a gardener, in three sentences.", _Sentences).tokens


def _tales(client: ModelClient) -> TokenCount:
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        asking = [pool.submit(_tale, client, number) for number in range(1, _AT_ONCE + 1)]
        return sum((asked.result() for asked in asking), TokenCount())


def _timed(what: str, ask: Callable[[], TokenCount]) -> Timed:
    began = perf_counter()
    spent = ask()
    return Timed(
        what=what,
        seconds=perf_counter() - began,
        prompt_tokens=spent.prompt,
        cached_tokens=spent.cached,
        completion_tokens=spent.completion,
    )


def _markdown(report: ModelServerReport) -> str:
    able = {
        "obeys JSON schemas": report.obeys_schemas,
        "streams": report.streams,
        "log-probabilities": report.logprobs,
        "prompt cache": report.caches_prompts,
    }
    said = ", ".join(f"{what}: {'yes' if has else 'no'}" for what, has in able.items())
    rows = [
        f"| {call.what} | {call.seconds:.2f} | {call.prompt_tokens:,} | {call.cached_tokens:,} | {call.completion_tokens:,} | {call.tokens_per_s:.1f} |"
        for call in report.calls
    ]
    head = f"{report.model} on {report.server or 'a server that says no version'}, context {report.context_tokens or 'unsaid'}; {said}.\n\n"
    return head + "\n".join(
        ["| call | s | prompt tokens | of them cached | reply tokens | reply tokens/s |", "|---|---|---|---|---|---|", *rows, ""]
    )
