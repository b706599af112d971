import gzip
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuscle.index_builder.errors import SourceFileError
from corpuscle.index_builder.pubmed_source import pubmed_corpus
from corpuscle.index_builder.sources import Deletion, Source, SourceRecord, Unusable
from corpuscle.retrieval.articles import Article

OPENING = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD" "x.dtd">\n<PubmedArticleSet>\n'
CLOSING = "\n</PubmedArticleSet>\n"


def record(pmid: int) -> str:
    return (
        f'<PubmedArticle><MedlineCitation><PMID Version="1">{pmid}</PMID><Article><ArticleTitle>Invented study {pmid}.</ArticleTitle>'
        "</Article></MedlineCitation></PubmedArticle>"
    )


@pytest.fixture
def source_of(tmp_path: Path) -> Callable[[str], Source]:
    """A PubMed file with these records."""

    def make(records: str, opening: str = OPENING, closing: str = CLOSING) -> Source:
        (tmp_path / "a.xml.gz").write_bytes(gzip.compress((opening + records + closing).encode(), 1))
        return pubmed_corpus(tmp_path).sources[0]

    return make


def read(source: Source) -> list[SourceRecord]:
    return list(source.records(lambda amount: None))


def ids(records: list[SourceRecord]) -> list[str]:
    return [r.content.id for r in records if isinstance(r.content, Article)]


def unusable(records: list[SourceRecord]) -> list[Unusable]:
    return [r.content for r in records if isinstance(r.content, Unusable)]


def test_articles_deletions_and_books_come_in_order(source_of: Callable[[str], Source]) -> None:
    book = '<PubmedBookArticle><BookDocument><PMID Version="1">5</PMID></BookDocument></PubmedBookArticle>'
    deletion = "<DeleteCitation>\n<PMID>3</PMID><PMID>4</PMID></DeleteCitation>"
    records = read(source_of(record(1) + "\n" + book + record(2) + deletion))
    assert ids(records) == ["1", "2"]
    assert unusable(records) == [Unusable("a book or a chapter, not an article", "5")]
    assert [r.content for r in records[3:]] == [Deletion("3"), Deletion("4")]
    assert records[0].offset == len(OPENING)


def test_an_empty_set_has_no_records(source_of: Callable[[str], Source]) -> None:
    assert read(source_of("")) == []


@pytest.mark.parametrize("closing", [CLOSING + "\n" * 5000, CLOSING + "<!-- end -->\n"])
def test_what_stands_behind_the_end_is_no_damage(source_of: Callable[..., Source], closing: str) -> None:
    assert ids(read(source_of(record(1), closing=closing))) == ["1"]


def test_a_set_without_content_has_no_records(source_of: Callable[..., Source]) -> None:
    assert read(source_of("", opening='<?xml version="1.0"?>\n<PubmedArticleSet/>', closing="\n")) == []


DAMAGES: list[Callable[[str], str]] = [
    lambda r: r.replace("</Article>", ""),
    lambda r: r.replace("Invented", "a & b < c"),
    lambda r: r.replace("Invented", "&nbsp;"),
    lambda r: r.replace("<PubmedArticle>", "<PubmedArticl>"),
    lambda r: r.replace("<PubmedArticle>", ""),
    lambda r: r.replace("</PubmedArticle>", "</PubmedArtic"),
    lambda r: r[: len(r) // 2],
    lambda r: r.replace("<PMID", "<PM"),
    lambda r: r.replace("Invented", "\x02"),
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.none(), st.integers(0, len(DAMAGES) - 1)), min_size=1, max_size=12))
def test_damaged_records_never_take_a_neighbour_along(tmp_path_factory: pytest.TempPathFactory, damages: list[int | None]) -> None:
    folder = tmp_path_factory.mktemp("pubmed")
    records = [record(i) if damage is None else DAMAGES[damage](record(i)) for i, damage in enumerate(damages, start=1)]
    (folder / "a.xml.gz").write_bytes(gzip.compress((OPENING + "\n".join(records) + CLOSING).encode(), 1))
    found = read(pubmed_corpus(folder).sources[0])
    assert ids(found) == [str(i) for i, damage in enumerate(damages, start=1) if damage is None]
    # damaged records that follow one another may be listed as one
    runs = sum(damage is not None and (i == 0 or damages[i - 1] is None) for i, damage in enumerate(damages))
    assert runs <= len(unusable(found)) <= sum(damage is not None for damage in damages)


def test_a_damaged_record_is_listed_with_its_place_and_pmid(source_of: Callable[[str], Source]) -> None:
    damaged = record(2).replace("Invented", "a & b")
    found = read(source_of(record(1) + damaged + record(3)))
    assert ids(found) == ["1", "3"]
    assert found[1].offset == len(OPENING) + len(record(1))
    assert unusable(found)[0].article_id == "2"
    assert unusable(found)[0].reason.startswith("malformed XML: xmlParseEntityRef: no name")


