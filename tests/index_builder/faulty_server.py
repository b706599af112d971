"""A web server on loopback that holds PubMed's folders and misbehaves on request: real sockets, real broken connections."""

import hashlib
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Request:
    """What was asked for."""

    path: str
    range: str
    if_range: str


@dataclass
class FaultySite:
    """Files by path, and by path the faults of its next replies, used up one by one."""

    files: dict[str, bytes] = field(default_factory=dict[str, bytes])
    faults: dict[str, list[Callable[["Handler", bytes], None]]] = field(default_factory=dict)  # type: ignore[assignment]  # of list[Callable]
    requests: list[Request] = field(default_factory=list[Request])

    def put(self, path: str, content: bytes) -> None:
        """A file, its `.md5`, and its line in the folder's listing."""
        folder, name = path.rsplit("/", 1)
        self.files[path] = content
        self.files[f"{path}.md5"] = f"MD5({name})= {hashlib.md5(content).hexdigest()}\n".encode()
        names = sorted(p for p in self.files if p.startswith(f"{folder}/") and not p.endswith("/"))
        lines = [f'<a href="{n.rsplit("/", 1)[1]}">{n.rsplit("/", 1)[1]}</a>   2026-01-29 14:48   1.5K\n' for n in names]
        self.files[f"{folder}/"] = ("<html><pre>" + "".join(lines) + "</pre></html>").encode()

    def asked(self, path: str) -> list[Request]:
        return [request for request in self.requests if request.path == path]


class Handler(BaseHTTPRequestHandler):
    """Serves ranges with If-Range, as NLM's server does."""

    site: FaultySite
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        site = self.site
        site.requests.append(Request(self.path, self.headers.get("Range", ""), self.headers.get("If-Range", "")))
        content = site.files.get(self.path)
        if site.faults.get(self.path):
            site.faults[self.path].pop(0)(self, content or b"")
        elif content is None:
            self.reply(404, b"no such file")
        else:
            self.serve(content)

    def serve(self, content: bytes) -> None:
        """The file, or the part asked for."""
        begin = self.headers.get("Range", "").removeprefix("bytes=").removesuffix("-")
        etag = etag_of(content)
        if begin and self.headers.get("If-Range") == etag:
            headers = {"Content-Range": f"bytes {begin}-{len(content) - 1}/{len(content)}", "ETag": etag}
            self.reply(206, content[int(begin) :], headers)
        else:
            self.reply(200, content, {"ETag": etag})

    def reply(self, status: int, body: bytes, headers: dict[str, str] | None = None, length: int | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        pass


Fault = Callable[[Handler, bytes], None]


def etag_of(content: bytes) -> str:
    return f'"{hashlib.sha1(content).hexdigest()}"'


def cut_after(count: int) -> Fault:
    """Says the whole length, sends `count` bytes of what was asked for, and hangs up."""

    def fault(handler: Handler, content: bytes) -> None:
        begin = int(handler.headers.get("Range", "bytes=0-").removeprefix("bytes=").removesuffix("-"))
        headers = {"ETag": etag_of(content)}
        if begin:
            headers["Content-Range"] = f"bytes {begin}-{len(content) - 1}/{len(content)}"
        handler.reply(206 if begin else 200, content[begin : begin + count], headers, len(content) - begin)
        handler.close_connection = True

    return fault


def status(code: int, retry_after: str = "", location: str = "") -> Fault:
    """An error, or a redirect."""
    headers = {name: value for name, value in (("Retry-After", retry_after), ("Location", location)) if value}
    return lambda handler, content: handler.reply(code, b"<html>busy</html>", headers)


def instead(body: bytes) -> Fault:
    """Other bytes under a good status."""
    return lambda handler, content: handler.reply(200, body, {"ETag": etag_of(body)})


def whole(handler: Handler, content: bytes) -> None:
    """Ignores Range."""
    handler.reply(200, content, {"ETag": etag_of(content)})


def drip(pause_s: float) -> Fault:
    """One byte at a time, until the client hangs up."""

    def fault(handler: Handler, content: bytes) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        try:
            for position in range(len(content)):
                handler.wfile.write(content[position : position + 1])
                handler.wfile.flush()
                time.sleep(pause_s)
        except OSError:
            handler.close_connection = True

    return fault


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up, or are killed, are what is tested."""


@contextmanager
def serving(site: FaultySite) -> Generator[str]:
    """The address of a server of the site, while it runs."""
    server = _Server(("127.0.0.1", 0), type("SiteHandler", (Handler,), {"site": site}))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/pubmed/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
