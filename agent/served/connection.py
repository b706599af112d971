"""HTTP to one OpenAI-compatible server. Neither a question nor a reply appears in any message, and no redirection is followed.

The requests are httpx's own: decision 023 says why langchain-openai does not make them.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cached_property
from ssl import SSLContext

import httpx
from pydantic import BaseModel, SecretStr, ValidationError

from corpuscle.agent.errors import ModelError
from corpuscle.agent.served.completion import Completion, CompletionReader
from corpuscle.agent.served.event_stream import EventLines
from corpuscle.agent.served.refusals import refusal

_MOST_REPLY_BYTES = 32 << 20
_MOST_REFUSAL_BYTES = 1 << 16
_SET_URL = "Start it, or set CORPUSCLE_MODEL_URL to where it is."
_SEE_LOG = "See what the server has logged."


class _Meta(BaseModel):
    n_ctx: int | None = None


class ListedModel(BaseModel):
    """A model as a server lists it."""

    id: str
    max_model_len: int | None = None
    meta: _Meta | None = None

    @property
    def context_tokens(self) -> int | None:
        """Room for prompt and reply together (vLLM's name for it, or llama.cpp's), where the server says it."""
        return self.max_model_len or (self.meta.n_ctx if self.meta else None)


class _Models(BaseModel):
    data: list[ListedModel]


@dataclass(frozen=True)
class Connection:
    """Where the server is, and how long to wait for it. Each request has a connection of its own: none is stale, and closing it ends it."""

    url: str
    key: SecretStr = field(repr=False)
    connect_s: float
    first_token_s: float

    async def models(self) -> list[ListedModel]:
        """What the server lists, at least one. Raises ModelError."""
        raw = await self.fetch("models")
        try:
            listed = _Models.model_validate_json(raw).data
        except ValidationError:
            raise self._no_api("lists no models") from None
        if not listed:
            raise ModelError(f"The model server at {self.url} lists no model.", "Have it load one.", "no_model")
        return listed

    async def fetch(self, path: str) -> bytes:
        """What the server has under its base address. Raises ModelError."""
        async with self._answer("GET", path, None) as response:
            return await self._whole(response, _MOST_REPLY_BYTES)

    async def complete(self, body: bytes) -> Completion:
        """The reply to a request for a chat completion, streamed or whole. Raises ModelError."""
        reader = CompletionReader()
        try:
            async with asyncio.timeout(self.first_token_s) as first_token, self._answer("POST", "chat/completions", body) as response:
                async for frame in self._frames(response):
                    reader.read(frame)
                    if reader.begun:
                        first_token.reschedule(None)
        except TimeoutError as exc:
            raise ModelError(
                f"The model server at {self.url} gave no token within {self.first_token_s:g} s.",
                "Wait until it has less to do, or raise CORPUSCLE_MODEL_FIRST_TOKEN_S.",
                "timeout",
            ) from exc
        return reader.completion()

    @asynccontextmanager
    async def _answer(self, method: str, path: str, body: bytes | None) -> AsyncGenerator[httpx.Response]:
        headers = {
            "Authorization": f"Bearer {self.key.get_secret_value()}",
            "Content-Type": "application/json",
            "Accept-Encoding": "identity",  # what is not packed needs no unpacking
        }
        try:
            async with (
                httpx.AsyncClient(timeout=httpx.Timeout(None, connect=self.connect_s), verify=self._tls) as client,
                client.stream(method, f"{self.url.rstrip('/')}/{path}", content=body, headers=headers) as response,
            ):
                if not response.is_success:
                    said = await self._whole(response, _MOST_REFUSAL_BYTES)
                    raise refusal(self.url, response.status_code, response.headers.get("Retry-After"), said)
                yield response
        except httpx.ConnectTimeout as exc:
            raise ModelError(f"The model server at {self.url} could not be reached in time.", _SET_URL, "timeout") from exc
        except (httpx.NetworkError, httpx.ProtocolError, httpx.ProxyError) as exc:
            raise self._broken(exc) from exc
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as exc:  # an address, or a key, that no request can carry
            raise ModelError(f"No model server can be asked at {self.url} ({type(exc).__name__}).", _SET_URL, "refused") from exc

    async def _frames(self, response: httpx.Response) -> AsyncIterator[bytes]:
        match response.headers.get("Content-Type", "").partition(";")[0].strip().lower():
            case "text/event-stream":
                lines = EventLines()
                async for chunk in self._chunks(response, _MOST_REPLY_BYTES):
                    for data in lines.feed(chunk):
                        if data != b"[DONE]":
                            yield data
            case "application/json":  # it does not stream
                yield await self._whole(response, _MOST_REPLY_BYTES)
            case _:
                raise self._no_api("answered with something else than JSON")

    async def _whole(self, response: httpx.Response, most_bytes: int) -> bytes:
        return b"".join([chunk async for chunk in self._chunks(response, most_bytes)])

    async def _chunks(self, response: httpx.Response, most_bytes: int) -> AsyncIterator[bytes]:
        if response.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise self._no_api("packed its answer, which it was asked not to")
        received = 0
        async for chunk in response.aiter_raw():
            received += len(chunk)
            if received > most_bytes:
                raise ModelError(f"The model server at {self.url} sent more than {most_bytes >> 10} KB.", _SEE_LOG, "too_large")
            yield chunk

    @cached_property
    def _tls(self) -> SSLContext | bool:
        return httpx.create_ssl_context() if self.url.startswith("https") else False  # making one takes longer than a connection

    def _no_api(self, what: str) -> ModelError:
        return ModelError(f"The model server at {self.url} {what}.", "Check CORPUSCLE_MODEL_URL: its path usually ends in /v1.", "not_api")

    def _broken(self, exc: httpx.TransportError) -> ModelError:
        if isinstance(exc, httpx.ConnectError):
            return ModelError(f"The model server at {self.url} refuses the connection.", _SET_URL, "refused", retryable=True)
        return ModelError(f"The model server at {self.url} broke off its answer ({type(exc).__name__}).", _SEE_LOG, "disconnected")
