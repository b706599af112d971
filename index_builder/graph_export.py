"""Writes a graph as KGX, the exchange format of the Biolink world: a table of nodes and one of edges, as TSV or as JSON lines.

Columns: https://github.com/biolink/kgx/blob/master/specification/kgx-format.md
"""

import json
import os
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TextIO

from corpuscle.index_builder.model_relations import PREFIX
from corpuscle.kg.entities import Entity
from corpuscle.kg.predicates import PREDICATES
from corpuscle.kg.store import GraphStore
from corpuscle.kg.triples import Edge

KgxFormat = Literal["kgx-tsv", "kgx-jsonl"]
Row = Mapping[str, str | bool | int | float | list[str]]

_NODE_COLUMNS = ("id", "category", "name", "synonym", "xref")
_EDGE_COLUMNS = (
    *("id", "subject", "predicate", "object", "original_predicate", "negated", "primary_knowledge_source", "aggregator_knowledge_source"),
    *(
        "knowledge_level",
        "agent_type",
        "publications",
        "qualifier",
        "has_confidence_score",
        "support",
        "first_year",
        "last_year",
        "license",
    ),
)
_SAID_BY = {
    "hpo": ("knowledge_assertion", "manual_agent"),
    "pubmed-mesh": ("prediction", "automated_agent"),
    "pubmed-text": ("not_provided", "text_mining_agent"),
}
"""Biolink's words for what the build itself reads."""
_BY_MODEL = ("not_provided", "computational_model")
_UNSAID = ("not_provided", "not_provided")
_PAGE = 10_000
_PUBLICATIONS_SHOWN = 20  # of an edge by the store; the rest is asked for


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    nodes_path: Path
    edges_path: Path
    nodes: int
    edges: int


def export_kgx(store: GraphStore, prefix: Path, form: KgxFormat, sources: Iterable[str], advance: Callable[[int], None]) -> Exported:
    """Writes `<prefix>_nodes` and `<prefix>_edges` with the edges of these sources and the nodes at their ends.

    Files of that name are replaced when both are complete. `advance` hears of edges.
    """
    suffix = "tsv" if form == "kgx-tsv" else "jsonl"
    nodes_path, edges_path = (prefix.with_name(f"{prefix.name}_{what}.{suffix}") for what in ("nodes", "edges"))
    ends: set[str] = set()
    edges = 0
    with _written(edges_path) as edge_stream, _written(nodes_path) as node_stream:
        write_edge, write_node = _writer(edge_stream, form, _EDGE_COLUMNS), _writer(node_stream, form, _NODE_COLUMNS)
        for source in sources:
            for edge in store.all_edges(source):
                write_edge(_edge_row(edge, _publications(store, edge)))
                ends |= {edge.subject, edge.object}
                edges += 1
                if edges % _PAGE == 0:
                    advance(_PAGE)
        for entity in _entities(store, sorted(ends)):
            write_node(_node_row(entity))
    advance(edges % _PAGE)
    return Exported(nodes_path, edges_path, len(ends), edges)


def _node_row(entity: Entity) -> Row:
    return {
        "id": entity.curie,
        "category": [f"biolink:{entity.category}"],
        "name": entity.name,
        "synonym": list(entity.synonyms),
        "xref": list(entity.xrefs),
    }


def _edge_row(edge: Edge, publications: Iterable[str]) -> Row:
    statement = (edge.subject, edge.predicate, edge.object, edge.source, edge.qualifier, edge.primary_source, "not" if edge.negated else "")
    known = PREDICATES.get(edge.predicate)
    level, agent = _BY_MODEL if edge.source.startswith(PREFIX) else _SAID_BY.get(edge.source, _UNSAID)
    row: dict[str, str | bool | int | float | list[str]] = {
        "id": "|".join(part for part in statement if part),
        "subject": edge.subject,
        "predicate": (known.biolink if known else "") or "biolink:related_to",
        "object": edge.object,
        "original_predicate": edge.predicate,
        "negated": edge.negated,
        "primary_knowledge_source": f"infores:{edge.primary_source or edge.source}",
        "aggregator_knowledge_source": [f"infores:{edge.source}"] if edge.primary_source else [],
        "knowledge_level": edge.knowledge_level or level,
        "agent_type": edge.agent_type or agent,
        "publications": [f"PMID:{pmid}" if pmid.isdecimal() else pmid for pmid in publications],
        "qualifier": edge.qualifier,
        "has_confidence_score": round(edge.score, 6),
        "support": edge.support,
        "license": edge.licence,
    }
    return row | {name: year for name, year in (("first_year", edge.first_year), ("last_year", edge.last_year)) if year is not None}


def _publications(store: GraphStore, edge: Edge) -> Iterable[str]:
    if len(edge.publications) < _PUBLICATIONS_SHOWN:
        return edge.publications
    return sorted({publication.pmid for publication in store.publications(edge, edge.support * len(PREDICATES))})


def _entities(store: GraphStore, curies: list[str]) -> Iterator[Entity]:
    for start in range(0, len(curies), _PAGE):
        page = curies[start : start + _PAGE]
        known = store.entities(page)
        yield from (known[curie] for curie in page if curie in known)


def _writer(stream: TextIO, form: KgxFormat, columns: tuple[str, ...]) -> Callable[[Row], None]:
    if form == "kgx-jsonl":

        def write_line(row: Row) -> None:
            filled = {column: row[column] for column in columns if row.get(column) not in ("", [], None)}
            stream.write(json.dumps(filled, ensure_ascii=False) + "\n")

        return write_line
    stream.write("\t".join(columns) + "\n")

    def write_row(row: Row) -> None:
        stream.write("\t".join(_cell(row.get(column, "")) for column in columns) + "\n")

    return write_row


def _cell(value: str | bool | float | list[str]) -> str:
    if isinstance(value, list):
        return "|".join(_plain(item).replace("|", "/") for item in value)
    return str(value).lower() if isinstance(value, bool) else _plain(str(value))


def _plain(text: str) -> str:
    return " ".join(text.split())


@contextmanager
def _written(path: Path) -> Generator[TextIO]:
    """A file that has its name once it is complete."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
