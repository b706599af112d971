"""A cross-encoder beside the rules: whether a statement follows from what it cites, by any model of natural language inference.

Such models read the pair (premise, hypothesis). A hallucination detector of the same form (source, answer) with a label for "consistent" does
as well. None is shipped and none is fetched; torch is needed (the extra `medcpt`).
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ValidationError

from corpuscle.retrieval.encoder.model_folders import find_model, require_torch
from corpuscle.retrieval.errors import EncoderError
from corpuscle.retrieval.torch_models import Machine, TransformerModel

PAIR_TOKENS = 512
_FOLLOWS = ("entail", "support", "consistent", "faithful", "factual", "grounded")
_FOLLOWS_NOT = ("not", "non", "un", "in")
_ANOTHER = "Take a cross-encoder of natural language inference, such as cross-encoder/nli-deberta-v3-base."


class SupportModel(Protocol):
    """Judges whether a statement follows from a text."""

    @property
    def name(self) -> str:
        """As reasons and manifests name it."""
        ...

    def follows(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """For each (quoted text, statement) the probability, 0 to 1, that the statement follows."""
        ...


class CrossEncoder:
    """Any sequence classifier with safetensors weights one of whose labels means that the second text follows from the first."""

    def __init__(self, name: str, model: TransformerModel, label: int) -> None:
        self.name = name
        self._model = model
        self._label = label

    @classmethod
    def load(cls, model: str, home: Path, threads: int, machine: Machine | None = None) -> "CrossEncoder":
        """The model of a name or folder. Raises EncoderMissingError where it is not here, EncoderError where it is no such model."""
        folder = find_model(model, home)
        require_torch()
        label = _label_of(folder, model)
        return cls(model, TransformerModel.load(folder, "logits", threads, machine), label)

    def follows(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """See `SupportModel`."""
        found = np.zeros(len(pairs))

        def take(rows: list[int], logits: NDArray[np.float32]) -> None:
            exponents = np.exp(logits - logits.max(axis=1, keepdims=True))
            found[rows] = exponents[:, self._label] / exponents.sum(axis=1)

        if pairs:
            self._model.run(pairs, PAIR_TOKENS, take)
        return [float(probability) for probability in found]


class _Config(BaseModel):
    id2label: dict[int, str]


def _label_of(folder: Path, model: str) -> int:
    """The place of the label that means "follows"."""
    try:
        labels = _Config.model_validate(json.loads((folder / "config.json").read_bytes())).id2label
    except (ValidationError, ValueError) as exc:
        raise EncoderError(f"The model {model} does not name its labels.", _ANOTHER) from exc
    meant = [place for place, label in labels.items() if _means_follows(label.lower())]
    if len(meant) != 1:
        raise EncoderError(f"None of the labels of {model} says that a text follows ({', '.join(labels.values())}).", _ANOTHER)
    return meant[0]


def _means_follows(label: str) -> bool:
    return any(
        word in label and not any(label.startswith((no + word, no + "_" + word, no + "-" + word)) for no in _FOLLOWS_NOT)
        for word in _FOLLOWS
    )
