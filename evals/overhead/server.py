"""A model server on this machine that replies at once, by rule (`rule.reply_by_rule`). Run as a module it prints its address and serves."""

import json
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from pydantic import BaseModel, JsonValue

from corpuscle.evals.overhead.rule import Schema, reply_by_rule

NAME = "rule"


class _Message(BaseModel):
    content: str


class _JsonSchema(BaseModel):
    schema_: Schema

    model_config = {"alias_generator": lambda name: name.rstrip("_")}


class _Format(BaseModel):
    json_schema: _JsonSchema


class _Request(BaseModel):
    messages: list[_Message]
    response_format: _Format


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._send("application/json", json.dumps({"object": "list", "data": [{"id": NAME, "object": "model"}]}))

    def do_POST(self) -> None:
        request = _Request.model_validate_json(self.rfile.read(int(self.headers["Content-Length"])))
        content = json.dumps(reply_by_rule(request.messages[0].content, request.response_format.json_schema.schema_))
        chunks: list[dict[str, JsonValue]] = [
            {"choices": [{"index": 0, "delta": {"role": "assistant", "content": content}, "finish_reason": None}]},
            {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]},
            {"choices": [], "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}},
        ]
        events = [json.dumps({"id": "r", "object": "chat.completion.chunk", "created": 1, "model": NAME} | chunk) for chunk in chunks]
        self._send("text/event-stream", "".join(f"data: {event}\n\n" for event in [*events, "[DONE]"]))

    def _send(self, content_type: str, text: str) -> None:
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a request holds a question."""


@contextmanager
def ruled_server() -> Generator[str]:
    """The address of such a server in a process of its own, so that its time is not counted as ours."""
    with subprocess.Popen([sys.executable, "-m", __name__], stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - this module
        assert process.stdout is not None  # asked for above
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


if __name__ == "__main__":
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        sys.stdout.write(f"http://127.0.0.1:{server.server_address[1]}/v1\n")
        sys.stdout.flush()
        server.serve_forever()
