from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpuscle.index_builder.builder import BuildReport, BuildSteps, build_index
from corpuscle.index_builder.errors import SourceFileError, SourcesDifferError
from corpuscle.index_builder.progress import NoProgress
from corpuscle.index_builder.pubmed_source import pubmed_corpus
from corpuscle.index_builder.skipped import SkippedRecord, read_skipped
from corpuscle.index_builder.status import index_status
from corpuscle.index_builder.verify import verify_index
from corpuscle.retrieval.encoder import Encoder
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.manifest import Manifest, SourceFile, read_manifest
from corpuscle.retrieval.search import Retriever
from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.retrieval.text_index import TextIndex

Build = Callable[..., BuildReport]
Record = Callable[..., str]
Put = Callable[..., None]


class Notes:
    """Keeps what a build says."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def step(self, title: str, total: int, unit: str) -> AbstractContextManager[Callable[[int], None]]:
        self.lines.append(title)
        return nullcontext(lambda amount: None)

    def note(self, text: str) -> None:
        self.lines.append(text)


def text(index_dir: Path, manifest: Manifest) -> TextIndex:
    assert manifest.text is not None
    return TextIndex.open(index_dir / manifest.text.path)


def ids(index_dir: Path) -> list[str]:
    return sorted(article.id for article in text(index_dir, read_manifest(index_dir)).iter_articles())


def counts(source: SourceFile) -> tuple[int, int, int, int]:
    return source.records, source.indexed, source.skipped, source.deleted


def skipped(index_dir: Path) -> list[SkippedRecord]:
    manifest = read_manifest(index_dir)
    return read_skipped(index_dir / manifest.skipped_path, manifest.files[manifest.skipped_path].bytes)


def test_a_build_makes_text_graph_and_vectors(build: Build, put: Put, record: Record, tmp_path: Path) -> None:
    put("a", record(1), record(2))
    put("b", record(3))
    report = build()
    manifest = read_manifest(tmp_path / "index")
    assert report.manifest == manifest
    assert report.failures == ()
    assert report.vectors_missing == 0
    assert manifest.complete
    assert manifest.corpus == "pubmed"
    assert ids(tmp_path / "index") == ["1", "2", "3"]
    assert manifest.text is not None and manifest.text.articles == 3
    assert manifest.graph is not None and manifest.graph.nodes == 3
    assert manifest.vectors is not None and manifest.vectors.articles == 3
    # two files, the graph, the end of the sources, the empty vector store, one segment, the end of the vectors
    assert manifest.generation == 7
    assert verify_index(tmp_path / "index", NoProgress()).faults == ()


def test_every_record_is_accounted_for(build: Build, put: Put, record: Record, deletion: Record, tmp_path: Path) -> None:
    put("a", record(1), record(2, version=3), record(3), record(4).replace("Mice", "&"), record(5, version=1), record(5, version=2))
    put("b", record(2, version=2), record(3, "Mice fly."), deletion(1, 99))
    build()
    index = tmp_path / "index"
    # a: 1, 2, 3 and 5 version 2 are indexed; 4 is broken, 5 version 1 superseded. b: 3 again; 2 is superseded; 1 and 99 deleted
    assert [counts(source) for source in read_manifest(index).sources] == [(6, 4, 2, 0), (4, 1, 1, 2)]
    assert ids(index) == ["2", "3", "5"]
    articles = {article.id: article for article in text(index, read_manifest(index)).iter_articles()}
    assert {i: a.version for i, a in articles.items()} == {"2": 3, "3": 1, "5": 2}
    assert articles["3"].abstract == "Mice fly."
    listed = skipped(index)
    assert [(s.file, s.id) for s in listed] == [("a.xml.gz", "4"), ("a.xml.gz", "5"), ("b.xml.gz", "2")]
    assert listed[0].reason.startswith("malformed XML")
    assert listed[1].reason == "superseded by a later record of the same file (version 2)"
    assert listed[2].reason == "version 2 is superseded by version 3"


def test_the_highest_version_wins_whatever_the_order(build: Build, put: Put, record: Record, tmp_path: Path) -> None:
    put("a", record(1, version=2), record(1, version=1), record(1, version=3))
    build()
    index = tmp_path / "index"
    assert [a.version for a in text(index, read_manifest(index)).iter_articles()] == [3]
    assert counts(read_manifest(index).sources[0]) == (3, 1, 2, 0)


def test_an_article_may_come_back_after_its_deletion(build: Build, put: Put, record: Record, deletion: Record, tmp_path: Path) -> None:
    put("a", record(1), record(2))
    put("b", deletion(1, 2), record(2))
    build()
    assert ids(tmp_path / "index") == ["2"]
    assert counts(read_manifest(tmp_path / "index").sources[1]) == (3, 1, 0, 2)


def test_a_complete_index_is_left_alone(build: Build, put: Put, record: Record, tmp_path: Path) -> None:
    put("a", record(1))
    build()
    before = (tmp_path / "index" / "manifest.json").read_bytes()

    def load_encoder() -> Encoder:
        raise AssertionError("there is nothing to encode")

    report = build(load_encoder=load_encoder)
    assert (tmp_path / "index" / "manifest.json").read_bytes() == before
    assert report.vectors_missing == 0


def test_new_files_are_applied_behind_the_old_ones(build: Build, put: Put, record: Record, tmp_path: Path) -> None:
    put("a", record(1), record(2))
    build()
    put("b", record(2, "Mice fly."), record(3))
    notes = Notes()
    report = build(progress=notes)
    assert "Reading a.xml.gz" not in notes.lines
    assert ids(tmp_path / "index") == ["1", "2", "3"]
    assert report.manifest.graph is not None and report.manifest.graph.nodes == 3
    # 2 was revised: its old vector stays on disk, a new one joins it
    assert report.manifest.vectors is not None and report.manifest.vectors.articles == 4
    assert verify_index(tmp_path / "index", NoProgress()).faults == ()


def test_other_sources_in_the_same_folder_are_refused(build: Build, put: Put, record: Record, tmp_path: Path) -> None:
    put("a", record(1))
    build()
    put("a", record(2))
    with pytest.raises(SourcesDifferError, match=r"a\.xml\.gz had the MD5") as caught:
        build()
    assert "another folder" in caught.value.remedy
    (tmp_path / "pubmed" / "a.xml.gz").unlink()
    put("b", record(2))
    with pytest.raises(SourcesDifferError, match="index of other sources: pubmed"):
        build()
    assert ids(tmp_path / "index") == ["1"]


def test_a_file_that_cannot_be_read_is_left_out_and_repaired_later(
    build: Build, put: Put, record: Record, deletion: Record, tmp_path: Path
) -> None:
    put("a", record(1))
    put("b", record(2), record(3, "old"), record(4).replace("Mice", "&"))
    put("c", record(3, "new"), deletion(2), record(5).replace("Mice", "&"))
    whole = (tmp_path / "pubmed" / "b.xml.gz").read_bytes()
    (tmp_path / "pubmed" / "b.xml.gz").write_bytes(whole[:-20])
    notes = Notes()
    report = build(progress=notes)
    assert [str(failure).split(" (")[0] for failure in report.failures] == ["b.xml.gz cannot be read to its end"]
    assert "Fetch the file again" in report.failures[0].remedy
    assert str(report.failures[0]) in notes.lines
    assert not report.manifest.complete
    assert [source.name for source in report.manifest.sources] == ["a.xml.gz", "c.xml.gz"]
    assert ids(tmp_path / "index") == ["1", "3"]

    (tmp_path / "pubmed" / "b.xml.gz").write_bytes(whole)
    report = build()
    # c is applied anew behind b, so that b's older word on 2 and 3 does not stand
    assert [source.name for source in report.manifest.sources] == ["a.xml.gz", "b.xml.gz", "c.xml.gz"]
    assert report.manifest.complete
    articles = {a.id: a.abstract for a in text(tmp_path / "index", report.manifest).iter_articles()}
    assert articles == {"1": "Mice swim.", "3": "new"}
    assert [(s.file, s.id) for s in skipped(tmp_path / "index")] == [("b.xml.gz", "4"), ("c.xml.gz", "5")]
    assert verify_index(tmp_path / "index", NoProgress()).faults == ()


def test_a_build_that_dies_while_it_applies_a_repaired_file_leaves_the_last_commit_sound(
    build: Build, put: Put, record: Record, tmp_path: Path
) -> None:
    put("a", record(1).replace("Mice", "&"))
    put("b", record(2), record(4).replace("Mice", "&"))
    put("c", record(3), record(5).replace("Mice", "&"))
    second, index = tmp_path / "pubmed" / "b.xml.gz", tmp_path / "index"
    whole = second.read_bytes()
    second.write_bytes(whole[:-20])
    build()
    second.write_bytes(whole)
    # the clock is read when the folder is locked, and next when b's commit is stamped: behind all that was written for it
    times = iter([datetime(2026, 1, 1, tzinfo=UTC)])
    with pytest.raises(StopIteration):
        build_index(
            index,
            pubmed_corpus(tmp_path / "pubmed"),
            BuildSteps(),
            RetrievalSettings(home=tmp_path / "home"),
            NoProgress(),
            lambda: next(times),
        )
    assert len(list(index.glob("skipped*.jsonl"))) == 2
    assert verify_index(index, NoProgress()).faults == ()
    assert [(s.file, s.id) for s in skipped(index)] == [("a.xml.gz", "1"), ("c.xml.gz", "5")]

    second.write_bytes(whole[:-20])
    build()
    assert verify_index(index, NoProgress()).faults == ()
    second.write_bytes(whole)
    build()
    assert [(s.file, s.id) for s in skipped(index)] == [("a.xml.gz", "1"), ("b.xml.gz", "4"), ("c.xml.gz", "5")]
    assert [path.name for path in index.glob("skipped*.jsonl")] == [read_manifest(index).skipped_path]


def test_vectors_of_superseded_texts_do_not_count(build: Build, put: Put, record: Record, tmp_path: Path, hash_encoder: Encoder) -> None:
    put("a", record(1), record(2), record(3))
    build()
    put("b", record(1, "Mice fly."), record(2, "Mice sing."))
    build(vectors_within_s=0)
    index = Index.open(tmp_path / "index", RetrievalSettings(home=tmp_path / "home"))
    assert index.vectors is not None and len(index.vectors) == 3
    assert index.articles_without_vector == 2
    status = index_status(tmp_path / "index").vectors
    assert status is not None and (status.made, status.articles) == (1, 3)
    found = Retriever(index, hash_encoder).search("mice", mode="dense")
    assert [hit.article.id for hit in found.hits] == ["3"]
    assert found.notes == ("2 of 3 articles have no vector yet and could not be found by it.",)


def test_an_opened_index_is_read_on_while_builds_remove_its_folder(build: Build, put: Put, record: Record, tmp_path: Path) -> None:
    put("a", record(1))
    build()
    index = Index.open(tmp_path / "index", RetrievalSettings(home=tmp_path / "home"))
    for name in ("b", "c", "d"):
        put(name, record(1, f"Mice of {name}."), record(2))
        build()
    assert not (tmp_path / "index" / "text" / "000001").exists()
    assert [article.abstract for article in index.text.iter_articles()] == ["Mice swim."]


def test_a_checksum_that_differs_keeps_its_file_out_and_no_other(build: Build, put: Put, record: Record, tmp_path: Path) -> None:
    put("a", record(1))
    put("b", record(2))
    put("c", record(3))
    (tmp_path / "pubmed" / "a.xml.gz.md5").write_text("0" * 32)
    (tmp_path / "pubmed" / "b.xml.gz.md5").write_text("<html>")
    report = build()
    assert [str(failure)[:8] for failure in report.failures] == ["a.xml.gz", "b.xml.gz"]
    assert ids(tmp_path / "index") == ["3"]


def test_a_build_without_one_readable_file_fails(build: Build, put: Put, record: Record, tmp_path: Path) -> None:
    put("a", record(1))
    (tmp_path / "pubmed" / "a.xml.gz").write_bytes(b"not gzip, but a text that is longer than gzip's header")
    with pytest.raises(SourceFileError, match="Not a gzipped file"):
        build()
    assert not (tmp_path / "index" / "manifest.json").exists()


def test_the_previous_text_generation_stays_for_its_readers(build: Build, put: Put, record: Record, tmp_path: Path) -> None:
    for number in range(4):
        put(f"file{number}", record(number + 1))
    build()
    assert sorted(p.name for p in (tmp_path / "index" / "text").iterdir()) == ["000003", "000004", "work"]


def test_a_reader_keeps_its_generation(build: Build, put: Put, record: Record, tmp_path: Path) -> None:
    put("a", record(1))
    reader = text(tmp_path / "index", build().manifest)
    put("b", record(1, "Mice fly."), record(2))
    build()
    assert [a.abstract for a in reader.iter_articles()] == ["Mice swim."]


def test_without_an_encoder_there_are_no_vectors(build: Build, put: Put, record: Record) -> None:
    put("a", record(1))
    report = build(load_encoder=None)
    assert report.manifest.vectors is None
    assert report.vectors_missing == 0
