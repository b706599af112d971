"""Parts of a corpus, and files given one by one."""

from pathlib import Path

import pytest

from corpuscle.index_builder.builder import BuildSteps, build_index
from corpuscle.index_builder.errors import SourceFileError, SourcesDifferError
from corpuscle.index_builder.progress import NoProgress
from corpuscle.index_builder.pubmed_source import pubmed_corpus, pubmed_files
from corpuscle.index_builder.sources import Corpus
from corpuscle.retrieval.settings import RetrievalSettings
from tests.index_builder.conftest import record_xml, write_pubmed_file


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """Five files of one record each."""
    (tmp_path / "pubmed").mkdir()
    for number in range(1, 6):
        write_pubmed_file(tmp_path / "pubmed" / f"pubmed26n000{number}.xml.gz", [record_xml(number)])
    return pubmed_corpus(tmp_path / "pubmed")


def test_every_file_is_in_one_part(corpus: Corpus) -> None:
    parts = [[source.name[-8] for source in corpus.part(number, 2).sources] for number in (1, 2)]
    assert parts == [["1", "3", "5"], ["2", "4"]]


def test_more_parts_than_files_are_an_error(corpus: Corpus) -> None:
    with pytest.raises(SourceFileError, match="Part 6/6 of pubmed is empty: there are 5"):
        corpus.part(6, 6)


def test_an_index_keeps_to_its_part(corpus: Corpus, tmp_path: Path) -> None:
    def build(part: Corpus) -> str:
        report = build_index(tmp_path / "index", part, BuildSteps(), RetrievalSettings(home=tmp_path), NoProgress())
        assert report.manifest.text is not None and report.manifest.text.articles == 2
        return report.manifest.shard

    assert build(corpus.part(2, 2)) == "2/2"
    assert build(corpus.part(2, 2)) == "2/2"
    with pytest.raises(SourcesDifferError, match="pubmed, part 2/2"):
        build(corpus.part(1, 2))
    with pytest.raises(SourcesDifferError):
        build(corpus)


def test_files_and_folders_come_in_the_order_of_their_names(corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    single = tmp_path / "one" / "pubmed26n0003a.xml.gz"
    write_pubmed_file(single, [record_xml(9)])
    names = [source.name for source in pubmed_files([single, tmp_path / "pubmed", single])]
    assert names == sorted([*(source.name for source in corpus.sources), single.name])


def test_two_files_of_one_name_are_an_error(corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    write_pubmed_file(tmp_path / "other" / "pubmed26n0001.xml.gz", [record_xml(9)])
    with pytest.raises(SourceFileError, match="two files"):
        pubmed_files([tmp_path / "pubmed", tmp_path / "other"])
