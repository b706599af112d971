"""TREC measures, by hand."""

from math import log2

import pytest

from corpuscle.evals.measures import measure, measure_queries


def test_measures_are_those_of_trec_eval() -> None:
    qrels = {"q": {"a": 2, "b": 1, "c": 0}}
    run = {"q": {"c": 3.0, "b": 2.0, "a": 1.0}}
    found = measure(qrels, run)
    # linear gain: (0 + 1/log2 3 + 2/log2 4) / (2 + 1/log2 3)
    assert found.ndcg_10 == pytest.approx((1 / log2(3) + 2 / 2) / (2 + 1 / log2(3)), abs=1e-5)
    # precision 1/2 at rank 2, 2/3 at rank 3
    assert found.map_10 == pytest.approx((1 / 2 + 2 / 3) / 2)
    assert (found.recall_10, found.recall_100) == (1.0, 1.0)
    assert found.mrr_10 == pytest.approx(1 / 2)


def test_a_query_without_hits_counts_as_0() -> None:
    qrels = {"q": {"a": 1}, "r": {"b": 1}}
    assert measure(qrels, {"q": {"a": 1.0}, "r": {}}).ndcg_10 == pytest.approx(0.5)


def test_average_precision_counts_relevant_articles_beyond_rank_10() -> None:
    qrels = {"q": {str(i): 1 for i in range(20)}}
    run = {"q": {str(i): float(-i) for i in range(20)}}
    # ten ranks, precision 1 each, over twenty relevant articles
    assert measure(qrels, run).map_10 == pytest.approx(10 / 20)


def test_each_query_has_its_measures_also_one_without_hits() -> None:
    qrels = {"q": {"a": 1}, "r": {"b": 1, "c": 1}, "s": {"d": 1}}
    run = {"q": {"x": 2.0, "a": 1.0}, "r": {"b": 1.0}}
    found = measure_queries(qrels, run)
    assert found["q"].ndcg_10 == pytest.approx(1 / log2(3))
    assert found["q"].mrr_10 == pytest.approx(1 / 2)
    assert found["r"].recall_100 == pytest.approx(1 / 2)
    assert found["s"].ndcg_10 == 0.0
    mean = measure(qrels, run)
    assert mean.map_10 == pytest.approx(sum(m.map_10 for m in found.values()) / 3)
