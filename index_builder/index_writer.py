"""The steps that change an index, each of them one commit."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from corpuscle.index_builder.apply_records import AppliedRecords, apply_records
from corpuscle.index_builder.build_steps import BuildSteps
from corpuscle.index_builder.commit import commit
from corpuscle.index_builder.graph_imports import to_be_repeated
from corpuscle.index_builder.graph_record import is_current
from corpuscle.index_builder.progress import Progress
from corpuscle.index_builder.record_readers import ReadRecords
from corpuscle.index_builder.skipped import append_skipped, new_skipped, read_skipped
from corpuscle.index_builder.sources import DatedSource, Source
from corpuscle.index_builder.text_writer import TextWriter
from corpuscle.index_builder.vector_steps import make_vectors
from corpuscle.retrieval.analyser import ANALYSER_NAME
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.manifest import GraphStore, Manifest, QuarantinedFile, SourceFile, SourceRole, TextStore
from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.retrieval.text_index import TextIndex

GRAPH_PATH = "graph.sqlite"


class IndexWriter:
    """Changes the index in `path`, whose lock the caller holds. `manifest` is always the last commit; generation 0 stands for none."""

    def __init__(
        self,
        path: Path,
        manifest: Manifest,
        steps: BuildSteps,
        settings: RetrievalSettings,
        progress: Progress,
        clock: Callable[[], datetime],
        timer: Callable[[], float],
    ) -> None:
        self.path = path
        self.manifest = manifest
        self._steps = steps
        self._settings = settings
        self._progress = progress
        self._clock = clock
        self._timer = timer
        self._without_vector: dict[str, int] | None = {} if manifest.vectors_complete else None
        """Vector keys of what was put in place since all articles had a vector; None where it is not known which have none."""
        self._applied = False

    def apply(
        self,
        source: Source,
        md5: str,
        role: SourceRole,
        before: tuple[SourceFile, ...],
        struck: tuple[QuarantinedFile, ...],
        read: ReadRecords,
    ) -> None:
        """Applies one file: text, deletions, marks, graph and counts in one commit.

        The manifest then names the files `before` and this one; those `struck` are to be applied anew. Raises SourceFileError where the file cannot be read to its end; nothing
        of it is applied then.
        """
        generation = self.manifest.generation + 1
        with TextWriter(self.path) as writer:
            with self._progress.step(f"Reading {source.name}", source.bytes, "bytes") as advance:
                applied = apply_records(read(source, advance), source.name, writer)
            text = writer.commit()
        # only behind the `with` no merge can change the files under the snapshot
        text_path = writer.snapshot(generation)
        account = account_of(source, md5, role, applied)
        graph = self._changed_graph(text_path, text.changed)
        self._note_vectors(text.changed)
        self.commit(
            complete=False,
            sources=(*before, account),
            quarantined=(*self.manifest.quarantined, *struck),
            text=TextStore(path=text_path, analyser=ANALYSER_NAME, articles=text.articles),
            graph=graph,
            skipped_path=self._list_skipped(applied, before),
            vectors_complete=self.manifest.vectors_complete and not self._without_vector,
        )
        self._applied = True
        self._progress.note(
            f"{source.name}: {account.records:,} records = {account.indexed:,} indexed + {account.skipped:,} skipped"
            f" + {account.deleted:,} deleted"
        )

    def make_graph(self) -> None:
        """Makes the graph where the index has none that this program can read, and the steps say how."""
        if self._steps.build_graph is None or (self.manifest.graph is not None and is_current(self.path / self.manifest.graph.path)):
            return
        assert self.manifest.text is not None  # the caller has seen to it
        before = self.path / self.manifest.graph.path if self.manifest.graph else None
        self.commit(graph=self._steps.build_graph(self.path / self.manifest.text.path, self.path / self._new_graph_path(), self._progress))
        for line in to_be_repeated(before, self.path) if before else ():
            self._progress.note(line)

    def make_vectors(self) -> int:
        """Makes the missing vectors; gives the number of articles still without one, 0 where the steps make none."""
        if self._steps.load_encoder is None or (self.manifest.vectors_complete and not self._applied):
            return 0
        left = make_vectors(
            Index(self.path, self.manifest, self._settings),
            self._steps.load_encoder,
            lambda store: self.commit(vectors=store),
            self._steps.vectors_within_s,
            self._timer,
            self._progress,
            None if self._without_vector is None else list(self._without_vector.values()),
        )
        if not left and not self.manifest.vectors_complete:
            self.commit(vectors_complete=True)
            self._without_vector = {}
        return left

    def commit(self, **changes: object) -> None:
        """Commits the manifest with these fields changed."""
        advanced = {"generation": self.manifest.generation + 1, "updated": self._clock(), "tool_version": version("corpuscle")}
        manifest = Manifest.model_validate(self.manifest.model_copy(update=advanced | changes).model_dump())
        self.manifest = commit(self.path, manifest, self.manifest)

    def _changed_graph(self, text_path: str, changed: Mapping[str, int | None]) -> GraphStore | None:
        """The graph after these changes; None where it is to be made anew."""
        graph = self.manifest.graph
        if graph is None or not changed:
            return graph
        if self._steps.update_graph is None:
            return None
        text = TextIndex.open(self.path / text_path)
        return self._steps.update_graph(self.path / graph.path, self.path / self._new_graph_path(), _articles(text, changed))

    def _new_graph_path(self) -> str:
        """A name that no commit uses: the graph of the last one stays as it is until the next."""
        first = self.manifest.graph is None and not (self.path / GRAPH_PATH).exists()
        return GRAPH_PATH if first else f"graph-{self.manifest.generation + 1:06d}.sqlite"

    def _note_vectors(self, changed: Mapping[str, int | None]) -> None:
        if self._without_vector is None:
            return
        vectors = Index(self.path, self.manifest, self._settings).vectors
        keys = {article_id: key for article_id, key in changed.items() if key is not None}
        rows = [-1] * len(keys) if vectors is None else vectors.lookup(list(keys.values()))
        for article_id in changed:
            self._without_vector.pop(article_id, None)
        self._without_vector.update({article_id: key for (article_id, key), row in zip(keys.items(), rows, strict=True) if row < 0})

    def _list_skipped(self, applied: AppliedRecords, before: Sequence[SourceFile]) -> str:
        path = self.manifest.skipped_path
        listed = self.manifest.files.get(path)
        listed_bytes = listed.bytes if listed else 0
        if tuple(before) == self.manifest.sources:
            append_skipped(self.path / path, listed_bytes, applied.skipped)
            return path
        kept = {source.name for source in before}
        lines = [line for line in read_skipped(self.path / path, listed_bytes) if line.file in kept]
        return new_skipped(self.path, self.manifest.generation + 1, [*lines, *applied.skipped])


def account_of(source: Source, md5: str, role: SourceRole, applied: AppliedRecords) -> SourceFile:
    """What the manifest says of an applied file."""
    return SourceFile(
        name=source.name,
        kind=source.kind,
        md5=md5,
        bytes=source.bytes,
        records=applied.indexed + len(applied.skipped) + applied.deleted,
        indexed=applied.indexed,
        skipped=len(applied.skipped),
        deleted=applied.deleted,
        role=role,
        made=source.made() if isinstance(source, DatedSource) else None,
    )


def _articles(text: TextIndex, changed: Mapping[str, int | None]) -> Iterator[tuple[str, Article | None]]:
    for article_id, key in changed.items():
        yield article_id, None if key is None else text.get(article_id)
