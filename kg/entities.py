"""Entities: nodes of the knowledge graph, and mentions of them in text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entity:
    """A graph node."""

    curie: str
    """CURIE with a Bioregistry prefix: MESH:D001241, HGNC:11998, HP:0001250, OMIM:143100."""
    name: str
    category: str
    """Biolink category without prefix: Disease, SmallMolecule, Gene, PhenotypicFeature, …"""
    synonyms: tuple[str, ...] = ()
    xrefs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of a text linked to an entity: `text == source[begin:end]` (characters, end exclusive)."""

    text: str
    begin: int
    end: int
    entity: Entity
    score: float
    """How sure the linker is, 0 to 1."""
