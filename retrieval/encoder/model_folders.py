"""Finds the folder of a transformer model on this machine, and refuses what must not be loaded. Nothing is fetched here."""

import hashlib
import json
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from corpuscle.retrieval.errors import EncoderError, EncoderMissingError
from corpuscle.retrieval.settings import encoder_dir

INSTALL_EXTRA = "pip install 'corpuscle[medcpt]'"
WEIGHTS_FILE = "model.safetensors"
_PICKLES = ("*.bin", "*.pt", "*.pth", "*.ckpt", "*.pkl")
_SAMPLE_BYTES = 1 << 20
_OWN_MODULES = "sentence_transformers."
"""Module types of other packages would run code that came with the model."""


class _Module(BaseModel):
    path: str
    type: str


def find_model(model: str, home: Path) -> Path:
    """The folder of `model`: a folder's path, a name under `home`/encoders, or a repository of the Hugging Face cache.

    Raises EncoderMissingError with the command that gets it, EncoderError where its files must not be loaded.
    """
    for folder in (Path(model).expanduser(), encoder_dir(home, model)):
        if (folder / "config.json").is_file():
            return _checked(folder, model)
    cached = _cached(model)
    if cached is None:
        raise EncoderMissingError(
            f"The model {model} is not on this machine.",
            f"Fetch it with: {fetch_command(model)} (or put its files into {encoder_dir(home, model)}).",
        )
    return _checked(cached, model)


def check_model(model: str, home: Path) -> None:
    """Raises what `find_model` and `require_torch` raise; loads nothing."""
    find_model(model, home)
    require_torch()


def fetch_command(model: str) -> str:
    """The command that fetches a model's safe files into the cache that `find_model` looks into."""
    return f'hf download {model} --include "*.json" "*.txt" "*.model" "*.safetensors"'


def require_torch() -> None:
    """Raises EncoderError where the libraries for torch models are not installed. Takes milliseconds: nothing is imported."""
    missing = [name for name in ("torch", "transformers", "sentence_transformers") if find_spec(name) is None]
    if missing:
        raise EncoderError(f"Models of this kind need {', '.join(missing)}, which is not installed.", f"Install it: {INSTALL_EXTRA}")


def weights_digest(files: Sequence[Path]) -> str:
    """Tells the weights of two models apart: a digest of each file's size, first and last megabyte. It is no seal against forgery."""
    digest = hashlib.sha256()
    for path in files:
        size = path.stat().st_size
        digest.update(f"{path.name} {size}\n".encode())
        with path.open("rb") as stream:
            digest.update(stream.read(_SAMPLE_BYTES))
            stream.seek(max(size - _SAMPLE_BYTES, 0))
            digest.update(stream.read(_SAMPLE_BYTES))
    return digest.hexdigest()[:32]


def folder_digest(folder: Path) -> str:
    """`weights_digest` of a model folder's weights, those of its modules included."""
    return weights_digest(sorted(folder.rglob("*.safetensors")))


def _cached(model: str) -> Path | None:
    import huggingface_hub  # deferred: .2 s
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    hub: Any = huggingface_hub  # its signatures are partly untyped

    try:
        folder = Path(hub.snapshot_download(model, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError):  # the second: a name that no repository can have
        return None
    return folder if (folder / "config.json").is_file() else None


def _checked(folder: Path, model: str) -> Path:
    modules = _modules(folder)
    foreign = [module.type for module in modules if not module.type.startswith(_OWN_MODULES)]
    if foreign or _has_own_code(folder):
        raise EncoderError(
            f"The model {model} brings code of its own ({', '.join(foreign) or 'auto_map in config.json'}), which is never run.",
            "Take a model of a standard architecture, or export it elsewhere to ONNX and name it onnx:FOLDER.",
        )
    if not any(folder.glob("*.safetensors")):
        raise _unsafe_or_missing(folder, model)
    for module in modules:
        below = folder / module.path
        if module.path and any(any(below.glob(p)) for p in _PICKLES) and not any(below.glob("*.safetensors")):
            raise _unsafe_or_missing(below, model)
    return folder


def _unsafe_or_missing(folder: Path, model: str) -> EncoderError:
    pickles = sorted(path.name for pattern in _PICKLES for path in folder.glob(pattern))
    if pickles:
        return EncoderError(
            f"The weights of {model} lie in {folder / pickles[0]}, a pickle, which could run any code and is never loaded.",
            "Take a revision of the model with model.safetensors (Hugging Face converts any: huggingface.co/spaces/safetensors/convert).",
        )
    return EncoderMissingError(f"The model {model} at {folder} lacks {WEIGHTS_FILE}.", f"Fetch it with: {fetch_command(model)}")


def _modules(folder: Path) -> list[_Module]:
    path = folder / "modules.json"
    if not path.is_file():
        return []
    try:
        return TypeAdapter(list[_Module]).validate_json(path.read_bytes())
    except ValidationError as exc:
        raise EncoderError(f"{path} cannot be read: {exc.error_count()} faults.", "Fetch the model anew.") from exc


def _has_own_code(folder: Path) -> bool:
    path = folder / "config.json"
    try:
        return "auto_map" in json.loads(path.read_bytes())
    except (ValueError, TypeError) as exc:
        raise EncoderError(f"{path} cannot be read: {exc}", "Fetch the model anew.") from exc
