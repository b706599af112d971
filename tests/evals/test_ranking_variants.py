"""Every variant over a small index."""

from corpuscle.evals.collections import Collection
from corpuscle.evals.ranking_variants import PLAIN, VariantStudy
from tests.retrieval.conftest import MakeIndex, WordEncoder, article, make_index

__all__ = ["make_index"]  # the fixture

ARTICLES = (
    article("1", "Budesonide in asthma", "Inhaled budesonide reduced asthma attacks."),
    article("2", "The heart", "A statin protects the heart."),
    article("3", "Mice", "A gene of the mouse."),
)


def test_every_variant_ranks_every_query(make_index: MakeIndex) -> None:
    index = make_index(ARTICLES, vectors=3)
    index.__dict__["encoder"] = WordEncoder()  # a cached property, whose encoder no program has
    collection = Collection("invented", {"a": "budesonide asthma", "b": "cardiac statin"}, {"a": {"1": 1}, "b": {"2": 1}})
    asked: list[int] = []
    reports = {report.name: report for report in VariantStudy(index).report(collection, asked.append)}
    assert asked == [1, 1]
    assert {"rank-bm25", "dense", "BM25 as it is", "hybrid as it is", "hybrid, second try"} < reports.keys()
    assert reports["hybrid as it is"].ndcg_10 == reports["hybrid as it is"].recall_100 == 1.0
    assert reports[PLAIN].ahead.mean == 0.0
