"""Embeddings learn a small regular graph."""

from pathlib import Path

import numpy as np
import pytest

from corpuscle.evals.verdict_bench.embeddings import Kind, train, trained
from corpuscle.evals.verdict_bench.measures import as_truth, auroc

# two relations: n → n + 1 and n → n + 5 on a ring of 30
_RING = np.array([(n, r, (n + step) % 30) for n in range(30) for r, step in ((0, 1), (1, 5))], dtype=np.int64)


@pytest.mark.parametrize("kind", ["TransE", "RotatE"])
def test_edges_score_above_other_pairs(kind: Kind) -> None:
    found = train(kind, _RING, 30, 2, 60, lambda _: None)
    others = np.array([(n, 0, (n + 11) % 30) for n in range(30)], dtype=np.int64)
    scores = np.concatenate([found.score(_RING), found.score(others)])
    assert auroc(scores, as_truth([True] * len(_RING) + [False] * 30)) > 0.9


def test_a_kept_embedding_is_taken_for_the_same_triples_alone(tmp_path: Path) -> None:
    file, epochs = tmp_path / "e/TransE.npz", list[int]()
    first = trained(file, "TransE", _RING, 30, 2, 2, epochs.append)
    assert (trained(file, "TransE", _RING, 30, 2, 2, epochs.append).entities == first.entities).all()
    assert epochs == [1, 1]
    trained(file, "TransE", _RING[:50], 30, 2, 2, epochs.append)
    assert epochs == [1, 1, 1, 1]
