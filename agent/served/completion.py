"""A chat completion, put together from what a server sends: at once, or token by token.

https://platform.openai.com/docs/api-reference/chat; `reasoning` is vLLM's name for a reasoning model's thoughts,
`reasoning_content` llama.cpp's and DeepSeek's.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ValidationError

from corpuscle.agent.answers import TokenCount
from corpuscle.agent.errors import ModelError

_CHECK_URL = "Set CORPUSCLE_MODEL_URL to the base address of an OpenAI-compatible server."


@dataclass(frozen=True, slots=True)
class Alternative:
    """A token that could have stood in a place; `logprob` is the natural logarithm of its probability."""

    token: str
    logprob: float


@dataclass(frozen=True, slots=True)
class TokenLogprob:
    """A token of the reply, and the likeliest ones in its place, most likely first."""

    token: str
    logprob: float
    top: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Completion:
    """What the model said until it ended."""

    text: str
    tokens: TokenCount
    logprobs: tuple[TokenLogprob, ...] | None
    pieces: int
    """In how many pieces the text came: 1 where the server does not stream."""
    thoughts: int
    """In how many pieces a reasoning model's thoughts came."""
    fingerprint: str | None
    """What the server calls itself and its settings, where it does."""


class _Alternative(BaseModel):
    token: str
    logprob: float


class _Token(_Alternative):
    top_logprobs: list[_Alternative] = []


class _Logprobs(BaseModel):
    content: list[_Token] | None = None


class _Said(BaseModel):
    content: str | None = None
    reasoning: str | None = None
    reasoning_content: str | None = None


class _Choice(BaseModel):
    delta: _Said | None = None
    message: _Said | None = None
    finish_reason: str | None = None
    logprobs: _Logprobs | None = None


class _PromptDetails(BaseModel):
    cached_tokens: int | None = None


class _CompletionDetails(BaseModel):
    reasoning_tokens: int | None = None


class _Usage(BaseModel):
    prompt_tokens: int = 0
    completion_tokens: int = 0
    prompt_tokens_details: _PromptDetails | None = None
    completion_tokens_details: _CompletionDetails | None = None


class _Frame(BaseModel):
    """A whole completion, or a piece of one."""

    choices: list[_Choice] = []
    usage: _Usage | None = None
    error: object = None
    system_fingerprint: str | None = None


class CompletionReader:
    """Takes the frames of one completion in turn."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._logprobs: list[_Token] = []
        self._thoughts = 0
        self._finish_reason: str | None = None
        self._usage: _Usage | None = None
        self._fingerprint: str | None = None

    @property
    def begun(self) -> bool:
        """Whether the first token is there, be it of the reply or of a thought."""
        return bool(self._text or self._thoughts)

    def read(self, frame: bytes) -> None:
        """Raises ModelError for what is no frame of a completion, and for an error that the server states in its place."""
        try:
            parsed = _Frame.model_validate_json(frame)
        except ValidationError:  # not kept as the cause: it quotes the reply, which may hold the question
            raise ModelError("What the model server sent is no chat completion.", _CHECK_URL, "not_api") from None
        if parsed.error is not None:
            raise ModelError("The model server broke off with an error.", "See what it has logged.", "server")
        self._usage = parsed.usage or self._usage
        self._fingerprint = parsed.system_fingerprint or self._fingerprint
        if parsed.choices:
            self._take(parsed.choices[0])

    def _take(self, choice: _Choice) -> None:
        said = choice.delta or choice.message or _Said()
        thought = bool(said.reasoning or said.reasoning_content)
        self._thoughts += thought
        if said.content:
            self._text.append(said.content)
        if choice.logprobs and choice.logprobs.content and not thought:
            self._logprobs += choice.logprobs.content
        self._finish_reason = choice.finish_reason or self._finish_reason

    def completion(self) -> Completion:
        """Only finish_reason "stop" with content is a complete reply. Raises ModelError for any other."""
        tokens = self._tokens()
        if self._finish_reason != "stop":
            raise ModelError(
                f"The model did not finish its reply (finish_reason {_shown(self._finish_reason)}).",
                "Raise CORPUSCLE_MODEL_MAX_TOKENS, or serve the model with a longer context.",
                "cut",
                tokens=tokens,
            )
        text = "".join(self._text)
        answer = _after_thoughts(text)
        if not answer.strip():
            said = "thought, and then said nothing" if self._thoughts or text.strip() else "said nothing"
            raise ModelError(f"The model {said}.", "Serve another, or with the reasoning parser that fits it.", "empty", tokens=tokens)
        logprobs = _logprobs(self._logprobs) if self._logprobs and answer == text else None
        return Completion(answer, tokens, logprobs, len(self._text), self._thoughts, self._fingerprint)

    def _tokens(self) -> TokenCount:
        usage = self._usage or _Usage()
        cached = usage.prompt_tokens_details and usage.prompt_tokens_details.cached_tokens
        reasoning = usage.completion_tokens_details and usage.completion_tokens_details.reasoning_tokens
        # Servers that do not count the tokens of thoughts send them one or a few a piece.
        return TokenCount(usage.prompt_tokens, usage.completion_tokens, cached or 0, self._thoughts if reasoning is None else reasoning)


def _after_thoughts(text: str) -> str:
    """Without the thoughts that a server without a reasoning parser leaves before the reply."""
    if text.lstrip().startswith("{"):
        return text
    thoughts, end, reply = text.partition("</think>")
    if end:
        return reply
    return "" if thoughts.lstrip().startswith("<think>") else text


def _logprobs(tokens: Sequence[_Token]) -> tuple[TokenLogprob, ...]:
    return tuple(
        TokenLogprob(
            token.token,
            token.logprob,
            tuple(Alternative(t.token, t.logprob) for t in sorted(token.top_logprobs, key=lambda t: -t.logprob)),
        )
        for token in tokens
    )


def _shown(finish_reason: str | None) -> str:
    known = ("length", "content_filter", "tool_calls", "function_call", "error", "abort")
    return "none" if finish_reason is None else finish_reason if finish_reason in known else "unknown"
