"""The forms in which a completion is asked for, from what every current server understands to what the oldest does."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypedDict

from pydantic import BaseModel

_TOP_LOGPROBS = 10


class Message(TypedDict):
    """One turn of a conversation."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the words of a reply are drawn; at temperature 0 the likeliest are taken, and the seed has no say."""

    temperature: float
    seed: int


class RequestForm:
    """How to ask; the first form is tried first, and the first that is understood is kept."""

    def __init__(self, *, schema: bool, extras: bool) -> None:
        """`schema`: the server is given the JSON schema, else the model; `extras`: token counts while streaming, and logprobs, are asked for."""
        self.gives_schema = schema
        self._extras = extras

    def body(
        self, model: str, messages: Sequence[Message], reply: type[BaseModel], max_tokens: int, logprobs: bool, sampling: Sampling
    ) -> bytes:
        """The request as JSON, always streamed."""
        schema = reply.model_json_schema()
        request: dict[str, object] = {"model": model, "messages": list(messages), "temperature": sampling.temperature, "stream": True}
        if sampling.temperature > 0:
            request["seed"] = sampling.seed
        if self.gives_schema:
            request["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": reply.__name__, "schema": schema, "strict": True},
            }
            request["max_completion_tokens"] = max_tokens
        else:
            request["response_format"] = {"type": "json_object"}
            request["messages"] = [*messages[:-1], _with_schema(messages[-1], schema)]
            request["max_tokens"] = max_tokens
        if self._extras:
            request["stream_options"] = {"include_usage": True}
            if logprobs:
                request |= {"logprobs": True, "top_logprobs": _TOP_LOGPROBS}
        return json.dumps(request).encode()


FORMS = (
    RequestForm(schema=True, extras=True),
    RequestForm(schema=True, extras=False),
    RequestForm(schema=False, extras=False),
)


def _with_schema(message: Message, schema: dict[str, object]) -> Message:
    return {"role": message["role"], "content": f"{message['content']}\n\nReply with JSON alone, of this schema: {json.dumps(schema)}"}
