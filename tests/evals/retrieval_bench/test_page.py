"""The page is made of the results alone."""

from pathlib import Path

from corpuscle.evals.bench_parts.records import read_part, write_part
from corpuscle.evals.retrieval_bench import systems
from corpuscle.evals.retrieval_bench.page import as_markdown
from corpuscle.evals.retrieval_bench.plots import draw
from corpuscle.evals.retrieval_bench.records import CostPart, QualityPart
from corpuscle.evals.retrieval_bench.results import BenchResults, read_results
from tests.evals.retrieval_bench.invented_results import results


def test_a_page_of_nothing_says_so() -> None:
    page = as_markdown(BenchResults((), (), (), (), None), ())
    assert "Nothing is measured yet" in page
    assert page.count("not measured |") == 11  # the targets


def test_the_verdicts_come_first_and_every_part_has_its_place() -> None:
    page = as_markdown(results(), ())
    assert page.index("| target |") < page.index("## Quality") < page.index("## Costs") < page.index("## Milvus") < page.index("## Method")
    assert "| rank-bm25, `[a-z0-9]+` | – | | not measured: would need about 16 GB of memory | | | | |" in page
    assert "| **IVF, RaBitQ** | 0.930 | 1.40 | 1.90 | 120 |" in page
    assert "| scifact, bm25 | 100 | 95.0% | 0.980 |" in page
    assert "Not measured: no GPU was at hand" in page
    # behind on every query among distractors
    assert "- scifact+sample: Corpuscle, hybrid is behind bm25s, stopwords and stems: -.150" in page


def test_the_arithmetic_carries_on_what_was_fitted() -> None:
    page = as_markdown(results(), ())
    # disk 1 MB a thousand articles: 36 GB
    assert "| text on disk, GB | 0.000 + 1.000 × n/10⁶ | 36.0 |" in page
    # 36,000,000 / 4,000 / 3,600 s = 2.5 h
    assert "| text build, CPU-hours | n / 4,000 per second, as at 1,000,000 | 2.5 |" in page
    # 2.22 ms × 36 ** .5 = 13.3; linear 2.22 × 36 = 79.9
    assert "| BM25 p50, CPU ms | 2.22 × (n/10⁶)^0.50 | 13 (if it grew linearly from 1,000,000: 80) |" in page
    # 120 bytes × 36 million
    assert "| 120 bytes × n | 4.3 |" in page


def test_the_same_results_give_the_same_page_and_the_same_plots(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first, second = draw(results(), tmp_path / "a"), draw(results(), tmp_path / "b")
    assert as_markdown(results(), first) == as_markdown(results(), second)
    assert first
    for plot in first:
        assert (tmp_path / "a" / plot.file).read_bytes() == (tmp_path / "b" / plot.file).read_bytes()
        assert f"]({plot.file})" in as_markdown(results(), first)


def test_results_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    found = results()
    for number, part in enumerate((*found.qualities, *found.costs)):
        kind = "quality" if isinstance(part, QualityPart) else "cost"
        write_part(tmp_path / f"{kind}.{number}.json", part)
    read = read_results(tmp_path)
    # without distractors first, then by name
    assert [(part.collection, bool(part.distractors)) for part in read.qualities] == [
        ("cystic_fibrosis", False),
        ("scifact", False),
        ("scifact", True),
    ]
    assert [(part.articles, part.engine) for part in read.costs[:3]] == [
        (50_783, systems.WORDS),
        (50_783, systems.OUR_BM25),
        (50_783, systems.OUR_HYBRID),
    ]
    assert all(part in found.costs for part in read.costs)
    assert read.milvus is None
    assert isinstance(read_part(tmp_path / "cost.5.json", CostPart), CostPart)
