"""Cross-encoders on this machine, as MedCPT's: the pair of question and article, cut to 512 tokens, gives one score.

The form is that of https://github.com/ncbi/MedCPT (evals/models.py): [question, "title abstract"], the longer of the two cut first.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.encoder.model_folders import find_model, require_torch
from corpuscle.retrieval.encoder.onnx_encoder import MODEL_FILE, TOKENIZER_FILE
from corpuscle.retrieval.encoder.protocol import article_text
from corpuscle.retrieval.errors import EncoderError, RerankError
from corpuscle.retrieval.openvino_model import Batch, OpenVinoModel
from corpuscle.retrieval.settings import encoder_dir
from corpuscle.retrieval.torch_models import Machine, TransformerModel

MEDCPT_RERANKER = "ncbi/MedCPT-Cross-Encoder"
PAIR_TOKENS = 512
_TAKE_ANOTHER = "Take a cross-encoder with one output, such as ncbi/MedCPT-Cross-Encoder."


class TorchReranker:
    """Any cross-encoder with safetensors weights and one output, on torch."""

    def __init__(self, name: str, model: TransformerModel) -> None:
        self.name = name
        self._model = model

    @classmethod
    def load(cls, model: str, home: Path, threads: int, machine: Machine | None = None) -> "TorchReranker":
        """The cross-encoder of a name or folder. Raises EncoderMissingError where it is not here, EncoderError where it is no such model."""
        folder = find_model(model, home)
        require_torch()
        loaded = TransformerModel.load(folder, "logits", threads, machine)
        if loaded.width != 1:
            raise EncoderError(f"The model {model} gives {loaded.width} scores for a pair; a reranker gives one.", _TAKE_ANOTHER)
        return cls(model, loaded)

    def scores(self, query: str, articles: Sequence[Article]) -> NDArray[np.float64]:
        """See `Reranker`."""
        scores = np.zeros(len(articles))

        def take(rows: list[int], output: NDArray[np.float32]) -> None:
            scores[rows] = output[:, 0]

        self._model.run(_pairs(query, articles), PAIR_TOKENS, take)
        return _finite(scores, self.name)


class OnnxReranker:
    """The same from a folder with model.onnx and tokenizer.json, on the CPU by OpenVINO."""

    def __init__(self, name: str, model: OpenVinoModel) -> None:
        self.name = name
        self._model = model

    @classmethod
    def load(cls, folder: str, home: Path, threads: int) -> "OnnxReranker":
        """The cross-encoder of a folder, or of a name under `home`/encoders. Raises EncoderMissingError, EncoderError."""
        kept = encoder_dir(home, folder)
        path = kept if kept.is_dir() else Path(folder).expanduser()
        remedy = f"Its folder holds {MODEL_FILE} and {TOKENIZER_FILE}; make one with `corpuscle encoder export NAME --out FOLDER`."
        model = OpenVinoModel.load(path / MODEL_FILE, path / TOKENIZER_FILE, threads, remedy)
        if model.gives_token_vectors or model.width != 1:
            raise EncoderError(f"The model in {path} is no cross-encoder: it gives more than one score for a pair.", _TAKE_ANOTHER)
        return cls(f"onnx:{folder}", model)

    def scores(self, query: str, articles: Sequence[Article]) -> NDArray[np.float64]:
        """See `Reranker`."""
        scores = np.zeros(len(articles))

        def take(batch: Batch) -> None:
            scores[batch.rows] = batch.output[:, 0]

        self._model.run(_pairs(query, articles), PAIR_TOKENS, take)
        return _finite(scores, self.name)


def _pairs(query: str, articles: Sequence[Article]) -> list[tuple[str, str]]:
    return [(query, article_text(article)) for article in articles]


def _finite(scores: NDArray[np.float64], name: str) -> NDArray[np.float64]:
    if not np.isfinite(scores).all():
        raise RerankError(f"The reranker {name} gave scores that are no numbers.", "Fetch its files anew, or unset CORPUSCLE_RERANK_MODEL.")
    return scores
