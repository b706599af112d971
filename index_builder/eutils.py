"""What PubMed has on a query that is newer than the index: searched and fetched by E-utilities, kept as a file that is applied like any update.

"Newer" is what was added or modified since a day, by PubMed's entry date or its modification date. Entry dates alone (edat) miss
retractions, corrections and MeSH headings given later; MeSH dates (mhda) miss retractions. What was deleted, no search can find: that
takes NLM's update files.
"""

import gzip
import hashlib
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx

from corpuscle.index_builder.commit import fsync_folder
from corpuscle.index_builder.errors import EutilsQueryError, RemoteError, SourceFileError, StepError
from corpuscle.index_builder.eutils_client import REQUESTS_A_SECOND, TOOL, WITH_A_KEY, Eutils, Found
from corpuscle.index_builder.patience import Patience
from corpuscle.index_builder.progress import Advance, Progress
from corpuscle.index_builder.pubmed_source import PubmedFile
from corpuscle.index_builder.record_splitter import split_records
from corpuscle.index_builder.request_rate import RequestRate
from corpuscle.index_builder.settings import NcbiSettings, SourceSettings
from corpuscle.index_builder.sources import SourceKind, md5_of

FOLDER = "eutils"
"""In the index's folder: where fetched files are kept, as sources of the index."""
SEARCH_LIMIT = 9_999
"""PubMed gives no more than the first so many records of a search."""
RECORD_LIMIT = 100_000
BATCH = 200
QUERY_CHARACTERS = 4_000
_ENTERED, _MODIFIED = "Date - Entry", "Date - Modification"
_OVERLAP = timedelta(days=1)
"""NCBI's days are those of another time zone, and an update file holds what was ready the day before."""
_NAME = re.compile(r"eutils-([0-9a-f]{12})-\d{8}-(\d{8})T\d{6}Z\.xml\.gz", re.ASCII)
_OPENING = b'<?xml version="1.0" encoding="utf-8"?>\n<PubmedArticleSet>\n'
_CLOSING = b"</PubmedArticleSet>\n"
_PMID = re.compile(rb"<PMID[^>]{0,200}>\s*\d{1,20}\s*</PMID>")


class EutilsFile(PubmedFile):
    """A file of records that E-utilities brought, in the form of PubMed's own files."""

    kind: SourceKind = "eutils-xml"

    def md5(self) -> str:
        """As of any file of PubMed; one that was damaged before it was applied can be asked for again, and need not be mended."""
        try:
            return super().md5()
        except SourceFileError as exc:
            remedy = f"Delete it from the index's folder {FOLDER}/, then update with the same query again: its records are asked for anew."
            raise SourceFileError(str(exc), remedy) from exc


@dataclass(frozen=True, slots=True)
class NewerRecords:
    """What was fetched."""

    source: EutilsFile | None
    """None where nothing was added or modified since."""
    records: int
    since: date
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EutilsAccess:
    """Whom to ask, and as whom. `home` is shared by all processes of a user, which keep one limit on requests together."""

    sources: SourceSettings
    ncbi: NcbiSettings
    home: Path
    patience: Patience = Patience()


def fetch_newer(
    index_dir: Path,
    query: str,
    since: date,
    access: EutilsAccess,
    progress: Progress,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> NewerRecords:
    """Fetches what PubMed added or modified since a day (inclusive) on a query in PubMed's language into a file below `index_dir`.

    Raises EutilsQueryError for a query that cannot be asked or finds too much, RemoteError, and StepError where the file cannot be kept; then
    nothing is.
    """
    check_query(query)
    now = clock()
    if since > now.date():
        raise EutilsQueryError(f"{since} lies in the future.", "Give an earlier day with --since.")
    name = f"eutils-{_query_digest(query)}-{since:%Y%m%d}-{now:%Y%m%dT%H%M%SZ}.xml.gz"
    try:
        with httpx.Client(
            timeout=access.patience.timeout(), follow_redirects=False, headers={"User-Agent": TOOL, "Accept-Encoding": "gzip, identity"}
        ) as http:
            per_second = WITH_A_KEY if access.ncbi.api_key.get_secret_value() else REQUESTS_A_SECOND
            rate = RequestRate(access.home / "eutils.rate", per_second)
            client = Eutils(http, access.sources.eutils_url, access.ncbi, rate, access.patience, progress.note)
            return _fetch(client, query, since, now, index_dir / FOLDER / name, progress)
    except (httpx.InvalidURL, httpx.DecodingError) as exc:
        raise RemoteError(f"{access.sources.eutils_url} cannot be read: {exc}.", "Check CORPUSCLE_EUTILS_URL if you set it.") from exc
    except OSError as exc:
        raise StepError(
            f"{name} cannot be kept: {exc.strerror or exc}.", "Check the disk and permissions of the index folder and of CORPUSCLE_HOME."
        ) from exc


def kept_files(index_dir: Path) -> tuple[EutilsFile, ...]:
    """The files fetched so far, oldest first; one that no manifest names was fetched before a killed update could apply it."""
    folder = index_dir / FOLDER
    paths = [path for path in folder.glob("eutils-*.xml.gz") if _NAME.fullmatch(path.name)] if folder.is_dir() else []
    return tuple(_file(path) for path in sorted(paths, key=lambda path: (path.name.rsplit("-", 1)[1], path.name)))


def newest_day(query: str, made: Mapping[str, datetime]) -> date | None:
    """The day since which to ask for a query, given when each applied source file was made, by its name; None where none says.

    A file that E-utilities brought says something of its own query alone.
    """
    days = [day for name, moment in made.items() if (day := _known_until(name, moment, _query_digest(query)))]
    return max(days) - _OVERLAP if days else None


def check_query(query: str) -> None:
    """Raises EutilsQueryError for a query that would not stay within the dates that are put beside it, or that is no query."""
    if not query.strip():
        raise EutilsQueryError("The query for PubMed is empty.", 'Write one as in PubMed\'s search box: --eutils "asthma AND budesonide".')
    if len(query) > QUERY_CHARACTERS or any(ord(character) < 32 for character in query):
        raise EutilsQueryError(f"The query for PubMed has more than {QUERY_CHARACTERS:,} characters, or line breaks.", "Shorten it.")
    depth = 0
    for character in re.sub(r'"[^"]*"', "", query):
        depth += (character == "(") - (character == ")")
        if depth < 0 or character == '"':
            break
    if depth or query.count('"') % 2:
        raise EutilsQueryError("The query for PubMed has parentheses or quotation marks that do not match.", "Close each one.")


def _fetch(client: Eutils, query: str, since: date, now: datetime, path: Path, progress: Progress) -> NewerRecords:
    days = _Days(since, now.date())
    whole = client.search(_term(query, days, days))
    if whole.count > RECORD_LIMIT:
        raise EutilsQueryError(
            f"{whole.count:,} records were added or modified since {since}: more than the {RECORD_LIMIT:,} that E-utilities are meant for.",
            "Narrow the query or give a later --since; or fetch NLM's update files: corpuscle index fetch-pubmed --updates.",
        )
    if not whole.count:
        return NewerRecords(None, 0, since, whole.notes)
    slices = list(_slices(client, query, days, days, whole))
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    written = 0
    try:
        with part.open("wb") as stored, gzip.GzipFile("", "wb", fileobj=stored, mtime=now.timestamp()) as stream:
            stream.write(_OPENING)
            with progress.step("Fetching from PubMed", sum(found.count for found in slices), "records") as advance:
                for record in _unique(record for found in slices for record in _records(client, found, advance)):
                    stream.write(record + b"\n")
                    written += 1
            stream.write(_CLOSING)
        if not written:
            return NewerRecords(None, 0, since, (*whole.notes, _missing(whole.count)))
        with part.open("rb") as stored:
            os.fsync(stored.fileno())
            digest = md5_of(stored)
        path.with_name(path.name + ".md5").write_text(f"MD5({path.name})= {digest}\n", encoding="ascii")
        part.replace(path)
        fsync_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)
    missing = (_missing(whole.count - written),) if written < whole.count else ()
    return NewerRecords(_file(path), written, since, (*whole.notes, *missing))


