"""Upserts, deletions and generations of the text index."""

from pathlib import Path

import pytest
import tantivy

from corpuscle.index_builder.text_writer import WORK_PATH, TextWriter
from corpuscle.retrieval.articles import AbstractSection, Article
from corpuscle.retrieval.errors import IndexFormatError
from corpuscle.retrieval.text_index import TextIndex


def _article(article_id: str, title: str = "Asthma", version: int = 1) -> Article:
    return Article(article_id, title, (AbstractSection("Wheeze."),), version=version)


def _titles(path: Path) -> dict[str, str]:
    return {article.id: article.title for article in TextIndex.open(path).iter_articles()}


def test_an_upsert_replaces_whatever_had_its_id(tmp_path: Path) -> None:
    with TextWriter(tmp_path) as writer:
        writer.upsert(_article("1", "First", version=2))
        writer.upsert(_article("1", "Second", version=1))
        assert writer.commit().articles == 1
        writer.upsert(_article("1", "Third"))
        writer.upsert(_article("2", "Other"))
        assert writer.commit().articles == 2
        assert _titles(tmp_path / writer.snapshot(1)) == {"1": "Third", "2": "Other"}


def test_versions_are_known_before_and_after_a_commit(tmp_path: Path) -> None:
    with TextWriter(tmp_path) as writer:
        assert writer.current_version("1") is None
        writer.upsert(_article("1", version=3))
        assert writer.current_version("1") == 3
        writer.commit()
        assert writer.current_version("1") == 3
        writer.delete("1")
        assert writer.current_version("1") is None
        writer.commit()
        assert writer.current_version("1") is None


def test_a_reader_keeps_its_generation(tmp_path: Path) -> None:
    with TextWriter(tmp_path) as writer:
        writer.upsert(_article("1", "Before"))
        writer.commit()
        path = writer.snapshot(1)
        reader = TextIndex.open(tmp_path / path)
        writer.upsert(_article("1", "After"))
        writer.upsert(_article("2"))
        writer.commit()
        assert writer.snapshot(2) == "text/000002"
        assert (path, len(reader)) == ("text/000001", 1)
        found = reader.get("1")
        assert found is not None
        assert found.title == "Before"
    assert _titles(tmp_path / "text/000001") == {"1": "Before"}
    assert _titles(tmp_path / "text/000002") == {"1": "After", "2": "Asthma"}


def test_files_of_a_generation_never_change(tmp_path: Path) -> None:
    with TextWriter(tmp_path) as writer:
        for i in range(12):  # enough commits for tantivy to merge segments
            writer.upsert(_article(str(i)))
            writer.commit()
            writer.snapshot(i + 1)
        before = {path: path.read_bytes() for path in (tmp_path / "text").glob("0*/*")}
        writer.delete("3")
        writer.commit()
        writer.snapshot(13)
    assert before
    assert all(path.read_bytes() == content for path, content in before.items())
    assert [len(_titles(tmp_path / f"text/{n:06d}")) for n in range(1, 14)] == [*range(1, 13), 11]


def test_segments_are_merged_as_files_are_applied(tmp_path: Path) -> None:
    for number in range(20):
        with TextWriter(tmp_path) as writer:
            writer.upsert(_article(str(number)))
            writer.commit()
        writer.snapshot(number + 1)
    segments = {path.stem for path in (tmp_path / "text/000020").glob("*.store")}
    assert len(segments) < 9  # tantivy merges eight of a size
    assert len(_titles(tmp_path / "text/000020")) == 20


def test_what_was_not_committed_is_dropped(tmp_path: Path) -> None:
    with TextWriter(tmp_path) as writer:
        writer.upsert(_article("1"))
        writer.commit()
        writer.upsert(_article("2"))
        writer.delete("1")
    with TextWriter(tmp_path) as writer:
        assert writer.current_version("1") == 1
        assert writer.current_version("2") is None


def test_a_leftover_of_a_killed_build_is_replaced(tmp_path: Path) -> None:
    leftover = tmp_path / "text/000001"
    leftover.mkdir(parents=True)
    (leftover / "junk").write_text("junk")
    with TextWriter(tmp_path) as writer:
        writer.upsert(_article("1"))
        writer.commit()
        writer.snapshot(1)
    assert not (leftover / "junk").exists()
    assert _titles(leftover) == {"1": "Asthma"}


def test_there_is_one_writer(tmp_path: Path) -> None:
    with TextWriter(tmp_path), pytest.raises(ValueError, match="LockBusy"):
        TextWriter(tmp_path)


def test_text_with_other_fields_is_refused_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / WORK_PATH).mkdir(parents=True)
    tantivy.Index(tantivy.SchemaBuilder().add_text_field("id").build(), path=str(tmp_path / WORK_PATH))
    with pytest.raises(IndexFormatError, match="has other fields") as caught:
        TextWriter(tmp_path)
    assert "Build it anew" in caught.value.remedy
