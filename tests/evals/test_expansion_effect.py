from pathlib import Path

from corpuscle.evals.collections import Collection
from corpuscle.evals.expansion_effect import report
from corpuscle.retrieval.expansion import ExpandedTerm, Expansion
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.search import Retriever
from corpuscle.retrieval.settings import RetrievalSettings


def test_gain_is_the_difference_of_both_means(index: Path) -> None:
    retriever = Retriever(Index.open(index, RetrievalSettings()))
    collection = Collection("invented", {"q1": "rodents", "q2": "heart"}, {"q1": {"d3": 1}, "q2": {"d2": 1}})
    mice = Expansion((ExpandedTerm("mouse", ("mous",), 0.2, "rodents", "MESH:D051379", "synonym"),))
    ndcg, recall = report(retriever, collection, "bm25", lambda query: mice if query == "rodents" else Expansion()).splitlines()
    assert ndcg.split()[:5] == ["nDCG@10", "0.5000", "→", "1.0000", "+0.5000"]  # one of two queries, then both
    assert recall.split()[:5] == ["R@100", "0.5000", "→", "1.0000", "+0.5000"]
