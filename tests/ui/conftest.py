"""The chat page in a process of its own, with its temporary files and its working folder where the tests can look at them."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

SERVER = Path(__file__).with_name("chat_fake_server.py")

StartChat = Callable[[Path], AbstractContextManager[tuple[str, "subprocess.Popen[str]"]]]


@pytest.fixture(scope="session")
def start_chat() -> StartChat:
    """Starts the page over the invented agent in an empty folder, which gets `working`, `temporary` and `errors.txt`; gives its address."""
    pytest.importorskip("chainlit", reason="the chat page needs the extra 'ui'")
    return _running


@contextmanager
def _running(folder: Path) -> Generator[tuple[str, "subprocess.Popen[str]"]]:
    working, temporary, errors = folder / "working", folder / "temporary", folder / "errors.txt"
    working.mkdir()
    temporary.mkdir()
    with errors.open("w") as error_stream:
        process = subprocess.Popen(
            [sys.executable, "-u", str(SERVER)],
            cwd=working,
            env={**os.environ, "TMPDIR": str(temporary), "OMP_NUM_THREADS": "1"},
            stdout=subprocess.PIPE,
            stderr=error_stream,
            text=True,
        )
        with process:
            assert process.stdout
            announced = re.search(r"http://localhost:\d+", process.stdout.readline())
            assert announced, errors.read_text()
            yield announced.group(), process
            process.terminate()
