"""The systems that a benchmark can be put to, and for each the baselines without which its score is not printed."""

from dataclasses import dataclass
from typing import Literal

from corpuscle.agent.ablation import ALL_STEPS, Steps
from corpuscle.evals.errors import EvaluationError

Reads = Literal["hybrid", "bm25", "nothing"]


@dataclass(frozen=True, slots=True)
class System:
    """Who answers, what it may read, and which steps it takes."""

    name: str
    title: str
    model: Literal["majority", "extractive", "served"]
    """`majority` is no model: it says what is most often right."""
    reads: Reads = "hybrid"
    """How the index is searched, or that neither it nor what is given is read: a served model is then asked the bare question."""
    steps: Steps = ALL_STEPS
    baselines: tuple[str, ...] = ()

    @property
    def unaided(self) -> bool:
        """Whether a served model answers from memory."""
        return self.model == "served" and self.reads == "nothing"


_PASSAGES_ALONE = Steps(review=False, revise=False, graph=False, search_again=False)
_NO_GRAPH = Steps(review=False, revise=False, graph=False)
_BUILT_IN = ("majority", "built-in-no-retrieval", "built-in-bm25", "built-in-no-graph")
_SERVED = ("majority", "unaided", "served-bm25", "served-no-graph", "built-in")
_REVIEWED = Steps(revise=False, search_again=False)
_REVISED = Steps(search_again=False)

SYSTEMS = {
    system.name: system
    for system in (
        System("majority", "majority", "majority"),
        System("built-in", "built-in model", "extractive", baselines=_BUILT_IN),
        System("built-in-bm25", "built-in model, BM25 only", "extractive", "bm25", baselines=_BUILT_IN),
        System("built-in-no-graph", "built-in model, no graph", "extractive", steps=_NO_GRAPH, baselines=_BUILT_IN),
        System("built-in-one-search", "built-in model, searching once", "extractive", steps=_REVISED, baselines=("majority", "built-in")),
        System("built-in-no-retrieval", "built-in model, no retrieval", "extractive", "nothing", baselines=_BUILT_IN),
        System("unaided", "served model, no retrieval", "served", "nothing", baselines=("majority", "built-in")),
        System("served-retrieval", "served model, retrieval", "served", steps=_PASSAGES_ALONE, baselines=_SERVED),
        System("served-review", "served model, + graph review", "served", steps=_REVIEWED, baselines=_SERVED),
        System("served-revise", "served model, + review + revise", "served", steps=_REVISED, baselines=_SERVED),
        System("served-bm25", "served model, BM25 only", "served", "bm25", baselines=_SERVED),
        System("served-no-graph", "served model, no graph", "served", steps=_NO_GRAPH, baselines=_SERVED),
        System("served", "served model", "served", baselines=_SERVED),
    )
}


def system_named(name: str) -> System:
    """Raises EvaluationError for a name that is not known."""
    if name not in SYSTEMS:
        raise EvaluationError(f"There is no system {name!r}.", f"Name one of: {', '.join(SYSTEMS)}.")
    return SYSTEMS[name]


def with_baselines(system: System) -> tuple[System, ...]:
    """The system, then its baselines."""
    return (system, *(SYSTEMS[name] for name in system.baselines if name != system.name))
