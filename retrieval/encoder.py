"""Encoders: text to L2-normalised vectors. OpenVINO and the tokeniser are untyped or slow to import and stay inside this module."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.errors import EncoderError, EncoderMissingError
from corpuscle.retrieval.settings import encoder_dir

MINILM_NAME = "minilm-l6-int8"
MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
_BATCH = 32
_LOADING = threading.Lock()
"""Held while an encoder loads and encodes for the first time: two threads whose first inferences meet wait for each other for ever, one in
OpenVINO's set-up without the interpreter's lock, one with it."""
_CHARACTERS_PER_TOKEN = 10
"""More than any English text has; saves the tokeniser from reading what it would cut."""
_LENGTH_STEP = 8
"""Batches are padded to a multiple of this many tokens: the runtime prepares itself anew for each new shape."""


class Encoder(Protocol):
    """Turns texts into vectors whose dot product is their cosine."""

    @property
    def name(self) -> str:
        """Name and variant; vectors of different names do not mix."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    @property
    def max_tokens(self) -> int:
        """Tokens read of each text; the rest is cut."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors (len(texts), dimension) float32, each of length 1, of questions."""
        ...

    def encode_articles(self, articles: Sequence[Article]) -> NDArray[np.float32]:
        """Vectors (len(articles), dimension) float32, each of length 1, of whole articles."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors (len(texts), dimension) float32, each of length 1, of sentences or other pieces of articles."""
        ...


def article_text(article: Article) -> str:
    """What an encoder reads of an article: title and abstract."""
    return f"{article.title} {article.abstract}".strip()


class SymmetricEncoder(ABC):
    """An encoder that reads questions, articles and passages in one way."""

    @abstractmethod
    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors (len(texts), dimension) float32, each of length 1."""

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Encoder`."""
        return self.encode(texts)

    def encode_articles(self, articles: Sequence[Article]) -> NDArray[np.float32]:
        """See `Encoder`."""
        return self.encode([article_text(article) for article in articles])

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Encoder`."""
        return self.encode(texts)


class MiniLMEncoder(SymmetricEncoder):
    """all-MiniLM-L6-v2, int8 weights: mean of the token vectors, L2-normalised (384 dimensions), on the CPU by OpenVINO."""

    name = MINILM_NAME
    dimension = 384
    max_tokens = 128
    """Half of what the model can read: nDCG@10 of the hybrid with 256 / 192 / 128 tokens was .734 / .732 / .731 (SciFact dev) and
    .560 / .561 / .560 (Cystic Fibrosis dev), and 128 are encoded twice as fast as 256."""

    def __init__(self, model: Any, tokenizer: Any, streams: int) -> None:  # noqa: ANN401 - OpenVINO has no types
        self._model = model
        self._tokenizer = tokenizer
        self._streams = streams
        self._input_names: list[str] = [port.any_name for port in model.inputs]

    @classmethod
    def load(cls, directory: Path, threads: int) -> "MiniLMEncoder":
        """The encoder whose files lie in `directory`, on `threads` cores.

        Raises EncoderMissingError where a file is not there, EncoderError where it cannot be read.
        """
        for name in (MODEL_FILE, TOKENIZER_FILE):
            if not (directory / name).is_file():
                raise EncoderMissingError(
                    f"The encoder {cls.name} lacks {directory / name}.",
                    "Fetch it with `corpuscle index build`, or search with --mode bm25.",
                )
        import openvino  # deferred: .2 s that a BM25 search does not need
        from tokenizers import Tokenizer

        with _LOADING:
            try:
                tokenizer: Any = Tokenizer.from_file(str(directory / TOKENIZER_FILE))
                tokenizer.enable_truncation(cls.max_tokens)
                tokenizer.no_padding()
                config = {"INFERENCE_NUM_THREADS": threads, "NUM_STREAMS": threads}
                model = openvino.Core().compile_model(str(directory / MODEL_FILE), "CPU", config)
            except Exception as exc:  # both libraries raise bare Exception or RuntimeError
                raise EncoderError(
                    f"The encoder files in {directory} cannot be read: {exc}",
                    "Fetch them anew with `corpuscle index build`, or search with --mode bm25.",
                ) from exc
            encoder = cls(model, tokenizer, threads)
            encoder.encode_queries(["warm"])
        return encoder

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors (len(texts), 384) float32, each of length 1."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        cut = [text[: self.max_tokens * _CHARACTERS_PER_TOKEN] for text in texts]
        tokens: list[list[int]] = [encoding.ids for encoding in self._tokenizer.encode_batch_fast(cut)]
        by_length = sorted(range(len(texts)), key=lambda i: len(tokens[i]))
        batches = [by_length[start : start + _BATCH] for start in range(0, len(by_length), _BATCH)]

        def infer(rows: list[int]) -> None:
            inputs, mask = self._padded([tokens[row] for row in rows])
            request = self._model.create_infer_request()
            request.infer(inputs)  # without the interpreter's lock
            token_vectors: NDArray[np.float32] = request.get_output_tensor(0).data  # (batch, tokens, 384)
            means = (mask[:, None, :] @ token_vectors)[:, 0]  # summed over tokens: the sum has the mean's direction
            vectors[rows] = means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12)

        if len(batches) == 1:
            infer(batches[0])
        else:
            # Not OpenVINO's own queue: a process that used it now and then aborts as it exits.
            with ThreadPoolExecutor(self._streams) as pool:
                list(pool.map(infer, batches))
        return vectors

    def _padded(self, batch: list[list[int]]) -> tuple[dict[str, NDArray[np.int64]], NDArray[np.float32]]:
        length = max(len(ids) for ids in batch)
        length = min(-(-length // _LENGTH_STEP) * _LENGTH_STEP, self.max_tokens)
        ids = np.zeros((len(batch), length), dtype=np.int64)
        mask = np.zeros((len(batch), length), dtype=np.int64)
        for row, token_ids in enumerate(batch):
            ids[row, : len(token_ids)] = token_ids
            mask[row, : len(token_ids)] = 1
        available = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        return {name: available[name] for name in self._input_names}, mask.astype(np.float32)


_LOADERS = {MINILM_NAME: MiniLMEncoder.load}


def load_encoder(name: str, home: Path, threads: int) -> Encoder:
    """The encoder `name` from its folder under `home`, on `threads` cores.

    Raises EncoderError for a name this program does not know, EncoderMissingError where its files are not there.
    """
    loader = _LOADERS.get(name)
    if loader is None:
        raise EncoderError(
            f"The vectors of this index were made by the encoder {name!r}, which this program does not have.",
            f"Build the index anew with one of: {', '.join(_LOADERS)}; or search with --mode bm25.",
        )
    return loader(encoder_dir(home, name), threads)
