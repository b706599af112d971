"""BM25 on real collections, where the evaluation data is at hand."""

import json
import os
from pathlib import Path

import pytest

from corpuscle.evals.collections import load_collection
from corpuscle.evals.ranking import IndexRanker, evaluate_ranking
from corpuscle.retrieval.articles import AbstractSection, Article
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.search import Retriever
from corpuscle.retrieval.settings import RetrievalSettings
from tests.evals.conftest import write_index

_BESIDE = Path(__file__).parents[3] / "shared/data"


@pytest.mark.parametrize(("name", "least_ndcg"), [("cystic_fibrosis", 0.48), ("scifact", 0.68)])
def test_bm25_is_as_good_as_was_measured(name: str, least_ndcg: float, tmp_path: Path) -> None:
    folder = Path(os.environ.get("CORPUSCLE_EVAL_DATA", _BESIDE)) / "retrieval" / name
    if not folder.is_dir():
        pytest.skip("the evaluation data is not here: set CORPUSCLE_EVAL_DATA")
    with (folder / "corpus.jsonl").open(encoding="utf-8") as file:
        documents = [json.loads(line) for line in file]
    write_index(tmp_path / "index", (Article(d["_id"], d["title"], (AbstractSection(d["text"]),) if d["text"] else ()) for d in documents))
    collection = load_collection(folder, "dev")
    ranker = IndexRanker(Retriever(Index.open(tmp_path / "index", RetrievalSettings())), "bm25")
    assert evaluate_ranking(collection, "bm25", ranker, ranker.notes).measures.ndcg_10 >= least_ndcg
