"""Two pieces of evaluation data in no adapter's format, as rows of an import: PrimeKG's fragment of bare names, HPO's annotations without Orphanet's."""

from collections.abc import Callable, Iterator
from pathlib import Path

from corpuscle.evals.verdict_bench.curated_pairs import HPO, TEST_PREFIX, primekg_diseases, primekg_triples
from corpuscle.evals.verdict_bench.pairs import table
from corpuscle.index_builder.graph_sources.rows import Batch, ImportedEdge, ImportedNode

NameToCurie = Callable[[str, str], str | None]
"""The graph's node for a name and a Biolink category, or None."""

PRIMEKG_PREDICATES = {
    "INDICATION": "treats",
    "OFF_LABEL_USE": "treats",
    "CONTRAINDICATION": "contraindicated in",
    "TARGET": "targets",
    "ENZYME": "has enzyme",
    "TRANSPORTER": "has transporter",
    "CARRIER": "has carrier",
    "ASSOCIATED_WITH": "gene associated with",
}
_QUALIFIERS = {"OFF_LABEL_USE": "off-label use"}
_WITH_DISEASES = frozenset({"INDICATION", "OFF_LABEL_USE", "CONTRAINDICATION", "ASSOCIATED_WITH"})
_PRESENT = 0.9
_NEGATED = 0.95


def primekg_fragment(data: Path, curie: NameToCurie) -> Iterator[Batch]:
    """The fragment with names turned into nodes: the graph's own where it knows the name, else new ones.

    The names tell no type: an end that is a disease of PrimeKG's list is one, beside it stands a drug, or a gene where the two are associated;
    of a drug and a protein, the protein is the end that the graph knows as a gene, where it knows one alone. Rows that stay in doubt are
    left out. Both directions of an edge become one.
    """
    diseases = primekg_diseases(data)
    ids: dict[tuple[str, str], str] = {}
    nodes: list[ImportedNode] = []
    edges: dict[tuple[str, str, str, str], ImportedEdge] = {}

    def node(name: str, category: str) -> str:
        if (name, category) not in ids:
            known = curie(name, category)
            ids[name, category] = known or f"PRIMEKG:{category}.{name}"
            if known is None:
                nodes.append(ImportedNode(ids[name, category], name, category))
        return ids[name, category]

    for head, relation, tail in primekg_triples(data):
        if relation in _WITH_DISEASES:
            is_last = [head in diseases, tail in diseases]
        else:
            is_last = [curie(head, "Gene") is not None, curie(tail, "Gene") is not None]
        if is_last[0] == is_last[1]:
            continue
        first, last = (tail, head) if is_last[0] else (head, tail)
        subject = node(first, "Gene" if relation == "ASSOCIATED_WITH" else "SmallMolecule")
        object_ = node(last, "Disease" if relation in _WITH_DISEASES else "Gene")
        predicate, qualifier = PRIMEKG_PREDICATES[relation], _QUALIFIERS.get(relation, "")
        edges[subject, predicate, object_, qualifier] = ImportedEdge(subject, predicate, object_, qualifier=qualifier)
    yield Batch(nodes, list(edges.values()), [])


def hpo_without_orphanet(data: Path) -> Iterator[Batch]:
    """Annotations of the diseases of OMIM and DECIPHER, by HPO's curators. Orphanet's, which the row tests on, are left out."""
    nodes: dict[str, ImportedNode] = {}
    edges: dict[tuple[str, str, bool], ImportedEdge] = {}
    for row in table(data / HPO, ("disease_id", "disease_name", "qualifier", "hpo_id", "hpo_name", "reference", "aspect")):
        if row["disease_id"].startswith(TEST_PREFIX) or row["aspect"] != "P":
            continue
        nodes.setdefault(row["disease_id"], ImportedNode(row["disease_id"], row["disease_name"], "Disease"))
        nodes.setdefault(row["hpo_id"], ImportedNode(row["hpo_id"], row["hpo_name"], "PhenotypicFeature"))
        negated = row["qualifier"] == "NOT"
        key = (row["disease_id"], row["hpo_id"], negated)
        reference = row["reference"]
        pmids = (reference.removeprefix("PMID:"),) if reference.startswith("PMID:") else ()
        before = edges[key].publications if key in edges else ()
        edges[key] = ImportedEdge(
            row["disease_id"], "has phenotype", row["hpo_id"], negated, _NEGATED if negated else _PRESENT, tuple(sorted({*before, *pmids}))
        )
    yield Batch(list(nodes.values()), list(edges.values()), [])


def ontology_is_a(data: Path, ontology: str) -> Iterator[Batch]:
    """ "is a" of an ontology's own terms: "hp", "mondo"."""
    prefix = {"hp": "HP:", "mondo": "MONDO:"}[ontology]
    edges: set[ImportedEdge] = set()
    nodes: dict[str, ImportedNode] = {}
    category = {"hp": "PhenotypicFeature", "mondo": "Disease"}[ontology]
    for row in table(
        data / f"kg/other/ontology_{ontology}_relations.tsv.gz", ("source", "source_name", "relation", "target", "target_name")
    ):
        ends = tuple(id_ if ":" in id_ else f"{prefix}{id_}" for id_ in (row["source"], row["target"]))
        if row["relation"] == "is_a" and all(id_.startswith(prefix) for id_ in ends):
            for id_, name in zip(ends, (row["source_name"], row["target_name"]), strict=True):
                nodes.setdefault(id_, ImportedNode(id_, name, category))
            edges.add(ImportedEdge(ends[0], "is a", ends[1], score=0.99))
    yield Batch(list(nodes.values()), sorted(edges), [])
