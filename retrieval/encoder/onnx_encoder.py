"""An encoder whose model lies in a folder as ONNX; the built-in MiniLM is one."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.encoder.config import CONFIG_FILE, EncoderConfig, read_config
from corpuscle.retrieval.encoder.model_folders import weights_digest
from corpuscle.retrieval.encoder.protocol import article_text, unit_length
from corpuscle.retrieval.encoder_recipe import Recipe
from corpuscle.retrieval.errors import EncoderMissingError
from corpuscle.retrieval.openvino_model import Batch, OpenVinoModel, require_files

MODEL_FILE = "model.onnx"
QUERY_MODEL_FILE = "query.onnx"
TOKENIZER_FILE = "tokenizer.json"


class OnnxEncoder:
    """Runs on the CPU by OpenVINO. `query_model` reads the questions where the folder has one of their own."""

    def __init__(self, name: str, model: OpenVinoModel, query_model: OpenVinoModel, config: EncoderConfig) -> None:
        self._name = name
        self._model = model
        self._query_model = query_model
        self._max_tokens = config.max_tokens
        self._recipe = config.recipe

    @classmethod
    def load(
        cls, name: str, directory: Path, config: EncoderConfig, threads: int, remedy: str, model_file: str = MODEL_FILE
    ) -> "OnnxEncoder":
        """The encoder whose files lie in `directory`, on `threads` cores; `remedy` says how to get them.

        Raises EncoderMissingError where a file is not there, EncoderError where it cannot be read.
        """
        model = OpenVinoModel.load(directory / model_file, directory / TOKENIZER_FILE, threads, remedy)
        query_path = directory / QUERY_MODEL_FILE
        query_model = OpenVinoModel.load(query_path, directory / TOKENIZER_FILE, threads, remedy) if query_path.is_file() else model
        return cls(name, model, query_model, config)

    @property
    def name(self) -> str:
        """See `Encoder`."""
        return self._name

    @property
    def dimension(self) -> int:
        """See `Encoder`."""
        return self._model.width

    @property
    def max_tokens(self) -> int:
        """See `Encoder`."""
        return self._max_tokens

    @property
    def recipe(self) -> Recipe:
        """See `Encoder`."""
        return self._recipe

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Encoder`."""
        prefixed = [self._recipe.query_prefix + text for text in texts]
        return self._encode(self._query_model, prefixed, self._recipe.query_max_tokens or self._max_tokens)

    def encode_articles(self, articles: Sequence[Article]) -> NDArray[np.float32]:
        """See `Encoder`."""
        if self._recipe.article_form == "pair":
            pairs = [(self._recipe.article_prefix + article.title, article.abstract) for article in articles]
            return self._encode(self._model, pairs, self._max_tokens)
        return self.encode_passages([article_text(article) for article in articles])

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Encoder`."""
        return self._encode(self._model, [self._recipe.article_prefix + text for text in texts], self._max_tokens)

    def _encode(self, model: OpenVinoModel, texts: Sequence[str] | Sequence[tuple[str, str]], max_tokens: int) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)

        def take(batch: Batch) -> None:
            vectors[batch.rows] = pooled(batch, self._recipe) if model.gives_token_vectors else batch.output

        model.run(texts, max_tokens, take)
        return unit_length(vectors) if self._recipe.similarity == "cosine" else vectors


def pooled(batch: Batch, recipe: Recipe) -> NDArray[np.float32]:
    """One vector (batch, dimension) for each text of a batch of token vectors."""
    match recipe.pooling:
        case "cls":
            return batch.output[:, 0].copy()
        case "last":
            return batch.output[np.arange(len(batch.rows)), batch.mask.sum(axis=1).astype(int) - 1]
        case "mean" | "own":
            sums = (batch.mask[:, None, :] @ batch.output)[:, 0]
            return sums / batch.mask.sum(axis=1, keepdims=True)


_REMEDY = (
    f"A folder of an ONNX encoder holds {MODEL_FILE}, {TOKENIZER_FILE} and {CONFIG_FILE}; "
    "make one with `corpuscle encoder export NAME --out FOLDER`."
)


def load_onnx_folder(name: str, directory: Path, threads: int) -> OnnxEncoder:
    """The encoder of a folder with `encoder.json`. Raises EncoderMissingError where a file is not there, EncoderError for a faulty one."""
    config = check_onnx_folder(name, directory)
    recipe = config.recipe.model_copy(update={"weights": weights_digest(sorted(directory.glob("*.onnx")))})
    return OnnxEncoder.load(name, directory, config.model_copy(update={"recipe": recipe}), threads, _REMEDY)


def check_onnx_folder(name: str, directory: Path) -> EncoderConfig:
    """The folder's `encoder.json`; loads nothing. Raises what `load_onnx_folder` raises for what is not there."""
    config = read_config(directory)
    if config is None:
        raise EncoderMissingError(f"The encoder {name!r} is not there: no {directory / CONFIG_FILE}.", _REMEDY)
    require_files((directory / MODEL_FILE, directory / TOKENIZER_FILE), _REMEDY)
    return config
