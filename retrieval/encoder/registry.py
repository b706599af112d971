"""Encoders by name."""

from collections.abc import Callable
from pathlib import Path

from corpuscle.retrieval.encoder.medcpt import MEDCPT_NAME, MedCPTEncoder, medcpt_at_hand
from corpuscle.retrieval.encoder.minilm import MINILM_NAME, load_minilm
from corpuscle.retrieval.encoder.onnx_encoder import load_onnx_folder
from corpuscle.retrieval.encoder.protocol import Encoder
from corpuscle.retrieval.encoder.sentence_transformers_encoder import SentenceTransformersEncoder
from corpuscle.retrieval.errors import EncoderError
from corpuscle.retrieval.settings import encoder_dir


def _onnx(name: str, model: str, home: Path, threads: int) -> Encoder:
    kept = encoder_dir(home, model)
    return load_onnx_folder(name, kept if kept.is_dir() else Path(model).expanduser(), threads)


_NAMED: dict[str, Callable[[Path, int], Encoder]] = {MINILM_NAME: load_minilm, MEDCPT_NAME: MedCPTEncoder.load}
_KINDS: dict[str, Callable[[str, str, Path, int], Encoder]] = {"st": SentenceTransformersEncoder.load, "onnx": _onnx}

ENCODER_NAMES = f"{', '.join(_NAMED)}, st:MODEL (a sentence-transformers model's name or folder), onnx:FOLDER"
"""What an encoder may be called, for help texts and errors."""


def load_encoder(name: str, home: Path, threads: int) -> Encoder:
    """The encoder `name` on `threads` cores. Nothing is fetched.

    Raises EncoderError for a name this program does not know or a model it must not load, EncoderMissingError, with the command that
    gets it, where its files are not there.
    """
    named = _NAMED.get(name)
    if named is not None:
        return named(home, threads)
    kind, _, model = name.partition(":")
    if kind in _KINDS and model:
        return _KINDS[kind](name, model, home, threads)
    raise EncoderError(f"This program has no encoder {name!r}.", f"Name one of {ENCODER_NAMES}; or search with --mode bm25.")


def automatic_encoder(home: Path) -> str:
    """The name that "auto" stands for here: MedCPT where its weights and libraries are at hand, else the built-in one."""
    return MEDCPT_NAME if medcpt_at_hand(home) else MINILM_NAME
