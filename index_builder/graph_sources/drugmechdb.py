"""DrugMechDB (Gonzalez-Cavazos et al., Scientific Data 2023, doi 10.1038/s41597-023-02534-z): curated paths from a drug to the disease it treats.

The project's indication_paths.yaml or .json, or one path a line (.jsonl). Each path gives the edges of its links, and "drug treats disease"
with the path in words as qualifier, unless the path says that the drug causes it.
"""

import json
import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from importlib import import_module
from typing import cast

from pydantic import BaseModel, ConfigDict, ValidationError

from corpuscle.index_builder.errors import SourceFileError
from corpuscle.index_builder.graph_sources.curies import curie, normal_curie
from corpuscle.index_builder.graph_sources.drugmechdb_relations import RELATIONS
from corpuscle.index_builder.graph_sources.formats import BatchMaker, FileHead, Files, GraphFormat
from corpuscle.index_builder.graph_sources.licences import CC0
from corpuscle.index_builder.graph_sources.relations import Relation
from corpuscle.index_builder.graph_sources.rows import Batch, ImportedNode, ReadingLog
from corpuscle.index_builder.graph_sources.tables import open_bytes, text_lines
from corpuscle.kg.categories import DRUGS
from corpuscle.kg.predicates import PREDICATES, apt

_TREATS = Relation("treats", score=0.95)
_CATEGORIES = {
    "ChemicalSubstance": "SmallMolecule",
    "MacromolecularComplex": "MacromolecularComplex",
    "MolecularActivity": "MolecularActivity",
}
"""Where DrugMechDB's word (Biolink 1) is not today's; the others stay."""

_PMID = re.compile(r"(?:PMID:\s*|pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/)(\d+)", re.IGNORECASE)


class _Graph(BaseModel):
    model_config = ConfigDict(extra="ignore")  # the project adds fields now and then

    id: str = ""
    disease: str
    disease_mesh: str | None = None
    drug: str
    drug_mesh: str | None = None
    drugbank: str | None = None


class _Link(BaseModel):
    model_config = ConfigDict(extra="ignore")

    key: str
    source: str
    target: str


class _Node(BaseModel):
    model_config = ConfigDict(extra="ignore")

    id: str
    label: str
    name: str


class _Path(BaseModel):
    model_config = ConfigDict(extra="ignore")

    graph: _Graph
    links: list[_Link]
    nodes: list[_Node]
    references: list[str] = []
    reference: list[str] = []


def _read(files: Files, log: ReadingLog) -> Iterator[Batch]:
    path = files["paths"]
    making = BatchMaker(log)
    writer = _Writer(making, log)
    for line, record in _records(files):
        log.rows += 1
        try:
            writer.add(_Path.model_validate(record()))
        except (ValidationError, ValueError) as exc:
            log.skip(path.name, line, _reason(exc))
        if making.full():
            yield making.take()
    yield making.take()


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    return str(error).splitlines()[0]


class _Writer:
    """Paths as nodes and edges; a statement that several paths make is given out for each, with the references of the path."""

    def __init__(self, making: BatchMaker, log: ReadingLog) -> None:
        self._making = making
        self._log = log
        self._known: set[str] = set()

    def add(self, path: _Path) -> None:
        """Raises ValueError where a link names no node or its relation is unknown; nothing of the path is taken then."""
        ids = {node.id: normal_curie(node.id) for node in path.nodes}
        if bad := [identifier for identifier, node in ids.items() if not node]:
            raise ValueError(f"{bad[0]!r} is no CURIE")
        labels = {node.id: _CATEGORIES.get(node.label, node.label) for node in path.nodes}
        relations = [self._relation(link, labels) for link in path.links]
        pmids = tuple(dict.fromkeys(m[1] for text in (*path.references, *path.reference) for m in _PMID.finditer(text)))
        graph = path.graph
        drug = _end(path, ids, graph.drug, graph.drug_mesh, graph.drugbank)
        disease = _end(path, ids, graph.disease, graph.disease_mesh)
        for node in path.nodes:
            xref = _drugbank(graph.drugbank) if ids[node.id] == drug else ""
            self._node(ids[node.id], " ".join(node.name.split()), labels[node.id], (xref,) if xref else ())
        edges = [relation.edge(ids[link.source], ids[link.target], pmids) for link, relation in zip(path.links, relations, strict=True)]
        self._log.mapped.update(relation.told(link.key) for link, relation in zip(path.links, relations, strict=True))
        self._making.edges += edges
        causes = any((e.subject, e.predicate, e.object) == (drug, "causes", disease) for e in edges)  # pupils are dilated on purpose
        if drug and disease and not causes:
            self._log.mapped[_TREATS.told("indication")] += 1
            self._making.edges.append(_TREATS._replace(qualifier=_mechanism(path)).edge(drug, disease, pmids))

    def _relation(self, link: _Link, labels: dict[str, str]) -> Relation:
        if link.source not in labels or link.target not in labels:
            raise ValueError(f"the link {link.source} {link.key} {link.target} names a node that the path lacks")
        relation = RELATIONS.get(link.key.lower().replace("_", " "))
        if relation is None:
            raise ValueError(f"unknown relation {link.key!r}")
        one, other = (link.target, link.source) if relation.turned else (link.source, link.target)
        meant = apt(PREDICATES[relation.predicate], labels[other]).name
        if meant == "treats" != relation.predicate and labels[one] not in DRUGS:
            meant = "negatively correlates with"  # a receptor or a process that is bad for a disease is no treatment of it
        return relation._replace(predicate=meant)

    def _node(self, identifier: str, name: str, category: str, xrefs: tuple[str, ...]) -> None:
        if identifier not in self._known:
            self._known.add(identifier)
            self._making.nodes.append(ImportedNode(identifier, name, category, (), xrefs))


