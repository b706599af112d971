"""Applies the source files that an index does not name yet, in their order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpuscle.index_builder.commit import restore_text_work
from corpuscle.index_builder.errors import SourceFileError, SourcesDifferError
from corpuscle.index_builder.index_writer import IndexWriter
from corpuscle.index_builder.progress import Progress
from corpuscle.index_builder.record_readers import ReadRecords, record_readers
from corpuscle.index_builder.sources import Source
from corpuscle.index_builder.text_writer import WORK_PATH
from corpuscle.retrieval.manifest import Manifest, QuarantinedFile, SourceFile, SourceRole

_NUMBERED = re.compile(r"(pubmed\d\d)n(\d{1,9})\.xml")


@dataclass(frozen=True, slots=True)
class FailedFile:
    """A file of which nothing was applied, and why."""

    name: str
    error: SourceFileError


def apply_files(writer: IndexWriter, sources: Sequence[Source], role: SourceRole, workers: int, progress: Progress) -> list[FailedFile]:
    """Applies each file that the manifest does not name, in order, one commit for each. A file that fails is left out and the rest applied.

    Raises SourcesDifferError where a file that was applied is another one now.
    """
    failed: list[FailedFile] = []

    def fail(source: Source, error: SourceFileError) -> None:
        failed.append(FailedFile(source.name, error))
        progress.note(str(error))

    applied = {source.name: source for source in writer.manifest.sources}
    for source in sources:
        if source.name in applied:
            try:
                _check_same(writer, source, applied[source.name], role)
            except SourceFileError:
                problem = f"{source.name} was applied before and its records are in the index, but the file is damaged by now."
                fail(source, SourceFileError(problem, "Fetch it again, or delete it; the index needs no change."))
    waiting = [source for source in sources if source.name not in applied]
    if not waiting:
        return failed
    if role == "baseline" and applied:
        progress.note(f"Going on behind {len(applied)} of {len(sources)} source files.")
    if role == "update" and (gap := _gap([*_last_before(writer.manifest), *(source.name for source in waiting)])):
        progress.note(
            f"Update files are missing: {gap}. What they say is not in the index; fetch them, and update again with all that follow."
        )
    restore_text_work(writer.path, writer.manifest.text.path if writer.manifest.text else None, WORK_PATH)
    order = [source.name for source in sources]
    with record_readers(workers) as read:
        for source in sources:
            # not `applied`: applying a file strikes those that come after it
            if source.name not in {applied.name for applied in writer.manifest.sources}:
                try:
                    _apply(writer, source, role, order, read)
                except SourceFileError as exc:
                    fail(source, exc)
    return failed


def _apply(writer: IndexWriter, source: Source, role: SourceRole, order: Sequence[str], read: ReadRecords) -> None:
    """Applies one file.

    Files that come after it and were applied are struck from the manifest, and so are applied anew behind it: a file that was repaired
    must not undo what later files say.
    """
    later = [applied for applied in writer.manifest.sources if _comes_after(applied, source, role, order)]
    gone = [applied.name for applied in later if applied.name not in order]
    if gone:
        raise SourceFileError(
            f"{source.name} was not applied: {', '.join(gone[:3])}{' …' * (len(gone) > 3)} came after it and would have to be applied anew.",
            f"Give all files from {source.name} on in one command.",
        )
    before = tuple(applied for applied in writer.manifest.sources if applied not in later)
    struck = tuple(QuarantinedFile(name=a.name, role=a.role, problem=f"{a.name} must be applied anew behind {source.name}.") for a in later)
    writer.apply(source, source.md5(), role, before, struck, read)


def _comes_after(applied: SourceFile, source: Source, role: SourceRole, order: Sequence[str]) -> bool:
    if applied.role != role:
        return role == "baseline"
    if role == "baseline":
        return order.index(applied.name) > order.index(source.name)
    return applied.kind == source.kind == "pubmed-xml" and applied.name > source.name


def _check_same(writer: IndexWriter, source: Source, applied: SourceFile, role: SourceRole) -> None:
    """A year of updates is not read again to see that it is the same: a compressed file that changed has another size."""
    if role == "update" and source.bytes == applied.bytes:
        return
    if (md5 := source.md5()) == applied.md5:
        return
    remedy = f"Build into another folder with --index, or delete {writer.path} first."
    if role == "update":
        remedy = "Leave that file out, or give it back its content of then."
    raise SourcesDifferError(
        f"{writer.path} already holds an index of other sources: {source.name} had the MD5 {applied.md5} and now has {md5}.", remedy
    )


def _last_before(manifest: Manifest) -> list[str]:
    """Names of the applied files from the last one of the baseline on; a part of a baseline does not say which that is."""
    baseline = [] if manifest.shard else [source.name for source in manifest.sources if source.role == "baseline"]
    return [*baseline[-1:], *(source.name for source in manifest.sources if source.role == "update")]


def _gap(names: Sequence[str]) -> str:
    """The numbers that are missing between files of one year ("pubmed26n1280 to pubmed26n1282"), or ""."""
    found = sorted({(match.group(1), int(match.group(2))) for name in names if (match := _NUMBERED.match(name))})
    gaps = [
        f"{year}n{low + 1:04d}" + (f" to {year}n{high - 1:04d}" if high - low > 2 else "")
        for (year, low), (next_year, high) in pairwise(found)
        if year == next_year and high - low > 1
    ]
    return ", ".join(gaps[:3]) + (" …" if len(gaps) > 3 else "")
