"""A new baseline year: its index is built beside the one in use, and takes its place in one step.

    DIR.next        the new index while it is built; a build that was killed goes on with it
    DIR             the index that is searched: the old one up to the exchange, the new one from it on, never none
    DIR.previous    the old index, kept until the user deletes it

The exchange is the system call renameat2 with RENAME_EXCHANGE, which is atomic and also for a plain folder: DIR need not be a link.
Readers that have the old index open keep it.
"""

import ctypes
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from corpuscle.index_builder.builder import BuildReport, BuildSteps, build_index
from corpuscle.index_builder.commit import fsync_folder
from corpuscle.index_builder.errors import StepError
from corpuscle.index_builder.graph_imports import to_be_repeated
from corpuscle.index_builder.lock import writer_lock
from corpuscle.index_builder.progress import Progress
from corpuscle.index_builder.sources import Corpus
from corpuscle.retrieval.manifest import read_manifest
from corpuscle.retrieval.settings import RetrievalSettings

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def replace_index(
    index_dir: Path,
    corpus: Corpus,
    steps: BuildSteps,
    settings: RetrievalSettings,
    progress: Progress,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    timer: Callable[[], float] = time.monotonic,
) -> BuildReport:
    """Builds the index of `corpus` beside the one in `index_dir`, or goes on with it, and exchanges both when it is complete.

    Where a file failed or vectors are missing, nothing is exchanged yet. Where the index is already one of this corpus, this is
    `build_index`. Raises as `build_index` does, IndexMissingError where there is nothing to replace, and StepError where an index that was
    replaced before is still kept, or the file system cannot exchange two folders.
    """
    index_dir = index_dir.resolve()
    new, old = index_dir.with_name(f"{index_dir.name}.next"), index_dir.with_name(f"{index_dir.name}.previous")
    if _holds(index_dir, corpus):
        if new.exists():  # killed between the exchange and the new name
            _keep(new, old)
        return build_index(index_dir, corpus, steps, settings, progress, clock, timer)
    _check_free(old)
    report = build_index(new, corpus, steps, settings, progress, clock, timer)
    if report.failures or report.vectors_missing:
        progress.note(f"The new index in {new} is not complete yet; {index_dir} stays as it is until the same command has completed it.")
        return report
    with writer_lock(index_dir, clock), writer_lock(new, clock):
        _exchange(new, index_dir)
        _keep(new, old)
    replaced = read_manifest(old).graph
    for line in to_be_repeated(old / replaced.path, index_dir) if replaced else ():
        progress.note(line)
    progress.note(f"{index_dir} is the new index now. The old one is kept in {old}; delete it when you no longer need it.")
    return report


def _holds(index_dir: Path, corpus: Corpus) -> bool:
    manifest = read_manifest(index_dir)
    baseline = {source.name for source in manifest.sources if source.role == "baseline"}
    return manifest.corpus == corpus.name and baseline <= {source.name for source in corpus.sources}


def _check_free(old: Path) -> None:
    if old.exists():
        raise StepError(f"{old} still keeps the index that was replaced before.", "Delete it or move it away; then run the same command.")


def _keep(replaced: Path, old: Path) -> None:
    _check_free(old)
    replaced.rename(old)
    fsync_folder(old.parent)


def _exchange(new: Path, index_dir: Path) -> None:
    by_hand = f"Stop what reads the index; then: mv {index_dir} {index_dir}.previous && mv {new} {index_dir}"
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError as exc:
        raise StepError("This system cannot exchange two folders in one step.", by_hand) from exc
    if renameat2(_AT_FDCWD, os.fsencode(new), _AT_FDCWD, os.fsencode(index_dir), _RENAME_EXCHANGE) != 0:
        code = ctypes.get_errno()
        raise StepError(f"{new} and {index_dir} could not be exchanged: {os.strerror(code)}.", by_hand)
    fsync_folder(index_dir.parent)
