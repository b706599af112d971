"""Search at query time: articles, BM25, dense vectors, fusion, filters, passages."""

from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.hits import Hit, Qrel, Run
from corpuscle.retrieval.passages import Passage

__all__ = ["Article", "Filters", "Hit", "Passage", "Qrel", "Run"]
