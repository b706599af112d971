"""A new baseline takes the place of the old one in one step; readers keep what they opened."""

from pathlib import Path

import pytest

from corpuscle.index_builder import replacement
from corpuscle.index_builder.builder import BuildReport, BuildSteps, build_index
from corpuscle.index_builder.errors import IndexLockedError, StepError
from corpuscle.index_builder.lock import writer_lock
from corpuscle.index_builder.progress import NoProgress
from corpuscle.index_builder.pubmed_source import pubmed_corpus
from corpuscle.index_builder.replacement import replace_index
from corpuscle.index_builder.verify import verify_index
from corpuscle.kg.store import GraphStore as GraphReader
from corpuscle.retrieval.errors import IndexMissingError
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.manifest import read_manifest
from corpuscle.retrieval.settings import RetrievalSettings
from tests.index_builder.conftest import HashEncoder, count_graph, record_xml, write_pubmed_file

STEPS = BuildSteps(count_graph, HashEncoder)
OLD_YEAR, NEW_YEAR = "pubmed26n0001.xml.gz", "pubmed27n0001.xml.gz"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two baselines, and the index of the older one."""
    for year, name, pmids in (("old", OLD_YEAR, range(1, 4)), ("new", NEW_YEAR, range(2, 7))):
        (tmp_path / year).mkdir()
        write_pubmed_file(tmp_path / year / name, (record_xml(pmid, f"Mice of the {year} year.") for pmid in pmids))
    build_index(tmp_path / "index", pubmed_corpus(tmp_path / "old"), STEPS, RetrievalSettings(home=tmp_path), NoProgress())
    return tmp_path


def replace(folder: Path, steps: BuildSteps = STEPS) -> BuildReport:
    return replace_index(folder / "index", pubmed_corpus(folder / "new"), steps, RetrievalSettings(home=folder), NoProgress())


def held(index: Path) -> list[str]:
    return [source.name for source in read_manifest(index).sources]


def test_the_new_index_takes_the_place_of_the_old_one_which_is_kept(folder: Path) -> None:
    report = replace(folder)
    assert (held(folder / "index"), held(folder / "index.previous")) == ([NEW_YEAR], [OLD_YEAR])
    assert report.manifest == read_manifest(folder / "index")
    assert not (folder / "index.next").exists()
    for index in ("index", "index.previous"):
        assert verify_index(folder / index, NoProgress()).faults == ()


def test_a_reader_of_the_old_index_keeps_all_its_stores(folder: Path) -> None:
    reader = Index.open(folder / "index", RetrievalSettings(home=folder))
    replace(folder)
    assert reader.vectors is not None and len(reader.vectors) == 3
    assert reader.graph_path is not None
    with GraphReader.open(reader.graph_path) as graph:
        assert graph.counts().nodes == 3
    assert {article.abstract for article in reader.text.iter_articles()} == {"Mice of the old year."}
    assert len(Index.open(folder / "index", RetrievalSettings(home=folder)).text) == 5


def test_a_file_that_fails_leaves_the_old_index_in_place_until_it_is_mended(folder: Path) -> None:
    second = folder / "new" / "pubmed27n0002.xml.gz"
    second.write_bytes(b"no gzip")
    assert len(replace(folder).failures) == 1
    assert (held(folder / "index"), held(folder / "index.next")) == ([OLD_YEAR], [NEW_YEAR])
    write_pubmed_file(second, [record_xml(9)])
    replace(folder)
    assert held(folder / "index") == [NEW_YEAR, second.name]


def test_missing_vectors_leave_the_old_index_in_place_until_they_are_made(folder: Path) -> None:
    assert replace(folder, BuildSteps(count_graph, HashEncoder, vectors_within_s=0)).vectors_missing == 5
    assert held(folder / "index") == [OLD_YEAR]
    replace(folder)
    assert held(folder / "index") == [NEW_YEAR]


def test_a_replacement_killed_after_the_exchange_is_ended_by_the_same_command(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(replaced: Path, old: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(replacement, "_keep", die)
        replace(folder)
    assert (held(folder / "index"), held(folder / "index.next")) == ([NEW_YEAR], [OLD_YEAR])
    before = read_manifest(folder / "index")
    assert replace(folder).manifest == before
    assert held(folder / "index.previous") == [OLD_YEAR]
    assert replace(folder).manifest == before


def test_an_index_that_is_still_kept_is_not_overwritten(folder: Path) -> None:
    (folder / "index.previous").mkdir()
    with pytest.raises(StepError, match=r"index\.previous still keeps") as caught:
        replace(folder)
    assert "Delete it" in caught.value.remedy
    assert not (folder / "index.next").exists()


def test_an_index_that_is_being_updated_is_not_exchanged(folder: Path) -> None:
    report = replace(folder, BuildSteps(count_graph, HashEncoder, vectors_within_s=0))
    with writer_lock(folder / "index", lambda: report.manifest.created), pytest.raises(IndexLockedError):
        replace(folder)
    assert held(folder / "index") == [OLD_YEAR]


def test_a_link_to_the_index_stays_a_link(folder: Path) -> None:
    (folder / "link").symlink_to(folder / "index")
    replace_index(folder / "link", pubmed_corpus(folder / "new"), STEPS, RetrievalSettings(home=folder), NoProgress())
    assert (folder / "link").is_symlink()
    assert held(folder / "link") == [NEW_YEAR]


def test_where_nothing_can_be_replaced_there_is_an_error(folder: Path) -> None:
    with pytest.raises(IndexMissingError):
        replace_index(folder / "none", pubmed_corpus(folder / "new"), STEPS, RetrievalSettings(home=folder), NoProgress())
