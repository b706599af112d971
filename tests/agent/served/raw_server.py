"""A model server on this computer that says, byte by byte, what a test wants: real sockets, no library between."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self

MODEL = "invented-7b"
_MODELS = json.dumps({"object": "list", "data": [{"id": MODEL, "max_model_len": 8_192}]}).encode()

Handler = Callable[["Asked"], None]


@dataclass
class Asked:
    """One request, and the socket to answer it on."""

    socket: socket.socket
    head: bytes
    body: bytes
    stopped: threading.Event

    @property
    def json(self) -> Any:  # noqa: ANN401 - what a client sent
        return json.loads(self.body)

    def send(self, *parts: bytes) -> None:
        for part in parts:
            self.socket.sendall(part)

    def drip(self, parts: Iterable[bytes], every_s: float) -> None:
        """A part at a time, until the test ends or the client goes."""
        for part in parts:
            if self.stopped.wait(every_s):
                return
            self.send(part)

    def hang(self) -> None:
        """Says nothing until the test ends."""
        self.stopped.wait(30)

    def wait_until_closed(self) -> None:
        """Returns when the client has closed the connection."""
        self.socket.settimeout(10)
        with suppress(ConnectionError):  # closed with bytes unread
            while self.socket.recv(1 << 16):
                pass


@dataclass
class RawServer:
    """Answers each request for a completion by `handler`, and lists one model unless `models` says otherwise."""

    handler: Handler
    models: Handler | None = None
    asked: list[Asked] = field(default_factory=list[Asked])
    ended: list[float] = field(default_factory=list[float])
    """When the handler of each request for a completion returned (monotonic seconds)."""

    def __enter__(self) -> Self:
        self._stopped = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = "http://{}:{}/v1".format(*self._listening.getsockname())
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        with suppress(OSError):  # closed
            while True:
                accepted, _ = self._listening.accept()
                thread = threading.Thread(target=self._serve, args=(accepted,))
                self._threads.append(thread)
                thread.start()

    def _serve(self, accepted: socket.socket) -> None:
        with accepted, suppress(OSError):  # the client went, as it may
            request = _request(accepted, self._stopped)
            if request.head.startswith(b"GET"):
                (self.models or _lists)(request) if b"/models " in request.head else request.send(response(b"{}", "404 Not Found"))
                return
            self.asked.append(request)
            try:
                self.handler(request)
            finally:
                self.ended.append(time.monotonic())


def _request(accepted: socket.socket, stopped: threading.Event) -> Asked:
    received = b""
    while b"\r\n\r\n" not in received:
        received += _some(accepted)
    head, _, body = received.partition(b"\r\n\r\n")
    lengths = [int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    while len(body) < (lengths or [0])[0]:
        body += _some(accepted)
    return Asked(accepted, head, body, stopped)


def _some(accepted: socket.socket) -> bytes:
    received = accepted.recv(1 << 16)
    if not received:
        raise ConnectionResetError
    return received


def _lists(request: Asked) -> None:
    request.send(response(_MODELS))


def response(body: bytes, status: str = "200 OK", content_type: str = "application/json", **headers: str) -> bytes:
    """A whole response; the connection is closed after it. `Retry_After="1"` becomes the header Retry-After."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"Content-Type: {content_type}"] if content_type else []
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


STREAM_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
STREAM_END = b"0\r\n\r\n"
DONE = b"e\r\ndata: [DONE]\n\n\r\n"


def chunk(data: bytes) -> bytes:
    """As chunked transfer encoding sends it."""
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def piece(content: str | None = None, finish_reason: str | None = None, **delta: str | None) -> bytes:
    """A frame of a stream. Other fields of the delta: `reasoning`, `reasoning_content`."""
    said = {"content": content, **delta}
    frame = {"id": "c", "choices": [{"index": 0, "delta": said, "finish_reason": finish_reason}]}
    return chunk(b"data: " + json.dumps(frame).encode() + b"\n\n")


def usage(**counts: object) -> bytes:
    """The last frame of a stream."""
    return chunk(b"data: " + json.dumps({"id": "c", "choices": [], "usage": counts}).encode() + b"\n\n")


def stream(*texts: str, finish_reason: str | None = "stop") -> bytes:
    """A whole stream of these pieces."""
    pieces = b"".join(piece(text) for text in texts)
    return STREAM_HEAD + piece("", role="assistant") + pieces + piece(None, finish_reason) + DONE + STREAM_END


def whole(content: str | None, finish_reason: str | None = "stop", **message: object) -> bytes:
    """A whole completion, not streamed."""
    said = {"role": "assistant", "content": content, **message}
    body = {"id": "c", "choices": [{"index": 0, "message": said, "finish_reason": finish_reason}]}
    return response(json.dumps(body).encode())
