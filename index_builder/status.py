"""What an index holds and how far its building has come, from the manifest; articles with a vector are counted."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from corpuscle.retrieval.index import keys_without_vector
from corpuscle.retrieval.manifest import GraphStore, Manifest, MilvusStore, QuarantinedFile, SourceFile, VectorStore, read_manifest
from corpuscle.retrieval.text_index import TextIndex
from corpuscle.retrieval.vectors import VectorIndex

_BASELINE = re.compile(r"pubmed(\d\d)n\d+\.xml")


@dataclass(frozen=True, slots=True)
class VectorStatus:
    """How many articles have a vector."""

    encoder: str
    dimension: int
    made: int
    """Articles of the text index that have one."""
    articles: int
    """Articles in the text index."""
    dead: int
    """Vectors of texts that are not in the index any more."""
    approximate: int
    """Vectors in large segments, whose nearest are found by an approximate index; all others are compared exactly."""


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """An index at its last commit."""

    path: Path
    corpus: str
    generation: int
    complete: bool
    """Whether the last build or update applied every source file."""
    shard: str
    """ "2/8" where only the second of eight parts of the source files was indexed, else ""."""
    created: datetime
    updated: datetime
    tool_version: str
    format_version: int
    baseline_year: int | None
    """Of PubMed's baseline files; None where the index was built from something else, or from several years."""
    sources: tuple[SourceFile, ...]
    updates: int
    """How many of the sources were applied as updates."""
    newest: datetime | None
    """When the newest source file was made; None where none says so."""
    quarantined: tuple[QuarantinedFile, ...]
    """Source files that could not be applied."""
    articles: int
    retracted: int | None
    """Articles that were retracted; None where the index lies in Milvus, which is not asked."""
    concern: int | None
    """Articles with an expression of concern; None as before."""
    vectors: VectorStatus | None
    """None where there are none, or where they lie in Milvus."""
    milvus: MilvusStore | None
    """Where the articles lie, if not in the folder."""
    graph: GraphStore | None
    bytes: int
    """Of all files of this generation."""


def index_status(index_dir: Path) -> IndexStatus:
    """The status of the index in `index_dir`. Raises RetrievalError where there is none that can be read."""
    manifest = read_manifest(index_dir)
    text = TextIndex.open(index_dir / manifest.text.path) if manifest.text else None
    return IndexStatus(
        path=index_dir,
        corpus=manifest.corpus,
        generation=manifest.generation,
        complete=manifest.complete,
        created=manifest.created,
        updated=manifest.updated,
        tool_version=manifest.tool_version,
        format_version=manifest.format_version,
        shard=manifest.shard,
        baseline_year=_baseline_year(manifest.sources),
        sources=manifest.sources,
        updates=sum(source.role == "update" for source in manifest.sources),
        newest=max((source.made for source in manifest.sources if source.made), default=None),
        quarantined=manifest.quarantined,
        articles=len(text) if text is not None else manifest.milvus.articles if manifest.milvus else 0,
        retracted=text.count("retracted") if text is not None else None,
        concern=text.count("concern") if text is not None else None,
        vectors=_vector_status(index_dir, manifest, manifest.vectors, text) if manifest.vectors and text is not None else None,
        milvus=manifest.milvus,
        graph=manifest.graph,
        bytes=sum(file.bytes for file in manifest.files.values()),
    )


def _vector_status(index_dir: Path, manifest: Manifest, store: VectorStore, text: TextIndex) -> VectorStatus:
    vectors = VectorIndex.open(index_dir, store)
    made = len(text) if manifest.vectors_complete else len(text) - len(keys_without_vector(text, vectors))
    return VectorStatus(store.encoder, store.dimension, made, len(text), len(vectors) - made, store.approximate)


def _baseline_year(sources: tuple[SourceFile, ...]) -> int | None:
    names = [_BASELINE.match(source.name) for source in sources if source.role == "baseline"]
    years = {2000 + int(found.group(1)) if found else None for found in names}
    return years.pop() if len(years) == 1 else None