def test_a_truncated_file_is_refused(tmp_path: Path) -> None:
    whole = gzip.compress((OPENING + "".join(record(i) for i in range(500)) + CLOSING).encode())
    (tmp_path / "cut.xml.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SourceFileError, match=r"cut\.xml\.gz cannot be read to its end") as caught:
        read(pubmed_corpus(tmp_path).sources[0])
    assert "Fetch the file again" in caught.value.remedy


def test_a_file_cut_before_it_was_packed_is_refused(source_of: Callable[..., Source]) -> None:
    with pytest.raises(SourceFileError, match="it ends before </PubmedArticleSet>"):
        read(source_of(record(1), closing=""))


def test_every_flipped_bit_is_noticed(tmp_path: Path) -> None:
    whole = bytearray(gzip.compress((OPENING + "".join(record(i) for i in range(50)) + CLOSING).encode()))
    clean = ids(read(_file(tmp_path, bytes(whole))))
    chance = random.Random(7)
    for _ in range(100):
        flipped = bytearray(whole)
        flipped[chance.randrange(10, len(whole))] ^= 1 << chance.randrange(8)  # the first ten bytes are the header: time, system
        with pytest.raises(SourceFileError):
            read(_file(tmp_path, bytes(flipped)))
    assert clean == [str(i) for i in range(50)]


def test_a_gzip_bomb_is_refused(tmp_path: Path) -> None:
    bomb = gzip.compress(b" " * (1 << 20), 9) * 300  # 300 MiB of blanks in some 300 kB
    with pytest.raises(SourceFileError, match="expand to more than 268,435,456"):
        read(_file(tmp_path, bomb))


def test_a_record_over_the_limit_is_skipped(tmp_path: Path) -> None:
    giant = record(2).replace("Invented", "x" * (65 * 1024 * 1024))
    stored = gzip.compress((OPENING + record(1) + giant + record(3) + CLOSING).encode(), 1)
    found = read(_file(tmp_path, stored))
    assert ids(found) == ["1", "3"]
    assert unusable(found) == [Unusable("longer than 67,108,864 bytes", "2")]


def test_an_oversized_last_record_is_skipped(tmp_path: Path) -> None:
    giant = record(2).replace("Invented", "x" * (65 * 1024 * 1024))
    found = read(_file(tmp_path, gzip.compress((OPENING + record(1) + giant + CLOSING).encode(), 1)))
    assert ids(found) == ["1"]
    assert unusable(found) == [Unusable("longer than 67,108,864 bytes", "2")]


def test_another_encoding_is_refused(source_of: Callable[..., Source]) -> None:
    with pytest.raises(SourceFileError, match="encoded in ISO-8859-1"):
        read(source_of(record(1), opening=OPENING.replace("utf-8", "ISO-8859-1")))


@pytest.mark.parametrize("form", ["MD5({name})= {md5}\n", "{md5}  {name}\n", "{md5}"])
def test_the_published_md5_is_checked(source_of: Callable[[str], Source], tmp_path: Path, form: str) -> None:
    md5 = source_of(record(1)).md5()
    sidecar = tmp_path / "a.xml.gz.md5"
    sidecar.write_text(form.format(name="a.xml.gz", md5=md5.upper()))
    assert pubmed_corpus(tmp_path).sources[0].md5() == md5
    sidecar.write_text(form.format(name="a.xml.gz", md5="0" * 32))
    with pytest.raises(SourceFileError, match=r"a\.xml\.gz: its MD5 is"):
        pubmed_corpus(tmp_path).sources[0].md5()


def test_a_checksum_file_that_is_no_text_is_a_stated_failure_of_its_file(source_of: Callable[[str], Source], tmp_path: Path) -> None:
    source = source_of(record(1))
    sidecar = tmp_path / "a.xml.gz.md5"
    sidecar.write_bytes(b"\xff\xfe")
    with pytest.raises(SourceFileError, match="holds no MD5"):
        source.md5()
    sidecar.unlink()
    sidecar.mkdir()
    with pytest.raises(SourceFileError, match="cannot be read"):
        source.md5()


def test_a_link_to_nowhere_is_a_stated_failure_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "y.xml.gz").symlink_to(tmp_path / "gone")
    with pytest.raises(SourceFileError, match=r"y\.xml\.gz cannot be read"):
        pubmed_corpus(tmp_path).sources[0].md5()


def test_files_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("pubmed26n0010.xml.gz", "pubmed26n0002.xml.gz", "notes.txt"):
        (tmp_path / name).write_bytes(b"")
    assert [s.name for s in pubmed_corpus(tmp_path).sources] == ["pubmed26n0002.xml.gz", "pubmed26n0010.xml.gz"]


@pytest.mark.parametrize("folder", [".", "missing"])
def test_a_folder_without_files_is_an_error(tmp_path: Path, folder: str) -> None:
    with pytest.raises(SourceFileError, match=r"There are no \.xml\.gz files in"):
        pubmed_corpus(tmp_path / folder)


def test_progress_hears_every_stored_byte(source_of: Callable[[str], Source]) -> None:
    source = source_of("".join(record(i) for i in range(100)))
    heard: list[int] = []
    list(source.records(heard.append))
    assert sum(heard) == source.bytes


def _file(folder: Path, content: bytes) -> Source:
    (folder / "a.xml.gz").write_bytes(content)
    return pubmed_corpus(folder).sources[0]
