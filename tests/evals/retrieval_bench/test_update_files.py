"""Update files for a larger corpus."""

from pathlib import Path

import numpy as np

from corpuscle.evals.retrieval_bench.larger_corpora import SampleRecords
from corpuscle.evals.retrieval_bench.recombination import pmid_of
from corpuscle.evals.retrieval_bench.update_files import DELETED, NEW, REVISED, write_update
from corpuscle.index_builder.pubmed_source import pubmed_files
from corpuscle.index_builder.sources import Deletion
from corpuscle.retrieval.articles import Article


def _sample() -> SampleRecords:
    xml = [
        f'<PubmedArticle><MedlineCitation Status="MEDLINE"><PMID Version="1">{i + 1}</PMID><Article><ArticleTitle>First{i} last{i}'
        "</ArticleTitle></Article></MedlineCitation></PubmedArticle>".encode()
        for i in range(50)
    ]
    return SampleRecords([str(i + 1) for i in range(50)], xml, np.zeros(50, dtype=np.int64))


def test_an_update_holds_a_thousand_records_of_every_kind(tmp_path: Path) -> None:
    sample = _sample()
    file = write_update(tmp_path, 1, 5_000, sample)
    (source,) = pubmed_files([file.path])
    contents = [record.content for record in source.records(lambda _: None)]
    articles = [content for content in contents if isinstance(content, Article)]
    deleted = [content.article_id for content in contents if isinstance(content, Deletion)]
    assert (len(contents), len(articles), len(deleted)) == (1_000, REVISED + NEW + 1, DELETED)
    existing = {pmid_of(ordinal, sample.pmids) for ordinal in range(5_000)}
    assert existing.issuperset((*file.revised, *file.deleted, file.retracted))
    assert existing.isdisjoint(file.new)
    assert [a.id for a in articles[:-1]] == [*file.revised, *file.new]
    assert {a.version for a in articles[:-1]} == {9}
    assert deleted == list(file.deleted)
    assert [(c.kind, c.pmid) for c in articles[-1].corrections] == [("RetractionOf", file.retracted)]


def test_two_updates_touch_other_articles(tmp_path: Path) -> None:
    first, second = (write_update(tmp_path, number, 5_000, _sample()) for number in (1, 2))
    touched = [{*file.revised, *file.new, *file.deleted, file.retracted} for file in (first, second)]
    assert len(touched[0]) == 1_000
    assert touched[0].isdisjoint(touched[1])
