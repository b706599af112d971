"""The commit of an index: the files a manifest names are made durable and hashed, then the manifest is renamed into place.

A process killed at any moment leaves the manifest of the last commit, and every file that it names as it was.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from corpuscle.retrieval.manifest import MANIFEST_NAME, Manifest, StoredFile

_CHUNK_BYTES = 1 << 20
_KEPT_TEXT_FOLDERS = 2


def commit(index_dir: Path, manifest: Manifest, previous: Manifest | None) -> Manifest:
    """Writes the manifest with the digests of its files, and gives it back with them.

    Immutable files that `previous` named keep their digest without being read again.
    """
    committed = manifest.model_copy(update={"files": dict(_stored_files(index_dir, manifest, previous.files if previous else {}))})
    for folder in sorted({(index_dir / path).parent for path in committed.files}):
        fsync_folder(folder)
        fsync_folder(folder.parent)
    beside = index_dir / f"{MANIFEST_NAME}.tmp"
    with beside.open("w", encoding="utf-8") as stream:
        stream.write(committed.model_dump_json(indent=1))
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(index_dir / MANIFEST_NAME)
    fsync_folder(index_dir)
    _remove_old_text(index_dir, committed)
    _remove_old_lists(index_dir, committed)
    _remove_old_graphs(index_dir, committed, previous)
    _remove_old_vectors(index_dir, committed, previous)
    _remove_old_terms(index_dir, committed, previous)
    return committed


def restore_text_work(index_dir: Path, text_path: str | None, work_path: str) -> None:
    """Makes the text writer's working folder equal to the committed generation, whatever a killed build left in it."""
    work = index_dir / work_path
    if work.exists():
        shutil.rmtree(work)
    if text_path is None:
        return
    work.mkdir()
    for file in (index_dir / text_path).iterdir():
        if file.suffix == ".json":  # tantivy replaces these, so they must not be shared
            shutil.copyfile(file, work / file.name)
        else:
            os.link(file, work / file.name)


def fsync_folder(path: Path) -> None:
    """Makes the names in a folder durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def digest_file(path: Path, limit: int | None = None) -> StoredFile:
    """Size and SHA-256 of a file, or of its first `limit` bytes."""
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES if limit is None else min(_CHUNK_BYTES, limit - size)):
            digest.update(chunk)
            size += len(chunk)
    return StoredFile(bytes=size, sha256=digest.hexdigest())


def _stored_files(index_dir: Path, manifest: Manifest, previous: Mapping[str, StoredFile]) -> Iterator[tuple[str, StoredFile]]:
    linked = {Path(path).name: path for path in previous if path.startswith("text/")}
    for path in sorted(named_paths(index_dir, manifest)):
        name = Path(path).name
        known = previous.get(path)
        if known is None and name in linked and _same_file(index_dir / path, index_dir / linked[name]):
            known = previous[linked[name]]
        if known is None or path == manifest.skipped_path:
            _fsync_file(index_dir / path)
            known = digest_file(index_dir / path)
        yield path, known


def named_paths(index_dir: Path, manifest: Manifest) -> Iterator[str]:
    """The files of a manifest's stores, relative to the index folder. Raises FileNotFoundError where the text's folder is not there."""
    if (index_dir / manifest.skipped_path).exists():
        yield manifest.skipped_path
    if manifest.text:
        for file in (index_dir / manifest.text.path).iterdir():
            if not file.name.startswith("."):  # tantivy's locks
                yield f"{manifest.text.path}/{file.name}"
    for segment in manifest.vectors.segments if manifest.vectors else ():
        yield from segment.paths
    if manifest.graph:
        yield manifest.graph.path
    if manifest.milvus and manifest.milvus.terms_path:
        yield manifest.milvus.terms_path


def _same_file(path: Path, other: Path) -> bool:
    return other.exists() and path.samefile(other)


def _fsync_file(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove_old_text(index_dir: Path, manifest: Manifest) -> None:
    """Readers may still open the generation before; older ones, and what killed builds left, go."""
    if manifest.text is None:
        return
    current = Path(manifest.text.path).name
    generations = sorted(f.name for f in (index_dir / "text").iterdir() if f.name.isdigit())
    kept = [name for name in generations if name <= current][-_KEPT_TEXT_FOLDERS:]
    for name in generations:
        if name not in kept:
            shutil.rmtree(index_dir / "text" / name)


def _remove_old_lists(index_dir: Path, manifest: Manifest) -> None:
    for path in index_dir.glob("skipped*.jsonl"):
        if path.name != manifest.skipped_path:
            path.unlink()


def _remove_old_graphs(index_dir: Path, manifest: Manifest, previous: Manifest | None) -> None:
    """Readers may still open the graph of the commit before; older ones, and what killed builds and imports left, go."""
    kept = {m.graph.path for m in (manifest, previous) if m and m.graph}
    for path in (*index_dir.glob("graph*.sqlite"), *index_dir.glob("graph*.sqlite.new")):
        if path.name not in kept:
            path.unlink()


def _remove_old_terms(index_dir: Path, manifest: Manifest, previous: Manifest | None) -> None:
    """Readers may still open the counts of the commit before."""
    kept = {m.milvus.terms_path for m in (manifest, previous) if m and m.milvus}
    for path in index_dir.glob("terms*.sqlite"):
        if path.name not in kept:
            path.unlink()


def _remove_old_vectors(index_dir: Path, manifest: Manifest, previous: Manifest | None) -> None:
    """Readers may still open the vectors of the commit before; those merged earlier, and what killed builds left, go."""
    kept = {path for m in (manifest, previous) if m and m.vectors for segment in m.vectors.segments for path in segment.paths}
    for path in (index_dir / "vectors").glob("*"):
        if f"vectors/{path.name}" not in kept:
            path.unlink()
