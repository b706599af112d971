"""Checks an index against its manifest: every file's digest, every count."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from corpuscle.index_builder.commit import digest_file, named_paths
from corpuscle.index_builder.progress import Advance, Progress
from corpuscle.index_builder.skipped import read_skipped
from corpuscle.kg.errors import GraphError
from corpuscle.kg.store import GraphCounts
from corpuscle.kg.store import GraphStore as GraphReader
from corpuscle.retrieval.errors import IndexDamagedError
from corpuscle.retrieval.index import keys_without_vector
from corpuscle.retrieval.manifest import GraphStore, Manifest, StoredFile, TextStore, VectorStore, read_manifest
from corpuscle.retrieval.text_index import TextIndex
from corpuscle.retrieval.vectors import VectorIndex


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with an index."""

    path: str
    """Relative to the index folder."""
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check of a whole index found; the index is sound where `faults` is empty."""

    files: int
    bytes: int
    """Read and hashed."""
    faults: tuple[Fault, ...]


def verify_index(index_dir: Path, progress: Progress) -> Verification:
    """Reads every file of the index once. Raises RetrievalError where there is no manifest that can be read."""
    manifest = read_manifest(index_dir)
    total = sum(file.bytes for file in manifest.files.values())
    remedy = f"Delete {index_dir} and build the index again."
    faults: list[Fault] = []
    with progress.step(f"Checking {index_dir}", total, "bytes") as advance:
        for path, expected in manifest.files.items():
            if problem := _file_problem(index_dir / path, expected, path == manifest.skipped_path, advance):
                faults.append(Fault(path, problem, remedy))
    if not faults:
        faults = [Fault(path, problem, remedy) for path, problem in _unlisted(index_dir, manifest)]
    if not faults:
        faults = [Fault(path, problem, remedy) for path, problem in _miscounts(index_dir, manifest)]
    return Verification(len(manifest.files), total, tuple(faults))


def _file_problem(path: Path, expected: StoredFile, may_be_longer: bool, advance: Advance) -> str:
    """What is wrong with a file, or ""."""
    try:
        size = path.stat().st_size
        # behind its committed part, the list of skipped records may hold what a killed build wrote
        if size != expected.bytes and not (may_be_longer and size > expected.bytes):
            return f"{size:,} bytes long instead of {expected.bytes:,}"
        found = digest_file(path, expected.bytes)
    except OSError as exc:
        return f"cannot be read: {exc.strerror}"
    advance(found.bytes)
    return "" if found == expected else f"damaged: its SHA-256 is {found.sha256}, not {expected.sha256}"


def _unlisted(index_dir: Path, manifest: Manifest) -> Iterator[tuple[str, str]]:
    """Files that the manifest's stores consist of and whose digests it does not have: nothing says that they are sound."""
    try:
        for path in sorted(named_paths(index_dir, manifest)):
            if path not in manifest.files:
                yield path, "not among the files that the manifest lists"
    except OSError as exc:
        yield manifest.text.path if manifest.text else "text", f"cannot be read: {exc.strerror}"


def _miscounts(index_dir: Path, manifest: Manifest) -> Iterator[tuple[str, str]]:
    for source in manifest.sources:
        if source.records != source.indexed + source.skipped + source.deleted:
            yield source.name, f"{source.records:,} records are not {source.indexed:,} + {source.skipped:,} + {source.deleted:,}"
    listed = manifest.files.get(manifest.skipped_path)
    skipped = len(read_skipped(index_dir / manifest.skipped_path, listed.bytes if listed else 0))
    # parts of a build in Milvus list what they skip in folders of their own
    if not manifest.milvus and skipped != (expected := sum(source.skipped for source in manifest.sources)):
        yield manifest.skipped_path, f"lists {skipped:,} records instead of {expected:,}"
    if manifest.text:
        yield from _text_problems(index_dir, manifest.text)
    if manifest.vectors:
        yield from _vector_problems(index_dir, manifest, manifest.vectors)
    if manifest.graph:
        yield from _graph_problems(index_dir, manifest.graph)


def _text_problems(index_dir: Path, store: TextStore) -> Iterator[tuple[str, str]]:
    try:
        articles = len(TextIndex.open(index_dir / store.path))
    except IndexDamagedError as exc:
        yield store.path, str(exc)
        return
    if articles != store.articles:
        yield store.path, f"holds {articles:,} articles instead of {store.articles:,}"


def _vector_problems(index_dir: Path, manifest: Manifest, store: VectorStore) -> Iterator[tuple[str, str]]:
    try:
        vectors = VectorIndex.open(index_dir, store)  # compares the shape of every segment with the manifest's count
        if manifest.vectors_complete and manifest.text:
            missing = len(keys_without_vector(TextIndex.open(index_dir / manifest.text.path), vectors))
            if missing:
                yield "vectors", f"{missing:,} articles have no vector, but the manifest says that all have one"
    except IndexDamagedError as exc:
        yield "vectors", str(exc)


def _graph_problems(index_dir: Path, store: GraphStore) -> Iterator[tuple[str, str]]:
    try:
        with GraphReader.open(index_dir / store.path) as graph:
            found = graph.counts()
    except GraphError as exc:
        yield store.path, str(exc)
        return
    expected = GraphCounts(store.nodes, store.aliases, store.edges, store.evidence)
    for table, rows in asdict(expected).items():
        if (held := getattr(found, table)) != rows:
            yield store.path, f"holds {held:,} {table} instead of {rows:,}"
