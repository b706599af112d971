"""A real language model on a real server: SmolLM2 by `corpuscle serve-model gguf`, in a process of its own."""

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

import pytest

from corpuscle.index_builder.small_language_model import small_model_path
from corpuscle.retrieval.settings import RetrievalSettings

NAME = "smollm2"
_COME_UP_S = 120.0


@contextmanager
def served_small_model(context_tokens: int) -> Iterator[str]:
    """The server's base address. Skips the test, with the reason, where the model or the server is not at hand."""
    path = small_model_path(RetrievalSettings().home)
    if not path.is_file():
        pytest.skip(f"{path} is not there: `make test` fetches it, or `corpuscle eval small-model`")
    if find_spec("xllamacpp") is None:
        pytest.skip("xllamacpp is not installed: pip install 'corpuscle[local]'")
    command = [sys.executable, "-c", "from corpuscle.ui.cli import main; main()", "serve-model", "gguf", str(path)]
    command += ["--name", NAME, "--port", "0", "--context", str(context_tokens), "--at-a-time", "1", "--threads", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        too_late = threading.Timer(_COME_UP_S, server.kill)
        too_late.start()
        try:
            assert server.stdout is not None  # a pipe
            said = re.search(r"http://\S+/v1", server.stdout.readline())
            assert said, "the server did not come up"
            too_late.cancel()
            yield said.group()
        finally:
            too_late.cancel()
            server.kill()


def lines(count: int) -> str:
    """A prompt of about 12 tokens a line."""
    return "\n".join(f"Line {number}: nothing is written in this line." for number in range(count))
