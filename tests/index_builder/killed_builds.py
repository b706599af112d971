"""Run as a program: forks builds of `sys.argv[1]`/index and kills each with SIGKILL after the delay (seconds) read from a line of stdin.

Answers each line with "killed" or "finished". Forking spares every build the start of an interpreter.
"""

import os
import signal
import sys
import time
from pathlib import Path

from conftest import HashEncoder, count_graph

from corpuscle.index_builder.builder import BuildSteps, build_index
from corpuscle.index_builder.progress import NoProgress
from corpuscle.index_builder.pubmed_source import pubmed_corpus
from corpuscle.retrieval.settings import RetrievalSettings


def main(folder: Path) -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            build_index(
                folder / "index",
                pubmed_corpus(folder / "pubmed"),
                BuildSteps(count_graph, HashEncoder),
                RetrievalSettings(home=folder / "home"),
                NoProgress(),
            )
            os._exit(0)
        print(_outcome(child, time.monotonic() + float(line)), flush=True)


def _outcome(child: int, deadline: float) -> str:
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return "finished" if status == 0 else f"failed with status {status}"
        time.sleep(0.001)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return "killed" if os.WIFSIGNALED(status) else "finished"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
