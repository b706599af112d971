"""A model server on this computer: real HTTP, replies by script."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from corpuscle.agent import Agent
from corpuscle.agent.settings import AgentSettings
from corpuscle.retrieval.settings import RetrievalSettings

MODEL = "invented-7b"


@dataclass(frozen=True)
class Reply:
    """What the server says to one request."""

    body: bytes
    status: int = 200
    content_type: str = "application/json"
    delay_s: float = 0.0


def completion(content: str | None, finish_reason: str | None = "stop", usage: bool = True) -> Reply:
    """A chat completion as vLLM sends it; 11 tokens in, 5 out."""
    message = {"role": "assistant", "content": content}
    body: dict[str, Any] = {
        "id": "c-1",
        "object": "chat.completion",
        "created": 1,
        "model": MODEL,
        "choices": [{"index": 0, "message": message, "finish_reason": finish_reason}],
    }
    if usage:
        body["usage"] = {"prompt_tokens": 11, "completion_tokens": 5, "total_tokens": 16}
    return Reply(json.dumps(body).encode())


def triples(*said: tuple[str, str, str]) -> Reply:
    """Reply of the step Generate."""
    body = {"triples": [dict(zip(("subject", "predicate", "object"), t, strict=True)) for t in said]}
    return completion(json.dumps(body))


def option_triples(**said: Sequence[tuple[str, str, str]]) -> Reply:
    """Reply of the step Generate to a choice question: (option_is, predicate, other) by letter."""
    keys = ("option_is", "predicate", "other")
    body = {letter: [dict(zip(keys, t, strict=True)) for t in claims] for letter, claims in said.items()}
    return completion(json.dumps(body))


def revisions(*said: tuple[int, str, str, str, str]) -> Reply:
    """Reply of the step Revise: (number, decision, subject, predicate, object)."""
    keys = ("number", "decision", "subject", "predicate", "object")
    return completion(json.dumps({"revisions": [dict(zip(keys, t, strict=True)) for t in said]}))


def answered(*statements: tuple[str, Sequence[int | str]], exact: Sequence[str] = (), finish_reason: str | None = "stop") -> Reply:
    """Replies of the step Answer, whatever it is asked: sentences with the passages they cite, and the exact answer.

    A passage is given by its number, or by words of it: the server finds the number in the prompt.
    """
    said = [{"text": t, "cites": list(n)} for t, n in statements]
    bodies = {
        "decided": {"answer": exact[0] if exact else ""},
        "named": {"answers": list(exact), "statements": said},
        "stated": {"statements": said},
    }
    return completion(json.dumps(bodies), finish_reason)


def html(status: int) -> Reply:
    """What a proxy says in a model server's place."""
    return Reply(b"<html><body>Welcome to the proxy</body></html>", status, "text/html")


@dataclass
class Script:
    """Replies by the schema asked for, in turn; the last one repeats. `asked` keeps the requests."""

    replies: dict[str, list[Reply]] = field(default_factory=dict[str, list[Reply]])
    models: Reply = field(
        default_factory=lambda: Reply(json.dumps({"object": "list", "data": [{"id": MODEL, "object": "model"}]}).encode())
    )
    asked: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    keys: list[str] = field(default_factory=list[str])

    def reply(self, request: dict[str, Any]) -> Reply:
        self.asked.append(request)
        part = _PARTS.get(_schema(request), "")
        waiting = self.replies[_step(request)]
        reply = waiting[0] if part == "decided" or len(waiting) == 1 else waiting.pop(0)  # what is decided is stated next
        return _part(reply, part, request["messages"][0]["content"]) if part else reply

    def prompts(self, schema: str) -> list[str]:
        """The first message of each request for this schema."""
        return [r["messages"][0]["content"] for r in self.asked if _step(r) == schema]


_PARTS = {
    "YesNoReply": "decided",
    "ChoiceReply": "decided",
    "CandidatesReply": "named",
    "ItemsReply": "named",
    "StatementsReply": "stated",
    "SummaryReply": "stated",
}
"""Of what `answered` scripts, by the schema of the step Answer."""


def _part(reply: Reply, part: str, prompt: str) -> Reply:
    """The part of a scripted answer that is asked for; other replies as they are."""
    try:
        body = json.loads(reply.body)
        said = json.loads(body["choices"][0]["message"]["content"])[part]
    except (ValueError, TypeError, LookupError):
        return reply
    for statement in said.get("statements", []):
        statement["cites"] = [_number(cited, prompt) if isinstance(cited, str) else cited for cited in statement["cites"]]
    body["choices"][0]["message"]["content"] = json.dumps(said)
    return replace(reply, body=json.dumps(body).encode())


def _number(words: str, prompt: str) -> int:
    line = next(line for line in prompt.splitlines() if line.startswith("[") and words in line)
    return int(line[1 : line.index("]")])


def _schema(request: dict[str, Any]) -> str:
    return request["response_format"]["json_schema"]["name"]


def _step(request: dict[str, Any]) -> str:
    """The schema asked for; those of the step Answer are one."""
    name = _schema(request)
    return "AnswerReply" if name in _PARTS else name


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    script: Script


class _Handler(BaseHTTPRequestHandler):
    server: _Server  # type: ignore[assignment]  # the base class knows less

    def do_GET(self) -> None:
        assert self.path == "/v1/models"
        self.server.script.keys.append(self.headers["Authorization"])
        self._send(self.server.script.models)

    def do_POST(self) -> None:
        assert self.path == "/v1/chat/completions"
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._send(self.server.script.reply(request))

    def _send(self, reply: Reply) -> None:
        time.sleep(reply.delay_s)
        with suppress(ConnectionError):  # a client that did not wait
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.content_type)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def script() -> Script:
    """A model that claims one triple and answers nothing yet."""
    return Script({"TriplesReply": [triples(("velbrodine", "treats", "Drusel fever"))]})


@pytest.fixture
def model_url(script: Script) -> Iterator[str]:
    """The server's base address."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.script = script
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    thread.join()
    server.server_close()


OpenServed = Callable[..., Agent]


@pytest.fixture
def open_served(invented_index: Path, retrieval_settings: RetrievalSettings) -> OpenServed:
    """An agent that asks the model server at an address."""

    def make(url: str, timeout_s: float = 10.0, model_name: str = "") -> Agent:
        settings = AgentSettings(model_url=url, model_timeout_s=timeout_s, model_name=model_name)
        return Agent.open(invented_index, "served", settings, retrieval_settings)

    return make


@pytest.fixture
def served(open_served: OpenServed, model_url: str) -> Agent:
    """The agent over the scripted server."""
    return open_served(model_url)
