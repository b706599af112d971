"""Downloads PubMed's baseline and update files: what is missing in a folder, each checked by its published MD5."""

import asyncio
import errno
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import httpx

from corpuscle.index_builder.errors import DiskFullError, RemoteError, ServerAwayError, SourcesDifferError, StepError
from corpuscle.index_builder.patience import Patience
from corpuscle.index_builder.progress import Advance, Progress
from corpuscle.index_builder.pubmed_listing import ListedFile, baseline_year, is_pubmed_name, listed_files
from corpuscle.index_builder.remote_files import RemoteFiles
from corpuscle.index_builder.verified_folder import FETCH_AGAIN, VerifiedFolder, fetch_lock

Part = Literal["baseline", "updatefiles"]
"""NLM's names of its two folders."""

CONNECTIONS = 4
_GIVE_UP_AFTER = 8
"""Failed files in a row after which the server is taken to be away."""
_LISTING_LIMIT_BYTES = 8 << 20
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
        with fetch_lock(out):
            return asyncio.run(_Fetch(out, url, parts, frozenset(applied), check, progress, patience).run())
    except httpx.InvalidURL as exc:
        raise RemoteError(f"{url} is no address: {exc}.", "Set CORPUSCLE_PUBMED_URL to something else, or unset it.") from exc
    except OSError as exc:
        if exc.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFullError(f"The disk of {out} is full; every file that has its name is whole.", f"Make room. {FETCH_AGAIN}") from exc
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
        self._folder = VerifiedFolder(out, progress.note)
        self._notes: list[str] = []

    async def run(self) -> FetchReport:
        headers = {"User-Agent": f"corpuscle/{version('corpuscle')}", "Accept-Encoding": "identity"}
        async with httpx.AsyncClient(timeout=self._patience.timeout(), headers=headers, follow_redirects=False) as client:
            remote = RemoteFiles(client, self._patience, self._progress.note)
            places = await self._places(remote)
            present = {file.name for file in places if file.name in self._applied or self._folder.is_whole(file.name, self._check)}
            missing = {file: address for file, address in places.items() if file.name not in present}
            outcome = await self._fetch_all(remote, missing) if missing else _Outcome()
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
        return [name for name in self._folder.names() if is_pubmed_name(name)]

    async def _fetch_all(self, remote: RemoteFiles, missing: dict[ListedFile, str]) -> _Outcome:
        expected = sum(self._folder.still_to_come(file.name, file.bytes) for file in missing)
        self._folder.check_room(expected)
        outcome = _Outcome()
        waiting = iter(missing.items())

        async def worker(advance: Advance) -> None:
            for file, address in waiting:
                if outcome.in_a_row >= _GIVE_UP_AFTER:
                    outcome.not_tried += 1
                    continue
                try:
                    await self._folder.fetch(remote, file.name, address, advance)
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

    def _say(self, note: str) -> None:
        self._notes.append(note)
        self._progress.note(note)
