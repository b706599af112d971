"""PubMed files made of the sample's records."""

from itertools import islice
from pathlib import Path

import numpy as np

from corpuscle.evals.retrieval_bench.larger_corpora import SampleRecords, is_written, larger_records, recombined, write_larger_corpus
from corpuscle.evals.retrieval_bench.recombination import FIRST_PMID, partners
from corpuscle.index_builder.pubmed_source import pubmed_corpus
from corpuscle.index_builder.pubmed_xml import parse_article
from corpuscle.retrieval.articles import Article


def _record(pmid: int, title: str, abstract: str = "") -> bytes:
    body = f"<Abstract>{abstract}</Abstract>" if abstract else ""
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE"><PMID Version="3">{pmid}</PMID><Article><Journal><Title>Invented Journal</Title>'
        f"</Journal><ArticleTitle>{title}</ArticleTitle>{body}</Article></MedlineCitation></PubmedArticle>"
    ).encode()


def _mixed(first: bytes, second: bytes) -> Article:
    return parse_article(recombined(first, second, "100000007"))


def test_first_halves_come_from_one_record_and_second_halves_from_the_other() -> None:
    first = _record(1, "Red wine in mice", "<AbstractText>One is first. Two is second.</AbstractText>")
    second = _record(2, "Blue cheese of rats", "<AbstractText>Three. Four.</AbstractText>")
    article = _mixed(first, second)
    assert (article.id, article.version, article.journal) == ("100000007", 1, "Invented Journal")
    assert article.title == "Red wine of rats"
    assert article.abstract == "One is first. Four."


def test_labelled_parts_are_not_cut() -> None:
    first = _record(1, "A b", '<AbstractText Label="AIM">To see.</AbstractText><AbstractText Label="RESULTS">It was seen.</AbstractText>')
    second = _record(
        2, "C d", '<AbstractText Label="METHODS">We look.</AbstractText><AbstractText Label="CONCLUSIONS">Look.</AbstractText>'
    )
    assert _mixed(first, second).abstract == "AIM: To see. CONCLUSIONS: Look."


def test_markup_is_never_cut() -> None:
    first = _record(1, "The <i>gene of the</i> mouse")
    second = _record(2, "Growth at low pH")
    assert _mixed(first, second).title == "The gene of the low pH"  # the break nearest to the middle would lie inside <i>
    whole = _record(3, "<i>one two</i>")
    assert _mixed(whole, whole).title == "one two"  # nowhere to cut: no second half


def test_a_bare_title_stays_one_whatever_its_partner_has() -> None:
    assert not _mixed(_record(1, "A b"), _record(2, "C d", "<AbstractText>Three. Four.</AbstractText>")).abstract


def test_the_sample_comes_first_and_every_record_has_its_own_pmid() -> None:
    sample = _sample(5)
    articles = [parse_article(xml) for xml in islice(larger_records(sample), 12)]
    assert [a.id for a in articles[:5]] == sample.pmids
    assert [a.id for a in articles[5:]] == [str(FIRST_PMID + i) for i in range(5, 12)]
    second = int(partners(sample.groups, 2)[1])
    assert articles[11].title == f"First1 last{second}"


def test_a_written_corpus_is_a_pubmed_folder_and_is_written_once(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    write_larger_corpus(folder, 7, _sample(3))
    assert is_written(folder, 7)
    assert not is_written(folder, 8)
    (source,) = pubmed_corpus(folder).sources
    source.md5()  # raises where the published one differs
    assert len(list(source.records(lambda _: None))) == 7
    before = next(folder.glob("*.xml.gz")).stat().st_mtime_ns
    write_larger_corpus(folder, 7, _sample(3))
    assert next(folder.glob("*.xml.gz")).stat().st_mtime_ns == before


def _sample(count: int) -> SampleRecords:
    xml = [_record(i + 1, f"First{i} last{i}") for i in range(count)]
    return SampleRecords([str(i + 1) for i in range(count)], xml, np.zeros(count, dtype=np.int64))
