"""Recall, latency and memory of vector search at a size: `python -m corpuscle.evals.vector_bench prepare|run`, one JSON document.

Vectors of 768 dimensions are made of real ones of 384: an article's and one of its sentences', side by side. Beyond the number of
sentences, a sentence stands beside the articles nearest to its own: first its own article, then the next nearest, and so on, so that
both halves speak of about the same thing. Queries are real questions, doubled. All is deterministic.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from corpuscle.evals.latency import Latency, latency_of
from corpuscle.evals.vector_bench_process import SEARCHED, K, OwnSearch, recall_at_10
from corpuscle.index_builder.ann_writer import write_ann
from corpuscle.index_builder.vector_merge import EXACT_COMPONENTS
from corpuscle.index_builder.vector_writer import write_rows
from corpuscle.retrieval.ann import flat_index
from corpuscle.retrieval.encoder import Encoder
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.manifest import VectorStore
from corpuscle.retrieval.sentences import split_sentences
from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.retrieval.text_index import article_key
from corpuscle.retrieval.vector_segment import decode_rows, encode_rows
from corpuscle.retrieval.vectors import VectorIndex

_NEIGHBOURS = 32
_WORDS = 5
_BLOCK_ROWS = 16_384
_PROBES = (16, 32, 64, 128, 256)

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Material:
    """Unit vectors of 384 dimensions, and for each sentence the row of its article and of the articles nearest to that."""

    articles: Floats
    sentences: Floats
    beside: NDArray[np.int32]
    """(neighbours, sentences): the articles that each sentence stands beside, its own first."""
    queries: Floats


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to search: recall@10 against exact search in float32, CPU milliseconds a query, bytes for each vector in memory."""

    name: str
    recall: float
    cpu_ms: Latency
    bytes_per_vector: float


@dataclass(frozen=True, slots=True)
class Report:
    """One size."""

    size: int
    sentences: int
    queries: int
    build_cpu_s: float
    disk_mb: float
    own: OwnSearch
    choices: tuple[Choice, ...]


def prepare(index: Index, encoder: Encoder, questions: Sequence[str], sentences: int, folder: Path) -> None:
    """Writes the material into `folder`: vectors of the index's articles, of `sentences` of their sentences, and of the questions."""
    assert index.vectors is not None
    found = [a for a in index.text.iter_articles() if a.abstract and index.vectors.lookup([article_key(a)])[0] >= 0]
    found.sort(key=lambda article: _digest(article.id))
    split: list[list[str]] = []
    for article in found:
        text = " ".join(section.text for section in article.abstract_sections)
        split.append(
            sorted((text[s.begin : s.end] for s in split_sentences(text) if len(text[s.begin : s.end].split()) >= _WORDS), key=_digest)
        )
    plan = [(row, turn) for turn in range(max(map(len, split))) for row in range(len(found)) if len(split[row]) > turn][:sentences]
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "owners.npy", np.array([row for row, _ in plan], dtype=np.int32))
    np.save(folder / "articles.npy", index.vectors.rows(index.vectors.lookup([article_key(a) for a in found])).astype(np.float16))
    np.save(folder / "sentences.npy", encoder.encode_passages([split[row][turn] for row, turn in plan]).astype(np.float16))
    np.save(folder / "queries.npy", encoder.encode_queries(questions).astype(np.float16))


def load_material(folder: Path) -> Material:
    """What `prepare` wrote."""
    articles, sentences, queries = (
        _unit(np.load(folder / f"{name}.npy").astype(np.float32)) for name in ("articles", "sentences", "queries")
    )
    owners: NDArray[np.int32] = np.load(folder / "owners.npy")
    exact = flat_index(articles.shape[1])
    exact.add(articles)
    nearest = np.concatenate([exact.search(articles[i : i + 1024], _NEIGHBOURS)[1] for i in range(0, len(articles), 1024)])
    nearest[:, 0] = np.arange(len(articles))  # another article may have the same vector
    return Material(articles, sentences, nearest[owners].T.astype(np.int32), _unit(np.concatenate([queries, queries], axis=1)))


