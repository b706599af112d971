"""The lexical baselines rank as their libraries do."""

from pathlib import Path

import numpy as np
import pytest

from corpuscle.evals.retrieval_bench.lexical_engines import Bm25s, StockTantivy
from corpuscle.evals.retrieval_bench.rank_bm25_engines import InvertedRankBm25, RankBm25, Tokenise, best_rows, readme_tokens, words

TEXTS = [
    "Inhaled budesonide for asthma. The attacks were fewer.",
    "The statins and the heart, the heart and the statins",
    "Swimming mice. The mice swam in the water of the lake",
    "Asthma, asthma and asthma of the mice",
]


@pytest.mark.parametrize("query", ["asthma of the mice", "the the heart", "unheard", ""])
@pytest.mark.parametrize("tokenise", [readme_tokens, words])
def test_the_inverted_index_has_rank_bm25s_scores_bit_for_bit(query: str, tokenise: Tokenise) -> None:
    engine = RankBm25(TEXTS, tokenise)
    scores = InvertedRankBm25(engine, tokenise).scores(query)
    assert scores.tolist() == engine.scores(query).tolist()


def test_tokens_are_those_that_the_readme_takes() -> None:
    assert readme_tokens("The IL-2, again") == ["The", "IL-2,", "again"]
    assert words("The IL-2, again") == ["the", "il", "2", "again"]


def test_of_equal_scores_the_earlier_row_comes_first() -> None:
    assert best_rows(np.array([1.0, 2.0, 2.0, 0.0]), 3) == [1, 2, 0]


def test_bm25s_stems_and_its_saved_index_ranks_alike(tmp_path: Path) -> None:
    engine = Bm25s.build(TEXTS)
    assert engine.rank("a mouse's attack", 2)[0] == 0  # "attack" is "attacks"; "mouse" has no stem in common with "mice"
    engine.save(tmp_path / "bm25s")
    assert Bm25s.open(tmp_path / "bm25s", "numpy").rank("statin", 4) == engine.rank("statin", 4) == [1]
    assert engine.rank("the of", 4) == []  # nothing but stopwords


def test_stock_tantivy_searches_title_and_body(tmp_path: Path) -> None:
    documents = [("Budesonide", "for asthma"), ("Statins", "and hearts"), ("", "asthma and more asthma")]
    built = StockTantivy.build(documents, tmp_path / "stock")
    assert sorted(built.rank("ASTHMA (title:x OR", 5)) == [0, 2]  # no query syntax
    assert StockTantivy.open(tmp_path / "stock").rank("heart", 5) == [1]
