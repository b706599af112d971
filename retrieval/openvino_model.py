"""A transformer in ONNX with its tokeniser, run on the CPU by OpenVINO. Both libraries are untyped or slow to import and stay in here."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpuscle.retrieval.errors import EncoderError, EncoderMissingError

_BATCH = 32
_LIKE = 1.25
"""A batch's longest text has at most so many times the tokens of its shortest: reading padding costs more than a batch saves."""
_LOADING = threading.Lock()
"""Held while a model loads and runs for the first time: two threads whose first inferences meet wait for each other for ever, one in
OpenVINO's set-up without the interpreter's lock, one with it."""
_CHARACTERS_PER_TOKEN = 10
"""More than any English text has; saves the tokeniser from reading what it would cut."""
_LENGTH_STEP = 8
"""Batches are padded to a multiple of this many tokens: the runtime prepares itself anew for each new shape."""
_PADDING_TOKENS = ("[PAD]", "<pad>", "<|endoftext|>")


@dataclass(frozen=True, slots=True)
class Batch:
    """What the model said of some of the texts."""

    rows: list[int]
    """Which texts."""
    output: NDArray[np.float32]
    """The model's first output, such as (batch, tokens, dimension) or (batch, classes). Valid until the batch is done with."""
    mask: NDArray[np.float32]
    """(batch, tokens): 1 for a token, 0 for padding."""


class OpenVinoModel:
    """Runs texts, or pairs of texts, through a model in batches of like length."""

    def __init__(self, model: Any, tokenizer: Any, streams: int) -> None:  # noqa: ANN401 - OpenVINO has no types
        self._model = model
        self._tokenizer = tokenizer
        self._streams = streams
        self._idle: SimpleQueue[Any] = SimpleQueue()
        """Requests that no thread uses: each serves one at a time, and making one costs a fifth of a question."""
        self._input_names: list[str] = [port.any_name for port in model.inputs]
        padding: int | None = next((i for i in map(tokenizer.token_to_id, _PADDING_TOKENS) if i is not None), 0)
        self._padding_id = padding or 0

    @classmethod
    def load(cls, model_path: Path, tokenizer_path: Path, threads: int, remedy: str) -> "OpenVinoModel":
        """The model on `threads` cores; `remedy` says how to get its files.

        Raises EncoderMissingError where a file is not there, EncoderError where it cannot be read.
        """
        require_files((model_path, tokenizer_path), remedy)
        import openvino  # deferred: .2 s that a BM25 search does not need
        from tokenizers import Tokenizer

        with _LOADING:
            try:
                tokenizer: Any = Tokenizer.from_file(str(tokenizer_path))
                tokenizer.no_padding()
                tokenizer.no_truncation()
                config = {"INFERENCE_NUM_THREADS": threads, "NUM_STREAMS": threads}
                compiled = openvino.Core().compile_model(str(model_path), "CPU", config)
                model = cls(compiled, tokenizer, threads)
                model.run(["warm"], 8, lambda batch: None)
            except Exception as exc:  # both libraries raise bare Exception or RuntimeError
                raise EncoderError(f"The model files in {model_path.parent} cannot be read: {exc}", remedy) from exc
        return model

    @property
    def width(self) -> int:
        """Size of the last axis of the model's first output."""
        return int(self._model.outputs[0].get_partial_shape()[-1].get_length())

    @property
    def gives_token_vectors(self) -> bool:
        """Whether the first output has one vector for each token."""
        return len(self._model.outputs[0].get_partial_shape()) == 3

    def run(self, texts: Sequence[str] | Sequence[tuple[str, str]], max_tokens: int, take: Callable[[Batch], None]) -> None:
        """Hands `take` every batch once, in no particular order and from several threads."""
        encodings = self._tokens(texts, max_tokens)
        by_length = sorted(range(len(texts)), key=lambda i: len(encodings[i].ids))
        batches = _of_like_length(by_length, [len(encoding.ids) for encoding in encodings])

        def infer(rows: list[int]) -> None:
            inputs, mask = self._padded([encodings[row] for row in rows], max_tokens)
            request = self._request()
            request.infer(inputs)  # without the interpreter's lock
            take(Batch(rows, request.get_output_tensor(0).data, mask))
            self._idle.put(request)

        if len(batches) <= 1 or self._streams == 1:
            for rows in batches:
                infer(rows)
        else:
            # Not OpenVINO's own queue: a process that used it now and then aborts as it exits.
            with ThreadPoolExecutor(self._streams) as pool:
                list(pool.map(infer, batches))

    def _request(self) -> Any:  # noqa: ANN401
        try:
            return self._idle.get_nowait()
        except Empty:
            return self._model.create_infer_request()

    def _tokens(self, texts: Sequence[str] | Sequence[tuple[str, str]], max_tokens: int) -> list[Any]:
        characters = max_tokens * _CHARACTERS_PER_TOKEN
        cut = [text[:characters] if isinstance(text, str) else (text[0][:characters], text[1][:characters]) for text in texts]
        with _TOKENISING:
            self._tokenizer.enable_truncation(max_tokens)  # of the longer segment first, as the models were trained
            return list(self._tokenizer.encode_batch_fast(cut))

    def _padded(self, batch: list[Any], max_tokens: int) -> tuple[dict[str, NDArray[np.int64]], NDArray[np.float32]]:
        length = max(len(encoding.ids) for encoding in batch)
        length = min(-(-length // _LENGTH_STEP) * _LENGTH_STEP, max(max_tokens, length))
        ids = np.full((len(batch), length), self._padding_id, dtype=np.int64)
        mask = np.zeros((len(batch), length), dtype=np.int64)
        types = np.zeros((len(batch), length), dtype=np.int64)
        for row, encoding in enumerate(batch):
            tokens = len(encoding.ids)
            ids[row, :tokens] = encoding.ids
            types[row, :tokens] = encoding.type_ids
            mask[row, :tokens] = 1
        available = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        return {name: available[name] for name in self._input_names}, mask.astype(np.float32)


def _of_like_length(by_length: Sequence[int], tokens: Sequence[int]) -> list[list[int]]:
    """Texts in ascending order of length, as batches."""
    batches: list[list[int]] = []
    for text in by_length:
        if not batches or len(batches[-1]) == _BATCH or tokens[text] > _LIKE * tokens[batches[-1][0]] + _LENGTH_STEP / 2:
            batches.append([])
        batches[-1].append(text)
    return batches


def require_files(paths: Sequence[Path], remedy: str) -> None:
    """Raises EncoderMissingError for the first that is not there."""
    for path in paths:
        if not path.is_file():
            raise EncoderMissingError(f"There is no {path}.", remedy)


_TOKENISING = threading.Lock()
"""Truncation is a state of the tokeniser, and questions may be cut shorter than articles."""
