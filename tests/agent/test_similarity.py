"""Similarity: one scale for all encoders."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from corpuscle.agent.similarity import similarities
from corpuscle.retrieval.encoder import SymmetricEncoder

WORDS = ("aspirin", "stroke", "cystic", "scurvy", "vitamin", "appendicitis", "blockers", "metformin", "ulcers", "fibrillation")


class ShiftedEncoder(SymmetricEncoder):
    """Cosines of word counts, squeezed: product = floor + (1 - floor) x cosine, by one more dimension that all texts share."""

    name = "shifted"
    dimension = len(WORDS) + 1
    max_tokens = 64

    def __init__(self, floor: float) -> None:
        self._floor = floor

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        counts = np.array([[float(word in text.lower()) for word in WORDS] for text in texts], dtype=np.float32).reshape(len(texts), -1)
        counts /= np.maximum(np.linalg.norm(counts, axis=1, keepdims=True), 1e-9)
        shared = np.full((len(texts), 1), self._floor**0.5, dtype=np.float32)
        return np.hstack([counts * (1 - self._floor) ** 0.5, shared])


SENTENCES = ["Aspirin prevents stroke.", "Scurvy of sailors.", "Aspirin and metformin."]


def test_an_encoder_whose_products_are_squeezed_gives_the_same_similarities() -> None:
    plain, squeezed = (similarities(ShiftedEncoder(floor), "Does aspirin prevent stroke?", SENTENCES) for floor in (0.0, 0.6))
    assert squeezed == pytest.approx(plain, abs=1e-5)
    assert plain[0] > plain[2] > plain[1]


def test_an_encoder_that_cannot_tell_texts_apart_keeps_its_products() -> None:
    assert similarities(ShiftedEncoder(1.0), "Does aspirin prevent stroke?", SENTENCES) == pytest.approx([1.0, 1.0, 1.0])
