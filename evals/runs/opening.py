"""Opens what a run needs: the index, the model server where a system asks one, and the questions."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpuscle.agent.served.capabilities import find_capabilities
from corpuscle.agent.settings import AgentSettings
from corpuscle.evals.runs.answering import Systems, majority_of
from corpuscle.evals.runs.benchmarks.catalogue import benchmark_named, questions_of
from corpuscle.evals.runs.halves import Split
from corpuscle.evals.runs.manifest import IndexMade
from corpuscle.evals.runs.remembered_replies import RememberingClient, ServerKey, reply_journal
from corpuscle.evals.runs.running import Asking
from corpuscle.evals.runs.systems import System
from corpuscle.retrieval.manifest import read_manifest

_PATIENCE_S = 3_600.0
"""A run asks several questions at once and nobody waits for one of them: how long a question takes is the server's affair."""

_TWO_REPLIES_S = 600.0
"""For what the server is asked about itself, which a busy one takes its time over."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An index with all systems over it."""

    systems: Systems
    index: IndexMade
    settings: AgentSettings
    server: ServerKey | None

    def asking(self, benchmark: str, split: Split, copy: Path | None, limit: int, workers: int) -> Asking:
        """The questions of a benchmark, put to these systems. Raises EvaluationError for what is not known, missing or malformed."""
        asked = benchmark_named(benchmark)
        every = questions_of(asked, "all", copy)
        tuning = [question for question in every if asked.for_tuning(question)]
        return Asking(
            benchmark=asked,
            split=split,
            questions=questions_of(asked, split, copy),
            majority=majority_of(tuning or every),
            limit=limit,
            workers=workers,
            index=self.index,
            settings=self.settings,
            server=self.server,
        )


@contextmanager
def opened(index_dir: Path, systems: Sequence[System], replies: Path) -> Generator[Opened]:
    """The systems over the index; what a model server says is kept in the folder `replies`.

    Raises RetrievalError, GraphError, ModelError where a server is needed and away, EvaluationError where the replies are another server's.
    """
    settings = AgentSettings(question_timeout_s=_PATIENCE_S, model_timeout_s=_PATIENCE_S, model_first_token_s=_PATIENCE_S)
    if not any(system.model == "served" for system in systems):
        found = Systems.open(index_dir, settings, None)
        yield Opened(found, _made(index_dir, found), settings, None)
        return
    found_out = find_capabilities(settings, _TWO_REPLIES_S)
    server = ServerKey(model=found_out.model, server=found_out.version or "")
    with reply_journal(replies, server) as journal:
        found = Systems.open(index_dir, settings, RememberingClient(settings, journal))
        yield Opened(found, _made(index_dir, found), settings, server)


def _made(index_dir: Path, systems: Systems) -> IndexMade:
    manifest = read_manifest(index_dir)
    return IndexMade(label=systems.engine.label, updated=manifest.updated, encoder=manifest.vectors.encoder if manifest.vectors else "")
