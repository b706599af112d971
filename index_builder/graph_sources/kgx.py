"""KGX, the exchange format of Biolink graphs (https://github.com/biolink/kgx/blob/master/specification/kgx-format.md), as TSV or JSON lines.

Nodes: id, category, name, synonym, xref. Edges: subject, predicate, object, negated, publications, knowledge_level, agent_type,
primary_knowledge_source, and the qualifiers of "affects". Further columns are ignored. Lists are joined by "|" in TSV.
"""

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import get_args

from pydantic import TypeAdapter, ValidationError

from corpuscle.index_builder.graph_sources.curies import normal_curie
from corpuscle.index_builder.graph_sources.formats import BatchMaker, FileHead, Files, GraphFormat
from corpuscle.index_builder.graph_sources.kgx_predicates import kgx_relation
from corpuscle.index_builder.graph_sources.relations import LeftOut, Relation, count_left_out
from corpuscle.index_builder.graph_sources.rows import AgentType, Batch, ImportedEdge, ImportedNode, KnowledgeLevel, Licence, ReadingLog
from corpuscle.index_builder.graph_sources.tables import Cells, table_rows, text_lines

_NODE = ("id", "category")
_NODE_MORE = ("name", "synonym", "xref", "equivalent_identifiers")
_EDGE = ("subject", "predicate", "object")
_EDGE_MORE = (
    *("negated", "publications", "knowledge_level", "agent_type", "primary_knowledge_source", "original_predicate"),
    *("object_aspect_qualifier", "object_direction_qualifier", "qualifier", "has_confidence_score"),
)
_MEMBERS = TypeAdapter(dict[str, object])

_PREFERRED = (
    *("Disease", "PhenotypicFeature", "Gene", "Protein", "SmallMolecule", "Drug", "Pathway", "MolecularActivity", "BiologicalProcess"),
    *(
        "CellularComponent",
        "Cell",
        "GrossAnatomicalStructure",
        "AnatomicalEntity",
        "OrganismTaxon",
        "SequenceVariant",
        "Procedure",
        "Device",
    ),
)
_RENAMED = {
    "ChemicalSubstance": "SmallMolecule",
    "ChemicalEntity": "SmallMolecule",
    "MolecularMixture": "SmallMolecule",
    "GeneOrGeneProduct": "Gene",
    "DiseaseOrPhenotypicFeature": "Disease",
}
_SCORES = {
    "knowledge_assertion": 0.9,
    "logical_entailment": 0.9,
    "observation": 0.85,
    "statistical_association": 0.7,
    "prediction": 0.6,
    "not_provided": 0.8,
}
"""By knowledge level, where the edge has no score of its own; set by hand. What a machine read in texts counts as a prediction."""

_LEVELS: dict[str, KnowledgeLevel] = {level: level for level in get_args(KnowledgeLevel)}
_AGENTS: dict[str, AgentType] = {agent: agent for agent in get_args(AgentType)}
_TRUE = frozenset({"true", "1", "t", "yes"})


def _read(files: Files, log: ReadingLog) -> Iterator[Batch]:
    making = BatchMaker(log)
    if "nodes" in files:
        for line, cells in _rows(files["nodes"], _NODE, _NODE_MORE, log):
            node = _node(cells)
            if node is None:
                log.skip(files["nodes"].name, line, f"{cells[0]!r} is no CURIE")
                continue
            making.nodes.append(node)
            if making.full():
                yield making.take()
    if "edges" in files:
        for line, cells in _rows(files["edges"], _EDGE, _EDGE_MORE, log):
            if problem := _add_edge(cells, making, log):
                log.skip(files["edges"].name, line, problem)
            if making.full():
                yield making.take()
    yield making.take()


def _node(cells: Cells) -> ImportedNode | None:
    identifier, categories, name, synonyms, xrefs, equivalents = cells
    node = normal_curie(identifier)
    if not node:
        return None
    others = [normal_curie(xref) for xref in (*_list(xrefs), *_list(equivalents))]
    return ImportedNode(node, name, _category(categories), _list(synonyms), tuple(x for x in dict.fromkeys(others) if x and x != node))


