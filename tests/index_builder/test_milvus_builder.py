import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpuscle.index_builder.errors import SourceFileError, SourcesDifferError
from corpuscle.index_builder.graph_record import graph_record
from corpuscle.index_builder.graph_writer import GraphWriter
from corpuscle.index_builder.milvus_builder import MilvusSteps, build_in_milvus, update_in_milvus
from corpuscle.index_builder.milvus_writer import MilvusWriter
from corpuscle.index_builder.progress import NoProgress, Progress
from corpuscle.index_builder.pubmed_source import pubmed_corpus, pubmed_files
from corpuscle.index_builder.vocabulary import Node
from corpuscle.kg.store import GraphStore as GraphReader
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.errors import EncoderError, IndexMissingError
from corpuscle.retrieval.manifest import GraphStore, read_manifest
from corpuscle.retrieval.milvus_search import MilvusRetriever
from corpuscle.retrieval.settings import RetrievalSettings
from tests.index_builder.conftest import HashEncoder, deletion_xml, record_xml, write_pubmed_file


class CountingEncoder(HashEncoder):
    """Remembers how many articles it read."""

    def __init__(self) -> None:
        self.read = 0

    def encode_articles(self, articles: Sequence[Article]) -> NDArray[np.float32]:
        self.read += len(articles)
        return super().encode_articles(articles)


class WiderEncoder(HashEncoder):
    dimension = 8


@pytest.fixture
def settings(tmp_path: Path) -> RetrievalSettings:
    return RetrievalSettings(home=tmp_path / "home")


@pytest.fixture
def pubmed(tmp_path: Path) -> Path:
    """Two files: 11 to 13, of which 12 comes again in a second version, and 21 with a notice that retracts 11."""
    folder = tmp_path / "pubmed"
    folder.mkdir()
    notice = record_xml(22).replace(
        "</Article></MedlineCitation>",
        '</Article><CommentsCorrectionsList><CommentsCorrections RefType="RetractionOf"><PMID>11</PMID></CommentsCorrections>'
        "</CommentsCorrectionsList></MedlineCitation>",
    )
    write_pubmed_file(folder / "a.xml.gz", [record_xml(11), record_xml(12), record_xml(13, ""), record_xml(12, "Mice sing.", 2)])
    write_pubmed_file(folder / "b.xml.gz", [record_xml(21), notice])
    return folder


Build = Callable[..., MilvusRetriever]


def _ids(engine: MilvusRetriever) -> list[str]:
    return sorted(hit.article.id for hit in engine.search("invented study", 50, "bm25").hits)


def test_parts_fill_one_collection_and_the_last_build_makes_it_searchable(
    tmp_path: Path, pubmed: Path, milvus_uri: str, milvus_collection: str, settings: RetrievalSettings
) -> None:
    corpus, steps = pubmed_corpus(pubmed), MilvusSteps(load_encoder=HashEncoder)
    for part in (2, 1):  # the notice is there before its target
        folder = tmp_path / f"part-{part}"
        build_in_milvus(folder, corpus.part(part, 2), milvus_uri, milvus_collection, steps, settings, NoProgress())
        with pytest.raises(IndexMissingError, match="has not ended"):
            MilvusRetriever.open(folder, settings)
    encoder = CountingEncoder()
    report = build_in_milvus(
        tmp_path / "index", corpus, milvus_uri, milvus_collection, MilvusSteps(load_encoder=lambda: encoder), settings, NoProgress()
    )
    assert encoder.read == 0
    assert [(source.name, source.indexed) for source in report.manifest.sources] == [("a.xml.gz", 3), ("b.xml.gz", 2)]
    assert report.manifest.complete
    engine = MilvusRetriever.open(tmp_path / "index", settings)
    assert _ids(engine) == ["12", "13", "21", "22"]
    retracted = engine.article("11")
    assert retracted is not None
    assert retracted.retracted
    revised = engine.article("12")
    assert revised is not None
    assert (revised.abstract, revised.version) == ("Mice sing.", 2)


def test_an_older_version_in_a_later_file_is_skipped(
    tmp_path: Path, pubmed: Path, milvus_uri: str, milvus_collection: str, settings: RetrievalSettings
) -> None:
    write_pubmed_file(pubmed / "c.xml.gz", [record_xml(12, "Mice nap.", 1)])
    report = build_in_milvus(
        tmp_path / "index", pubmed_corpus(pubmed), milvus_uri, milvus_collection, MilvusSteps(), settings, NoProgress()
    )
    assert [source.skipped for source in report.manifest.sources] == [1, 0, 1]
    assert (tmp_path / "index" / "skipped.jsonl").read_text().count("superseded") == 2


