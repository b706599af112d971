"""Search results on the terminal; what they look like is tested in test_terminal.py."""

import subprocess
import sys


def test_a_search_does_not_load_the_agent() -> None:
    code = "import sys, corpuscle.ui.commands.search; print(sorted({'corpuscle.agent', 'langgraph', 'openai'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
