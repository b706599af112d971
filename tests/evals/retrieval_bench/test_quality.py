"""Every system ranks a collection, and is measured query by query."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpuscle.evals.retrieval_bench import systems
from corpuscle.evals.retrieval_bench.quality import measure_quality
from corpuscle.evals.retrieval_bench.vector_cache import CachedEncoder, VectorCache
from corpuscle.index_builder.progress import NoProgress
from corpuscle.retrieval.articles import AbstractSection, Article
from corpuscle.retrieval.encoder import SymmetricEncoder
from corpuscle.retrieval.settings import RetrievalSettings
from tests.evals.retrieval_bench.invented_results import SETTINGS


class WordEncoder(SymmetricEncoder):
    """A real encoder of four dimensions: which of three words a text has, and a little of nothing."""

    name, dimension, max_tokens = "words", 4, 8

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        raw = np.array([[*(word in text.lower() for word in ("asthma", "heart", "mouse")), 0.1] for text in texts], dtype=np.float32)
        return raw / np.linalg.norm(raw, axis=1, keepdims=True)


def test_all_systems_are_measured_on_the_same_queries(collection: Path, tmp_path: Path) -> None:
    cached = CachedEncoder(VectorCache(tmp_path / "vectors", 4), WordEncoder())
    distractors = [Article("sample-1", "Hearts of mice", (AbstractSection("A distraction."),))]
    part = measure_quality(
        collection, distractors, cached, cached, tmp_path / "work", RetrievalSettings(home=tmp_path), SETTINGS, NoProgress()
    )
    assert (part.documents, part.distractors, part.queries) == (3, 1, ("q1", "q2"))
    compared = (systems.README, systems.WORDS, systems.DENSE, systems.RECIPE, systems.BM25S, systems.STOCK_TANTIVY, *systems.OUR_MODES)
    assert tuple(part.systems) == compared
    # "budesonide for asthma?" has d1 alone; "what protects the heart" has d2, but for distractors of hearts
    assert {part.systems[name].mrr_10[0] for name in (systems.WORDS, systems.BM25S, systems.OUR_BM25, systems.OUR_HYBRID)} == {1.0}
    assert all(len(values.ndcg_10) == 2 for values in part.systems.values())
    assert not (tmp_path / "work").exists()
