"""Checks an index against its manifest: every file's digest, every count."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpuscle.index_builder.commit import digest_file
from corpuscle.index_builder.progress import Advance, Progress
from corpuscle.index_builder.skipped import SKIPPED_NAME, read_skipped
from corpuscle.retrieval.errors import IndexDamagedError
from corpuscle.retrieval.manifest import Manifest, StoredFile, read_manifest
from corpuscle.retrieval.text_index import TextIndex
from corpuscle.retrieval.vectors import VectorIndex


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with an index."""

    path: str
    """Relative to the index folder."""
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check of a whole index found; the index is sound where `faults` is empty."""

    files: int
    bytes: int
    """Read and hashed."""
    faults: tuple[Fault, ...]


def verify_index(index_dir: Path, progress: Progress) -> Verification:
    """Reads every file of the index once. Raises RetrievalError where there is no manifest that can be read."""
    manifest = read_manifest(index_dir)
    total = sum(file.bytes for file in manifest.files.values())
    remedy = f"Delete {index_dir} and build the index again."
    faults: list[Fault] = []
    with progress.step(f"Checking {index_dir}", total, "bytes") as advance:
        for path, expected in manifest.files.items():
            if problem := _file_problem(index_dir / path, expected, advance):
                faults.append(Fault(path, problem, remedy))
    if not faults:
        faults = [Fault(path, problem, remedy) for path, problem in _miscounts(index_dir, manifest)]
    return Verification(len(manifest.files), total, tuple(faults))


def _file_problem(path: Path, expected: StoredFile, advance: Advance) -> str:
    """What is wrong with a file, or ""."""
    try:
        size = path.stat().st_size
        # behind its committed part, the list of skipped records may hold what a killed build wrote
        if size != expected.bytes and not (path.name == SKIPPED_NAME and size > expected.bytes):
            return f"{size:,} bytes long instead of {expected.bytes:,}"
        found = digest_file(path, expected.bytes)
    except OSError as exc:
        return f"cannot be read: {exc.strerror}"
    advance(found.bytes)
    return "" if found == expected else f"damaged: its SHA-256 is {found.sha256}, not {expected.sha256}"


def _miscounts(index_dir: Path, manifest: Manifest) -> Iterator[tuple[str, str]]:
    for source in manifest.sources:
        if source.records != source.indexed + source.skipped + source.deleted:
            yield source.name, f"{source.records:,} records are not {source.indexed:,} + {source.skipped:,} + {source.deleted:,}"
    listed = manifest.files.get(SKIPPED_NAME)
    skipped = len(read_skipped(index_dir, listed.bytes if listed else 0))
    if skipped != (expected := sum(source.skipped for source in manifest.sources)):
        yield SKIPPED_NAME, f"lists {skipped:,} records instead of {expected:,}"
    try:
        if manifest.text and (articles := len(TextIndex.open(index_dir / manifest.text.path))) != manifest.text.articles:
            yield manifest.text.path, f"holds {articles:,} articles instead of {manifest.text.articles:,}"
        if manifest.vectors:
            VectorIndex.open(index_dir, manifest.vectors)
    except IndexDamagedError as exc:
        yield "text" if "text index" in str(exc) else "vectors", str(exc)
