"""Downloads PubMed's baseline and update files: what is missing in a folder, each checked by its published MD5.

A file gets its own name only once its MD5 is right, and its `.md5` file is there before it; so a killed run goes on where it stopped.
Below the folder, `.partial/` holds what has begun to arrive and `quarantine/` what arrived wrong.
"""

import asyncio
import errno
import fcntl
import os
import re
import shutil
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import httpx

from corpuscle.index_builder.commit import fsync_folder
from corpuscle.index_builder.errors import DiskFullError, IndexLockedError, RemoteError, ServerAwayError, SourcesDifferError, StepError
from corpuscle.index_builder.patience import Patience
from corpuscle.index_builder.progress import Advance, Progress
from corpuscle.index_builder.pubmed_listing import ListedFile, baseline_year, is_pubmed_name, listed_files
from corpuscle.index_builder.remote_files import PartialFile, RemoteFiles
from corpuscle.index_builder.sources import md5_of

Part = Literal["baseline", "updatefiles"]
"""NLM's names of its two folders."""

CONNECTIONS = 4
_GIVE_UP_AFTER = 8
"""Failed files in a row after which the server is taken to be away."""
_LISTING_LIMIT_BYTES = 8 << 20
_MD5_LIMIT_BYTES = 4096
_SPARE_BYTES = 256 << 20
"""Left free on the disk."""
_FETCH_AGAIN = "Fetch again: only what is missing is fetched."
_PATIENCE = Patience()


@dataclass(frozen=True, slots=True)
class FetchFailure:
    """A file that could not be had."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What a run did; it succeeded where `failures` is empty and `not_tried` 0."""

    folder: Path
    year: int
    """Of the baseline that the files belong to."""
    fetched: tuple[str, ...]
    present: int
    """Listed files that were there already, or that the index has applied."""
    failures: tuple[FetchFailure, ...]
    not_tried: int
    """Files left out because the server had stopped answering."""
    notes: tuple[str, ...]


@dataclass(slots=True)
class _Outcome:
    fetched: list[str] = field(default_factory=list[str])
    failures: list[FetchFailure] = field(default_factory=list[FetchFailure])
    in_a_row: int = 0
    not_tried: int = 0


