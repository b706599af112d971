"""What `corpuscle kg show --json` and `corpuscle kg path --json` print."""

from collections.abc import Callable
from typing import Literal

from pydantic import BaseModel, ConfigDict

from corpuscle.kg.entities import Entity
from corpuscle.kg.neighbourhood import Neighbour, Neighbourhood
from corpuscle.kg.paths import Path
from corpuscle.kg.store import Publication
from corpuscle.kg.triples import Edge

SentenceOf = Callable[[Publication], str]


class _Json(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NodeJson(_Json):
    """A node in a few words; `type` is its Biolink category."""

    id: str
    name: str
    type: str


class EdgeJson(_Json):
    """An edge of the graph; `score` is the probability that it is right."""

    subject: str
    predicate: str
    object: str
    negated: bool
    qualifier: str
    source: str
    primary_source: str
    licence: str
    knowledge_level: str
    agent_type: str
    score: float
    support: int
    first_year: int | None
    last_year: int | None
    publications: list[str]


class PublicationJson(_Json):
    """An article behind an edge. Where a sentence speaks, it stands at these offsets (characters, end exclusive); `sentence` is its text."""

    pmid: str
    rule: str
    weight: float
    year: int | None
    section: str
    begin: int
    end: int
    sentence: str


class NeighbourJson(_Json):
    """The node at the other end of an edge, and the heaviest articles behind it."""

    node: NodeJson
    edge: EdgeJson
    evidence: list[PublicationJson]


class GroupJson(_Json):
    """The best edges of one predicate; `total` counts all that the graph has."""

    predicate: str
    direction: Literal["out", "in", "both"]
    total: int
    edges: list[NeighbourJson]


class ShowJson(_Json):
    """A node and its edges."""

    node: NodeJson
    synonyms: list[str]
    xrefs: list[str]
    degree: int
    groups: list[GroupJson]


class PathJson(_Json):
    """One path; `edges[i]` joins `nodes[i]` and `nodes[i + 1]`, in either direction."""

    plausibility: float
    nodes: list[NodeJson]
    edges: list[EdgeJson]


class PathsJson(_Json):
    """The best paths between two nodes. They are no verdict."""

    start: NodeJson
    end: NodeJson
    note: str
    paths: list[PathJson]


PLAUSIBILITY_NOTE = "Paths show what is plausible; they have no part in a verdict."


def show_json(around: Neighbourhood, sentence: SentenceOf) -> ShowJson:
    """A node and its edges under the contract's names; `sentence` finds the text of a piece of evidence."""
    return ShowJson(
        node=node_json(around.entity),
        synonyms=list(around.entity.synonyms),
        xrefs=list(around.entity.xrefs),
        degree=around.degree,
        groups=[
            GroupJson(predicate=g.predicate, direction=g.direction, total=g.total, edges=[_neighbour(n, sentence) for n in g.neighbours])
            for g in around.groups
        ],
    )


def paths_json(start: Entity, end: Entity, found: list[Path]) -> PathsJson:
    """Paths under the contract's names."""
    return PathsJson(
        start=node_json(start),
        end=node_json(end),
        note=PLAUSIBILITY_NOTE,
        paths=[
            PathJson(
                plausibility=round(path.plausibility, 4),
                nodes=[node_json(node) for node in path.nodes],
                edges=[_edge(edge) for edge in path.edges],
            )
            for path in found
        ],
    )


def node_json(entity: Entity) -> NodeJson:
    """A node under the contract's names."""
    return NodeJson(id=entity.curie, name=entity.name, type=entity.category)


def _neighbour(neighbour: Neighbour, sentence: SentenceOf) -> NeighbourJson:
    evidence = [
        PublicationJson(
            pmid=p.pmid,
            rule=p.rule,
            weight=round(p.weight, 4),
            year=p.year,
            section=p.section,
            begin=p.begin,
            end=p.end,
            sentence=sentence(p),
        )
        for p in neighbour.publications
    ]
    return NeighbourJson(node=node_json(neighbour.other), edge=_edge(neighbour.edge), evidence=evidence)


def _edge(edge: Edge) -> EdgeJson:
    return EdgeJson(
        subject=edge.subject,
        predicate=edge.predicate,
        object=edge.object,
        negated=edge.negated,
        qualifier=edge.qualifier,
        source=edge.source,
        primary_source=edge.primary_source,
        licence=edge.licence,
        knowledge_level=edge.knowledge_level,
        agent_type=edge.agent_type,
        score=round(edge.score, 4),
        support=edge.support,
        first_year=edge.first_year,
        last_year=edge.last_year,
        publications=list(edge.publications),
    )
