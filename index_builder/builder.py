"""Builds an index and updates it, in steps that each end in a commit: the source files one by one, the graph, the vectors in segments.

A build or an update that was killed goes on behind its last commit and ends in the same index.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from corpuscle.index_builder.apply_files import apply_files
from corpuscle.index_builder.build_steps import BuildSteps
from corpuscle.index_builder.disk import disk_errors
from corpuscle.index_builder.errors import SourceFileError, SourcesDifferError
from corpuscle.index_builder.index_writer import IndexWriter
from corpuscle.index_builder.lock import writer_lock
from corpuscle.index_builder.progress import Progress
from corpuscle.index_builder.sources import Corpus, Source
from corpuscle.retrieval.errors import IndexMissingError
from corpuscle.retrieval.manifest import Manifest, QuarantinedFile, SourceRole, build_hint, read_manifest
from corpuscle.retrieval.settings import RetrievalSettings

__all__ = ["BuildReport", "BuildSteps", "build_index", "update_index"]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """How a build or an update ended. It succeeded where `failures` is empty, even if vectors are still missing."""

    manifest: Manifest
    failures: tuple[SourceFileError, ...]
    """Source files of which nothing was indexed; all others were."""
    vectors_missing: int
    """Articles without a vector; a search computes those it needs, and the same build command makes the rest."""


def build_index(
    index_dir: Path,
    corpus: Corpus,
    steps: BuildSteps,
    settings: RetrievalSettings,
    progress: Progress,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    timer: Callable[[], float] = time.monotonic,
) -> BuildReport:
    """Builds the index of `corpus` in `index_dir`, or goes on with it; where it is complete, nothing is done.

    Raises IndexBuilderError (SourcesDifferError, IndexLockedError, DiskFullError, …) and RetrievalError; the last commit stays.
    """
    with disk_errors(index_dir):
        index_dir.mkdir(parents=True, exist_ok=True)
        with writer_lock(index_dir, clock):
            writer = IndexWriter(index_dir, _begun(index_dir, corpus, clock), steps, settings, progress, clock, timer)
            return _run(writer, corpus.sources, "baseline", steps.workers, progress)


def update_index(
    index_dir: Path,
    sources: Sequence[Source],
    steps: BuildSteps,
    settings: RetrievalSettings,
    progress: Progress,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    timer: Callable[[], float] = time.monotonic,
) -> BuildReport:
    """Applies files in the order given over the index in `index_dir`, whatever it was built from; those that were applied are passed over.

    PubMed's update files must come in the order of their names. Raises as `build_index` does, and SourcesDifferError where the index is not
    built to its end: an older file must not be applied behind a newer one.
    """
    with disk_errors(index_dir):
        _updatable(index_dir)
        with writer_lock(index_dir, clock):
            writer = IndexWriter(index_dir, _updatable(index_dir), steps, settings, progress, clock, timer)
            return _run(writer, sources, "update", steps.workers, progress)


def _run(writer: IndexWriter, sources: Sequence[Source], role: SourceRole, workers: int, progress: Progress) -> BuildReport:
    failed = apply_files(writer, sources, role, workers, progress)
    if writer.manifest.text is None:
        raise failed[0].error
    writer.make_graph()
    applied = {source.name for source in writer.manifest.sources}
    settled = applied | {source.name for source in sources}
    waiting = tuple(file for file in writer.manifest.quarantined if file.name not in settled)
    for file in waiting:
        progress.note(f"{file.name} is still not applied. Fetch it again, then give it with all files behind it in one command.")
    # what E-utilities brought is asked for again as long as it is not applied
    replaceable = {source.name for source in sources if source.kind == "eutils-xml"}
    quarantined = (
        *waiting,
        *(QuarantinedFile(name=f.name, role=role, problem=str(f.error)) for f in failed if f.name not in applied | replaceable),
    )
    if (writer.manifest.quarantined, writer.manifest.complete) != (quarantined, not quarantined):
        writer.commit(quarantined=quarantined, complete=not quarantined)
    missing = writer.make_vectors()
    return BuildReport(writer.manifest, tuple(file.error for file in failed), missing)


def _begun(index_dir: Path, corpus: Corpus, clock: Callable[[], datetime]) -> Manifest:
    """The last commit of a build of this corpus, or the manifest of none."""
    try:
        manifest = read_manifest(index_dir)
    except IndexMissingError:
        now = clock()
        return Manifest(
            generation=0,
            complete=False,
            created=now,
            updated=now,
            tool_version=version("corpuscle"),
            corpus=corpus.name,
            shard=corpus.shard,
        )
    baseline = [source.name for source in manifest.sources if source.role == "baseline"]
    if (manifest.corpus, manifest.shard) != (corpus.name, corpus.shard) or not {s.name for s in corpus.sources}.issuperset(baseline):
        part = f", part {manifest.shard}" if manifest.shard else ""
        names = baseline[:3] + ["…"] * (len(baseline) > 3)
        raise SourcesDifferError(
            f"{index_dir} already holds an index of other sources: {manifest.corpus}{part} ({', '.join(names)}).",
            f"Build into another folder with --index, or delete {index_dir} first. A new baseline is built beside the old with --replace.",
        )
    return manifest


def _updatable(index_dir: Path) -> Manifest:
    manifest = read_manifest(index_dir)
    if manifest.text is None:
        raise IndexMissingError(f"The index at {index_dir} holds no articles yet.", f"Go on building it: {build_hint(index_dir)}")
    updates = any(source.role == "update" for source in manifest.sources)
    if not manifest.complete and not updates and all(file.role == "baseline" for file in manifest.quarantined):
        names = ", ".join(file.name for file in manifest.quarantined)
        waiting = f"these files could not be applied: {names}" if names else "its build was interrupted"
        raise SourcesDifferError(
            f"The index at {index_dir} is not complete ({waiting}); an update must not be applied before what it updates.",
            "Run the same `corpuscle index build` again first.",
        )
    return manifest
