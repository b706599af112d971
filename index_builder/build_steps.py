"""What a build makes beside the text index."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from corpuscle.index_builder.progress import Progress
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.encoder import Encoder
from corpuscle.retrieval.manifest import GraphStore


class GraphBuilder(Protocol):
    """Makes the graph file at `path` (beside, fsynced, renamed) from the articles of the text index in the folder `text`, and describes it.

    `GraphStore.path` is the file's name.
    """

    def __call__(self, text: Path, path: Path, progress: Progress, /) -> GraphStore: ...


class GraphUpdater(Protocol):
    """Makes the graph file at `new_path` from the one at `graph_path` and the articles that changed (None: removed), and describes it.

    The new graph is equal to one built from all articles.
    """

    def __call__(self, graph_path: Path, new_path: Path, changed: Iterable[tuple[str, Article | None]], /) -> GraphStore: ...


@dataclass(frozen=True, slots=True)
class BuildSteps:
    """What a build or an update does beside the text."""

    build_graph: GraphBuilder | None = None
    load_encoder: Callable[[], Encoder] | None = None
    """Called only when there are vectors to make."""
    vectors_within_s: float | None = None
    """Time for the vectors alone, in seconds: no segment is begun that would likely end behind it; None sets no limit."""
    update_graph: GraphUpdater | None = None
    """Without it, a graph is made anew when articles change."""
    workers: int = 1
    """Processes that read source files."""