def _mechanism(path: _Path) -> str:
    """The path in words; "" where it is a single link, which says nothing of how the drug works."""
    names = {node.id: " ".join(node.name.split()) for node in path.nodes}
    links = [f"{names[link.source]} {link.key} {names[link.target]}" for link in path.links]
    return f"by: {'; '.join(links)}" if len(links) > 1 else ""


def _end(path: _Path, ids: dict[str, str], name: str, *identifiers: str | None) -> str:
    """The CURIE of the node that is an end of the path, by one of its identifiers, else by its name; "" where none is."""
    wanted = {normal_curie(identifier) for identifier in identifiers if identifier}
    by_id = [node for node in ids.values() if node in wanted]
    by_name = [ids[node.id] for node in path.nodes if node.name.casefold() == name.casefold()]
    return next(iter((*by_id, *by_name)), "")


def _drugbank(identifier: str | None) -> str:
    """The CURIE of "DB:DB00619"; "" for the misspelt ones ("DB:B02362")."""
    local = (identifier or "").rpartition(":")[2]
    return curie("DRUGBANK", local) if re.fullmatch(r"DB\d{5}", local) else ""


def _records(files: Files) -> Iterator[tuple[int, Callable[[], object]]]:
    """The line where each path begins, and what parses it; raises SourceFileError where a JSON file as a whole is damaged."""
    path = files["paths"]
    name = path.name.lower().removesuffix(".gz")
    if name.endswith(".json"):
        with open_bytes(path) as stream:
            try:
                whole = cast(object, json.loads(stream.read()))
            except ValueError as exc:
                raise SourceFileError(f"{path.name} is no JSON: {exc}", "Fetch the file again, or take the project's YAML file.") from exc
        if not isinstance(whole, list):
            raise SourceFileError(f"{path.name} is no list of paths.", "Take the project's indication_paths.json.")
        yield from ((number, partial(_itself, record)) for number, record in enumerate(cast(list[object], whole), 1))
    elif name.endswith(".jsonl"):
        yield from ((number, partial(_parse_json, line)) for number, line in enumerate(text_lines(path), 1) if line)
    else:
        yield from _yaml_records(files)


def _yaml_records(files: Files) -> Iterator[tuple[int, Callable[[], object]]]:
    """Each item of the list on its own, so that a damaged one takes no other along."""
    begun, item = 0, list[str]()
    for number, line in enumerate(text_lines(files["paths"]), 1):
        if line.startswith("- ") and item:
            yield begun, partial(_parse_yaml, "\n".join(item))
            item = []
        if line.startswith("- "):
            begun = number
        if begun:
            item.append(line)
    if item:
        yield begun, partial(_parse_yaml, "\n".join(item))


def _itself(record: object) -> object:
    return record


def _parse_json(text: str) -> object:
    return cast(object, json.loads(text))


def _parse_yaml(text: str) -> object:
    """The one item of a YAML list. Raises ValueError where it is no YAML."""
    load, error = _yaml()
    try:
        items = load(text)
    except error as exc:
        raise ValueError(f"no YAML: {exc}") from exc
    return cast(list[object], items)[0] if isinstance(items, list) and items else None


@cache
def _yaml() -> tuple[Callable[[str], object], type[Exception]]:
    """A loader that makes nothing but text, lists and mappings ("NO" is nitric oxide, not false), and its error; PyYAML ships no types."""
    yaml = import_module("yaml")
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return lambda text: cast(object, yaml.load(text, Loader=loader)), cast(type[Exception], yaml.YAMLError)


def _role(head: FileHead) -> str:
    return "paths" if {"links", "drug_mesh"} <= set(re.findall(r"\w+", head.text)) else ""


DRUGMECHDB = GraphFormat(
    name="drugmechdb",
    title="DrugMechDB: indication_paths.yaml, indication_paths.json, or a path a line (.jsonl)",
    licence=CC0,
    role=_role,
    read=_read,
    needed=frozenset({"paths"}),
)
