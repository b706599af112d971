"""The manifest: the only contract between the index builder and the query side.

The manifest is the commit point. Everything it names lies on disk, complete and fsynced, before it is renamed into place;
what it does not name does not exist. Layout of an index folder:

    manifest.json
    text/<generation>/       tantivy, hard-linked so that each generation is a fixed set of files
    vectors/<segment>.*      two or three files per segment: keys, vectors, and the approximate index of a large one
    terms.sqlite             only where the index lies in Milvus: in how many articles each term occurs
    graph.sqlite             nodes, aliases, edges, evidence; graph-<generation>.sqlite once updates were applied
    skipped.jsonl            file, byte offset, PMID if readable, reason; skipped-<generation>.jsonl once a repaired file was applied
"""

import shlex
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpuscle.retrieval.encoder_recipe import Recipe
from corpuscle.retrieval.errors import IndexDamagedError, IndexFormatError, IndexMissingError

FORMAT_VERSION = 2
MANIFEST_NAME = "manifest.json"


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


SourceRole = Literal["baseline", "update"]
"""What the index was built from; what was applied over it."""


class SourceFile(_Record):
    """One applied source file. `records == indexed + skipped + deleted` always holds."""

    name: str
    kind: Literal["pubmed-xml", "eutils-xml", "beir-jsonl"]
    md5: str
    bytes: int
    records: int
    """Records read: articles, and one for each PMID of a DeleteCitation element."""
    indexed: int
    skipped: int
    """Damaged records and superseded versions; each is a line of the list of skipped records."""
    deleted: int
    role: SourceRole = "baseline"
    made: datetime | None = None
    """When the file was made, where it says so."""


class QuarantinedFile(_Record):
    """A source file that could not be applied; it is left where it lies, and the index is not complete until it is applied."""

    name: str
    role: SourceRole
    problem: str


class TextStore(_Record):
    """The tantivy index of this generation."""

    path: str
    analyser: str
    """Name and version of the analyser; another one cannot query this index."""
    articles: int


class VectorSegment(_Record):
    """One immutable piece of the vectors; `vector_segment` has the format of its files."""

    keys_path: str
    vectors_path: str
    articles: int
    ann_path: str = ""
    """The approximate index of a large segment; "" where the segment is searched exactly."""

    @property
    def paths(self) -> tuple[str, ...]:
        """Its files, relative to the index folder."""
        return tuple(path for path in (self.keys_path, self.vectors_path, self.ann_path) if path)


class VectorStore(_Record):
    """Dense vectors of the articles, possibly not yet of all of them."""

    encoder: str
    """Name of the encoder; mixing encoders is an error."""
    dimension: int
    max_tokens: int
    recipe: Recipe = Recipe()
    """What else the vectors depend on: similarity, pooling, instructions, weights."""
    segments: tuple[VectorSegment, ...] = ()

    @property
    def articles(self) -> int:
        """Number of vectors, superseded ones included."""
        return sum(s.articles for s in self.segments)

    @property
    def approximate(self) -> int:
        """How many of them lie in segments with an approximate index."""
        return sum(s.articles for s in self.segments if s.ann_path)


class GraphSource(_Record):
    """Where a part of the graph or of the vocabulary comes from."""

    name: str
    version: str
    licence: str
    sha256: str = ""
    """Of the file it was read from, or "" for what is derived from the corpus itself."""
    rows: int


class GraphStore(_Record):
    """The SQLite knowledge graph."""

    path: str
    nodes: int
    aliases: int
    edges: int
    evidence: int
    sources: tuple[GraphSource, ...]


class MilvusStore(_Record):
    """The articles of an index that lies in Milvus: terms, vectors and what filters need. Its folder has no text and no vectors."""

    uri: str
    """Address of the server it was built through."""
    collection: str
    articles: int
    terms_path: str = ""
    """In how many articles each term occurs, a file of the index folder; "" before the build has counted them."""


class StoredFile(_Record):
    """Size and digest of one file of the index."""

    bytes: int
    sha256: str


class Manifest(_Record):
    """All that a reader must know of an index."""

    format_version: int = FORMAT_VERSION
    generation: int
    """Counts commits, from 1."""
    complete: bool
    """Whether the last build or update ended; False while source files are still being applied."""
    created: datetime
    updated: datetime
    tool_version: str
    corpus: str
    """What was indexed, in words: "sample", or the folder's name."""
    shard: str = ""
    """ "2/8" where only the second of eight parts of the source files was indexed."""
    sources: tuple[SourceFile, ...] = ()
    """In the order in which they were applied."""
    quarantined: tuple[QuarantinedFile, ...] = ()
    text: TextStore | None = None
    milvus: MilvusStore | None = None
    """In place of the text, and of the segments of the vectors, where the index lies in Milvus."""
    vectors: VectorStore | None = None
    vectors_complete: bool = False
    """Whether every article has a vector; where it is False, the articles must be asked one by one."""
    graph: GraphStore | None = None
    skipped_path: str = "skipped.jsonl"
    """The list of records that were not indexed."""
    files: dict[str, StoredFile] = Field(default_factory=dict[str, StoredFile])
    """Every file of this generation, by its path relative to the index folder."""

    @property
    def label(self) -> str:
        """The index in a few words, as answers name it."""
        articles = self.text.articles if self.text else self.milvus.articles if self.milvus else 0
        return f"{self.corpus}, generation {self.generation}, {articles:,} articles"


def build_hint(index_dir: Path) -> str:
    """A command that makes an index in `index_dir`."""
    return f"corpuscle index build --index {shlex.quote(str(index_dir))} --sample"


def anew_remedy(index_dir: Path) -> str:
    """What to do about an index that this program can neither read nor go on with."""
    return (
        f"Build it anew: delete {index_dir}, then run the `corpuscle index build` that made it; or build into another folder with --index."
    )


def read_manifest(index_dir: Path) -> Manifest:
    """The manifest of the index in `index_dir`.

    Raises IndexMissingError where there is none, IndexFormatError for another format version, IndexDamagedError for an unreadable one.
    """
    path = index_dir / MANIFEST_NAME
    try:
        raw = path.read_bytes()
    except FileNotFoundError as exc:
        raise IndexMissingError(f"There is no index at {index_dir}.", f"Make one with: {build_hint(index_dir)}") from exc
    except NotADirectoryError as exc:
        raise IndexMissingError(f"There is no index at {index_dir}: it is no folder.", "Name the folder of an index with --index.") from exc
    except OSError as exc:
        raise IndexDamagedError(f"The manifest {path} cannot be read: {exc.strerror}.", "Check the folder and its permissions.") from exc
    version = _format_version(raw)
    if version is not None and version != FORMAT_VERSION:
        raise IndexFormatError(
            f"The index at {index_dir} has format version {version}; this program reads version {FORMAT_VERSION}.",
            anew_remedy(index_dir),
        )
    try:
        return Manifest.model_validate_json(raw)
    except ValidationError as exc:
        raise IndexDamagedError(f"The manifest {path} cannot be read: {exc.error_count()} faults.", anew_remedy(index_dir)) from exc


class _Versioned(BaseModel):
    format_version: int


def _format_version(raw: bytes) -> int | None:
    try:
        return _Versioned.model_validate_json(raw).format_version
    except ValidationError:
        return None
