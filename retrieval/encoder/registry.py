"""Encoders by name."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from corpuscle.retrieval.encoder.granite import GRANITE_NAME, check_granite, load_granite
from corpuscle.retrieval.encoder.medcpt import MEDCPT_NAME, MedCPTEncoder, check_medcpt
from corpuscle.retrieval.encoder.minilm import MINILM_NAME, check_minilm, load_minilm
from corpuscle.retrieval.encoder.model_folders import check_model
from corpuscle.retrieval.encoder.onnx_encoder import check_onnx_folder, load_onnx_folder
from corpuscle.retrieval.encoder.protocol import Encoder
from corpuscle.retrieval.encoder.sentence_transformers_encoder import SentenceTransformersEncoder
from corpuscle.retrieval.errors import EncoderError
from corpuscle.retrieval.settings import encoder_dir


@dataclass(frozen=True, slots=True)
class _Loader:
    """`check` raises EncoderError in milliseconds where `load` could not succeed."""

    load: Callable[[Path, int], Encoder]
    check: Callable[[Path], None]


_NAMED = {
    GRANITE_NAME: _Loader(load_granite, check_granite),
    MINILM_NAME: _Loader(load_minilm, check_minilm),
    MEDCPT_NAME: _Loader(MedCPTEncoder.load, check_medcpt),
}


def _sentence_transformers(name: str, model: str) -> _Loader:
    return _Loader(
        lambda home, threads: SentenceTransformersEncoder.load(name, model, home, threads), lambda home: check_model(model, home)
    )


def _onnx(name: str, model: str) -> _Loader:
    def folder(home: Path) -> Path:
        kept = encoder_dir(home, model)
        return kept if kept.is_dir() else Path(model).expanduser()

    def check(home: Path) -> None:
        check_onnx_folder(name, folder(home))

    return _Loader(lambda home, threads: load_onnx_folder(name, folder(home), threads), check)


_KINDS: dict[str, Callable[[str, str], _Loader]] = {"st": _sentence_transformers, "onnx": _onnx}

ENCODER_NAMES = f"{', '.join(_NAMED)}, st:MODEL (a sentence-transformers model's name or folder), onnx:FOLDER"
"""What an encoder may be called, for help texts and errors."""


def load_encoder(name: str, home: Path, threads: int) -> Encoder:
    """The encoder `name` on `threads` cores. Nothing is fetched.

    Raises EncoderError for a name this program does not know or a model it must not load, EncoderMissingError, with the command that
    gets it, where its files are not there.
    """
    return _loader(name).load(home, threads)


def require_at_hand(name: str, home: Path) -> None:
    """Raises what `load_encoder` would raise for a name that is not known or files and libraries that are not there; in milliseconds."""
    _loader(name).check(home)


def settled_name(name: str, home: Path) -> str:
    """The same encoder by a name that holds in any working directory: a folder's path is made absolute."""
    kind, _, model = name.partition(":")
    path = Path(model).expanduser()
    if kind not in _KINDS or not model or encoder_dir(home, model).is_dir() or not path.is_dir():
        return name
    return f"{kind}:{path.resolve()}"


def _loader(name: str) -> _Loader:
    named = _NAMED.get(name)
    if named is not None:
        return named
    kind, _, model = name.partition(":")
    if kind in _KINDS and model:
        return _KINDS[kind](name, model)
    raise EncoderError(f"This program has no encoder {name!r}.", f"Name one of {ENCODER_NAMES}; or search with --mode bm25.")


def automatic_encoder(home: Path) -> str:
    """The name that "auto" stands for here: MedCPT where its weights and libraries are at hand, else granite, which every build can fetch."""
    try:
        check_medcpt(home)
    except EncoderError:
        return GRANITE_NAME
    return MEDCPT_NAME
