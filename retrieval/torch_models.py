"""Transformers on torch: token batches in, the model's output out. torch and transformers are partly untyped and stay in here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from corpuscle.retrieval.errors import EncoderError

Head = Literal["vectors", "logits"]
"""What is asked of a transformer: the vectors of its last layer, or a classifier's logits."""
BATCH = 32
_ANOTHER_KIND = "As an encoder, name a bi-encoder; as a reranker, a cross-encoder such as ncbi/MedCPT-Cross-Encoder."


@dataclass(frozen=True, slots=True)
class Machine:
    """Where and in which precision models run here."""

    device: str
    precision: str
    """bfloat16 where the processor computes in it: two to three times as fast as float32, at a cosine of .9999 to it."""


def this_machine() -> Machine:
    """A GPU where torch sees one, else the processor."""
    import torch  # deferred: takes a second

    if torch.cuda.is_available():
        return Machine("cuda", "bfloat16" if torch.cuda.is_bf16_supported() else "float32")
    capabilities: Mapping[str, object] = torch.cpu.get_capabilities()
    native = capabilities.get("avx512_bf16") or capabilities.get("amx_bf16") or capabilities.get("arm_bf16")
    return Machine("cpu", "bfloat16" if native else "float32")


def use_threads(threads: int) -> None:
    """Lets torch compute on so many cores; the whole process has one such number."""
    import torch

    if torch.get_num_threads() != threads:
        torch.set_num_threads(threads)


class TransformerModel:
    """A transformer of a folder and its tokeniser. `head`: "vectors" of the tokens' last layer, or "logits" of a classifier."""

    def __init__(self, model: Any, tokenizer: Any, machine: Machine, head: Head) -> None:  # noqa: ANN401 - untyped libraries
        self._model = model
        self._tokenizer = tokenizer
        self._machine = machine
        self._head = head
        self.width: int = int(model.config.hidden_size) if head == "vectors" else int(model.config.num_labels)

    @classmethod
    def load(cls, folder: Path, head: Head, threads: int, machine: Machine | None = None) -> "TransformerModel":
        """Loads safetensors weights only, without any code of the model's own. Raises EncoderError."""
        import torch
        import transformers

        where = machine or this_machine()
        use_threads(threads)
        tokenizers: Any = transformers.AutoTokenizer
        kind: Any = transformers.AutoModel if head == "vectors" else transformers.AutoModelForSequenceClassification
        with quiet_transformers():
            try:
                tokenizer: Any = tokenizers.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
                model, found = kind.from_pretrained(
                    folder,
                    local_files_only=True,
                    trust_remote_code=False,
                    use_safetensors=True,
                    dtype=getattr(torch, where.precision),
                    output_loading_info=True,
                )
                model.eval().to(where.device)
            except Exception as exc:  # transformers raises whatever its parts raise
                raise EncoderError(f"The model in {folder} cannot be loaded: {exc}", "Fetch it anew, or take another model.") from exc
        made_up = sorted(key for key in found["missing_keys"] if head == "logits" or not key.startswith("pooler."))
        if made_up:  # transformers fills what is missing with random numbers
            raise EncoderError(f"The weights in {folder} lack {made_up[0]}: this is another kind of model.", _ANOTHER_KIND)
        return cls(model, tokenizer, where, head)

    def run(
        self, texts: Sequence[str] | Sequence[tuple[str, str]], max_tokens: int, take: Callable[[list[int], NDArray[np.float32]], None]
    ) -> None:
        """Hands `take` the rows and the first-token vectors, or the logits, of every batch; texts of like length share one."""
        import torch

        lengths = [len(text) if isinstance(text, str) else len(text[0]) + len(text[1]) for text in texts]
        by_length = sorted(range(len(texts)), key=lambda i: -lengths[i])
        for start in range(0, len(by_length), BATCH):
            rows = by_length[start : start + BATCH]
            chosen = [texts[row] for row in rows]
            segments = ([t for t in chosen if isinstance(t, str)], None) if isinstance(chosen[0], str) else tuple(zip(*chosen, strict=True))
            encoded = self._tokenizer(
                list(segments[0]),
                list(segments[1]) if segments[1] else None,
                truncation=True,  # of the longer segment first
                padding=True,
                max_length=max_tokens,
                return_tensors="pt",
            ).to(self._machine.device)
            with torch.inference_mode():
                said = self._model(**encoded)
            output = said.last_hidden_state[:, 0] if self._head == "vectors" else said.logits
            take(rows, output.float().cpu().numpy())


class quiet_transformers:
    """Keeps transformers' progress bars and reports off the terminal while a model loads."""

    def __enter__(self) -> None:
        from transformers.utils import logging

        self._level = logging.get_verbosity()
        self._bars = logging.is_progress_bar_enabled()
        logging.set_verbosity_error()
        logging.disable_progress_bar()

    def __exit__(self, *_: object) -> None:
        from transformers.utils import logging

        logging.set_verbosity(self._level)
        if self._bars:
            logging.enable_progress_bar()