def blocks(material: Material, size: int) -> Iterator[Floats]:
    """The `size` vectors (n, 768), in blocks, in an order as good as random."""
    if size > material.beside.size:
        raise ValueError(f"{size:,} vectors need more than {len(material.sentences):,} sentences")
    order = np.random.default_rng(size).permutation(size)
    for begin in range(0, size, _BLOCK_ROWS):
        turns, rows = np.divmod(order[begin : begin + _BLOCK_ROWS], len(material.sentences))
        yield _unit(np.concatenate([material.articles[material.beside[turns, rows]], material.sentences[rows]], axis=1))


def run(material: Material, size: int, folder: Path) -> Report:
    """Builds a store of `size` vectors in `folder`, and measures ours and others' ways to search it. On one core: set OMP_NUM_THREADS=1."""
    folder.mkdir(parents=True, exist_ok=True)
    truth = _exact(material, size)
    begin = time.process_time()
    rows = (encode_rows(block) for block in blocks(material, size))
    segment = write_rows(folder, 1, np.arange(size, dtype=np.uint64), material.queries.shape[1], rows)
    store = VectorStore(encoder="bench", dimension=material.queries.shape[1], max_tokens=1, segments=(segment,))
    exact = size * store.dimension <= EXACT_COMPONENTS
    if not exact:
        store = store.model_copy(update={"segments": (write_ann(folder, segment, store, _ignore),)})
    build_cpu_s = time.process_time() - begin
    (folder / "store.json").write_text(store.model_dump_json())
    np.save(folder / "queries.npy", material.queries)
    np.save(folder / "truth.npy", truth)
    command = [sys.executable, "-m", "corpuscle.evals.vector_bench_process", str(folder)]
    own = TypeAdapter(OwnSearch).validate_json(subprocess.run(command, check=True, capture_output=True).stdout)  # noqa: S603
    disk_mb = sum(path.stat().st_size for path in (folder / "vectors").iterdir()) / 1e6
    choices = tuple(_exact_choices(material, size, truth)) if exact else tuple(_ann_choices(material, size, folder, store, truth))
    return Report(size, len(material.sentences), len(truth), round(build_cpu_s, 1), round(disk_mb, 1), own, choices)


def _exact(material: Material, size: int) -> NDArray[np.int64]:
    """The rows of the best `K` for each query, by exact search in float32 (on the GPUs where there are some)."""
    best = np.full((len(material.queries), K), np.inf, dtype=np.float32)
    rows = np.zeros((len(material.queries), K), dtype=np.int64)
    begin = 0
    for block in blocks(material, size):
        exact = flat_index(block.shape[1])
        exact.add(block)
        distances, found = exact.search(material.queries, K)
        all_distances, all_rows = np.concatenate([best, distances], axis=1), np.concatenate([rows, found + begin], axis=1)
        order = np.argsort(all_distances, axis=1, kind="stable")[:, :K]
        best, rows = np.take_along_axis(all_distances, order, axis=1), np.take_along_axis(all_rows, order, axis=1)
        begin += len(block)
    return rows


def _exact_choices(material: Material, size: int, truth: NDArray[np.int64]) -> Iterator[Choice]:
    dimension = material.queries.shape[1]
    for name, bytes_per_vector in (("Flat", 4 * dimension), ("SQfp16", 2 * dimension), ("SQ8", dimension)):
        index = faiss.index_factory(dimension, name, faiss.METRIC_INNER_PRODUCT)
        index.train(next(blocks(material, size)))
        for block in blocks(material, size):
            index.add(block)
        yield _choice(f"FAISS {name}", lambda query, index=index: index.search(query[None], K)[1][0], material, truth, bytes_per_vector)


