"""Query expansion: other names of what a question names, from MeSH and the graph's other vocabularies.

Each index term that such a name adds counts with a small factor beside the question's own terms, so that an article that uses another name
is found, and one that uses the question's words stays ahead. (Decision 011 has what was measured, and what was tried and dropped.)
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from corpuscle.kg.entities import Mention
from corpuscle.kg.linker import Linker
from corpuscle.kg.mesh import Descriptor, MeshThesaurus
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.analyser import query_terms
from corpuscle.retrieval.errors import QueryError

Relation = Literal["synonym", "narrower"]

WEIGHTS: dict[Relation, float] = {"synonym": 0.2, "narrower": 0.05}
"""Factor of an added term's score; the question's own terms have 1."""

_TERMS_EACH = 12  # added for one name of the question
_NARROWER_EACH = 10
_DESCRIPTOR = "MESH:D"


@dataclass(frozen=True, slots=True)
class ExpandedTerm:
    """Another name of something that the question names."""

    text: str
    """The name as the vocabulary spells it."""
    terms: tuple[str, ...]
    """Its index terms that the question does not have; never empty."""
    weight: float
    """Factor of their scores, 0 to 1."""
    mention: str
    """The question's words that it stands for."""
    entity: str
    """CURIE of what they name."""
    relation: Relation
    """Whether it names the same thing or a MeSH heading directly below it."""


@dataclass(frozen=True, slots=True)
class Expansion:
    """What is looked for beside the question's own words; empty where it names nothing known."""

    terms: tuple[ExpandedTerm, ...] = ()

    @property
    def weights(self) -> dict[str, float]:
        """The factor of each added index term; none of them is the question's own."""
        factors: dict[str, float] = {}
        for expanded in self.terms:
            for term in expanded.terms:
                factors[term] = max(factors.get(term, 0.0), expanded.weight)
        return factors


def expand(query: str, linker: Linker, thesaurus: MeshThesaurus) -> Expansion:
    """Other names of the entities in the question, and names of narrower MeSH headings; see `WEIGHTS`.

    Raises QueryError as `query_terms` does, GraphDamagedError where the graph cannot be read.
    """
    asked = frozenset(query_terms(query))
    mentions = _distinct(linker.link(query))
    headings = thesaurus.descriptors(_ui(m) for m in mentions)
    expanded: list[ExpandedTerm] = []
    for mention in mentions:
        if not asked.isdisjoint(_terms(mention.text)):
            expanded += _other_names(mention, headings.get(_ui(mention)), asked, thesaurus)
    return Expansion(tuple(expanded))


def expand_from(graph_path: Path, query: str) -> Expansion:
    """`expand` by the names of one graph, which is opened for it. Raises GraphMissingError, GraphFormatError as well."""
    with GraphStore.open(graph_path) as store, MeshThesaurus.open(graph_path) as thesaurus:
        return expand(query, Linker(store), thesaurus)


def _other_names(mention: Mention, heading: Descriptor | None, asked: frozenset[str], thesaurus: MeshThesaurus) -> Iterator[ExpandedTerm]:
    room = _TERMS_EACH
    known: set[str] = set(asked)
    for relation, name in _names(mention, heading, thesaurus):
        new = tuple(term for term in _terms(name) if term not in asked)
        fresh = set(new) - known
        if not fresh or len(fresh) > room:
            continue
        known |= fresh
        room -= len(fresh)
        yield ExpandedTerm(name, new, WEIGHTS[relation], mention.text, mention.entity.curie, relation)


def _names(mention: Mention, heading: Descriptor | None, thesaurus: MeshThesaurus) -> Iterator[tuple[Relation, str]]:
    entry_terms = heading.entry_terms if heading else ()
    for name in dict.fromkeys((mention.entity.name, *mention.entity.synonyms, *entry_terms)):
        yield "synonym", name
    if heading:
        for child in thesaurus.narrower(heading.ui)[:_NARROWER_EACH]:
            yield "narrower", child.name


def _distinct(mentions: list[Mention]) -> list[Mention]:
    """The first mention of each entity."""
    first: dict[str, Mention] = {}
    for mention in mentions:
        first.setdefault(mention.entity.curie, mention)
    return list(first.values())


def _ui(mention: Mention) -> str:
    """The UI of the MeSH heading that a mention may be; "" for other entities."""
    curie = mention.entity.curie
    return curie.removeprefix("MESH:") if curie.startswith(_DESCRIPTOR) else ""


def _terms(name: str) -> list[str]:
    with suppress(QueryError):  # a name of signs alone has no terms
        return query_terms(name)
    return []
