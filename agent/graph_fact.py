"""A fact of the knowledge graph, as it is shown beside the passages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GraphFact:
    """A statement of the graph that bears on the question, with where it comes from.

    It never takes a quotation's place: what an answer says in a sentence, an article says.
    """

    subject: str
    """Name of the node."""
    predicate: str
    object: str
    negated: bool
    source: str
    """Primary knowledge source of the edge."""
    licence: str
    pmids: tuple[str, ...]
    """Publications behind the edge, where the graph knows them."""
    score: float
    """Probability that the edge is right, 0 to 1."""
    relevance: float
    """To the question; higher is better."""
    curies: tuple[str, str]
    """Of subject and object."""

    @property
    def text(self) -> str:
        """The fact in words: "cimetidine treats duodenal ulcer"."""
        return f"{self.subject} {'not ' if self.negated else ''}{self.predicate} {self.object}"
