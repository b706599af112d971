"""A real language model, SmolLM2, on a real server: llama.cpp's or vLLM, started by `corpuscle serve-model` in a process of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import httpx
import pytest

from corpuscle.index_builder.small_language_model import small_model_path
from corpuscle.retrieval.settings import RetrievalSettings

NAME = "smollm2"
_COME_UP_S = 600.0
_SERVE = [sys.executable, "-c", "from corpuscle.ui.cli import main; main()", "serve-model"]


@contextmanager
def served_by_llama_cpp(context_tokens: int) -> Generator[str]:
    """The server's base address. Skips the test, with the reason, where the model or the server is not at hand."""
    path = small_model_path(RetrievalSettings().home)
    if not path.is_file():
        pytest.skip(f"{path} is not there: `make test` fetches it, or `corpuscle eval small-model`")
    if find_spec("xllamacpp") is None:
        pytest.skip("xllamacpp is not installed: pip install 'corpuscle[local]'")
    with _served("gguf", str(path), "--context", str(context_tokens)) as url:
        yield url


@contextmanager
def served_by_vllm(context_tokens: int) -> Generator[str]:
    """The same by vLLM on this CPU, in the environment that `make test-vllm` makes."""
    if "CORPUSCLE_TEST_VLLM" not in os.environ:
        pytest.skip("CORPUSCLE_TEST_VLLM does not name vLLM's environment: run `make test-vllm`")
    environment = Path(os.environ["CORPUSCLE_TEST_VLLM"])
    options = ["--environment", str(environment), "--context", str(context_tokens)]
    with _served("vllm-cpu", str(environment / "small-model"), *options) as url:
        yield url


@contextmanager
def _served(preset: str, model: str, *options: str) -> Generator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*_SERVE, preset, model, "--name", NAME, "--port", str(port), "--at-a-time", "1", "--threads", "1", *options]
    url = f"http://127.0.0.1:{port}/v1"
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(server, url)
            yield url
        finally:
            server.terminate()


def _wait_for(server: "subprocess.Popen[bytes]", url: str) -> None:
    until = time.monotonic() + _COME_UP_S
    while time.monotonic() < until:
        assert server.poll() is None, "the server ended"
        try:
            if httpx.get(f"{url}/models", timeout=5.0).is_success:
                return
        except httpx.TransportError:  # it does not listen yet
            pass
        time.sleep(0.2)
    raise TimeoutError(url)


def lines(count: int) -> str:
    """A prompt of about 12 tokens a line."""
    return "\n".join(f"Line {number}: nothing is written in this line." for number in range(count))
