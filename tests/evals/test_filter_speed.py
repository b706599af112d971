"""What filters cost a search."""

from pathlib import Path

from corpuscle.evals.filter_speed import EVERY_ARTICLE, FILTERS, measure_filter_speed
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.settings import RetrievalSettings


def test_every_filter_is_measured(invented_index: Path) -> None:
    measured = measure_filter_speed(Index.open(invented_index, RetrievalSettings()), 5)
    assert [speed.filter for speed in measured][2:] == list(FILTERS)
    assert measured[0].filter == EVERY_ARTICLE
    assert measured[0].hits > 0
    assert all(speed.latency.p50 <= speed.latency.p95 for speed in measured)
