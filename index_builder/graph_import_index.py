"""Imports a curated source into the graph of an index: one generation more, or none where the index has the same already."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from corpuscle.index_builder.commit import commit, digest_file
from corpuscle.index_builder.disk import disk_errors
from corpuscle.index_builder.errors import SourcesDifferError, StepError
from corpuscle.index_builder.graph_import import GraphImport, ImportRecord, import_rows, without_source
from corpuscle.index_builder.graph_imports import ImportedFrom, imports_of
from corpuscle.index_builder.graph_sources.registry import CuratedGraph
from corpuscle.index_builder.graph_sources.rows import Licence, ReadingLog, SkippedRow
from corpuscle.index_builder.graph_writer import sort_beside
from corpuscle.index_builder.lock import writer_lock
from corpuscle.index_builder.name_mapping import NO_MAPPING, read_name_mapping
from corpuscle.index_builder.progress import Progress
from corpuscle.kg.graph_file import GraphFile
from corpuscle.retrieval.manifest import GraphStore, Manifest, read_manifest

_RULES_VERSION = "1"
"""Goes up when the same file would become other rows of the graph; the file is then imported again when asked for."""


@dataclass(frozen=True, slots=True)
class Imported:
    """An import as it ended."""

    source: str
    version: str
    licence: Licence
    parts: dict[str, Licence]
    log: ReadingLog | None
    """None where the index had the same already and nothing was read."""
    result: GraphImport | None
    manifest: Manifest


def import_source(
    index_dir: Path,
    path: Path,
    curated: CuratedGraph,
    name: str,
    on_skip: Callable[[SkippedRow], None],
    progress: Progress,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    names: Path | None = None,
) -> Imported:
    """Imports the graph at `path` under `name`; readers of the index keep the generation that they opened.

    `names` is a file of the user's that says which nodes the source's names mean (`name_mapping`). The file's digest tells whether the index has it already. A newer version replaces what the index had under the name. A process that is
    killed leaves the last generation as it was. Raises IndexBuilderError, RetrievalError and GraphError.
    """
    with disk_errors(index_dir):
        read_manifest(index_dir)  # says what is wrong before a lock is written
        with writer_lock(index_dir, clock):
            manifest = read_manifest(index_dir)
            graph = graph_of(index_dir, manifest)
            mapping = read_name_mapping(names) if names else NO_MAPPING
            sha256 = _digest((*curated.files, *([names] if names else [])), progress)
            made = ImportedFrom(
                path=str(path.resolve()),
                format=curated.format.name,
                rules=_RULES_VERSION,
                tool=version("corpuscle"),
                names=str(names.resolve()) if names else "",
            )
            record = ImportRecord(name, curated.version, sha256, curated.licence, dict(curated.parts), made.model_dump_json())
            if _has(index_dir / graph.path, record, made):
                return Imported(name, record.version, record.licence, dict(record.parts), None, None, manifest)
            new_path = index_dir / f"graph-{manifest.generation + 1:06d}.sqlite"
            sort_beside(new_path)
            log = ReadingLog(on_skip)
            with progress.step(f"Importing {name}", 0, "nodes and edges") as advance:
                result = import_rows(index_dir / graph.path, new_path, curated.read(log), record, mapping, advance, progress.note)
            manifest = commit_graph(index_dir, manifest, result.graph, clock)
    return Imported(name, record.version, record.licence, dict(record.parts), log, result, manifest)


def remove_source(index_dir: Path, name: str, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Manifest:
    """Takes an imported source out of the index's graph. Raises SourcesDifferError where none of that name was imported."""
    with disk_errors(index_dir), writer_lock(index_dir, clock):
        manifest = read_manifest(index_dir)
        graph = graph_of(index_dir, manifest)
        imported = imports_of(index_dir / graph.path)
        if name not in imported:
            raise SourcesDifferError(
                f"No source {name!r} was imported into the index at {index_dir}.", f"Imported were: {', '.join(imported) or 'none'}."
            )
        new_path = index_dir / f"graph-{manifest.generation + 1:06d}.sqlite"
        sort_beside(new_path)
        return commit_graph(index_dir, manifest, without_source(index_dir / graph.path, new_path, name), clock)


def graph_of(index_dir: Path, manifest: Manifest) -> GraphStore:
    """The record of the index's graph. Raises StepError where it has none."""
    if manifest.graph is None:
        raise StepError(f"The index at {index_dir} has no knowledge graph yet.", "Build it with its graph first: corpuscle index build.")
    return manifest.graph


def _has(graph_path: Path, record: ImportRecord, made: ImportedFrom) -> bool:
    file = GraphFile.open(graph_path)
    try:
        rows = file.rows("SELECT sha256, version, licence FROM meta WHERE source = ? AND imported != ''", (record.name,))
    finally:
        file.close()
    before = imports_of(graph_path).get(record.name)
    same_reader = before is not None and (before.format, before.rules, before.tool) == (made.format, made.rules, made.tool)
    return same_reader and rows == [(record.sha256, record.version, record.licence.name)]


def _digest(files: tuple[Path, ...], progress: Progress) -> str:
    """SHA-256 of the file; of several that of their names and digests."""
    with progress.step("Checking what is to be imported", sum(file.stat().st_size for file in files), "bytes") as advance:
        digests: list[str] = []
        for file in sorted(files):
            stored = digest_file(file)
            advance(stored.bytes)
            digests.append(f"{file.name} {stored.sha256}\n")
    return digests[0].split()[-1] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()


def commit_graph(index_dir: Path, manifest: Manifest, graph: GraphStore, clock: Callable[[], datetime]) -> Manifest:
    """Commits the index with another graph, as the next generation."""
    advanced = {"generation": manifest.generation + 1, "updated": clock(), "tool_version": version("corpuscle"), "graph": graph}
    return commit(index_dir, Manifest.model_validate(manifest.model_copy(update=advanced).model_dump()), manifest)
