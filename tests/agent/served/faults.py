"""Everything that a model server was seen or feared to do instead of answering."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from gzip import compress
from itertools import count, repeat

from corpuscle.agent.model_fault import FaultKind
from tests.agent.served.raw_server import STREAM_END, STREAM_HEAD, Asked, Handler, chunk, piece, response, stream, whole

VALID = '{"word": "yes"}'
"""Fits the schema of the tests of the client; where a fault carries it, the fault alone is the reason to refuse."""
_HTML = b"<html><body>Welcome to the proxy</body></html>"
_VLLM_OVERFLOW = {
    "error": {
        "message": "This model's maximum context length is 512 tokens. However, you requested 900.",
        "type": "BadRequestError",
        "code": 400,
    }
}
_LLAMA_OVERFLOW = {
    "error": {"code": 400, "message": "request (900 tokens) exceeds the available context size", "type": "exceed_context_size_error"}
}
_NO_MODEL = {"error": {"message": "The model `other` does not exist.", "type": "NotFoundError", "code": 404}}


@dataclass(frozen=True)
class Fault:
    """What the server does to every request for a completion (or, `at_models`, to the one for its models), and what that is."""

    kind: FaultKind
    handler: Handler
    at_models: bool = False


def _sends(*parts: bytes) -> Handler:
    return lambda asked: asked.send(*parts)


def _hangs_after(*parts: bytes) -> Handler:
    def handler(asked: Asked) -> None:
        asked.send(*parts)
        asked.hang()

    return handler


def _drips(first: bytes, part: Callable[[int], bytes], every_s: float = 0.02) -> Handler:
    def handler(asked: Asked) -> None:
        asked.send(first)
        asked.drip(map(part, count()), every_s)

    return handler


def _floods(first: bytes, part: bytes) -> Handler:
    def handler(asked: Asked) -> None:
        asked.send(first, *repeat(part, 1_000))  # 64 MB, of which the client takes no more than it must

    return handler


def _error(status: str, said: object = None, **headers: str) -> Handler:
    body = json.dumps(said or {"error": {"message": "no", "type": "x", "code": 0}}).encode()
    return _sends(response(body, status, **headers))


def _in(seconds: float) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


FAULTS = {
    "says no byte": Fault("timeout", _hangs_after()),
    "hangs in its headers": Fault("timeout", _hangs_after(b"HTTP/1.1 200 OK\r\nContent-Ty")),
    "hangs before the first token": Fault("timeout", _hangs_after(STREAM_HEAD, piece("", role="assistant"))),
    "hangs after the first token": Fault("timeout", _hangs_after(STREAM_HEAD, piece('{"wo'))),
    "drips its headers": Fault("timeout", _drips(b"HTTP/1.1 200 OK\r\n", lambda n: f"X-{n}: 1\r\n".encode())),
    "drips its reply": Fault("timeout", _drips(STREAM_HEAD, lambda n: piece(" " if n else "{"))),
    "drips signs of life without a token": Fault("timeout", _drips(STREAM_HEAD, lambda _: chunk(b": still here\n\n"))),
    "thinks without end": Fault("timeout", _drips(STREAM_HEAD, lambda _: piece(None, reasoning="hm "))),
    "500": Fault("server", _error("500 Internal Server Error")),
    "501 to every form": Fault("server", _error("501 Not Implemented")),
    "502 with a page": Fault("server", _sends(response(_HTML, "502 Bad Gateway", "text/html"))),
    "504": Fault("server", _error("504 Gateway Timeout")),
    "400 to every form": Fault("server", _error("400 Bad Request", {"error": {"message": "response_format is not supported"}})),
    "401": Fault("unauthorised", _error("401 Unauthorized")),
    "403": Fault("unauthorised", _error("403 Forbidden")),
    "429 without Retry-After": Fault("rate_limited", _error("429 Too Many Requests")),
    "429 with Retry-After beyond the deadline": Fault("rate_limited", _error("429 Too Many Requests", Retry_After="3600")),
    "429 with a date far away": Fault("rate_limited", _error("429 Too Many Requests", Retry_After=_in(3_600))),
    "429 with a Retry-After that says nothing": Fault("rate_limited", _error("429 Too Many Requests", Retry_After="soon")),
    "503 while it loads": Fault("busy", _error("503 Service Unavailable", {"error": {"message": "Loading model", "code": 503}})),
    "wrong model name": Fault("no_model", _error("404 Not Found", _NO_MODEL)),
    "context overflow, vLLM": Fault("overflow", _error("400 Bad Request", _VLLM_OVERFLOW)),
    "context overflow, llama.cpp": Fault("overflow", _error("400 Bad Request", _LLAMA_OVERFLOW)),
    "redirection": Fault("not_api", _sends(response(b"", "307 Temporary Redirect", Location="http://127.0.0.1:9/v1/chat/completions"))),
    "HTML with 200": Fault("not_api", _sends(response(_HTML, content_type="text/html"))),
    "204": Fault("not_api", _sends(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")),
    "wrong content type": Fault("not_api", _sends(whole(VALID).replace(b"application/json", b"text/plain"))),
    "no content type": Fault("not_api", _sends(response(json.dumps({"choices": []}).encode(), content_type=""))),
    "no HTTP at all": Fault("disconnected", _sends(b"SSH-2.0-OpenSSH_9.6\r\n")),
    "not JSON": Fault("not_api", _sends(response(b'{"choices": ['))),
    "JSON null": Fault("not_api", _sends(response(b"null"))),
    "JSON list": Fault("not_api", _sends(response(b"[]"))),
    "choices null": Fault("not_api", _sends(response(b'{"choices": null}'))),
    "empty choices": Fault("cut", _sends(response(b'{"id": "c", "choices": []}'))),
    "an error with 200": Fault("server", _sends(response(b'{"error": {"message": "out of memory"}}'))),
    "null content": Fault("empty", _sends(whole(None))),
    "empty content": Fault("empty", _sends(whole(""))),
    "blank content": Fault("empty", _sends(stream("\n", " "))),
    "a stream of nothing": Fault("cut", _sends(STREAM_HEAD, STREAM_END)),
    "thoughts and no reply": Fault("empty", _sends(STREAM_HEAD, piece(None, reasoning=VALID), piece(None, "stop"), STREAM_END)),
    "thoughts in llama.cpp's field": Fault("empty", _sends(whole(None, reasoning_content=VALID))),
    "an open thought": Fault("empty", _sends(stream("<think>", VALID))),
    "broken JSON": Fault("not_json", _sends(stream('{"word": ', '"yes"'))),
    "JSON in a fence": Fault("not_json", _sends(stream("```json\n", VALID, "\n```"))),
    "prose": Fault("not_json", _sends(whole("I think so."))),
    "two replies at once": Fault("not_json", _sends(whole(VALID + VALID))),
    "duplicate keys": Fault("not_json", _sends(whole('{"word": "no", "word": "yes"}'))),
    "nested without end": Fault("not_json", _sends(whole('{"word": ' + "[" * 100_000))),
    "JSON of another schema": Fault("wrong_schema", _sends(whole('{"answer": "yes"}'))),
    "more than the schema": Fault("wrong_schema", _sends(whole('{"word": "yes", "sure": true}'))),
    "cut at the most tokens": Fault("cut", _sends(stream(VALID, finish_reason="length"))),
    "stopped by a filter": Fault("cut", _sends(stream(VALID, finish_reason="content_filter"))),
    "a call of a tool": Fault("cut", _sends(whole(VALID, "tool_calls"))),
    "stream ends without finish_reason": Fault("cut", _sends(STREAM_HEAD, piece(VALID), STREAM_END)),
    "whole reply without finish_reason": Fault("cut", _sends(whole(VALID, None))),
    "stream ends with finish_reason within its JSON": Fault("not_json", _sends(stream('{"word"'))),
    "error within the stream": Fault(
        "server", _sends(STREAM_HEAD, piece(VALID), chunk(b'data: {"error": {"message": "gone"}}\n\n'), STREAM_END)
    ),
    "no frame within the stream": Fault("not_api", _sends(STREAM_HEAD, piece(VALID), chunk(b"data: {half\n\n"), STREAM_END)),
    "disconnects at once": Fault("disconnected", _sends()),
    "disconnects in its headers": Fault("disconnected", _sends(b"HTTP/1.1 200 OK\r\n")),
    "disconnects within a token": Fault("disconnected", _sends(STREAM_HEAD, piece(VALID)[:-9])),
    "disconnects after finish_reason": Fault("disconnected", _sends(STREAM_HEAD, piece(VALID), piece(None, "stop"))),
    "shorter than it said": Fault("disconnected", _sends(whole(VALID)[:-4])),
    "gzip, unasked": Fault("not_api", _sends(response(compress(whole(VALID)), Content_Encoding="gzip"))),
    "gzip bomb": Fault("not_api", _sends(response(compress(bytes(1 << 24)), Content_Encoding="gzip"))),
    "line without end": Fault("too_large", _floods(STREAM_HEAD, chunk(b"x" * 65_536))),
    "stream without end": Fault("too_large", _floods(STREAM_HEAD + piece("{"), chunk(b":" + b"x" * 65_534 + b"\n"))),
    "oversized whole reply": Fault(
        "too_large", _floods(response(b"").replace(b"Content-Length: 0", b"Content-Length: 99999999"), b" " * 65_536)
    ),
    "invalid UTF-8": Fault("not_api", _sends(STREAM_HEAD, chunk(b'data: {"choices": [{"delta": {"content": "\xff"}}]}\n\n'), STREAM_END)),
    "models: says no byte": Fault("timeout", _hangs_after(), at_models=True),
    "models: none": Fault("no_model", _sends(response(b'{"data": []}')), at_models=True),
    "models: a page": Fault("not_api", _sends(response(_HTML, content_type="text/html")), at_models=True),
    "models: 500": Fault("server", _error("500 Internal Server Error"), at_models=True),
    "models: 503 while it loads": Fault("busy", _error("503 Service Unavailable"), at_models=True),
    "models: oversized": Fault(
        "too_large", _floods(response(b"").replace(b"Content-Length: 0", b"Content-Length: 99999999"), b" " * 65_536), at_models=True
    ),
}
