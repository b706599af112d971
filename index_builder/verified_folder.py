"""A folder of downloaded files, each of which gets its own name only once its published MD5 is right.

Its `.md5` file is there before it, so a killed run goes on where it stopped. Below the folder, `.partial/` holds what has begun to arrive
and `quarantine/` what arrived wrong.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from corpuscle.index_builder.commit import fsync_folder
from corpuscle.index_builder.errors import DiskFullError, IndexLockedError, RemoteError
from corpuscle.index_builder.progress import Advance
from corpuscle.index_builder.remote_files import PartialFile, RemoteFiles
from corpuscle.index_builder.sources import md5_of

FETCH_AGAIN = "Fetch again: only what is missing is fetched."
_MD5_LIMIT_BYTES = 4096
_SPARE_BYTES = 256 << 20
"""Left free on the disk."""


class VerifiedFolder:
    """The folder at `path`, whose lock the caller holds. `note` hears of what must be fetched once more."""

    def __init__(self, path: Path, note: Callable[[str], None]) -> None:
        self.path = path
        self._note = note
        self._partial = path / ".partial"
        self._quarantine = path / "quarantine"
        self._promised: dict[str, int] = {}
        """Bytes that running downloads have yet to write, by file."""

    def names(self) -> list[str]:
        """Whatever lies in the folder."""
        return [path.name for path in self.path.iterdir()]

    def is_whole(self, name: str, check: bool) -> bool:
        """Whether the file is there; `check` reads it, and says no where its MD5 is wrong."""
        path, md5_path = self.path / name, self.path / f"{name}.md5"
        if not (path.is_file() and md5_path.is_file()):
            return False
        if not check or _md5(path) in md5_path.read_text(encoding="ascii", errors="replace").lower():
            return True
        self._note(f"{name} is damaged: its MD5 is wrong.")
        return False

    def still_to_come(self, name: str, size: int) -> int:
        """Bytes that are not here yet of a file of `size` bytes."""
        return 0 if (self.path / name).is_file() else max(size - self._part_of(name).bytes, 0)

    def check_room(self, needed: int) -> None:
        """Raises DiskFullError where the disk has no room for so many bytes."""
        free = shutil.disk_usage(self.path).free
        if needed + _SPARE_BYTES > free:
            raise DiskFullError(
                f"The disk of {self.path} has {free / 1e9:,.1f} GB free; {(needed + _SPARE_BYTES) / 1e9:,.1f} GB are needed.",
                f"Make room, or name a folder on another disk with --out. {FETCH_AGAIN}",
            )

    async def fetch(self, remote: RemoteFiles, name: str, address: str, advance: Advance) -> None:
        """Fetches one file, once again from its beginning where its MD5 is wrong. Raises RemoteError, DiskFullError."""
        quarantined = self._quarantine / f"{name}.bad"
        for attempt in (1, 2):
            published = _digest_in(await remote.read(f"{address}.md5", _MD5_LIMIT_BYTES), name)
            if (self.path / name).is_file() and _md5(self.path / name) == published:
                self._write_md5(name, published)  # brought here by other means
                return
            part = self._part_of(name)
            try:
                await remote.download(address, part, advance, lambda needed: self._promise(name, needed))
            finally:
                self._promised.pop(name, None)
            digest = _md5(part.path)
            if digest == published:
                self._write_md5(name, published)
                self._settle(part, self.path / name)
                quarantined.unlink(missing_ok=True)
                return
            self._quarantine.mkdir(exist_ok=True)
            part.path.replace(quarantined)
            part.discard()
            advance(-quarantined.stat().st_size)
            if attempt == 1:
                self._note(f"{name} has the MD5 {digest}, the published one is {published}; it is fetched once again.")
        raise RemoteError(
            f"{name} arrived twice with a wrong MD5 (the published one is {published}); the last copy lies in {quarantined}.", FETCH_AGAIN
        )

    def _promise(self, name: str, needed: int) -> None:
        """Reserves room for what is still to come of a file, in place of what was reserved for it. Raises DiskFullError."""
        others = sum(promised for other, promised in self._promised.items() if other != name)
        if needed:
            self.check_room(others + needed)
        self._promised[name] = needed

    def _part_of(self, name: str) -> PartialFile:
        return PartialFile(self._partial / f"{name}.part")

    def _write_md5(self, name: str, digest: str) -> None:
        """In NLM's form, so that anybody's tools can check it."""
        beside = PartialFile(self._partial / f"{name}.md5.part")
        beside.path.write_text(f"MD5({name})= {digest}\n", encoding="ascii")
        self._settle(beside, self.path / f"{name}.md5")

    def _settle(self, part: PartialFile, target: Path) -> None:
        """Gives a whole file its name, durably."""
        with part.path.open("rb") as stream:
            os.fsync(stream.fileno())
        part.path.replace(target)
        part.discard()
        fsync_folder(self.path)


@contextmanager
def fetch_lock(out: Path) -> Generator[None]:
    """Holds the folder's lock. Raises IndexLockedError while another process fetches into it."""
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
        raise RemoteError(f"{name} was not fetched: its .md5 file on the server holds no MD5 of it.", FETCH_AGAIN)
    return found.group().lower()


def _md5(path: Path) -> str:
    with path.open("rb") as stream:
        return md5_of(stream)
