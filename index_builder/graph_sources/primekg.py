"""PrimeKG's kg.csv (Chandak, Huang and Zitnik, Scientific Data 2023, doi 10.1038/s41597-023-01960-3), whole or in part.

The file has each edge in both directions and says neither which was meant nor, of a parent and a child, which is which; the types of the
ends tell the first, nothing tells the second. Further columns are ignored, fragments need not have both directions.
"""

from collections.abc import Iterator

from corpuscle.index_builder.graph_sources.curies import curie
from corpuscle.index_builder.graph_sources.formats import BatchMaker, FileHead, Files, GraphFormat
from corpuscle.index_builder.graph_sources.licences import parts_of
from corpuscle.index_builder.graph_sources.relations import Relation
from corpuscle.index_builder.graph_sources.rows import Batch, ImportedEdge, ImportedNode, Licence, ReadingLog
from corpuscle.index_builder.graph_sources.tables import table_rows
from corpuscle.kg.predicates import PREDICATES

_COLUMNS = (
    *("relation", "display_relation"),
    *("x_id", "x_type", "x_name", "x_source"),
    *("y_id", "y_type", "y_name", "y_source"),
)
_INDEXES = ("x_index", "y_index")
"""Numbers of the nodes; kg_giant.csv and kg_raw.csv do not have them."""

_CATEGORIES = {
    "gene/protein": "Gene",
    "drug": "SmallMolecule",
    "effect/phenotype": "PhenotypicFeature",
    "disease": "Disease",
    "biological_process": "BiologicalProcess",
    "molecular_function": "MolecularActivity",
    "cellular_component": "CellularComponent",
    "exposure": "ChemicalEntity",
    "pathway": "Pathway",
    "anatomy": "GrossAnatomicalStructure",
}
_VOCABULARIES = {
    "NCBI": "NCBIGene",
    "DrugBank": "DRUGBANK",
    "HPO": "HP",
    "MONDO": "MONDO",
    "GO": "GO",
    "REACTOME": "REACT",
    "UBERON": "UBERON",
    "CTD": "MESH",
}
_HIERARCHY = Relation("broader or narrower than", score=0.97)

# (relation, display_relation): what it means, and the type of the end that is its subject
_RELATIONS: dict[tuple[str, str], tuple[Relation, str]] = {
    ("indication", "indication"): (Relation("treats", score=0.95, primary_source="drugcentral"), "drug"),
    ("contraindication", "contraindication"): (Relation("contraindicated in", score=0.9, primary_source="drugcentral"), "drug"),
    ("off-label use", "off-label use"): (
        Relation("treats", score=0.85, qualifier="off-label use", primary_source="drugcentral"),
        "drug",
    ),
    ("drug_effect", "side effect"): (Relation("causes", score=0.8, qualifier="side effect", primary_source="sider"), "drug"),
    ("drug_protein", "target"): (Relation("targets", score=0.95, primary_source="drugbank"), "drug"),
    ("drug_protein", "enzyme"): (Relation("has enzyme", primary_source="drugbank"), "drug"),
    ("drug_protein", "transporter"): (Relation("has transporter", primary_source="drugbank"), "drug"),
    ("drug_protein", "carrier"): (Relation("has carrier", primary_source="drugbank"), "drug"),
    ("drug_drug", "synergistic interaction"): (Relation("interacts with", score=0.85, primary_source="drugbank"), "drug"),
    ("protein_protein", "ppi"): (
        Relation("interacts with", score=0.8, primary_source="ppi", knowledge_level="observation"),
        "gene/protein",
    ),
    ("disease_protein", "associated with"): (Relation("gene associated with", score=0.8, primary_source="disgenet"), "gene/protein"),
    ("phenotype_protein", "associated with"): (Relation("gene associated with", score=0.8, primary_source="disgenet"), "gene/protein"),
    ("disease_phenotype_positive", "phenotype present"): (Relation("has phenotype", score=0.93, primary_source="hpo"), "disease"),
    ("disease_phenotype_negative", "phenotype absent"): (
        Relation("has phenotype", negated=True, score=0.93, primary_source="hpo"),
        "disease",
    ),
    ("anatomy_protein_present", "expression present"): (
        Relation("expressed in", primary_source="bgee", knowledge_level="observation", agent_type="data_analysis_pipeline"),
        "gene/protein",
    ),
    ("anatomy_protein_absent", "expression absent"): (
        Relation(
            "expressed in",
            negated=True,
            score=0.8,
            primary_source="bgee",
            knowledge_level="observation",
            agent_type="data_analysis_pipeline",
        ),
        "gene/protein",
    ),
    ("bioprocess_protein", "interacts with"): (Relation("participates in", primary_source="go"), "gene/protein"),
    ("molfunc_protein", "interacts with"): (Relation("participates in", primary_source="go"), "gene/protein"),
    ("cellcomp_protein", "interacts with"): (Relation("located in", primary_source="go"), "gene/protein"),
    ("pathway_protein", "interacts with"): (Relation("participates in", score=0.95, primary_source="reactome"), "gene/protein"),
    ("exposure_disease", "linked to"): (Relation("associated with", score=0.75, primary_source="ctd"), "exposure"),
    ("exposure_protein", "interacts with"): (Relation("interacts with", score=0.75, primary_source="ctd"), "exposure"),
    ("exposure_bioprocess", "interacts with"): (Relation("affects", score=0.7, primary_source="ctd"), "exposure"),
    ("exposure_molfunc", "interacts with"): (Relation("affects", score=0.7, primary_source="ctd"), "exposure"),
    ("exposure_cellcomp", "interacts with"): (Relation("affects", score=0.7, primary_source="ctd"), "exposure"),
    ("exposure_exposure", "parent-child"): (_HIERARCHY._replace(primary_source="ctd"), "exposure"),
    ("disease_disease", "parent-child"): (_HIERARCHY._replace(primary_source="mondo"), "disease"),
    ("phenotype_phenotype", "parent-child"): (_HIERARCHY._replace(primary_source="hpo"), "effect/phenotype"),
    ("bioprocess_bioprocess", "parent-child"): (_HIERARCHY._replace(primary_source="go"), "biological_process"),
    ("molfunc_molfunc", "parent-child"): (_HIERARCHY._replace(primary_source="go"), "molecular_function"),
    ("cellcomp_cellcomp", "parent-child"): (_HIERARCHY._replace(primary_source="go"), "cellular_component"),
    ("pathway_pathway", "parent-child"): (_HIERARCHY._replace(primary_source="reactome"), "pathway"),
    ("anatomy_anatomy", "parent-child"): (_HIERARCHY._replace(primary_source="uberon"), "anatomy"),
}


