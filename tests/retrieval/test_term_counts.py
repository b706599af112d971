from math import log
from pathlib import Path

import pytest
import tantivy

from corpuscle.index_builder.term_counter import change_terms, count_terms, counted
from corpuscle.index_builder.text_writer import TextWriter
from corpuscle.retrieval.articles import AbstractSection, Article
from corpuscle.retrieval.errors import IndexDamagedError
from corpuscle.retrieval.milvus_articles import body_terms, title_terms
from corpuscle.retrieval.term_counts import TermCounts, rounded_length
from corpuscle.retrieval.term_query import term_query
from corpuscle.retrieval.text_index import TextIndex


def _article(article_id: str, title: str, abstract: str) -> Article:
    return Article(article_id, title, (AbstractSection(abstract),) if abstract else ())


ARTICLES = (
    _article("1", "Cough syrup.", "Syrup eased cough in pupils. " * 7),
    _article("2", "Cough.", "Cough, and cough again, after running."),
    _article("3", "Running shoes for coughing sailors.", "Sailors ran. " * 60),
    _article("4", "A cough that nobody described.", ""),
)


def test_lengths_are_told_apart_in_growing_steps() -> None:
    # 40 + 8 × 2 = 56; 56 + 8 × 4 = 88; 88 + 8 × 8 = 152
    pairs = {0: 0, 40: 40, 41: 40, 42: 42, 55: 54, 56: 56, 59: 56, 60: 60, 87: 84, 88: 88, 95: 88, 96: 96, 151: 144, 152: 152, 167: 152}
    assert {length: rounded_length(length) for length in pairs} == pairs


def test_scores_are_reckoned_by_the_formula(tmp_path: Path) -> None:
    articles = (_article("1", "Alpha.", "beta beta gamma"), _article("2", "Delta.", "gamma"))
    count_terms(articles, tmp_path / "terms.sqlite")
    counts = TermCounts(tmp_path / "terms.sqlite", 2)
    # bodies: "alpha beta beta gamma" and "delta gamma", 3 terms on average; beta is in one of two: idf = ln(1 + 1.5 / 1.5)
    expected = log(2) * 2.2 * 2 / (2 + 1.2 * (0.25 + 0.75 * 4 / 3))
    assert counts.score({"beta": 1.0}, "alpha beta beta gamma", "alpha") == pytest.approx(expected)
    # titles: one term each, alpha in one of two: tf 1, norm 1.2
    title = 0.2 * log(2) * 2.2 / (1 + 1.2)
    body = log(2) * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 4 / 3))
    assert counts.score({"alpha": 0.5}, "alpha beta beta gamma", "alpha") == pytest.approx(0.5 * (body + title))


def test_scores_are_those_of_the_text_index(tmp_path: Path) -> None:
    with TextWriter(tmp_path) as writer:
        for article in ARTICLES:
            writer.upsert(article)
        writer.commit()
    text = TextIndex.open(tmp_path / writer.snapshot(1))
    count_terms(ARTICLES, tmp_path / "terms.sqlite")
    counts = TermCounts(tmp_path / "terms.sqlite", len(ARTICLES))
    weights = {"cough": 1.0, "run": 0.4, "sailor": 2.0, "absent": 1.0}
    found = {text.article(c.address).id: c.score for c in text.search(term_query(text.schema, weights), 10)}
    expected = {a.id: counts.score(weights, " ".join(body_terms(a)), " ".join(title_terms(a))) for a in ARTICLES}
    assert found == pytest.approx(expected, rel=1e-5)
    assert isinstance(text.schema, tantivy.Schema)


def test_changes_give_the_counts_of_what_is_left(tmp_path: Path) -> None:
    count_terms(ARTICLES, tmp_path / "all.sqlite")
    gone = counted(ARTICLES[0])
    change_terms(tmp_path / "all.sqlite", {term: -count for term, count in gone.items()}, tmp_path / "left.sqlite")
    left = TermCounts(tmp_path / "left.sqlite", 3)
    assert left.of("body", "cough") == 3
    assert left.of("title", "cough") == 2
    assert left.of("body", "syrup") == 0


def test_missing_or_damaged_counts_are_stated(tmp_path: Path) -> None:
    with pytest.raises(IndexDamagedError, match="are missing"):
        TermCounts(tmp_path / "terms.sqlite", 1)
    (tmp_path / "terms.sqlite").write_bytes(b"no database " * 100)
    with pytest.raises(IndexDamagedError, match="cannot be read"):
        TermCounts(tmp_path / "terms.sqlite", 1).of("body", "cough")
