"""Takes the files that a person attaches, in Chainlit's place.

Chainlit 2.12 writes an attached file to `.files/SESSION/` (beside that, one of more than a megabyte passes through a temporary file while it
is received), checks its size after reading all of it, believes the type that the browser names, and deletes it ten minutes after the page
is closed. Here it is received in memory within a limit, its text is read, and only that is kept (`DocumentShelf`).
"""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, MutableMapping
from typing import Any, Protocol
from urllib.parse import parse_qs

from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from corpuscle.retrieval.document_text import MAX_BYTES
from corpuscle.retrieval.errors import DocumentError
from corpuscle.retrieval.own_documents import read_document
from corpuscle.ui.chat.document_shelf import DocumentShelf
from corpuscle.ui.chat.own_page import AsgiApp, Receive, Send
from corpuscle.ui.sanitise import plain

FILES_PATH = "/project/file"
_AROUND_BYTES = 64 * 1024
"""Of a request beside its file."""
_BEGINS_WITHIN_S = 3
_LOOKS_A_SECOND = 20
_READ_AT_ONCE = 2
"""Files read at the same time; each may take a process of its own."""


class Session(Protocol):
    """What is needed of a Chainlit session."""

    files: dict[str, Any]


class TooLargeError(Exception):
    """The request is larger than a file may be."""


class Uploads:
    """Wraps an ASGI application; `session_of` gives the session with an id, or None."""

    def __init__(self, app: AsgiApp, shelf: DocumentShelf, session_of: Callable[[str], Session | None]) -> None:
        self._app = app
        self._shelf = shelf
        self._session_of = session_of
        self._free = asyncio.Semaphore(_READ_AT_ONCE)

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Serves one connection."""
        path = str(scope.get("path", "")).rstrip("/")
        if scope["type"] == "http" and (path == FILES_PATH or path.startswith(f"{FILES_PATH}/")):
            if path == FILES_PATH and scope["method"] == "POST":
                await _reply(send, *await self._take(scope, receive))
            else:
                await _reply(send, 404, {"detail": "The page keeps a file's text, not the file."})
            return
        await self._app(scope, receive, send)

    async def _session(self, session_id: str) -> Session | None:
        """The session with that id; one that the page has only just begun is waited for."""
        for _ in range(_BEGINS_WITHIN_S * _LOOKS_A_SECOND if session_id else 0):
            if (session := self._session_of(session_id)) is not None:
                return session
            await asyncio.sleep(1 / _LOOKS_A_SECOND)
        return None

    async def _take(self, scope: MutableMapping[str, Any], receive: Receive) -> tuple[int, dict[str, str]]:
        session_id = parse_qs(scope["query_string"].decode("latin-1")).get("session_id", [""])[0]
        session = await self._session(session_id)
        if session is None:
            return 404, {"detail": "This conversation has ended. Open the page anew."}
        headers = Headers(raw=scope["headers"])
        try:
            name, data = await _received(headers, receive)
        except TooLargeError:
            return 413, {"detail": f"The file is too large: at most {MAX_BYTES >> 20} MB are read. Attach the part that matters."}
        except (MultiPartException, KeyError):
            return 400, {"detail": "The request holds no file."}
        try:
            async with self._free:
                document = await asyncio.to_thread(read_document, name, data)
            file_id = self._shelf.attach(session, document)
        except DocumentError as exc:
            return 400, {"detail": plain(f"{exc} {exc.remedy}")}
        # Chainlit looks a message's files up here; it neither reads nor serves the path. As a PDF, it would try to show the file.
        session.files[file_id] = {
            "id": file_id,
            "path": "held in memory",
            "name": document.name,
            "type": "application/octet-stream",
            "size": len(data),
        }
        return 200, {"id": file_id}


class _InMemory(MultiPartParser):
    spool_max_size = MAX_BYTES + _AROUND_BYTES  # nothing that is let through is spooled to disk


async def _received(headers: Headers, receive: Receive) -> tuple[str, bytes]:
    """The name and the bytes of the one file in the request."""
    form = await _InMemory(headers, _body(receive), max_files=1, max_fields=0).parse()
    try:
        file = form["file"]
        if not isinstance(file, UploadFile):
            raise KeyError("file")
        return file.filename or "", await file.read()
    finally:
        await form.close()


async def _body(receive: Receive) -> AsyncGenerator[bytes]:
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise MultiPartException("the connection was closed")
        size += len(message.get("body", b""))
        if size > MAX_BYTES + _AROUND_BYTES:
            raise TooLargeError
        yield message.get("body", b"")
        if not message.get("more_body"):
            yield b""
            return


async def _reply(send: Send, status: int, content: dict[str, str]) -> None:
    body = json.dumps(content).encode()
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
