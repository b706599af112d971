"""NCBI's E-utilities: esearch and efetch on PubMed, politely and with every kind of answer told apart.

Parameters: https://www.ncbi.nlm.nih.gov/books/NBK25499/. Requests are POSTs, so the key stands in no address and no log.
"""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpuscle.index_builder.errors import RemoteError, ServerAwayError
from corpuscle.index_builder.patience import RETRIED_STATUSES, Patience, retry_after_s
from corpuscle.index_builder.request_rate import RequestRate
from corpuscle.index_builder.settings import NcbiSettings
from corpuscle.index_builder.xml_tree import Element, MalformedXmlError, parse_element

REQUESTS_A_SECOND, WITH_A_KEY = 3, 10
TOOL = "corpuscle"
_REPLY_LIMIT_BYTES = 256 << 20
_SAID_CHARACTERS = 300
_END = b"</PubmedArticleSet>"
_ENDED = re.compile(rb"</PubmedArticleSet>\s*\Z|<PubmedArticleSet[^<>]*/>\s*\Z")
_ERROR = re.compile(rb"<ERROR>(.{1,2000}?)</ERROR>", re.DOTALL)
_TROUBLE = ("PhraseNotFound", "FieldNotFound", "QuotedPhraseNotFound", "PhraseIgnored")
_LATER = "Try again later: nothing was changed."
_TELL = "Nothing was changed. Check CORPUSCLE_EUTILS_URL if you set it; else try again later."


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, and where NCBI keeps it for some hours."""

    count: int
    web_env: str
    query_key: str
    notes: tuple[str, ...]
    """What PubMed did not understand."""


class _JsonError(BaseModel):
    """NCBI's gateway answers in JSON whatever was asked for; other fields of it repeat the key or the address, and are not read."""

    model_config = ConfigDict(extra="ignore")

    error: str = Field(min_length=1)


class _BusyError(Exception):
    def __init__(self, reason: str, after_s: float | None = None) -> None:
        super().__init__(reason)
        self.after_s = after_s