def fetch_pubmed(
    out: Path,
    url: str,
    parts: tuple[Part, ...],
    applied: Iterable[str],
    check: bool,
    progress: Progress,
    patience: Patience = _PATIENCE,
) -> FetchReport:
    """Downloads into `out` the listed files of `parts` that it does not have, except those in `applied`: the names an index has applied.

    `check` also reads the files that are there, and replaces those whose MD5 is wrong.

    Raises RemoteError where a listing cannot be had, SourcesDifferError where the server's files belong to another baseline than those in
    `out` or `applied`, DiskFullError, StepError where `out` cannot be written, and IndexLockedError while another process fetches into it.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        with _lock(out):
            return asyncio.run(_Fetch(out, url, parts, frozenset(applied), check, progress, patience).run())
    except httpx.InvalidURL as exc:
        raise RemoteError(f"{url} is no address: {exc}.", "Set CORPUSCLE_PUBMED_URL to something else, or unset it.") from exc
    except OSError as exc:
        if exc.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFullError(f"The disk of {out} is full; every file that has its name is whole.", f"Make room. {_FETCH_AGAIN}") from exc
        raise StepError(
            f"PubMed's files cannot be kept in {out}: {exc.strerror or exc}.", "Check that folder and its permissions."
        ) from exc


class _Fetch:
    def __init__(
        self, out: Path, url: str, parts: tuple[Part, ...], applied: frozenset[str], check: bool, progress: Progress, patience: Patience
    ) -> None:
        self._out = out
        self._url = url
        self._parts = parts
        self._applied = applied
        self._check = check
        self._progress = progress
        self._patience = patience
        self._partial = out / ".partial"
        self._quarantine = out / "quarantine"
        self._notes: list[str] = []
        self._promised = 0
        """Bytes that running downloads have yet to write."""

    async def run(self) -> FetchReport:
        headers = {"User-Agent": f"corpuscle/{version('corpuscle')}", "Accept-Encoding": "identity"}
        async with httpx.AsyncClient(timeout=self._patience.timeout(), headers=headers, follow_redirects=False) as client:
            remote = RemoteFiles(client, self._patience, self._progress.note)
            places = await self._places(remote)
            present = {file.name for file in places if file.name in self._applied or self._is_whole(file.name)}
            missing = {file: address for file, address in places.items() if file.name not in present}
            expected = sum(self._still_to_come(file) for file in missing)
            self._check_room(expected)
            outcome = await self._fetch_all(remote, missing, expected) if missing else _Outcome()
        year = max(baseline_year(file.name) for file in places)
        return FetchReport(
            folder=self._out,
            year=year,
            fetched=tuple(sorted(outcome.fetched)),
            present=len(present),
            failures=tuple(sorted(outcome.failures, key=lambda failure: failure.name)),
            not_tried=outcome.not_tried,
            notes=tuple(self._notes),
        )

    async def _places(self, remote: RemoteFiles) -> dict[ListedFile, str]:
        """The files wanted, in the order in which they apply, and the address of each."""
        listings: dict[Part, tuple[ListedFile, ...]] = {}
        for part in self._parts:
            address = f"{self._url}{part}/"
            listing = (await remote.read(address, _LISTING_LIMIT_BYTES)).decode("utf-8", errors="replace")
            listings[part] = listed_files(listing)
            if not listings[part]:
                raise RemoteError(
                    f"{address} lists no file of PubMed (pubmed26n0001.xml.gz, …).",
                    "Name the address that has baseline/ and updatefiles/ below it with CORPUSCLE_PUBMED_URL.",
                )
        newest = max(baseline_year(file.name) for listing in listings.values() for file in listing)
        self._check_years(newest)
        for part, listing in listings.items():
            if old := sum(baseline_year(file.name) != newest for file in listing):
                self._say(f"{old:,} files in {part}/ belong to an older baseline than {newest} and are left out.")
        if self._parts == ("updatefiles",) and not self._applied and not self._names_here():
            self._say(f"{self._out} has no baseline files: these updates apply only behind the baseline of {newest}.")
        found = {file: f"{self._url}{part}/{file.name}" for part, listing in listings.items() for file in listing}
        return dict(sorted(((f, a) for f, a in found.items() if baseline_year(f.name) == newest), key=lambda pair: pair[0].name))

    def _check_years(self, newest: int) -> None:
        """Every baseline replaces all files before it, so files of two years never stand side by side."""
        here = {baseline_year(name) for name in self._names_here()}
        indexed = {baseline_year(name) for name in self._applied if is_pubmed_name(name)}
        for years, what in ((here, f"the files in {self._out}"), (indexed, "the index's files")):
            if other := years - {newest}:
                raise SourcesDifferError(
                    f"The server's files belong to the baseline of {newest}, {what} to that of {max(other)}: NLM's new baseline replaces all.",
                    "Fetch the new baseline into another folder with --out, and build another index of it beside the old one.",
                )

    def _names_here(self) -> list[str]:
        return [path.name for path in self._out.iterdir() if is_pubmed_name(path.name)]

    def _is_whole(self, name: str) -> bool:
        path, md5_path = self._out / name, self._out / f"{name}.md5"
        if not (path.is_file() and md5_path.is_file()):
            return False
        if not self._check or _md5(path) in md5_path.read_text(encoding="ascii", errors="replace").lower():
            return True
        self._progress.note(f"{name} is damaged: its MD5 is wrong.")
        return False

    def _part_of(self, name: str) -> PartialFile:
        return PartialFile(self._partial / f"{name}.part")

    def _still_to_come(self, file: ListedFile) -> int:
        return 0 if (self._out / file.name).is_file() else max(file.bytes - self._part_of(file.name).bytes, 0)

    def _check_room(self, needed: int) -> None:
        free = shutil.disk_usage(self._out).free
        if needed + _SPARE_BYTES > free:
            raise DiskFullError(
                f"The disk of {self._out} has {free / 1e9:,.1f} GB free; {(needed + _SPARE_BYTES) / 1e9:,.1f} GB are needed.",
                f"Make room, or name a folder on another disk with --out. {_FETCH_AGAIN}",
            )

    async def _fetch_all(self, remote: RemoteFiles, missing: dict[ListedFile, str], expected: int) -> _Outcome:
        outcome = _Outcome()
        waiting = iter(missing.items())

        async def worker(advance: Advance) -> None:
            for file, address in waiting:
                if outcome.in_a_row >= _GIVE_UP_AFTER:
                    outcome.not_tried += 1
                    continue
                try:
                    await self._fetch(remote, file.name, address, advance)
                except RemoteError as exc:
                    outcome.in_a_row += isinstance(exc, ServerAwayError)
                    outcome.failures.append(FetchFailure(file.name, str(exc)))
                    self._progress.note(str(exc))
                else:
                    outcome.in_a_row = 0
                    outcome.fetched.append(file.name)

        title = f"Fetching {len(missing):,} files of PubMed"
        with self._progress.step(title, expected, "bytes") as advance:
            try:
                async with asyncio.TaskGroup() as group:
                    for _ in range(min(CONNECTIONS, len(missing))):
                        group.create_task(worker(advance))
            except ExceptionGroup as group_failure:
                raise group_failure.exceptions[0] from group_failure  # a full disk: the other workers were cancelled
        return outcome

    async def _fetch(self, remote: RemoteFiles, name: str, address: str, advance: Advance) -> None:
        """Fetches one file, once again from its beginning where its MD5 is wrong. Raises RemoteError."""
        quarantined = self._quarantine / f"{name}.bad"
        for attempt in (1, 2):
            published = _digest_in(await remote.read(f"{address}.md5", _MD5_LIMIT_BYTES), name)
            if (self._out / name).is_file() and _md5(self._out / name) == published:
                self._write_md5(name, published)  # brought here by other means
                return
            part = self._part_of(name)
            promise = _Promise(self)
            try:
                await remote.download(address, part, advance, promise.make)
            finally:
                promise.keep()
            digest = _md5(part.path)
            if digest == published:
                self._write_md5(name, published)
                self._settle(part, self._out / name)
                quarantined.unlink(missing_ok=True)
                return
            self._quarantine.mkdir(exist_ok=True)
            part.path.replace(quarantined)
            part.discard()
            advance(-quarantined.stat().st_size)
            if attempt == 1:
                self._progress.note(f"{name} has the MD5 {digest}, the published one is {published}; it is fetched once again.")
        raise RemoteError(
            f"{name} arrived twice with a wrong MD5 (the published one is {published}); the last copy lies in {quarantined}.", _FETCH_AGAIN
        )

    def _write_md5(self, name: str, digest: str) -> None:
        """In NLM's form, so that anybody's tools can check it."""
        beside = PartialFile(self._partial / f"{name}.md5.part")
        beside.path.write_text(f"MD5({name})= {digest}\n", encoding="ascii")
        self._settle(beside, self._out / f"{name}.md5")

    def _settle(self, part: PartialFile, target: Path) -> None:
        """Gives a whole file its name, durably."""
        with part.path.open("rb") as stream:
            os.fsync(stream.fileno())
        part.path.replace(target)
        part.discard()
        fsync_folder(self._out)

    def _say(self, note: str) -> None:
        self._notes.append(note)
        self._progress.note(note)

    def promise(self, change: int) -> None:
        """Reserves room on the disk for a download, or gives it back. Raises DiskFullError."""
        if change > 0:
            self._check_room(self._promised + change)
        self._promised += change


class _Promise:
    """The room that one download has reserved; `keep` gives back all of it, whether it was used or not."""

    def __init__(self, fetch: _Fetch) -> None:
        self._fetch = fetch
        self._bytes = 0

    def make(self, needed: int) -> None:
        self.keep()
        self._fetch.promise(needed)
        self._bytes = needed

    def keep(self) -> None:
        self._fetch.promise(-self._bytes)
        self._bytes = 0


@contextmanager
def _lock(out: Path) -> Generator[None]:
    (out / ".partial").mkdir(exist_ok=True)
    descriptor = os.open(out / ".partial" / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as exc:
            raise IndexLockedError(f"Another process is fetching into {out}.", "Wait until it has ended, or end it.") from exc
        yield
    finally:
        os.close(descriptor)


def _digest_in(md5_file: bytes, name: str) -> str:
    """From "MD5(pubmed26n0001.xml.gz)= <digest>" or "<digest>  <name>". Raises RemoteError where it is of another file, or none."""
    text = md5_file.decode("ascii", errors="replace")
    found = re.search(r"\b[0-9a-fA-F]{32}\b", text)
    named = re.findall(r"pubmed\w+\.xml\.gz", text)
    if found is None or any(other != name for other in named):
        raise RemoteError(f"{name} was not fetched: its .md5 file on the server holds no MD5 of it.", _FETCH_AGAIN)
    return found.group().lower()


def _md5(path: Path) -> str:
    with path.open("rb") as stream:
        return md5_of(stream)
