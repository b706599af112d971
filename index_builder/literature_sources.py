"""What is read from articles into a graph: one source for each way of reading them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from corpuscle.index_builder import literature, text_relations, text_relations_model
from corpuscle.index_builder.literature import Finding, Strength
from corpuscle.kg.graph_file import GraphFile
from corpuscle.retrieval.articles import Article

Reader = Callable[[Article], list[Finding]]
"""What an article says now; nothing where it was retracted. It depends on the article and on the graph's headings and names alone."""


@dataclass(frozen=True, slots=True)
class LiteratureSource:
    """A way of reading articles."""

    name: str
    version: str
    """Goes up with every change by which an article would say something else; an update of a graph asks for the same."""
    licence: str
    reader: Callable[[GraphFile], Reader]
    strength: Callable[[Iterable[Finding]], Strength | None]
    """How well a statement is borne out by all its findings; None where they are not enough for an edge.

    Taking a finding away never makes an edge, and the order does not matter to the last bit.
    """


LITERATURE: tuple[LiteratureSource, ...] = (
    LiteratureSource(literature.SOURCE, literature.RULES_VERSION, literature.LICENCE, literature.heading_reader, literature.strength),
    LiteratureSource(
        text_relations.SOURCE,
        text_relations.VERSION,
        text_relations.LICENCE,
        lambda graph: text_relations.TextReader.of_graph(graph).findings,
        text_relations_model.strength,
    ),
)


def article_reader(graph: GraphFile) -> Reader:
    """What an article says to all sources; nothing where it is on the graph's list of retracted articles."""
    readers = [source.reader(graph) for source in LITERATURE]

    def read(article: Article) -> list[Finding]:
        if graph.rows("SELECT 1 FROM retracted WHERE pmid = ?", (article.id,)):
            return []
        return [finding for reader in readers for finding in reader(article)]

    return read


def strength(found: Iterable[Finding]) -> Strength | None:
    """The strength of a statement, as the source of its findings weighs them."""
    held = list(found)
    return _WEIGHERS[held[0].source](held) if held else None


_WEIGHERS = {source.name: source.strength for source in LITERATURE}