def test_a_build_that_was_killed_goes_on_without_encoding_twice(
    tmp_path: Path,
    pubmed: Path,
    milvus_uri: str,
    milvus_collection: str,
    settings: RetrievalSettings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = CountingEncoder(), CountingEncoder()
    corpus = pubmed_corpus(pubmed)

    def killed(self: MilvusWriter) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        # everything is written but for the note that the file was
        patch.setattr("corpuscle.index_builder.milvus_builder.write_accounts", killed)
        with pytest.raises((KeyboardInterrupt, TypeError)):
            build_in_milvus(
                tmp_path / "index", corpus, milvus_uri, milvus_collection, MilvusSteps(load_encoder=lambda: first), settings, NoProgress()
            )
    steps = MilvusSteps(load_encoder=lambda: second)
    build_in_milvus(tmp_path / "index", corpus, milvus_uri, milvus_collection, steps, settings, NoProgress())
    assert (first.read, second.read) == (3, 2)
    engine = MilvusRetriever.open(tmp_path / "index", settings)
    assert _ids(engine) == ["12", "13", "21", "22"]
    generation = read_manifest(tmp_path / "index").generation
    build_in_milvus(tmp_path / "index", corpus, milvus_uri, milvus_collection, steps, settings, NoProgress())
    assert read_manifest(tmp_path / "index").generation == generation


def test_a_damaged_file_is_quarantined_and_applied_once_it_is_repaired(
    tmp_path: Path, pubmed: Path, milvus_uri: str, milvus_collection: str, settings: RetrievalSettings
) -> None:
    whole = (pubmed / "b.xml.gz").read_bytes()
    (pubmed / "b.xml.gz").write_bytes(whole[: len(whole) // 2])

    def build() -> tuple[SourceFileError, ...]:
        corpus = pubmed_corpus(pubmed)
        return build_in_milvus(tmp_path / "i", corpus, milvus_uri, milvus_collection, MilvusSteps(), settings, NoProgress()).failures

    failures = build()
    assert [str(failure) for failure in failures]
    assert [file.name for file in read_manifest(tmp_path / "i").quarantined] == ["b.xml.gz"]
    (pubmed / "b.xml.gz").write_bytes(whole)
    assert build() == ()
    assert read_manifest(tmp_path / "i").quarantined == ()
    assert _ids(MilvusRetriever.open(tmp_path / "i", settings)) == ["12", "13", "21", "22"]


def test_an_update_keeps_vectors_of_texts_that_stay(
    tmp_path: Path, pubmed: Path, milvus_uri: str, milvus_collection: str, settings: RetrievalSettings
) -> None:
    steps = MilvusSteps(load_encoder=HashEncoder)
    build_in_milvus(tmp_path / "index", pubmed_corpus(pubmed), milvus_uri, milvus_collection, steps, settings, NoProgress())
    before = MilvusRetriever.open(tmp_path / "index", settings).index.scores_and_vectors(["21"], {"mice": 1.0})["21"][1]
    update = tmp_path / "pubmed26n0002.xml.gz"
    same_text = record_xml(21, version=2).replace("</Article>", "<Language>ger</Language></Article>")
    write_pubmed_file(update, [same_text, record_xml(31, "Rats swim."), deletion_xml(13, 22)])
    encoder = CountingEncoder()
    update_in_milvus(tmp_path / "index", pubmed_files([update]), MilvusSteps(load_encoder=lambda: encoder), settings, NoProgress())
    engine = MilvusRetriever.open(tmp_path / "index", settings)
    assert encoder.read == 1
    assert _ids(engine) == ["11", "12", "21", "31"]  # 11 is not retracted any more: its notice is gone
    found = engine.index.scores_and_vectors(["21"], {"mice": 1.0})["21"][1]
    assert found == pytest.approx(before)
    assert engine.document_frequency("rat") == 1
    assert [source.role for source in engine.index.manifest.sources] == ["baseline", "baseline", "update"]


def test_another_encoder_or_another_corpus_is_refused(
    tmp_path: Path, pubmed: Path, milvus_uri: str, milvus_collection: str, settings: RetrievalSettings
) -> None:
    def build(folder: str, steps: MilvusSteps) -> None:
        corpus = pubmed_corpus(pubmed)
        build_in_milvus(tmp_path / folder, corpus, milvus_uri, milvus_collection, steps, settings, NoProgress())

    build("one", MilvusSteps(load_encoder=HashEncoder))
    with pytest.raises(EncoderError, match="dimension 8 instead of 4"):
        build("two", MilvusSteps(load_encoder=WiderEncoder))
    with pytest.raises(SourcesDifferError, match="has vectors of hash"):
        build("two", MilvusSteps())
    write_pubmed_file(pubmed / "a.xml.gz", [record_xml(99)])
    with pytest.raises(SourcesDifferError, match=r"has another a\.xml\.gz"):
        build("one", MilvusSteps(load_encoder=HashEncoder))


def test_a_graph_that_this_program_does_not_read_is_made_anew_by_a_build_and_by_an_update(
    tmp_path: Path, pubmed: Path, milvus_uri: str, milvus_collection: str, settings: RetrievalSettings
) -> None:
    index, corpus, steps = tmp_path / "index", pubmed_corpus(pubmed), MilvusSteps(build_graph=_titles, update_graph=_refused)

    def outdated() -> Path:
        graph = read_manifest(index).graph
        assert graph is not None
        with closing(sqlite3.connect(index / graph.path)) as connection:
            connection.execute("PRAGMA user_version = 3")
        return index / graph.path

    build_in_milvus(index, corpus, milvus_uri, milvus_collection, steps, settings, NoProgress())
    before = outdated()
    build_in_milvus(index, corpus, milvus_uri, milvus_collection, steps, settings, NoProgress())
    assert outdated() != before
    update = tmp_path / "pubmed26n0002.xml.gz"
    write_pubmed_file(update, [record_xml(31, "Rats swim.")])
    update_in_milvus(index, pubmed_files([update]), steps, settings, NoProgress())
    manifest = read_manifest(index)
    assert manifest.graph is not None
    with GraphReader.open(index / manifest.graph.path) as store:
        assert store.counts().nodes == 3 + 2 + 1
    update_in_milvus(index, [], steps, settings, NoProgress())
    assert read_manifest(index).generation == manifest.generation


def _titles(articles: Iterable[Article], path: Path, progress: Progress) -> GraphStore:
    """A graph that has a node for each article."""
    with GraphWriter(path) as writer:
        writer.add_nodes(Node(f"TEST:{article.id}", article.title, "Drug") for article in articles)
        writer.finish(())
    return graph_record(path)


def _refused(graph_path: Path, new_path: Path, changed: Iterable[tuple[str, Article | None]]) -> GraphStore:
    raise AssertionError("a graph that is to be made anew needs no update")
