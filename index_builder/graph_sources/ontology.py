"""Relations of an ontology as a table: source, source_name, relation, target, target_name; the ontology is named by the file."""

import re
from collections.abc import Iterator, Sequence

from corpuscle.index_builder.errors import SourceFileError
from corpuscle.index_builder.graph_sources.curies import curie, normal_curie
from corpuscle.index_builder.graph_sources.formats import BatchMaker, FileHead, Files, GraphFormat
from corpuscle.index_builder.graph_sources.licences import LICENCES
from corpuscle.index_builder.graph_sources.relations import LeftOut, Relation, count_left_out
from corpuscle.index_builder.graph_sources.rows import Batch, ImportedNode, Licence, ReadingLog
from corpuscle.index_builder.graph_sources.tables import Cells, table_rows

_CATEGORIES = {"mondo": "Disease", "doid": "Disease", "hp": "PhenotypicFeature", "efo": "", "go": "", "chebi": "SmallMolecule"}
"""Of the terms of each ontology; "" where they are of several."""
_ROOTS = {
    "GO:0008150": "BiologicalProcess",
    "GO:0003674": "MolecularActivity",
    "GO:0005575": "CellularComponent",
    "EFO:0000408": "Disease",
    "EFO:0000651": "PhenotypicFeature",
    "EFO:0000635": "GrossAnatomicalStructure",
    "EFO:0000324": "Cell",
    "EFO:0001444": "ClinicalAttribute",
    "EFO:0001443": "Procedure",
}
"""Categories of what stands below a term."""

_QUALITY = LeftOut("a quality of one term, not a relation of two entities")
_TIME = LeftOut("order in time without a predicate of ours")
_RECORDS = LeftOut("about measurements and protocols")

_RELATIONS: dict[str, Relation | LeftOut] = {
    "is_a": Relation("is a", score=0.98),
    "excluded_subClassOf": Relation("is a", negated=True, score=0.95),
    "part_of": Relation("part of", score=0.97),
    "BFO:0000050": Relation("part of", score=0.97),
    "has_part": Relation("part of", turned=True, score=0.95),
    "regulates": Relation("regulates", score=0.95),
    "positively_regulates": Relation("activates", score=0.95),
    "negatively_regulates": Relation("inhibits", score=0.95),
    "occurs_in": Relation("takes place in", score=0.95),
    "has_role": Relation("has role", score=0.95),
    "predisposes_towards": Relation("causes", score=0.85, qualifier="predisposes towards"),
    "disease_causes_feature": Relation("causes"),
    "disease_arises_from_feature": Relation("causes", turned=True, score=0.85, qualifier="disease arises from it"),
    "develops_from": Relation("causes", turned=True, score=0.85, qualifier="develops from it"),
    "disease_has_feature": Relation("has phenotype", score=0.93),
    "disease_has_major_feature": Relation("has phenotype", score=0.95),
    "RO:0002201": Relation("has phenotype", turned=True),
    "disease_shares_features_of": Relation("resembles", score=0.85),
    "part_of_progression_of_disease": Relation("part of", score=0.85, qualifier="of its progression"),
    "EFO:0000784": Relation("located in", score=0.95),
    "RO:0000056": _RECORDS,
    "RO:0000057": _RECORDS,
    "RO:0001000": LeftOut("says which tissue a cell line comes from"),
    "related_to": Relation("associated with", score=0.7),
    "has_characteristic": _QUALITY,
    "characteristic_of": _QUALITY,
    "RO:0000086": _QUALITY,
    "happens_during": _TIME,
    "ends_during": _TIME,
    "IAO:0000136": _RECORDS,
    "OBI:0000293": _RECORDS,
    "OBI:0000295": _RECORDS,
    "OBI:0000299": _RECORDS,
    "EFO:0006351": _RECORDS,
    "http://www.ebi.ac.uk/efo/is_executed_in": _RECORDS,
}
"""BFO, RO, IAO, OBI and EFO numbers are relations that EFO's file does not spell."""

_COLUMNS = ("source", "source_name", "relation", "target", "target_name")


def _read(files: Files, log: ReadingLog) -> Iterator[Batch]:
    path = files["relations"]
    ontology = _ontology(files)
    rows = list(table_rows(path, "\t", _COLUMNS, log))
    kinds = _kinds([cells for _, cells in rows], ontology)
    making = BatchMaker(log)
    known: set[str] = set()
    for line, (source, source_name, relation, target, target_name) in rows:
        meant = _RELATIONS.get(relation)
        if isinstance(meant, LeftOut):
            count_left_out(log, relation, meant)
            continue
        one, other = _term(source, ontology), _term(target, ontology)
        if meant is None or not (one and other):
            log.skip(
                path.name, line, f"unknown relation {relation}" if meant is None else f"{target if one else source!r} is no identifier"
            )
            continue
        for node, name in ((one, source_name), (other, target_name)):
            if node not in known:
                known.add(node)
                category = "ChemicalRole" if relation == "has_role" and node == other else _category(node, kinds)
                making.nodes.append(ImportedNode(node, name, category))
        log.mapped[meant.told(relation)] += 1
        making.edges.append(meant.edge(one, other))
        if making.full():
            yield making.take()
    yield making.take()


def _category(node: str, kinds: dict[str, str]) -> str:
    return kinds.get(node) or _CATEGORIES.get(node.partition(":")[0].lower(), "") or "NamedThing"


def _kinds(rows: Sequence[Cells], ontology: str) -> dict[str, str]:
    """The category of each term below one of the roots."""
    children: dict[str, list[str]] = {}
    for source, _, relation, target, _ in rows:
        if relation == "is_a":
            children.setdefault(_term(target, ontology), []).append(_term(source, ontology))
    kinds = dict(_ROOTS)
    frontier = list(kinds)
    while frontier:
        term = frontier.pop()
        for child in children.get(term, []):
            if child not in kinds:
                kinds[child] = kinds[term]
                frontier.append(child)
    return kinds


def _term(identifier: str, ontology: str) -> str:
    """The CURIE of a term, of the ontology's own where it has no prefix."""
    return normal_curie(identifier) if ":" in identifier else curie(ontology, identifier) if identifier.isdecimal() else ""


def _ontology(files: Files) -> str:
    path = files["relations"]
    words = re.split(r"[^a-z]+", path.name.lower())
    found = [word for word in words if word in _CATEGORIES]
    if len(found) != 1:
        raise SourceFileError(
            f"{path.name} does not say which ontology it is of.", f"Put one of {', '.join(_CATEGORIES)} into its name: mondo_relations.tsv."
        )
    return found[0]


def _terms(files: Files) -> Licence:
    ontology = _ontology(files)
    return LICENCES["hpo" if ontology == "hp" else ontology]


def _source(files: Files) -> str:
    return f"{_ontology(files)}-relations"


def _role(head: FileHead) -> str:
    return "relations" if set(_COLUMNS) <= head.columns and "source_type" not in head.columns else ""


ONTOLOGY = GraphFormat(
    name="ontology",
    title="Relations of MONDO, DOID, HP, EFO, GO or ChEBI as a table (source, source_name, relation, target, target_name)",
    licence=Licence("the ontology's own", "Each ontology comes under its own terms.", False),
    terms=_terms,
    role=_role,
    read=_read,
    needed=frozenset({"relations"}),
    source=_source,
)
