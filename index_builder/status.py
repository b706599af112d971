"""What an index holds and how far its building has come, from the manifest; articles with a vector are counted."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from corpuscle.retrieval.index import keys_without_vector
from corpuscle.retrieval.manifest import GraphStore, Manifest, SourceFile, VectorStore, read_manifest
from corpuscle.retrieval.text_index import TextIndex
from corpuscle.retrieval.vectors import VectorIndex


@dataclass(frozen=True, slots=True)
class VectorStatus:
    """How many articles have a vector."""

    encoder: str
    dimension: int
    made: int
    """Articles of the text index that have one."""
    articles: int
    """Articles in the text index."""


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """An index at its last commit."""

    path: Path
    corpus: str
    generation: int
    complete: bool
    """Whether the last build applied every source file."""
    created: datetime
    updated: datetime
    tool_version: str
    format_version: int
    sources: tuple[SourceFile, ...]
    articles: int
    vectors: VectorStatus | None
    graph: GraphStore | None
    bytes: int
    """Of all files of this generation."""


def index_status(index_dir: Path) -> IndexStatus:
    """The status of the index in `index_dir`. Raises RetrievalError where there is none that can be read."""
    manifest = read_manifest(index_dir)
    articles = manifest.text.articles if manifest.text else 0
    return IndexStatus(
        path=index_dir,
        corpus=manifest.corpus,
        generation=manifest.generation,
        complete=manifest.complete,
        created=manifest.created,
        updated=manifest.updated,
        tool_version=manifest.tool_version,
        format_version=manifest.format_version,
        sources=manifest.sources,
        articles=articles,
        vectors=_vector_status(index_dir, manifest, manifest.vectors) if manifest.vectors else None,
        graph=manifest.graph,
        bytes=sum(file.bytes for file in manifest.files.values()),
    )


def _vector_status(index_dir: Path, manifest: Manifest, store: VectorStore) -> VectorStatus:
    if manifest.text is None:
        return VectorStatus(store.encoder, store.dimension, 0, 0)
    text = TextIndex.open(index_dir / manifest.text.path)
    missing = len(keys_without_vector(text, VectorIndex.open(index_dir, store)))
    return VectorStatus(store.encoder, store.dimension, len(text) - missing, len(text))
