"""How a source's relation becomes one of ours."""

from typing import NamedTuple

from corpuscle.index_builder.graph_sources.rows import AgentType, ImportedEdge, KnowledgeLevel, ReadingLog


class Relation(NamedTuple):
    """The predicate that a source's relation means, its direction, and what goes with every edge of it."""

    predicate: str
    """A stored one of `corpuscle.kg.predicates`."""
    turned: bool = False
    """Whether the source names the object first."""
    negated: bool = False
    score: float = 0.9
    qualifier: str = ""
    primary_source: str = ""
    knowledge_level: KnowledgeLevel = "knowledge_assertion"
    agent_type: AgentType = "manual_agent"

    def edge(self, one: str, other: str, publications: tuple[str, ...] = ()) -> ImportedEdge:
        """The statement that the source makes by naming `one` first and `other` second (CURIEs)."""
        predicate, turned, negated, score, qualifier, source, level, agent = self
        if turned:
            one, other = other, one
        return ImportedEdge(one, predicate, other, negated, score, publications, qualifier, level, agent, source)

    def told(self, said: str) -> str:
        """The source's relation and ours, for `ReadingLog.mapped`."""
        words = [word for word in ("not" if self.negated else "", self.predicate, self.qualifier and f"({self.qualifier})") if word]
        return f"{said} → {' '.join(words)}{', turned' if self.turned else ''}"


class LeftOut(NamedTuple):
    """A relation of a source that is known and not imported."""

    reason: str


def count_left_out(log: ReadingLog, said: str, left_out: LeftOut) -> None:
    """Counts a row of a relation that is not imported."""
    log.left_out[f"{said}: {left_out.reason}"] += 1
