"""Imports article vectors that were made elsewhere: NCBI publishes MedCPT's of all PubMed.

The layout (https://github.com/ncbi/MedCPT, https://ftp.ncbi.nlm.nih.gov/pub/lu/MedCPT/pubmed_embeddings/): for each number N
`embeds_chunk_N.npy`, (n, 768) float32, about a million rows, and `pmids_chunk_N.json`, the n PMIDs of its rows as strings. What else
lies there (`pubmed_chunk_N.json`, the texts) is not read. A vector is taken for the text that the index has by now.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import tantivy
from numpy.typing import NDArray
from pydantic import TypeAdapter, ValidationError

from corpuscle.index_builder.build_steps import BuildSteps
from corpuscle.index_builder.disk import disk_errors
from corpuscle.index_builder.errors import EmbeddingsError, SourcesDifferError
from corpuscle.index_builder.index_writer import IndexWriter
from corpuscle.index_builder.lock import writer_lock
from corpuscle.index_builder.progress import NoProgress, Progress
from corpuscle.index_builder.vector_merge import join_segments, merge_segments
from corpuscle.index_builder.vector_writer import next_number, write_vectors
from corpuscle.retrieval.index import Index, keys_without_vector
from corpuscle.retrieval.manifest import VectorStore
from corpuscle.retrieval.npy_files import mapped_array
from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.retrieval.text_index import TextIndex

_EMBEDDINGS = re.compile(r"embeds_chunk_(\d+)\.npy")
_PMIDS: TypeAdapter[list[str | int]] = TypeAdapter(list[str | int])
_BLOCK_ROWS = 32_768
"""Rows read, and written as a segment, at a time."""

OnSkipped = Callable[[str, str], None]
"""Hears of each vector that is not imported: its PMID and the reason."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of the vectors: `read == imported + present + not_in_index + len(unusable)`."""

    chunks: int
    read: int
    imported: int
    present: int
    """Of articles that had a vector already, or that come twice."""
    not_in_index: int
    unusable: tuple[str, ...]
    """PMIDs of vectors that are zero or not finite."""
    articles_without_vector: int
    """Articles of the index that still have none; `corpuscle index update` encodes them."""


@dataclass(frozen=True, slots=True)
class _Chunk:
    path: Path
    pmids_path: Path
    dtype: np.dtype[np.float16] | np.dtype[np.float32]
    rows: int
    dimension: int
    offset: int
    """Of the first row in the file, in bytes."""

    def block(self, begin: int, end: int) -> NDArray[np.float32]:
        """Rows from `begin` up to `end`; read, for the pages of a map would count as this process's memory."""
        start = self.offset + begin * self.dimension * self.dtype.itemsize
        values = np.fromfile(self.path, self.dtype, (end - begin) * self.dimension, offset=start)
        return values.reshape(end - begin, self.dimension).astype(np.float32, copy=False)

    def pmids(self) -> list[str]:
        return [str(pmid) for pmid in _PMIDS.validate_json(self.pmids_path.read_bytes())]


