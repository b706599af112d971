"""Runs a module of the benchmark in a process of its own, with one thread a library."""

import os
import subprocess
import sys
from collections.abc import Sequence

from corpuscle.evals.errors import EvaluationError

_ONE_THREAD = {
    name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS", "RAYON_NUM_THREADS")
}


def run_apart(module: str, arguments: Sequence[str], what: str) -> str:
    """What `python -m <module> <arguments>` prints. Raises EvaluationError where it fails; `what` says then what failed."""
    command = [sys.executable, "-m", module, *arguments]
    environment = os.environ | _ONE_THREAD | {"TOKENIZERS_PARALLELISM": "false"}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own module
    if ended.returncode:
        raise EvaluationError(
            f"{what} failed: {ended.stderr.strip()[-800:]}",
            "Mend the cause and run the benchmark again: it goes on with this part.",
        )
    return ended.stdout
