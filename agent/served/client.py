"""One call to an OpenAI-compatible server, with a strict idea of what a complete reply is."""

from dataclasses import dataclass
from typing import Generic, TypeVar

import httpx
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from langchain_openai import ChatOpenAI
from openai import OpenAIError
from pydantic import BaseModel, ValidationError

from corpuscle.agent.answers import TokenCount
from corpuscle.agent.deadline import Deadline
from corpuscle.agent.errors import ModelError
from corpuscle.agent.settings import AgentSettings

R = TypeVar("R", bound=BaseModel)

_MAX_TOKENS = 1_024


@dataclass(frozen=True, slots=True)
class Alternative:
    """A token that could have stood in a place; `logprob` is the natural logarithm of its probability."""

    token: str
    logprob: float


@dataclass(frozen=True, slots=True)
class TokenLogprob:
    """A token of the reply, and the likeliest ones in its place (itself among them, most likely first)."""

    token: str
    logprob: float
    top: tuple[Alternative, ...]


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
    """Asks one server for replies of a given schema."""

    def __init__(self, settings: AgentSettings) -> None:
        self._settings = settings
        self._chat: ChatOpenAI | None = None
        self._name = settings.model_name

    @property
    def name(self) -> str:
        """The model's name, once known; before that, the server's address."""
        return self._name or self._settings.model_url

    def ask(self, prompt: str, schema: type[R], *, logprobs: bool = False, deadline: Deadline | None = None) -> Reply[R]:
        """The reply, parsed strictly; a reply that does not fit is shown its error once.

        All of it takes at most `model_timeout_s`, and no longer than `deadline`. Raises ModelError where the server is away, too slow, cuts its reply short, or twice replies with something else.
        """
        messages: list[BaseMessage] = [HumanMessage(prompt)]
        first, spent = self._reply(messages, schema)
        try:
            return Reply(schema.model_validate_json(first), spent, first)
        except ValidationError as exc:
            messages += [AIMessage(first), HumanMessage(f"That does not fit the schema: {exc}. Reply again, with the JSON alone.")]
        second, more = self._reply(messages, schema)
        spent += more
        try:
            return Reply(schema.model_validate_json(second), spent, second)
        except ValidationError as exc:
            raise ModelError(
                f"The model {self.name} twice replied with something else than the JSON it was asked for.",
                "Serve a model that obeys response_format json_schema.",
            ) from exc

    def _reply(self, messages: list[BaseMessage], schema: type[BaseModel]) -> tuple[str, TokenCount]:
        response_format = {
            "type": "json_schema",
            "json_schema": {"name": schema.__name__, "schema": schema.model_json_schema(), "strict": True},
        }
        try:
            message = self._model().invoke(messages, response_format=response_format)
        except (
            OpenAIError,
            httpx.HTTPError,
            ValueError,
            TypeError,
            LookupError,
            AttributeError,
        ) as exc:  # the last four: replies not of the API
            raise ModelError(
                f"The model server at {self._settings.model_url} gave no answer ({type(exc).__name__}).",
                "Start it, or set CORPUSCLE_MODEL_URL to where it is.",
            ) from exc
        return self._complete(message)

    def _complete(self, message: AIMessage) -> tuple[str, TokenCount]:
        """Only finish_reason "stop" with content is a complete reply: neither library raises on a cut one."""
        reason = message.response_metadata.get("finish_reason")
        if reason != "stop" or not isinstance(message.content, str) or not message.content:
            raise ModelError(
                f"The model {self.name} did not finish its reply (finish_reason {reason}).", "Serve it with a longer context, or ask less."
            )
        usage = message.usage_metadata
        return message.content, TokenCount(usage["input_tokens"], usage["output_tokens"]) if usage else TokenCount()

    def _model(self) -> ChatOpenAI:
        if self._chat is None:
            self._name = self._settings.model_name or self._first_listed()
            self._chat = ChatOpenAI(
                model=self._name,
                base_url=self._settings.model_url,
                api_key=self._settings.model_key,
                temperature=0.0,
                max_completion_tokens=_MAX_TOKENS,
                timeout=self._settings.model_timeout_s,
                max_retries=0,
            )
        return self._chat

    def _first_listed(self) -> str:
        headers = {"Authorization": f"Bearer {self._settings.model_key.get_secret_value()}"}
        response = httpx.get(
            f"{self._settings.model_url.rstrip('/')}/models", headers=headers, timeout=min(10.0, self._settings.model_timeout_s)
        )
        response.raise_for_status()
        listed = _Models.model_validate_json(response.content).data
        if not listed:
            raise ValueError("the server lists no model")
        return listed[0].id


class _Model(BaseModel):
    id: str


class _Models(BaseModel):
    data: list[_Model]