@cache
def _category(categories: str) -> str:
    """The one that says most among a node's categories, which may list all its ancestors."""
    names = [name.removeprefix("biolink:") for name in _list(categories)]
    named = [_RENAMED.get(name, name) for name in names]
    return next((name for name in _PREFERRED if name in named), named[0] if named else "NamedThing")


def _add_edge(cells: Cells, making: BatchMaker, log: ReadingLog) -> str:
    """Adds the edge of a row, or counts it as left out; returns what is wrong with it, or ""."""
    subject, predicate, object_, negated, publications, level, agent, source, original, aspect, direction, note, score = cells
    relation = kgx_relation(predicate, original, aspect, direction)
    if isinstance(relation, LeftOut):
        count_left_out(log, predicate, relation)
        return ""
    one, other = normal_curie(subject), normal_curie(object_)
    if not (one and other):
        return f"{object_ if one else subject!r} is no CURIE"
    known_level, known_agent = _LEVELS.get(level, "not_provided"), _AGENTS.get(agent, "not_provided")
    sure = _score(score) if score else min(relation.score, _SCORES["prediction" if known_agent == "text_mining_agent" else known_level])
    if sure is None:
        return f"the score {score!r} is no number from 0 to 1"
    if relation.turned:
        one, other = other, one
    denied = (negated.lower() in _TRUE) != relation.negated
    pmids = tuple(p.partition(":")[2] for p in _list(publications) if p.upper().startswith("PMID:"))
    said = "; ".join(filter(None, (relation.qualifier, note)))
    primary = source.partition("|")[0].removeprefix("infores:")
    making.edges.append(
        ImportedEdge(one, relation.predicate, other, denied, sure, pmids, said, known_level, known_agent, primary),
    )
    log.mapped[_told(relation, predicate, denied)] += 1
    return ""


@cache
def _told(relation: Relation, predicate: str, negated: bool) -> str:
    return relation._replace(negated=negated).told(predicate)


def _score(text: str) -> float | None:
    try:
        score = float(text)
    except ValueError:
        return None
    return score if 0 <= score <= 1 else None


def _list(joined: str) -> tuple[str, ...]:
    return tuple(filter(None, joined.split("|"))) if joined else ()


def _rows(path: Path, columns: Sequence[str], optional: Sequence[str], log: ReadingLog) -> Iterator[tuple[int, Cells]]:
    name = path.name.lower().removesuffix(".gz")
    if not name.endswith((".jsonl", ".ndjson")):
        yield from table_rows(path, "\t", columns, log, optional)
        return
    for line, text in enumerate(text_lines(path), 1):
        if not text.strip():
            continue
        log.rows += 1
        try:
            members = _MEMBERS.validate_json(text)
        except ValidationError:
            log.skip(path.name, line, "no JSON object")
            continue
        if missing := [column for column in columns if not members.get(column)]:
            log.skip(path.name, line, f"no {missing[0]}")
            continue
        yield line, tuple(_cell(members.get(column)) for column in (*columns, *optional))


def _cell(value: object) -> str:
    """A JSON value as it would stand in TSV."""
    if isinstance(value, list):
        return "|".join(str(item) for item in value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] -- JSON
    return "" if value is None else str(value)


def _role(head: FileHead) -> str:
    names = head.columns
    if head.text.lstrip().startswith("{"):
        try:
            names = frozenset(_MEMBERS.validate_python(json.loads(head.text.split("\n", 1)[0])))
        except (ValueError, ValidationError):
            return ""
    if set(_EDGE) <= names:
        return "edges"
    return "nodes" if set(_NODE) <= names else ""


def _source(files: Files) -> str:
    """What the files' names share, else the name of their folder: "ctd_edges.tsv" gives "ctd"."""
    path = files.get("edges") or files["nodes"]
    stem = re.sub(r"[._-]?(?:nodes|edges)$", "", path.name.split(".")[0].lower())
    return re.sub(r"[^a-z0-9]+", "-", stem or path.absolute().parent.name.lower()).strip("-") or "kgx"


KGX = GraphFormat(
    name="kgx",
    title="KGX: nodes and edges as TSV or JSON lines (id, category, …; subject, predicate, object, …)",
    licence=Licence("not stated", "KGX files do not say under which terms they come: ask their maker.", True),
    role=_role,
    read=_read,
    needed=frozenset({"edges", "nodes"}),
    companions=frozenset({"nodes"}),
    source=_source,
)
