"""Small PubMed files and small stand-ins for the encoder and the graph builder, for tests that build indexes."""

import gzip
import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpuscle.index_builder.builder import BuildReport, BuildSteps, build_index
from corpuscle.index_builder.graph_writer import GraphWriter
from corpuscle.index_builder.progress import NoProgress, Progress
from corpuscle.index_builder.pubmed_source import pubmed_corpus
from corpuscle.index_builder.vocabulary import Node
from corpuscle.kg.store import GraphStore as GraphReader
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.encoder import Encoder, SymmetricEncoder
from corpuscle.retrieval.manifest import GraphStore
from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.retrieval.text_index import TextIndex

OPENING = '<?xml version="1.0" encoding="utf-8"?>\n<PubmedArticleSet>\n'
CLOSING = "\n</PubmedArticleSet>\n"


def record_xml(pmid: int, text: str = "Mice swim.", version: int = 1) -> str:
    """A whole record; an empty text makes one without an abstract."""
    abstract = f"<Abstract><AbstractText>{text}</AbstractText></Abstract>" if text else ""
    return (
        f'<PubmedArticle><MedlineCitation><PMID Version="{version}">{pmid}</PMID><Article>'
        f"<ArticleTitle>Invented study {pmid}.</ArticleTitle>{abstract}</Article></MedlineCitation></PubmedArticle>\n"
    )


def deletion_xml(*pmids: int) -> str:
    """A DeleteCitation element."""
    return "<DeleteCitation>" + "".join(f"<PMID>{pmid}</PMID>" for pmid in pmids) + "</DeleteCitation>"


def write_pubmed_file(path: Path, records: Iterable[str]) -> None:
    """Packs the records as PubMed does."""
    path.write_bytes(gzip.compress((OPENING + "".join(records) + CLOSING).encode(), 1, mtime=0))


class HashEncoder(SymmetricEncoder):
    """Unit vectors that depend on the text alone: an encoder without a model."""

    name = "hash"
    dimension = 4
    max_tokens = 8

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = [np.frombuffer(hashlib.sha256(text.encode()).digest()[:4], dtype=np.uint8).astype(np.float32) + 1 for text in texts]
        vectors = np.array(rows, dtype=np.float32).reshape(len(texts), 4)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def count_graph(text: Path, path: Path, progress: Progress) -> GraphStore:
    """A graph that has a node for each article and nothing else."""
    articles = TextIndex.open(text)
    with GraphWriter(path) as writer:
        writer.add_nodes(Node(f"TEST:{article.id}", article.title, "Drug") for article in articles.iter_articles())
        writer.finish(())
    return GraphStore(path=path.name, nodes=len(articles), aliases=0, edges=0, evidence=0, sources=())


def update_count_graph(graph_path: Path, new_path: Path, changed: Iterable[tuple[str, Article | None]]) -> GraphStore:
    """`count_graph`'s counterpart, for PMIDs below 100."""
    with GraphReader.open(graph_path) as old:
        names = {f"TEST:{pmid}" for pmid in range(100)}
        nodes = {curie: entity.name for curie, entity in old.entities(names).items()}
    for pmid, article in changed:
        nodes.pop(f"TEST:{pmid}", None)
        if article is not None:
            nodes[f"TEST:{pmid}"] = article.title
    with GraphWriter(new_path) as writer:
        writer.add_nodes(Node(curie, name, "Drug") for curie, name in sorted(nodes.items()))
        writer.finish(())
    return GraphStore(path=new_path.name, nodes=len(nodes), aliases=0, edges=0, evidence=0, sources=())


Build = Callable[..., BuildReport]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Builds `tmp_path/index` from the PubMed files in `tmp_path/pubmed`."""

    def run(
        progress: Progress | None = None,
        load_encoder: Callable[[], Encoder] | None = HashEncoder,
        vectors_within_s: float | None = None,
        timer: Callable[[], float] = lambda: 0.0,
    ) -> BuildReport:
        return build_index(
            tmp_path / "index",
            pubmed_corpus(tmp_path / "pubmed"),
            BuildSteps(count_graph, load_encoder, vectors_within_s),
            RetrievalSettings(home=tmp_path / "home"),
            progress or NoProgress(),
            timer=timer,
        )

    (tmp_path / "pubmed").mkdir()
    return run


@pytest.fixture
def record() -> Callable[..., str]:
    """`record_xml`."""
    return record_xml


@pytest.fixture
def deletion() -> Callable[..., str]:
    """`deletion_xml`."""
    return deletion_xml


@pytest.fixture
def put(tmp_path: Path, build: Build) -> Callable[..., None]:
    """Writes records as `tmp_path/pubmed/<name>.xml.gz`."""

    def write(name: str, *records: str) -> None:
        write_pubmed_file(tmp_path / "pubmed" / f"{name}.xml.gz", records)

    return write


@pytest.fixture
def hash_encoder() -> Encoder:
    return HashEncoder()
