"""What an approximate index costs those who do not need one."""

import subprocess
import sys


def test_search_starts_without_faiss() -> None:
    """It takes a tenth of a second to import; indexes without a large segment never need it."""
    code = "import sys, corpuscle.retrieval.search; sys.exit('faiss' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
