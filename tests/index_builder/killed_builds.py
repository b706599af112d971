"""Run as a program: forks builds of `sys.argv[1]`/index, with the updates in `sys.argv[1]`/updates where there are some, and kills each with SIGKILL after the delay (seconds) read from a line of stdin.

Answers each line with "killed" or "finished". Forking spares every build the start of an interpreter.
"""

import os
import signal
import sys
import time
from pathlib import Path

from conftest import HashEncoder, count_graph, update_count_graph

from corpuscle.index_builder.builder import BuildSteps, build_index, update_index
from corpuscle.index_builder.progress import NoProgress
from corpuscle.index_builder.pubmed_source import pubmed_corpus, pubmed_files
from corpuscle.retrieval.settings import RetrievalSettings


def main(folder: Path) -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            steps, settings = BuildSteps(count_graph, HashEncoder, update_graph=update_count_graph), RetrievalSettings(home=folder / "home")
            build_index(folder / "index", pubmed_corpus(folder / "pubmed"), steps, settings, NoProgress())
            if (folder / "updates").exists():
                update_index(folder / "index", pubmed_files([folder / "updates"]), steps, settings, NoProgress())
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