def _ann_choices(material: Material, size: int, folder: Path, store: VectorStore, truth: NDArray[np.int64]) -> Iterator[Choice]:
    """The same centroids under other codes, and other numbers of probes."""
    codes = faiss.read_index(str(folder / store.segments[0].ann_path))
    assert isinstance(codes, faiss.IndexIVFRaBitQ)
    segment = VectorIndex.open(folder, store).segments[0]
    bytes_per_vector = store.dimension / 8 + 8 + 8  # bits, two factors, the row's number
    probes = [probes for probes in _PROBES if probes <= codes.nlist]

    def rescored(query: Floats, limit: int) -> NDArray[np.int64]:
        rows = codes.search(query[None], limit)[1][0]
        return rows[np.argsort(-(decode_rows(segment.stored_rows(rows)) @ query))[:K]]

    for probe in probes:
        codes.nprobe = probe
        yield _choice(
            f"IVF-RaBitQ, {probe} of {codes.nlist:,} lists", lambda q: codes.search(q[None], K)[1][0], material, truth, bytes_per_vector
        )
        for limit in (50, 100, 200):
            name = f"IVF-RaBitQ, {probe} of {codes.nlist:,} lists, {limit} rescored"
            yield _choice(name, lambda q, limit=limit: rescored(q, limit), material, truth, bytes_per_vector)
    wide = faiss.IndexIVFScalarQuantizer(
        codes.quantizer, store.dimension, codes.nlist, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT, False
    )
    wide.own_fields = False
    wide.train(next(blocks(material, size)))
    for block in blocks(material, size):
        wide.add(block)
    for probe in probes:
        wide.nprobe = probe
        yield _choice(
            f"IVF-SQ8, {probe} of {codes.nlist:,} lists", lambda q: wide.search(q[None], K)[1][0], material, truth, store.dimension + 8
        )


def _choice(name: str, find: Callable[[Floats], NDArray[np.int64]], material: Material, truth: NDArray[np.int64], size: float) -> Choice:
    find(material.queries[0])
    found: list[NDArray[np.int64]] = []
    cpu_s: list[float] = []
    for query in material.queries[:SEARCHED]:
        begin = time.process_time()
        found.append(find(query))
        cpu_s.append(time.process_time() - begin)
    return Choice(name, recall_at_10(found, truth[:SEARCHED]), latency_of(cpu_s), size)


def _unit(vectors: Floats) -> Floats:
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=8).digest()


def _ignore(amount: int) -> None:
    pass


def _questions(folders: Sequence[Path], each: int) -> list[str]:
    """The first questions of BEIR folders."""
    lines = [line for folder in folders for line in (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()[:each]]
    return [str(json.loads(line)["text"]) for line in lines]


def main(arguments: Sequence[str]) -> None:
    """Runs one command."""
    parser = argparse.ArgumentParser(prog="python -m corpuscle.evals.vector_bench", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    prepared = commands.add_parser("prepare", help="encode sentences and questions; minutes for 10,000 sentences")
    prepared.add_argument("--index", type=Path, required=True)
    prepared.add_argument("--queries", type=Path, nargs="+", required=True, help="BEIR folders")
    prepared.add_argument("--sentences", type=int, default=80_000)
    ran = commands.add_parser("run", help="measure sizes")
    ran.add_argument("--sizes", type=int, nargs="+", required=True)
    for command in (prepared, ran):
        command.add_argument("folder", type=Path)
    given = parser.parse_args(arguments)
    match given.command:
        case "prepare":
            index = Index.open(given.index, RetrievalSettings())
            assert index.encoder is not None
            prepare(index, index.encoder, _questions(given.queries, 100), given.sentences, given.folder)
        case _:
            faiss.omp_set_num_threads(1)
            material = load_material(given.folder)
            reports = [run(material, size, given.folder / str(size)) for size in given.sizes]
            sys.stdout.write(json.dumps([asdict(report) for report in reports], indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
