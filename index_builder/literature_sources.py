"""What is read from articles into a graph: one source for each way of reading them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from corpuscle.index_builder import literature, model_relations, text_relations, text_relations_model
from corpuscle.index_builder.literature import Finding, Strength
from corpuscle.kg.graph_file import GraphFile
from corpuscle.retrieval.articles import Article

Reader = Callable[[Sequence[Article]], list[list[Finding]]]
"""What each article says now; nothing where it was retracted. It depends on the article and on the graph's headings and names alone."""

AT_ONCE = 200
"""Articles read together: linking their texts at once is twice as fast, and their texts are small."""


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
        lambda graph: text_relations.TextReader.of_graph(graph).read,
        text_relations_model.strength,
    ),
)


def read_articles(graph: GraphFile, articles: Iterable[Article]) -> Iterator[tuple[Article, list[Finding]]]:
    """Each article with what it says to all sources; nothing where it is on the graph's list of retracted articles."""
    readers = [source.reader(graph) for source in LITERATURE]
    waiting = iter(articles)
    while batch := list(islice(waiting, AT_ONCE)):
        listed = {pmid for (pmid,) in graph.rows_in("SELECT pmid FROM retracted WHERE pmid IN", [article.id for article in batch])}
        said = [reader(batch) for reader in readers]
        for article, *found in zip(batch, *said, strict=True):
            yield article, [] if article.id in listed else [finding for findings in found for finding in findings]


def strength(found: Iterable[Finding]) -> Strength | None:
    """The strength of a statement, as the source of its findings weighs them."""
    held = list(found)
    if held and held[0].source.startswith(model_relations.PREFIX):
        return model_relations.strength(held)
    return _WEIGHERS[held[0].source](held) if held else None


_WEIGHERS = {source.name: source.strength for source in LITERATURE}