@dataclass(frozen=True, slots=True)
class _Days:
    """A time, first and last day included."""

    first: date
    last: date

    def of(self, field: str) -> str:
        """The condition, in PubMed's language, that a date of a record lies within."""
        return f'("{self.first:%Y/%m/%d}"[{field}] : "{self.last:%Y/%m/%d}"[{field}])'

    def halves(self) -> "tuple[_Days, _Days]":
        middle = self.first + (self.last - self.first) // 2
        return _Days(self.first, middle), _Days(middle + timedelta(days=1), self.last)


def _term(query: str, days: _Days, whole: _Days) -> str:
    """What was added in `days`, and what was modified then and was there before `whole`: so that times of `whole` find nothing twice."""
    modified = days.of(_MODIFIED) if days == whole else f"({days.of(_MODIFIED)} NOT {whole.of(_ENTERED)})"
    return f"({query}) AND ({days.of(_ENTERED)} OR {modified})"


def _slices(client: Eutils, query: str, days: _Days, whole: _Days, found: Found) -> Iterator[Found]:
    """Searches of shorter times that together find what `found` found, each few enough to be fetched to its end."""
    if found.count <= SEARCH_LIMIT:
        if found.count:
            yield found
        return
    if days.first == days.last:
        raise EutilsQueryError(
            f"{found.count:,} records were added or modified on {days.first}; PubMed gives {SEARCH_LIMIT:,} of them at most.",
            "Narrow the query; or fetch NLM's update files: corpuscle index fetch-pubmed --updates.",
        )
    for half in days.halves():
        yield from _slices(client, query, half, whole, client.search(_term(query, half, whole)))


def _records(client: Eutils, found: Found, advance: Advance) -> Iterator[bytes]:
    for start in range(0, found.count, BATCH):
        count = min(BATCH, found.count - start)
        pieces = split_records([client.fetch(found, start, count)])
        next(pieces)  # what stands before the first record
        for piece in pieces:
            yield piece.head.rstrip().removesuffix(_CLOSING.rstrip()).rstrip()
        advance(count)


def _unique(records: Iterator[bytes]) -> Iterator[bytes]:
    """A record that was modified while it was asked for may come twice."""
    seen: set[bytes] = set()
    for record in records:
        identity = _PMID.search(record)
        if identity is None or identity.group() not in seen:
            yield record
        if identity is not None:
            seen.add(identity.group())


def _missing(count: int) -> str:
    return f"PubMed counted {count:,} records more than it gave: it has no citation for some ids."


def _query_digest(query: str) -> str:
    return hashlib.sha256(" ".join(query.split()).encode()).hexdigest()[:12]


def _known_until(name: str, moment: datetime, digest: str) -> date | None:
    if not name.startswith("eutils-"):
        return moment.date()
    found = _NAME.fullmatch(name)
    return datetime.strptime(found.group(2), "%Y%m%d").replace(tzinfo=UTC).date() if found and found.group(1) == digest else None


def _file(path: Path) -> EutilsFile:
    def published_md5() -> str:
        try:
            return path.with_name(path.name + ".md5").read_text(encoding="ascii", errors="replace").strip()[-32:]
        except FileNotFoundError:
            return ""

    return EutilsFile(path.name, path.stat().st_size, lambda: path.open("rb"), published_md5)
