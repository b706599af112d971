"""Similarity of a question and sentences on one scale, whichever encoder gives the vectors.

Encoders differ in what a cosine means: unrelated biomedical sentences have .1 by MiniLM and .5 by granite, and MedCPT's inner products
are no cosines at all. The weights of this package were fitted on MiniLM's scale; another encoder's products are moved onto it by a line
through two points, its means over pairs of a question and the sentence that answers it, and over all other pairs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corpuscle.retrieval.encoder import Encoder

_RELATED = 0.809
_UNRELATED = 0.106
"""MiniLM's own means over the pairs below: by these it keeps its scale."""

_ANSWERED = (
    (
        "Does aspirin prevent stroke in patients with atrial fibrillation?",
        "Aspirin did not prevent stroke in patients with atrial fibrillation.",
    ),
    ("Which gene is mutated in cystic fibrosis?", "Cystic fibrosis is caused by mutations of the CFTR gene."),
    ("What causes scurvy?", "Scurvy results from a lack of ascorbic acid in the diet."),
    (
        "Is vitamin D deficiency associated with multiple sclerosis?",
        "Low serum vitamin D was associated with a higher risk of multiple sclerosis.",
    ),
    (
        "How is acute appendicitis diagnosed in children?",
        "Ultrasound is used first in the diagnosis of acute appendicitis in children.",
    ),
    (
        "Do beta blockers lower mortality after myocardial infarction?",
        "Treatment with beta blockers reduced mortality after myocardial infarction.",
    ),
    (
        "What is the mechanism of action of metformin?",
        "Metformin lowers glucose production in the liver by activating AMP-activated protein kinase.",
    ),
    ("Which bacteria cause peptic ulcers?", "Helicobacter pylori infection is the main cause of peptic ulcers."),
)


@dataclass(frozen=True, slots=True)
class _Scale:
    slope: float = 1.0
    intercept: float = 0.0


def similarities(encoder: Encoder, question: str, sentences: Sequence[str]) -> NDArray[np.float64]:
    """How alike each sentence is to the question, (n,): about .8 where it answers it, about .1 where it has nothing to do with it."""
    products = encoder.encode_passages(sentences) @ _question_vector(encoder, question)
    scale = _scale(encoder)
    return scale.slope * products.astype(np.float64) + scale.intercept


@lru_cache(maxsize=16)
def _question_vector(encoder: Encoder, question: str) -> NDArray[np.float32]:
    return encoder.encode_queries([question])[0]


@lru_cache(maxsize=4)
def _scale(encoder: Encoder) -> _Scale:
    products = encoder.encode_queries([q for q, _ in _ANSWERED]) @ encoder.encode_passages([a for _, a in _ANSWERED]).T
    related = float(np.diag(products).mean())
    unrelated = float(products[~np.eye(len(_ANSWERED), dtype=bool)].mean())
    if related - unrelated < 1e-6:
        return _Scale()  # an encoder that cannot tell them apart has no scale
    slope = (_RELATED - _UNRELATED) / (related - unrelated)
    return _Scale(slope, _UNRELATED - slope * unrelated)
