"""Builds an index, in steps that each end in a commit: the source files one by one, the graph, the vectors in segments.

A build that was killed goes on behind its last commit and ends in the same index.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from corpuscle.index_builder.apply_source import apply_source
from corpuscle.index_builder.commit import commit, restore_text_work
from corpuscle.index_builder.disk import disk_errors
from corpuscle.index_builder.errors import SourceFileError, SourcesDifferError
from corpuscle.index_builder.lock import writer_lock
from corpuscle.index_builder.progress import Progress
from corpuscle.index_builder.skipped import append_skipped, new_skipped, read_skipped
from corpuscle.index_builder.sources import Corpus, Source
from corpuscle.index_builder.text_writer import WORK_PATH, TextWriter
from corpuscle.index_builder.vector_steps import make_vectors
from corpuscle.retrieval.analyser import ANALYSER_NAME
from corpuscle.retrieval.encoder import Encoder
from corpuscle.retrieval.errors import IndexMissingError
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.manifest import GraphStore, Manifest, TextStore, read_manifest
from corpuscle.retrieval.settings import RetrievalSettings

GRAPH_PATH = "graph.sqlite"


class GraphBuilder(Protocol):
    """Makes the graph file at `path` (beside, fsynced, renamed) from the articles of the text index in the folder `text`, and describes it.

    `GraphStore.path` is the file's name.
    """

    def __call__(self, text: Path, path: Path, progress: Progress, /) -> GraphStore: ...


@dataclass(frozen=True, slots=True)
class BuildReport:
    """How a build ended. It succeeded where `failures` is empty, even if vectors are still missing."""

    manifest: Manifest
    failures: tuple[SourceFileError, ...]
    """Source files of which nothing was indexed; all others were."""
    vectors_missing: int
    """Articles without a vector; a search computes those it needs, and the same build command makes the rest."""


@dataclass(frozen=True, slots=True)
class BuildSteps:
    """What a build makes beside the text index."""

    build_graph: GraphBuilder | None = None
    load_encoder: Callable[[], Encoder] | None = None
    """Called only when there are vectors to make."""
    vectors_within_s: float | None = None
    """Time for the vectors alone, in seconds: no segment is begun that would likely end behind it; None sets no limit."""


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
            return _Build(index_dir, corpus, steps, settings, progress, clock, timer).run()


class _Build:
    """One run of `build_index`, under the lock. `_manifest` is always the last commit; generation 0 stands for none."""

    def __init__(
        self,
        index_dir: Path,
        corpus: Corpus,
        steps: BuildSteps,
        settings: RetrievalSettings,
        progress: Progress,
        clock: Callable[[], datetime],
        timer: Callable[[], float],
    ) -> None:
        self._dir = index_dir
        self._corpus = corpus
        self._steps = steps
        self._settings = settings
        self._progress = progress
        self._clock = clock
        self._timer = timer
        self._manifest = self._last_commit()

    def run(self) -> BuildReport:
        failures = self._apply_sources()
        if self._manifest.text is None:
            raise failures[0]
        self._make_graph()
        complete = not failures
        if self._manifest.complete != complete:
            self._commit(complete=complete)
        missing = self._make_vectors()
        return BuildReport(self._manifest, tuple(failures), missing)

    def _last_commit(self) -> Manifest:
        try:
            manifest = read_manifest(self._dir)
        except IndexMissingError:
            now = self._clock()
            return Manifest(
                generation=0, complete=False, created=now, updated=now, tool_version=version("corpuscle"), corpus=self._corpus.name
            )
        foreign = {source.name for source in manifest.sources} - {source.name for source in self._corpus.sources}
        if manifest.corpus != self._corpus.name or foreign:
            names = [source.name for source in manifest.sources[:3]] + ["…"] * (len(manifest.sources) > 3)
            raise self._differs(f"{manifest.corpus} ({', '.join(names)})")
        return manifest

    def _differs(self, what: str) -> SourcesDifferError:
        return SourcesDifferError(
            f"{self._dir} already holds an index of other sources: {what}.",
            f"Build into another folder with --index, or delete {self._dir} first.",
        )

    def _apply_sources(self) -> list[SourceFileError]:
        """Applies each file the manifest does not name, in order. A file that fails is left out and the rest applied."""
        failures: list[SourceFileError] = []
        digests: dict[str, str] = {}
        for source in self._corpus.sources:
            try:
                digests[source.name] = source.md5()
            except SourceFileError as exc:
                self._fail(failures, exc)
        for source in self._manifest.sources:
            if digests.get(source.name, source.md5) != source.md5:
                raise self._differs(f"{source.name} had the MD5 {source.md5} and now has {digests[source.name]}")
        applied = {source.name for source in self._manifest.sources}
        waiting = [source for source in self._corpus.sources if source.name in digests and source.name not in applied]
        if waiting and self._manifest.sources:
            self._progress.note(f"Going on behind {len(applied)} of {len(self._corpus.sources)} source files.")
        if waiting:
            restore_text_work(self._dir, self._manifest.text.path if self._manifest.text else None, WORK_PATH)
        for source in self._corpus.sources:
            if source.name in digests and source.name not in {applied.name for applied in self._manifest.sources}:
                try:
                    self._apply(source, digests[source.name])
                except SourceFileError as exc:
                    self._fail(failures, exc)
        return failures

    def _fail(self, failures: list[SourceFileError], failure: SourceFileError) -> None:
        failures.append(failure)
        self._progress.note(str(failure))

    def _apply(self, source: Source, md5: str) -> None:
        """Applies one file and commits it.

        Files that come after it in the corpus's order are struck from the manifest, and so are applied anew behind it:
        a file that was repaired must not undo what later files say.
        """
        order = [s.name for s in self._corpus.sources]
        before = tuple(s for s in self._manifest.sources if order.index(s.name) < order.index(source.name))
        with TextWriter(self._dir) as writer:
            with self._progress.step(f"Reading {source.name}", source.bytes, "bytes") as advance:
                applied = apply_source(source, md5, writer, advance)
            articles = writer.commit()
        # only behind the `with` no merge can change the files under the snapshot
        path = writer.snapshot(self._manifest.generation + 1)
        skipped_path = self._manifest.skipped_path
        listed = self._manifest.files.get(skipped_path)
        listed_bytes = listed.bytes if listed else 0
        if before == self._manifest.sources:
            append_skipped(self._dir / skipped_path, listed_bytes, applied.skipped)
        else:
            kept = {s.name for s in before}
            lines = [s for s in read_skipped(self._dir / skipped_path, listed_bytes) if s.file in kept]
            skipped_path = new_skipped(self._dir, self._manifest.generation + 1, [*lines, *applied.skipped])
        self._commit(
            complete=False,
            sources=(*before, applied.account),
            text=TextStore(path=path, analyser=ANALYSER_NAME, articles=articles),
            graph=None,
            skipped_path=skipped_path,
        )
        account = applied.account
        self._progress.note(
            f"{source.name}: {account.records:,} records = {account.indexed:,} indexed + {account.skipped:,} skipped"
            f" + {account.deleted:,} deleted"
        )

    def _make_graph(self) -> None:
        if self._steps.build_graph is None or self._manifest.graph is not None:
            return
        assert self._manifest.text is not None  # `run` has seen to it
        graph = self._steps.build_graph(self._dir / self._manifest.text.path, self._dir / GRAPH_PATH, self._progress)
        self._commit(graph=graph)

    def _make_vectors(self) -> int:
        if self._steps.load_encoder is None:
            return 0
        return make_vectors(
            self._index(),
            self._steps.load_encoder,
            lambda store: self._commit(vectors=store),
            self._steps.vectors_within_s,
            self._timer,
            self._progress,
        )

    def _index(self) -> Index:
        return Index(self._dir, self._manifest, self._settings)

    def _commit(self, **changes: object) -> None:
        advanced = {"generation": self._manifest.generation + 1, "updated": self._clock(), "tool_version": version("corpuscle")}
        manifest = Manifest.model_validate(self._manifest.model_copy(update=advanced | changes).model_dump())
        self._manifest = commit(self._dir, manifest, self._manifest)
