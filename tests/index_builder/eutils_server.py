"""A small E-utilities server on loopback: it understands the dates put beside a query, keeps histories, and misbehaves on request."""

import re
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

_RANGE = re.compile(r'"(\d{4})/(\d\d)/(\d\d)"\[(Date - Entry|Date - Modification)\] : "(\d{4})/(\d\d)/(\d\d)"')
_DOCTYPE = (
    '<!DOCTYPE eSearchResult PUBLIC "-//NLM//DTD esearch 20060628//EN" "https://eutils.ncbi.nlm.nih.gov/eutils/dtd/20060628/esearch.dtd">'
)


@dataclass(frozen=True)
class Held:
    """A record and its two dates."""

    pmid: int
    xml: str
    entered: date
    modified: date


@dataclass(frozen=True)
class Asked:
    """One request: when it came, its program and its form."""

    moment: float
    program: str
    form: dict[str, str]
    line: str


@dataclass
class EutilsSite:
    """`faults` holds, for each program, the replies to its next requests: status, headers, body; None for the right one."""

    records: list[Held] = field(default_factory=list[Held])
    absent: set[int] = field(default_factory=set[int])
    asked: list[Asked] = field(default_factory=list[Asked])
    faults: dict[str, list[tuple[int, dict[str, str], bytes] | None]] = field(
        default_factory=dict[str, list[tuple[int, dict[str, str], bytes] | None]]
    )
    histories: list[list[Held]] = field(default_factory=list[list[Held]])
    notes: str = ""

    def answer(self, program: str, form: dict[str, str]) -> str:
        return self._search(form) if program == "esearch.fcgi" else self._fetch(form)

    def _search(self, form: dict[str, str]) -> str:
        wanted, _, excluded = form["term"].partition(" NOT ")
        found = [held for held in self.records if self._any(held, wanted) and (not excluded or self._entered(held, wanted, excluded))]
        self.histories.append(found)
        return (
            f'<?xml version="1.0" encoding="UTF-8" ?>\n{_DOCTYPE}\n<eSearchResult><Count>{len(found)}</Count><RetMax>0</RetMax>'
            f"<RetStart>0</RetStart><QueryKey>1</QueryKey><WebEnv>MCID_{len(self.histories) - 1}</WebEnv><IdList/>{self.notes}</eSearchResult>"
        )

    def _any(self, held: Held, condition: str) -> bool:
        return any(self._within(held, match) for match in _RANGE.finditer(condition))

    def _entered(self, held: Held, wanted: str, excluded: str) -> bool:
        """NOT stands behind the second of the wanted ranges, and concerns it alone."""
        return self._any(held, wanted.partition(" OR ")[0]) or not self._any(held, excluded)

    @staticmethod
    def _within(held: Held, match: "re.Match[str]") -> bool:
        begin, end = date(*map(int, match.group(1, 2, 3))), date(*map(int, match.group(5, 6, 7)))
        return begin <= (held.entered if match.group(4) == "Date - Entry" else held.modified) <= end

    def _fetch(self, form: dict[str, str]) -> str:
        begin, count = int(form["retstart"]), int(form["retmax"])
        found = self.histories[int(form["WebEnv"].removeprefix("MCID_"))][begin : begin + count]
        records = "\n".join(held.xml.strip() for held in found if held.pmid not in self.absent)
        return f'<?xml version="1.0" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD">\n<PubmedArticleSet>\n{records}</PubmedArticleSet>'


class _Handler(BaseHTTPRequestHandler):
    site: EutilsSite
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        program = self.path.rsplit("/", 1)[1]
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        self.site.asked.append(Asked(time.time(), program, form, self.requestline))
        faults = self.site.faults.get(program, [])
        fault = faults.pop(0) if faults else None
        status, headers, content = fault or (200, {}, self.site.answer(program, form).encode())
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serving_eutils(site: EutilsSite) -> Generator[str]:
    """The address of the site, while it runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("EutilsHandler", (_Handler,), {"site": site}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/entrez/eutils/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
