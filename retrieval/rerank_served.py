"""A reranker on a server. Neither the question nor the articles appear in any message, and no redirection is followed."""

import asyncio
import ipaddress
import math
import threading
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Future
from functools import cached_property
from ssl import SSLContext

import httpx
import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, SecretStr, TypeAdapter, ValidationError

from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.encoder.protocol import article_text
from corpuscle.retrieval.errors import RerankError

_MOST_REPLY_BYTES = 1 << 23
_MOST_CHARACTERS = 8_000
"""Of each article; cross-encoders read some 512 tokens."""
_NOT_UNDERSTOOD = (400, 404, 422)
_GRACE_S = 0.5
_REMEDY = "Check CORPUSCLE_RERANK_URL and the server there, or unset it to search without a reranker."


class _VllmRequest(BaseModel):
    """https://docs.vllm.ai/en/latest/api/vllm/entrypoints/pooling/score/protocol/; -1 cuts what is too long instead of refusing it."""

    model: str | None
    query: str
    documents: list[str]
    truncate_prompt_tokens: int = -1


class _PlainRequest(BaseModel):
    """What Cohere's, Jina's and llama.cpp's servers have in common."""

    model: str | None
    query: str
    documents: list[str]
    top_n: int


class _TeiRequest(BaseModel):
    """https://huggingface.github.io/text-embeddings-inference/ (POST /rerank)."""

    query: str
    texts: list[str]
    truncate: bool = True
    raw_scores: bool = True


_Form = Callable[[str | None, str, list[str]], BaseModel]
_FORMS: tuple[_Form, ...] = (
    lambda model, query, texts: _VllmRequest(model=model, query=query, documents=texts),
    lambda model, query, texts: _PlainRequest(model=model, query=query, documents=texts, top_n=len(texts)),
    lambda model, query, texts: _TeiRequest(query=query, texts=texts),
)


class _Scored(BaseModel):
    index: int
    relevance_score: float | None = None
    score: float | None = None

    @property
    def value(self) -> float:
        """Under the name that this server gives it."""
        found = self.relevance_score if self.relevance_score is not None else self.score
        return math.nan if found is None else found


class _Reply(BaseModel):
    results: list[_Scored]


_REPLY: TypeAdapter[_Reply | list[_Scored]] = TypeAdapter(_Reply | list[_Scored])


class ServedReranker:
    """Asks `url`/rerank. Which form of request the server understands is found at the first search and kept."""

    def __init__(self, url: str, model: str, key: SecretStr, timeout_s: float) -> None:
        """Raises RerankError for an address that is none."""
        try:
            address = httpx.URL(url)
        except httpx.InvalidURL as exc:
            raise RerankError("CORPUSCLE_RERANK_URL is no address.", _REMEDY) from exc
        if address.scheme not in ("http", "https") or not address.host:
            raise RerankError(f"CORPUSCLE_RERANK_URL, {url!r}, is no http or https address.", _REMEDY)
        path = address.path.rstrip("/")
        self._address = address.copy_with(path=path if path.endswith("/rerank") else f"{path}/rerank")
        self._model = model or None
        self._key = key
        self._timeout_s = timeout_s
        self._form: _Form | None = None

    @property
    def name(self) -> str:
        """The model's name, or the server where it is asked for its only one."""
        return self._model or self._address.host

    @property
    def warning(self) -> str | None:
        """What a user must know of the way to the server; None where there is nothing."""
        if self._address.scheme == "https" or _is_loopback(self._address.host):
            return None
        return f"Questions travel to the reranker at {self._address.host} without encryption: give CORPUSCLE_RERANK_URL an https address."

    def scores(self, query: str, articles: Sequence[Article]) -> NDArray[np.float64]:
        """See `Reranker`. The timeout holds for the whole call."""
        if not articles:
            return np.zeros(0)
        texts = [article_text(article)[:_MOST_CHARACTERS] for article in articles]
        raw = _within(self._timeout_s, self._ask(query, texts), f"The reranker at {self._address.host}")
        try:
            reply = _REPLY.validate_json(raw)
        except ValidationError:  # not kept as the cause: it quotes the reply, which may hold the question
            raise self._error("answered with something else than scores") from None
        scored = reply.results if isinstance(reply, _Reply) else reply
        if sorted(each.index for each in scored) != list(range(len(articles))):
            raise self._error(f"did not score each of the {len(articles)} articles once")
        scores = np.zeros(len(articles))
        for each in scored:
            scores[each.index] = each.value
        if not np.isfinite(scores).all():
            raise self._error("gave scores that are no numbers")
        return scores

    async def _ask(self, query: str, texts: list[str]) -> bytes:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._key.get_secret_value():
            headers["Authorization"] = f"Bearer {self._key.get_secret_value()}"
        status = 0
        async with httpx.AsyncClient(timeout=self._timeout_s, verify=self._tls) as client:
            for form in (self._form,) if self._form else _FORMS:
                body = form(self._model, query, texts).model_dump_json(exclude_none=True)
                async with client.stream("POST", self._address, content=body, headers=headers) as response:
                    status = response.status_code
                    if response.is_success:
                        self._form = form
                        return await self._whole(response)
                if status not in _NOT_UNDERSTOOD:
                    break
        raise self._error(f"refused to score (HTTP {status})")

    async def _whole(self, response: httpx.Response) -> bytes:
        said = bytearray()
        async for chunk in response.aiter_bytes():
            said += chunk
            if len(said) > _MOST_REPLY_BYTES:
                raise self._error(f"sent more than {_MOST_REPLY_BYTES >> 20} MB")
        return bytes(said)

    @cached_property
    def _tls(self) -> SSLContext | bool:
        return httpx.create_ssl_context() if self._address.scheme == "https" else False  # making one takes longer than a short search

    def _error(self, what: str) -> RerankError:
        return RerankError(f"The reranker at {self._address.host} {what}.", _REMEDY)


def _within(seconds: float, asking: Coroutine[None, None, bytes], who: str) -> bytes:
    """Runs a request in a thread of its own, which a hanging look-up of the server's name cannot keep us waiting for."""
    done: Future[bytes] = Future()

    async def bounded() -> bytes:
        return await asyncio.wait_for(asking, seconds)

    def work() -> None:
        try:
            done.set_result(asyncio.run(bounded()))
        except Exception as exc:  # noqa: BLE001 - handed to the caller
            done.set_exception(exc)

    threading.Thread(target=work, daemon=True, name="rerank").start()
    try:
        return done.result(seconds + _GRACE_S)
    except (TimeoutError, httpx.TimeoutException) as exc:
        raise RerankError(f"{who} gave no scores within {seconds:g} s.", _REMEDY) from exc
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, OSError) as exc:
        raise RerankError(f"{who} cannot be asked ({type(exc).__name__}).", _REMEDY) from exc


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