def import_embeddings(
    index_dir: Path,
    folder: Path,
    made_by: VectorStore,
    settings: RetrievalSettings,
    progress: Progress,
    on_skipped: OnSkipped,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> ImportReport:
    """Imports the chunks in `folder`, each of them a commit; those of which all is there already are passed over.

    `made_by` describes the encoder; its segments do not count. All chunks are checked first. Raises EmbeddingsError where one is unreadable,
    of another dimension, or of another count than its PMIDs; SourcesDifferError where another encoder made the index's vectors.
    """
    with disk_errors(index_dir):
        index = Index.open(index_dir, settings)
        with writer_lock(index_dir, clock):
            index = Index.open(index_dir, settings)
            _check_encoder(index, made_by)
            chunks = _checked_chunks(folder, made_by.dimension)
            writer = IndexWriter(index_dir, index.manifest, BuildSteps(), settings, progress, clock, lambda: 0.0)
            return _Import(writer, index, made_by, settings, progress, on_skipped).run(chunks)


class _Import:
    def __init__(
        self,
        writer: IndexWriter,
        index: Index,
        made_by: VectorStore,
        settings: RetrievalSettings,
        progress: Progress,
        on_skipped: OnSkipped,
    ) -> None:
        self._writer = writer
        self._index = index
        self._store = index.manifest.vectors or made_by.model_copy(update={"segments": ()})
        self._settings = settings
        self._progress = progress
        self._on_skipped = on_skipped
        self._read = self._imported = self._present = self._not_in_index = 0
        self._unusable: list[str] = []

    def run(self, chunks: Sequence[_Chunk]) -> ImportReport:
        with self._progress.step("Vectors", sum(chunk.rows for chunk in chunks), "vectors") as advance:
            for chunk in chunks:
                self._import(chunk, advance)
        index = self._reopened()
        missing = len(keys_without_vector(index.text, index.vectors))
        merge_segments(index.path, self._store, index.text, len(index.text) - missing, self._commit, self._progress)
        self._writer.commit(vectors_complete=not missing)
        return ImportReport(
            chunks=len(chunks),
            read=self._read,
            imported=self._imported,
            present=self._present,
            not_in_index=self._not_in_index,
            unusable=tuple(self._unusable),
            articles_without_vector=missing,
        )

    def _import(self, chunk: _Chunk, advance: Callable[[int], None]) -> None:
        index = self._reopened()
        pmids = chunk.pmids()
        keys, known = _article_keys(index.text, pmids)
        first = np.zeros(len(keys), dtype=bool)
        first[np.unique(keys, return_index=True)[1]] = True
        rows = index.vectors.lookup(keys) if index.vectors else np.full(len(keys), -1)
        wanted = known & first & (rows < 0)
        self._read += len(pmids)
        self._not_in_index += int((~known).sum())
        self._present += int((known & ~wanted).sum())
        for row in np.flatnonzero(~known).tolist():
            self._on_skipped(pmids[row], "not in the index")
        store = self._store
        for begin in range(0, chunk.rows, _BLOCK_ROWS):
            end = min(begin + _BLOCK_ROWS, chunk.rows)
            chosen: NDArray[np.int64] = begin + np.flatnonzero(wanted[begin:end])
            if len(chosen):
                vectors = chunk.block(begin, end)[chosen - begin]
                with np.errstate(invalid="ignore", over="ignore"):
                    lengths = np.linalg.norm(vectors, axis=1)
                usable: NDArray[np.bool_] = np.isfinite(lengths) & (lengths > 0)
                self._list_unusable([pmids[int(row)] for row in chosen[~usable]])
                vectors, lengths, chosen = vectors[usable], lengths[usable], chosen[usable]
                if store.recipe.similarity == "cosine":
                    vectors = vectors / lengths[:, None]
                if len(chosen):
                    segment = write_vectors(index.path, next_number(store), keys[chosen], vectors)
                    store = store.model_copy(update={"segments": (*store.segments, segment)})
                    self._imported += len(chosen)
            advance(end - begin)
        new = store.segments[len(self._store.segments) :]
        if len(new) > 1:  # one for each chunk: an open segment holds a file open
            store, _ = join_segments(index.path, store, new, index.text, NoProgress())
        if new:
            self._commit(store)

    def _list_unusable(self, pmids: Sequence[str]) -> None:
        self._unusable.extend(pmids)
        for pmid in pmids:
            self._on_skipped(pmid, "its vector is zero or not finite")

    def _commit(self, store: VectorStore) -> None:
        self._writer.commit(vectors=store)
        self._store = store

    def _reopened(self) -> Index:
        """The index as of the last commit."""
        return Index(self._index.path, self._writer.manifest, self._settings)


def _check_encoder(index: Index, made_by: VectorStore) -> None:
    store = index.manifest.vectors
    if store is None:
        return
    here, there = (s.model_copy(update={"segments": (), "recipe": s.recipe.model_copy(update={"weights": ""})}) for s in (store, made_by))
    if here != there:
        raise SourcesDifferError(
            f"The vectors of {index.path} were made by {store.encoder} ({store.dimension} dimensions), not by {made_by.encoder}"
            f" ({made_by.dimension}).",
            f"Build an index without vectors (--encoder none) in another folder, and import into that; or import vectors of {store.encoder}.",
        )


def _checked_chunks(folder: Path, dimension: int) -> list[_Chunk]:
    """The chunks of the folder in the order of their numbers, of which all headers and PMID lists were read."""
    found = {int(match.group(1)): path for path in folder.glob("embeds_chunk_*.npy") if (match := _EMBEDDINGS.fullmatch(path.name))}
    if not found:
        raise EmbeddingsError(f"There is no embeds_chunk_N.npy in {folder}.", "Name the folder of NCBI's files, see docs/decisions/012.")
    return [_checked(found[number], folder / f"pmids_chunk_{number}.json", dimension) for number in sorted(found)]


def _checked(path: Path, pmids_path: Path, dimension: int) -> _Chunk:
    anew = "Nothing was changed. Fetch the file anew."
    try:
        array = mapped_array(path)
    except (OSError, ValueError) as exc:
        raise EmbeddingsError(f"The vectors {path} cannot be read: {exc}", anew) from exc
    if array.dtype not in (np.dtype("<f4"), np.dtype("<f2")) or array.ndim != 2 or not array.flags.c_contiguous:
        raise EmbeddingsError(f"{path} holds {array.dtype}{array.shape}, not rows of float32 or float16.", anew)
    if array.shape[1] != dimension:
        raise EmbeddingsError(
            f"The vectors {path} have {array.shape[1]} dimensions; those of this encoder have {dimension}.",
            "Nothing was changed. Name the encoder that made them with --encoder.",
        )
    chunk = _Chunk(path, pmids_path, array.dtype, array.shape[0], array.shape[1], int(array.offset))
    try:
        pmids = len(chunk.pmids())
    except (OSError, ValidationError) as exc:
        reason = exc.strerror if isinstance(exc, OSError) else "it is no JSON list of PMIDs"
        raise EmbeddingsError(f"The PMIDs {pmids_path} of {path.name} cannot be read: {reason}.", anew) from exc
    if pmids != chunk.rows:
        raise EmbeddingsError(f"{path} has {chunk.rows:,} vectors, but {pmids_path.name} has {pmids:,} PMIDs.", anew)
    return chunk


def _article_keys(text: TextIndex, pmids: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.bool_]]:
    """The key of the article of each PMID, 0 where there is none; and whether there is one."""
    keys = np.zeros(len(pmids), dtype=np.uint64)
    known = np.zeros(len(pmids), dtype=bool)
    for begin in range(0, len(pmids), _BLOCK_ROWS):
        found = [
            (row, hits[0].address)
            for row, pmid in enumerate(pmids[begin : begin + _BLOCK_ROWS], begin)
            if (hits := text.search(tantivy.Query.term_query(text.schema, "id", pmid, "basic"), 1))
        ]
        rows = [row for row, _ in found]
        keys[rows] = np.array(text.keys([address for _, address in found]), dtype=np.uint64)
        known[rows] = True
    return keys, known