class Eutils:
    """Asks one E-utilities server. Every method raises RemoteError; 429, 5xx, broken connections and time-outs are tried again first."""

    def __init__(
        self,
        http: httpx.Client,
        url: str,
        ncbi: NcbiSettings,
        rate: RequestRate,
        patience: Patience,
        note: Callable[[str], None],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._http = http
        self._url = url
        self._key = ncbi.api_key.get_secret_value()
        self._identity = {"db": "pubmed", "tool": TOOL} | ({"email": ncbi.email} if ncbi.email else {})
        self._rate = rate
        self._patience = patience
        self._note = note
        self._sleep = sleep

    def search(self, term: str) -> Found:
        """The records that match a query in PubMed's language."""
        body = self._post("esearch.fcgi", {"term": term, "usehistory": "y", "retmax": "0", "retmode": "xml"})
        try:
            reply = parse_element(body)
        except MalformedXmlError as exc:
            raise RemoteError(f"NCBI's answer to the search is not XML ({exc}).", _TELL) from exc
        count = _text(reply, "Count")
        if reply.tag != "eSearchResult" or not (count.isascii() and count.isdigit() and len(count) <= 12):
            raise RemoteError("NCBI's answer to the search says no count.", _TELL)
        web_env, query_key = _text(reply, "WebEnv"), _text(reply, "QueryKey")
        if int(count) and not (web_env and query_key):
            raise RemoteError("NCBI's answer to the search does not say where its records are.", _TELL)
        notes = tuple(f"PubMed does not know {self._shown(text)!r}." for text in _troubles(reply))
        return Found(int(count), web_env, query_key, notes)

    def fetch(self, found: Found, start: int, count: int) -> bytes:
        """Records `start` to `start + count` of a search as one whole PubmedArticleSet: fewer where NCBI has no record for an id."""
        where = {"WebEnv": found.web_env, "query_key": found.query_key, "retstart": str(start), "retmax": str(count)}
        return self._post("efetch.fcgi", where | {"retmode": "xml"}, whole=_ENDED)

    def _post(self, program: str, parameters: dict[str, str], whole: re.Pattern[bytes] | None = None) -> bytes:
        form = parameters | self._identity | ({"api_key": self._key} if self._key else {})
        failures = 0
        while True:
            self._rate.wait()
            try:
                body = self._checked(program, self._read(program, form))
                if whole is not None and not whole.search(body[-4096:]):
                    if not body.lstrip().startswith((b"<?xml", b"<PubmedArticleSet")) or b"<PubmedArticleSet" not in body[:4096]:
                        raise RemoteError(f"NCBI's {program} answered with something else than records of PubMed.", _TELL)
                    raise _BusyError(f"the answer ends before {_END.decode()}")
                return body
            except (_BusyError, httpx.TransportError) as exc:
                failures += 1
                reason, after_s = self._shown(str(exc)) or type(exc).__name__, exc.after_s if isinstance(exc, _BusyError) else None
                if failures >= self._patience.attempts or (after_s or 0) > self._patience.longest_wait_s:
                    wanted = f" It asks to be left alone for {after_s:,.0f} s." if after_s else ""
                    raise ServerAwayError(f"NCBI's {program} cannot be had: {reason}; {failures} attempts.{wanted}", _LATER) from exc
                wait_s = max(self._patience.wait_s(failures), after_s or 0.0)
                if wait_s >= 1:
                    self._note(f"NCBI's {program}: {reason}; the next attempt follows in {wait_s:.0f} s.")
            self._sleep(wait_s)

    def _read(self, program: str, form: dict[str, str]) -> "_Reply":
        content = bytearray()
        with self._http.stream("POST", f"{self._url}{program}", data=form) as reply:
            for chunk in reply.iter_bytes():
                content += chunk
                if len(content) > _REPLY_LIMIT_BYTES:
                    raise RemoteError(f"NCBI's {program} answers with more than {_REPLY_LIMIT_BYTES:,} bytes.", _TELL)
            return _Reply(reply.status_code, reply.headers.get("Retry-After", ""), bytes(content))

    def _checked(self, program: str, reply: "_Reply") -> bytes:
        """The body of a good reply. Raises _BusyError for one worth another attempt, else RemoteError."""
        said = self._shown(_said(reply.body)).rstrip(".")
        if reply.status in RETRIED_STATUSES or "rate limit exceeded" in said.lower():
            raise _BusyError(f"HTTP {reply.status}{f' ({said})' if said else ''}", retry_after_s(reply.retry_after, datetime.now(UTC)))
        if "api key" in said.lower():
            raise RemoteError(f"NCBI refuses the key: {said}.", "Correct NCBI_API_KEY, or unset it: without a key it goes more slowly.")
        if reply.status != 200 or said:
            words = said or ("a redirect, which is not followed" if 300 <= reply.status < 400 else "no reason given")
            raise RemoteError(f"NCBI's {program} refuses (HTTP {reply.status}): {words}.", _TELL)
        return reply.body

    def _shown(self, text: str) -> str:
        """The text on one line without the key, then cut: a cut through the key would leave a part of it."""
        return " ".join((text.replace(self._key, "…") if self._key else text).split())[:_SAID_CHARACTERS]


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    retry_after: str
    body: bytes


def _said(body: bytes) -> str:
    """The error that an answer states, whatever its status; "" where it states none. Never the rest of the answer."""
    text = ""
    if body[:200].lstrip().startswith(b"{"):
        try:
            text = _JsonError.model_validate_json(body).error
        except ValidationError:
            text = "an answer in JSON"
    elif found := _ERROR.search(body[:10_000]):
        text = found.group(1).decode("utf-8", errors="replace")
    return text


def _text(parent: Element, name: str) -> str:
    child = parent.find(name)
    return (child.text or "").strip() if child is not None else ""


def _troubles(reply: Element) -> Iterator[str]:
    for name in ("ErrorList", "WarningList"):
        listed = reply.find(name)
        for child in listed if listed is not None else ():
            if child.tag in _TROUBLE and (text := (child.text or "").strip()):
                yield text
