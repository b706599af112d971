"""Builds and updates an index that lies in Milvus, file by file; what was applied is noted in Milvus itself, beside the articles.

Several jobs may fill one collection, each with its part of the source files (`Corpus.part`) and a folder of its own. The build of all files
then finds them applied, and makes what a search needs on its machine: the graph, and the counts of terms. A job that was killed goes on at
the first file that is not noted; writing an article twice is writing it once.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from corpuscle.index_builder.apply_records import apply_records
from corpuscle.index_builder.build_steps import GraphUpdater
from corpuscle.index_builder.builder import BuildReport
from corpuscle.index_builder.commit import commit
from corpuscle.index_builder.disk import disk_errors
from corpuscle.index_builder.errors import SourceFileError, SourcesDifferError
from corpuscle.index_builder.graph_imports import to_be_repeated
from corpuscle.index_builder.graph_record import is_current
from corpuscle.index_builder.index_writer import GRAPH_PATH, account_of
from corpuscle.index_builder.lock import writer_lock
from corpuscle.index_builder.milvus_collection import ready_collection
from corpuscle.index_builder.milvus_writer import MilvusWriter, WrittenRows
from corpuscle.index_builder.progress import Progress
from corpuscle.index_builder.record_readers import ReadRecords, record_readers
from corpuscle.index_builder.skipped import append_skipped
from corpuscle.index_builder.sources import Corpus, Source
from corpuscle.index_builder.term_counter import change_terms, count_terms
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.encoder import Encoder
from corpuscle.retrieval.encoder.stored import check_same
from corpuscle.retrieval.errors import IndexMissingError
from corpuscle.retrieval.manifest import (
    GraphStore,
    Manifest,
    MilvusStore,
    QuarantinedFile,
    SourceFile,
    SourceRole,
    VectorStore,
    read_manifest,
)
from corpuscle.retrieval.milvus_articles import read_accounts, write_accounts
from corpuscle.retrieval.milvus_index import MilvusIndex
from corpuscle.retrieval.milvus_server import MilvusServer
from corpuscle.retrieval.settings import RetrievalSettings

_TERMS_PATH = "terms.sqlite"
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class MilvusSteps:
    """What a build or an update makes beside the text."""

    build_graph: Callable[[Iterable[Article], Path, Progress], GraphStore] | None = None
    """Makes the graph file at the path from all articles."""
    update_graph: GraphUpdater | None = None
    load_encoder: Callable[[], Encoder] | None = None
    workers: int = 1
    """Processes that read source files."""


def build_in_milvus(
    index_dir: Path,
    corpus: Corpus,
    uri: str,
    collection: str,
    steps: MilvusSteps,
    settings: RetrievalSettings,
    progress: Progress,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> BuildReport:
    """Builds the index of `corpus` in a collection, or goes on with it; a part of a corpus is written and no more.

    Raises IndexBuilderError and RetrievalError (MilvusError, EncoderError where the collection has other vectors, …).
    """
    with disk_errors(index_dir):
        index_dir.mkdir(parents=True, exist_ok=True)
        with writer_lock(index_dir, clock):
            server = MilvusServer(settings.milvus_uri or uri, settings)
            encoder = steps.load_encoder() if steps.load_encoder else None
            vectors = ready_collection(server, collection, encoder)
            manifest = _begun(index_dir, corpus, MilvusStore(uri=uri, collection=collection, articles=0), vectors, clock)
            job = _Job(index_dir, manifest, server, encoder, steps, settings, progress, clock)
            return job.build(corpus)


def update_in_milvus(
    index_dir: Path,
    sources: Sequence[Source],
    steps: MilvusSteps,
    settings: RetrievalSettings,
    progress: Progress,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> BuildReport:
    """Applies files in the order given over the index of `index_dir`; those that were applied are passed over.

    The articles show at once, the graph and the counts of terms with the commit of each file. Raises as `build_in_milvus` does.
    """
    with disk_errors(index_dir), writer_lock(index_dir, clock):
        manifest = read_manifest(index_dir)
        index = MilvusIndex.open(index_dir, manifest, settings)
        encoder = steps.load_encoder() if steps.load_encoder and manifest.vectors else None
        if encoder and manifest.vectors:
            check_same(encoder, manifest.vectors)
        return _Job(index_dir, manifest, index.server, encoder, steps, settings, progress, clock).update(sources)


class _Job:
    def __init__(
        self,
        path: Path,
        manifest: Manifest,
        server: MilvusServer,
        encoder: Encoder | None,
        steps: MilvusSteps,
        settings: RetrievalSettings,
        progress: Progress,
        clock: Callable[[], datetime],
    ) -> None:
        assert manifest.milvus is not None  # the callers have seen to it
        self._path = path
        self._manifest = manifest
        self._store = manifest.milvus
        self._server = server
        self._encoder = encoder
        self._steps = steps
        self._progress = progress
        self._clock = clock
        self._index = MilvusIndex(path, manifest, self._store, server, settings)

    def build(self, corpus: Corpus) -> BuildReport:
        collection = self._store.collection
        noted = {name: SourceFile.model_validate_json(said) for name, said in read_accounts(self._server, collection).items()}
        waiting = [source for source in corpus.sources if source.name not in noted]
        for source in corpus.sources:
            if source.name in noted and source.bytes != noted[source.name].bytes:
                raise SourcesDifferError(
                    f"The collection {collection} has another {source.name}: of {noted[source.name].bytes:,} bytes, not {source.bytes:,}.",
                    "Build into another collection with --collection.",
                )
        applied, failed = self._apply_all(waiting, "baseline", count=False)
        noted |= {account.name: account for account in applied}
        if not noted:
            raise failed[0][1]
        known = tuple(noted[source.name] for source in corpus.sources if source.name in noted)
        quarantined = tuple(QuarantinedFile(name=name, role="baseline", problem=str(error)) for name, error in failed)
        if applied or quarantined or known != self._manifest.sources or not self._finished(corpus):
            finish = dict[str, object]() if corpus.shard else self._finish(anew=bool(applied))
            self._commit(sources=known, quarantined=quarantined, complete=not quarantined, **finish)
        return BuildReport(self._manifest, tuple(error for _, error in failed), 0)

    def update(self, sources: Sequence[Source]) -> BuildReport:
        before = {source.name for source in self._manifest.sources}
        waiting = [source for source in sources if source.name not in before]
        _, failed = self._apply_all(waiting, "update", count=True)
        quarantined = (
            *(file for file in self._manifest.quarantined if file.name not in {source.name for source in sources}),
            *(QuarantinedFile(name=name, role="update", problem=str(error)) for name, error in failed),
        )
        graph = self._new_graph() if self._manifest.graph and self._lacks_graph() else {}
        if graph or (quarantined, not quarantined) != (self._manifest.quarantined, self._manifest.complete):
            self._commit(quarantined=quarantined, complete=not quarantined, **graph)
        return BuildReport(self._manifest, tuple(error for _, error in failed), 0)

    def _apply_all(
        self, sources: Sequence[Source], role: SourceRole, count: bool
    ) -> tuple[list[SourceFile], list[tuple[str, SourceFileError]]]:
        applied: list[SourceFile] = []
        failed: list[tuple[str, SourceFileError]] = []
        writer = MilvusWriter(self._server, self._store.collection, self._encoder, count)
        with record_readers(self._steps.workers) as read:
            for source in sources:
                try:
                    applied.append(self._apply(source, role, writer, read))
                except SourceFileError as exc:
                    writer.drop()
                    failed.append((source.name, exc))
                    self._progress.note(str(exc))
        return applied, failed

    def _apply(self, source: Source, role: SourceRole, writer: MilvusWriter, read: ReadRecords) -> SourceFile:
        md5 = source.md5()
        with self._progress.step(f"Reading {source.name}", source.bytes, "bytes") as advance:
            records = apply_records(writer.ahead(read(source, advance)), source.name, writer)
        written = writer.commit()
        account = account_of(source, md5, role, records)
        path = self._manifest.skipped_path
        listed = self._manifest.files.get(path)
        append_skipped(self._path / path, listed.bytes if listed else 0, records.skipped)
        write_accounts(self._server, self._store.collection, {source.name: account.model_dump_json()})
        changes = self._changes_beside(written) if role == "update" else {}
        self._commit(sources=(*self._manifest.sources, account), complete=False, **changes)
        counts = f"{account.indexed:,} indexed + {account.skipped:,} skipped + {account.deleted:,} deleted"
        self._progress.note(f"{source.name}: {account.records:,} records = {counts}")
        return account

    def _changes_beside(self, written: WrittenRows) -> dict[str, object]:
        """What an update changes in the folder: the graph and the counts of terms."""
        changes: dict[str, object] = {}
        generation = self._manifest.generation + 1
        graph = self._manifest.graph
        if graph and self._steps.update_graph and written.changed and not self._lacks_graph():
            path = self._path / f"graph-{generation:06d}.sqlite"
            changes["graph"] = self._steps.update_graph(self._path / graph.path, path, self._now_there(written.changed))
        terms = f"terms-{generation:06d}.sqlite"
        change_terms(self._path / self._store.terms_path, written.terms, self._path / terms)
        self._store = self._store.model_copy(update={"terms_path": terms})
        return changes

    def _now_there(self, ids: Sequence[str]) -> Iterator[tuple[str, Article | None]]:
        for begin in range(0, len(ids), _AT_ONCE):
            some = ids[begin : begin + _AT_ONCE]
            articles = self._index.articles(some, "Strong")
            yield from ((id_, articles.get(id_)) for id_ in some)

    def _finished(self, corpus: Corpus) -> bool:
        """Whether the folder has all that a search needs."""
        return bool(corpus.shard) or bool(self._store.terms_path and not self._lacks_graph())

    def _finish(self, anew: bool) -> dict[str, object]:
        """Marks what the parts could not know of one another, counts the terms and makes the graph."""
        if anew or not self._store.terms_path:
            MilvusWriter(self._server, self._store.collection, self._encoder, count_terms=False).settle()
            terms = _TERMS_PATH if self._manifest.generation == 0 else f"terms-{self._manifest.generation + 1:06d}.sqlite"
            begin = time.monotonic()
            count = count_terms(self._index.iter_articles(), self._path / terms)
            self._progress.note(f"Counted the terms of {count:,} articles in {time.monotonic() - begin:.0f} s.")
            self._store = self._store.model_copy(update={"terms_path": terms})
        return self._new_graph() if anew or self._lacks_graph() else {}

    def _lacks_graph(self) -> bool:
        """Whether the steps make a graph, and the folder has none that this program reads."""
        graph = self._manifest.graph
        return self._steps.build_graph is not None and (graph is None or not is_current(self._path / graph.path))

    def _new_graph(self) -> dict[str, object]:
        """What changes with a graph made of all articles; nothing where the steps make none."""
        if self._steps.build_graph is None:
            return {}
        before = self._path / self._manifest.graph.path if self._manifest.graph else None
        first = before is None and not (self._path / GRAPH_PATH).exists()
        path = self._path / (GRAPH_PATH if first else f"graph-{self._manifest.generation + 1:06d}.sqlite")
        graph = self._steps.build_graph(self._index.iter_articles(), path, self._progress)
        for line in to_be_repeated(before, self._path) if before else ():
            self._progress.note(line)
        return {"graph": graph}

    def _commit(self, **changes: object) -> None:
        self._store = self._store.model_copy(update={"articles": self._server.count(self._store.collection, consistency="Strong")})
        advanced = {
            "generation": self._manifest.generation + 1,
            "updated": self._clock(),
            "tool_version": version("corpuscle"),
            "milvus": self._store,
            "vectors_complete": self._encoder is not None,
        }
        manifest = Manifest.model_validate(self._manifest.model_copy(update=advanced | changes).model_dump())
        self._manifest = commit(self._path, manifest, self._manifest)


def _begun(index_dir: Path, corpus: Corpus, store: MilvusStore, vectors: VectorStore | None, clock: Callable[[], datetime]) -> Manifest:
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
            milvus=store,
            vectors=vectors,
        )
    held = manifest.milvus
    same = held is not None and held.collection == store.collection and (manifest.corpus, manifest.shard) == (corpus.name, corpus.shard)
    if not same or any(source.role == "update" for source in manifest.sources):
        where = f"the collection {held.collection} at {held.uri}" if held else "this folder"
        raise SourcesDifferError(
            f"{index_dir} already holds an index of {manifest.label}, in {where}.", "Build into another folder with --index."
        )
    assert held is not None  # or they would not be the same
    return manifest.model_copy(update={"milvus": held.model_copy(update={"uri": store.uri}), "vectors": vectors})