_End = tuple[int, str]
"""A running number, and the CURIE."""


class _Kind:
    """A relation with its number and the count of its edges; one a row of the table above, looked up eight million times."""

    __slots__ = ("edges", "number", "relation", "said", "subject_type", "symmetric")

    def __init__(self, number: int, said: tuple[str, str], relation: Relation, subject_type: str) -> None:
        self.number = number << 48
        self.relation = relation
        self.subject_type = subject_type
        self.symmetric = PREDICATES[relation.predicate].symmetric
        self.said = said[0] if said[0] == said[1] else f"{said[0]} ({said[1]})"
        self.edges = 0


def _read(files: Files, log: ReadingLog) -> Iterator[Batch]:
    path = files["edges"]
    kinds = {said: _Kind(number, said, *meant) for number, (said, meant) in enumerate(_RELATIONS.items())}
    ends: dict[str, _End] = {}
    seen: set[int] = set()
    making = BatchMaker(log)
    for line, row in table_rows(path, ",", _COLUMNS, log, optional=_INDEXES):
        relation, display, x_id, x_type, x_name, x_source, y_id, y_type, y_name, y_source, x_index, y_index = row
        kind = kinds.get((relation, display))
        if kind is None:
            log.skip(path.name, line, f"unknown relation {relation} ({display})")
            continue
        x_key, y_key = x_index or f"{x_source}:{x_id}:{x_type}", y_index or f"{y_source}:{y_id}:{y_type}"
        if (end := ends.get(x_key)) is None:
            end = ends[x_key] = len(ends), _curie(making, x_id, x_type, x_name, x_source)
        one, x = end
        if (end := ends.get(y_key)) is None:
            end = ends[y_key] = len(ends), _curie(making, y_id, y_type, y_name, y_source)
        other, y = end
        if not (x and y):
            log.skip(path.name, line, "an end has an unknown type or source, or no identifier")
            continue
        if kind.symmetric and x_type == y_type:
            turned = other < one
        elif x_type == kind.subject_type:
            turned = False
        elif y_type == kind.subject_type:
            turned = True
        else:
            log.skip(path.name, line, f"{relation} between {x_type} and {y_type}")
            continue
        if turned:
            one, other, x, y = other, one, y, x
        key = kind.number | one << 24 | other
        if key in seen:
            log.repeated += 1
            continue
        seen.add(key)
        kind.edges += 1
        predicate, _, negated, score, qualifier, source, level, agent = kind.relation
        making.edges.append(ImportedEdge(x, predicate, y, negated, score, (), qualifier, level, agent, source))
        if making.full():
            yield making.take()
    log.mapped.update({kind.relation.told(kind.said): kind.edges for kind in kinds.values() if kind.edges})
    yield making.take()


def _curie(making: BatchMaker, identifier: str, kind: str, name: str, source: str) -> str:
    """The CURIE of a node, which joins the batch; "" where its type or vocabulary is unknown."""
    category = _CATEGORIES.get(kind, "")
    if source == "MONDO_grouped":  # several diseases in one; their own CURIEs would join it to any one of them, its name does not
        node = curie("PRIMEKG", f"MONDO_{identifier}")
    else:
        node = curie(_VOCABULARIES[source], identifier) if source in _VOCABULARIES and identifier else ""
    if not (node and category):
        return ""
    making.nodes.append(ImportedNode(node, name.removesuffix(" (disease)"), category))
    return node


def _role(head: FileHead) -> str:
    return "edges" if {"relation", "display_relation", "x_id", "y_id"} <= head.columns else ""


PRIMEKG = GraphFormat(
    name="primekg",
    title="PrimeKG: kg.csv, or rows of it with its header",
    licence=Licence(
        "CC0-1.0 (the compilation)",
        "PrimeKG is given away at https://doi.org/10.7910/DVN/IXA7BM; what it took over keeps the terms of its sources, DrugBank, SIDER and "
        "DisGeNET among them.",
        True,
    ),
    parts=parts_of(
        *("bgee", "ctd", "disgenet", "drugbank", "drugcentral", "go", "hpo", "mondo", "ppi", "reactome", "sider", "uberon"),
    ),
    role=_role,
    read=_read,
    needed=frozenset({"edges"}),
)
