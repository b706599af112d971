"""Files of a web server: small ones read whole, large ones downloaded in pieces that survive a broken connection or a killed process."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from corpuscle.index_builder.errors import RemoteError, ServerAwayError
from corpuscle.index_builder.patience import RETRIED_STATUSES, Patience, retry_after_s
from corpuscle.index_builder.progress import Advance

FILE_LIMIT_BYTES = 2 << 30
"""PubMed's largest files have some 100 MB; what is larger is none of them."""

_RANGE = re.compile(r"bytes (\d{1,15})-\d{1,15}/(\d{1,15})", re.ASCII)
_ADDRESS_REMEDY = "Check the network, and the address in CORPUSCLE_PUBMED_URL if you set it; then fetch again: it goes on from there."

T = TypeVar("T")


class _TransientError(Exception):
    """The next attempt may succeed."""

    def __init__(self, reason: str, after_s: float | None = None) -> None:
        super().__init__(reason)
        self.after_s = after_s


class _Origin(BaseModel):
    """What the server said of the file whose beginning we hold: kept beside it, to tell whether it is still the same."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    validator: str
    """A strong ETag, else the Last-Modified date, else ""."""
    bytes: int
    """0 where the server did not say."""


class PartialFile:
    """The beginning of a file, and beside it what the server said of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._origin_path = path.with_name(path.name + ".origin.json")

    @property
    def bytes(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    def origin(self) -> _Origin | None:
        """None where nothing can be said of where the bytes came from."""
        try:
            return _Origin.model_validate_json(self._origin_path.read_bytes())
        except (FileNotFoundError, ValidationError):
            return None

    def begin(self, origin: _Origin) -> None:
        self.discard()
        self._origin_path.write_text(origin.model_dump_json(), encoding="utf-8")

    def discard(self) -> None:
        self.path.unlink(missing_ok=True)
        self._origin_path.unlink(missing_ok=True)


class RemoteFiles:
    """Reads from one server by a client that follows no redirects: nobody but the user says where PubMed comes from.

    The client asks for `Accept-Encoding: identity`; bytes are kept as they come.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        patience: Patience,
        note: Callable[[str], None],
        timer: Callable[[], float] = time.monotonic,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._client = client
        self._patience = patience
        self._note = note
        self._timer = timer
        self._clock = clock

    async def read(self, url: str, limit: int) -> bytes:
        """The whole file. Raises RemoteError, also where it has more than `limit` bytes."""

        async def attempt() -> bytes:
            content = bytearray()
            async with self._client.stream("GET", url) as reply:
                self._check(reply, 200)
                async for chunk in reply.aiter_raw():
                    content += chunk
                    if len(content) > limit:
                        raise RemoteError(f"{url} has more than {limit:,} bytes: it is not what was asked for.", _ADDRESS_REMEDY)
            return bytes(content)

        return await self._patiently(url, attempt, lambda: 0)

    async def download(self, url: str, part: PartialFile, advance: Advance, make_room: Callable[[int], None]) -> None:
        """Completes `part`. `make_room` hears how many bytes are still to come, before they are written, and may raise.

        What is there already is asked for no more, unless the file changed since or the server cannot say. Raises RemoteError; the part then
        stays for the next time.
        """

        async def attempt() -> None:
            begin, headers = part.bytes, dict[str, str]()
            origin = part.origin()
            if begin and (origin is None or not origin.validator):
                advance(-begin)
                part.discard()
                begin = 0
            if begin and origin is not None:
                if begin == origin.bytes:
                    return
                headers = {"Range": f"bytes={begin}-", "If-Range": origin.validator}
            async with self._client.stream("GET", url, headers=headers) as reply:
                self._check(reply, 200, 206, 416)
                if reply.status_code != 200:
                    self._check_range(reply, part, begin, advance)
                else:
                    advance(-begin)
                    part.begin(_origin(reply))
                await self._append(reply, url, part, advance, make_room)

        await self._patiently(url, attempt, lambda: part.bytes)

    def _check_range(self, reply: httpx.Response, part: PartialFile, begin: int, advance: Advance) -> None:
        """Raises _TransientError, and drops what is there, where the reply does not continue it."""
        origin = part.origin()
        found = _RANGE.fullmatch(reply.headers.get("Content-Range", "").strip())
        continued = found is not None and int(found.group(1)) == begin and origin is not None
        same = continued and found is not None and origin is not None and origin.bytes in (0, int(found.group(2)))
        validator = _validator(reply)
        if reply.status_code != 206 or not same or (origin is not None and validator not in ("", origin.validator)):
            advance(-begin)
            part.discard()
            raise _TransientError("the file changed on the server; it is fetched from its beginning")

    async def _append(self, reply: httpx.Response, url: str, part: PartialFile, advance: Advance, make_room: Callable[[int], None]) -> None:
        origin = part.origin()
        expected = origin.bytes if origin else 0
        if expected > FILE_LIMIT_BYTES:
            raise _too_large(url)
        make_room(max(expected - part.bytes, 0))
        window_began, window_bytes = self._timer(), 0
        size = part.bytes
        with part.path.open("ab") as stream:
            async for chunk in reply.aiter_raw():
                size += len(chunk)
                if size > (expected or FILE_LIMIT_BYTES):
                    raise _too_large(url)
                stream.write(chunk)
                advance(len(chunk))
                window_bytes += len(chunk)
                elapsed = self._timer() - window_began
                if elapsed >= self._patience.slow_window_s:
                    if window_bytes < self._patience.slow_bytes:
                        raise _TransientError(f"only {window_bytes:,} bytes came in {elapsed:.0f} s")
                    window_began, window_bytes = self._timer(), 0
        if size < expected:
            raise _TransientError(f"the connection ended at byte {size:,} of {expected:,}")

    def _check(self, reply: httpx.Response, *wanted: int) -> None:
        """Raises _TransientError or RemoteError for any other status."""
        status = reply.status_code
        if status in wanted:
            return
        url = str(reply.url)
        if status in RETRIED_STATUSES:
            after_s = retry_after_s(reply.headers.get("Retry-After", ""), self._clock())
            if after_s is not None and after_s > self._patience.longest_wait_s:
                raise ServerAwayError(
                    f"{url}: the server is busy (HTTP {status}) and asks to be left alone for {after_s:,.0f} s.",
                    "Fetch again after that time: it goes on from there.",
                )
            raise _TransientError(f"HTTP {status}", after_s)
        if 300 <= status < 400:
            target = reply.headers.get("Location", "")[:200]
            raise RemoteError(
                f"{url} redirects to {target or 'nowhere'}, which is not followed.",
                "If that is right, name the address with CORPUSCLE_PUBMED_URL.",
            )
        raise RemoteError(f"{url} cannot be had: HTTP {status} {reply.reason_phrase}.".rstrip(), _ADDRESS_REMEDY)

    async def _patiently(self, url: str, attempt: Callable[[], Awaitable[T]], gained: Callable[[], int]) -> T:
        """Tries until it succeeds, a failure is final, or `Patience.attempts` in a row gained nothing worth speaking of."""
        failures = 0
        while True:
            before = gained()
            try:
                return await attempt()
            except (_TransientError, httpx.TransportError) as exc:
                reason, after_s = str(exc) or type(exc).__name__, exc.after_s if isinstance(exc, _TransientError) else None
                failures = 1 if gained() - before >= self._patience.slow_bytes else failures + 1
                if failures >= self._patience.attempts:
                    raise ServerAwayError(f"{url} cannot be had: {reason}; {failures} attempts.", _ADDRESS_REMEDY) from exc
                wait_s = max(self._patience.wait_s(failures), after_s or 0.0)
                if wait_s >= 1:
                    self._note(f"{url}: {reason}; the next attempt follows in {wait_s:.0f} s.")
            await asyncio.sleep(wait_s)


def _origin(reply: httpx.Response) -> _Origin:
    length = reply.headers.get("Content-Length", "")
    return _Origin(validator=_validator(reply), bytes=int(length) if length.isascii() and length.isdigit() and len(length) < 16 else 0)


def _validator(reply: httpx.Response) -> str:
    """RFC 9110, 13.1.5: If-Range takes a strong ETag or a date."""
    etag: str = reply.headers.get("ETag", "")
    return etag if etag and not etag.startswith("W/") else reply.headers.get("Last-Modified", "")


def _too_large(url: str) -> RemoteError:
    return RemoteError(f"{url} is larger than it was said to be, or than any file of PubMed.", _ADDRESS_REMEDY)
