"""The page of verdicts is made of stored rows alone."""

from pathlib import Path

from corpuscle.evals.bench_parts.records import write_part
from corpuscle.evals.verdict_bench.page import as_markdown
from corpuscle.evals.verdict_bench.plots import AUROC_FILE, RELIABILITY_FILE, draw
from corpuscle.evals.verdict_bench.stored_rows import read_rows
from tests.evals.verdict_bench.invented_rows import indications, without_pairs


def test_a_page_of_nothing_says_so() -> None:
    page = as_markdown((), (), {})
    assert "Nothing is measured yet" in page
    assert page.count("| not measured |") == 4  # the targets
    assert "not measured: not run yet" in page


def test_a_row_stands_with_what_its_graph_held_and_its_figures() -> None:
    page = as_markdown((indications(), without_pairs()), (), {"claims": "no evaluation data"})
    assert "| **indications**, n = 4, 50.0% true, both ends in the graph 75.0% |" in page
    assert "| | **reviewer** | .750 [" in page
    assert "drugmechdb (1,234 edges)" in page
    assert "| **phenotypes** | not measured: no pairs to report |" in page
    assert "| **claims** | not measured: no evaluation data |" in page
    assert "supported by edge treats (drugmechdb), curated NOT (3)" in page
    # right 2 of 3
    assert "- Missed: right at least 90% of the times it speaks (curated pairs): 66.7% (2 of 3); indications 66.7% (2 of 3)." in page


def test_the_same_rows_give_the_same_page_and_the_same_plots(tmp_path: Path) -> None:
    write_part(tmp_path / "parts/indications.json", indications())
    write_part(tmp_path / "parts/phenotypes.json", without_pairs())
    found = read_rows(tmp_path / "parts")
    assert found == (indications(), without_pairs())
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first, second = draw(found, tmp_path / "a"), draw(found, tmp_path / "b")
    assert first == second == (AUROC_FILE, RELIABILITY_FILE)
    assert as_markdown(found, first, {}) == as_markdown(found, second, {})
    for file in first:
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()
        assert f"]({file})" in as_markdown(found, first, {})


def test_nothing_measured_draws_nothing(tmp_path: Path) -> None:
    assert draw((without_pairs(),), tmp_path) == ()
