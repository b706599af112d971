"""Articles that mention an entity, under whatever name, or that relate two entities in one sentence.

The text index proposes: an article whose terms hold all the words of one of the entity's names, or that carries its MeSH heading. The linker
disposes: a proposal by words counts only where the graph's dictionary, reading the text, finds the entity there. (Terms alone cannot tell
"iron deficiency" from iron in one sentence and a deficiency in another.) Candidates are read in the order of their scores until enough are
found, so that the work follows what is asked for and not how common the entity is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Self

import tantivy

from corpuscle.kg.entities import Entity
from corpuscle.kg.evidence_sentences import EvidenceSentence
from corpuscle.kg.linker import Linker
from corpuscle.kg.mesh import MeshThesaurus
from corpuscle.kg.predicates import Predicate, apt, forward
from corpuscle.kg.sentence_evidence import read_sentence
from corpuscle.kg.store import GraphStore
from corpuscle.kg.triples import Stance, Triple
from corpuscle.retrieval.analyser import text_terms
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.filter_query import filter_clauses
from corpuscle.retrieval.filter_resolution import ResolvedFilters
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.linked_sentences import linked_sentences
from corpuscle.retrieval.passages import Passage
from corpuscle.retrieval.term_query import TITLE_WEIGHT
from corpuscle.retrieval.text_index import TextIndex

_NAMES = 120
_TERMS_EACH = 8  # a longer name is looked for by its first words, and read as a whole
_SPELLINGS = 4
_HEADING_WEIGHT = 1.0
_READ = 2_000
_RELATED_READ = 80
_BATCH = 12
_WEIGHED = 3  # times as many articles that take a stance as are asked for, of which the surest are given
_MESH = "MESH:"


@dataclass(frozen=True, slots=True)
class EntityHit:
    """An article about an entity: where the text names it, and whether an indexer gave it the heading."""

    article: Article
    rank: int
    mentions: tuple[Passage, ...]
    """In reading order; () where only the heading speaks."""
    heading: bool
    """Whether the article carries the entity's MeSH heading."""


@dataclass(frozen=True, slots=True)
class RelationHit:
    """An article with a sentence that names both entities; the sentence says what it says of the relation asked for."""

    article: Article
    rank: int
    sentence: Passage
    """Its score is the probability that the sentence takes this stance; 0 where no predicate was asked for."""
    stance: Stance


@dataclass(frozen=True, slots=True)
class EntityFound:
    """Articles that mention an entity, best first; `proposed` counts those the index proposed, at most `_READ` of which are read."""

    hits: tuple[EntityHit, ...]
    proposed: int


@dataclass(frozen=True, slots=True)
class RelationFound:
    """Articles that relate two entities: those that support the relation first, the surest first. `proposed` is as for one entity."""

    hits: tuple[RelationHit, ...]
    proposed: int


class EntitySearcher:
    """Entity search over one index and its graph. Safe to share between threads."""

    def __init__(self, text: TextIndex, store: GraphStore, linker: Linker, thesaurus: MeshThesaurus) -> None:
        self._text = text
        self._store = store
        self._linker = linker
        self._thesaurus = thesaurus

    @classmethod
    def open(cls, index: Index) -> Self:
        """The searcher of an index on this machine. Raises IndexDamagedError where it has no graph; GraphMissingError, GraphFormatError."""
        graph = index.required_graph_path
        store = GraphStore.open(graph)
        return cls(index.text, store, Linker(store), MeshThesaurus.open(graph))

    @property
    def store(self) -> GraphStore:
        """The graph, to choose entities in."""
        return self._store

    @property
    def linker(self) -> Linker:
        """What finds the entities of texts."""
        return self._linker

    def mentions(self, entity: Entity, k: int, filters: ResolvedFilters) -> EntityFound:
        """The best `k` articles that mention the entity, by BM25 of its names. Raises IndexDamagedError, GraphDamagedError."""
        found: list[EntityHit] = []
        heading = _heading(entity)
        proposed = self._proposed([self._named(entity)], filters)
        for article, sentences in self._read(proposed):
            mentions = tuple(_passages(article, self._as_headings(sentences, [entity]), entity))
            headed = any(h.ui == heading for h in article.mesh)
            if mentions or headed:
                found.append(EntityHit(article, len(found) + 1, mentions, headed))
                if len(found) == k:
                    break
        return EntityFound(tuple(found), len(proposed))

    def relations(self, one: Entity, predicate: Predicate | None, other: Entity, k: int, filters: ResolvedFilters) -> RelationFound:
        """The best `k` articles with a sentence that names both; where a predicate is given, only sentences that speak for it or against it.

        Of the proposed articles the best `_RELATED_READ` are read. Raises ValueError where both are the same. IndexDamagedError, GraphDamagedError.
        """
        if one.curie == other.curie:
            raise ValueError("a relation needs two entities")
        triple = _triple(one, predicate, other) if predicate else None
        found: list[RelationHit] = []
        proposed = self._proposed([self._named(one), self._named(other)], filters)
        for article, sentences in self._read(proposed[:_RELATED_READ]):
            best = _best(self._as_headings(sentences, [one, other]), one, other, triple)
            if best is not None:
                found.append(RelationHit(article, 0, *best))
                if len(found) == (k if triple is None else k * _WEIGHED):
                    break
        order: dict[Stance, int] = {"supports": 0, "contradicts": 1, "neutral": 2}
        found.sort(key=lambda hit: (order[hit.stance], -hit.sentence.score))  # stable: then by BM25
        return RelationFound(tuple(replace(hit, rank=rank) for rank, hit in enumerate(found[:k], 1)), len(proposed))

    def _as_headings(self, sentences: Sequence[EvidenceSentence], wanted: Sequence[Entity]) -> list[EvidenceSentence]:
        """The sentences, with what is none of MeSH's headings but stands directly below a wanted one taken for that.

        ("Congestive heart failure" is a node of MONDO; MeSH has it under Heart Failure.)
        """
        headings = {heading: entity for entity in wanted if (heading := _heading(entity))}
        named = {mention.entity.curie for sentence in sentences for mention in sentence.mentions} - {entity.curie for entity in wanted}
        homes = self._store.mesh_homes(named) if headings else {}
        meant = {curie: headings[home] for curie, home in homes.items() if home in headings}
        if not meant:
            return list(sentences)
        return [replace(s, mentions=tuple(replace(m, entity=meant.get(m.entity.curie, m.entity)) for m in s.mentions)) for s in sentences]

    def _proposed(self, wanted: Sequence[tantivy.Query], filters: ResolvedFilters) -> list[tantivy.DocAddress]:
        clauses = [(tantivy.Occur.Must, query) for query in wanted]
        query = tantivy.Query.boolean_query([*clauses, *filter_clauses(self._text.schema, filters)])
        return [candidate.address for candidate in self._text.search(query, _READ)]

    def _named(self, entity: Entity) -> tantivy.Query:
        """Any of the entity's names, or its heading. The best name counts, so that many names are no merit."""
        schema = self._text.schema
        alternatives: list[tantivy.Query] = []
        for terms in self._spelt(entity):
            body = [(tantivy.Occur.Must, tantivy.Query.term_query(schema, "body", term, "freq")) for term in terms]
            title = [
                (tantivy.Occur.Should, tantivy.Query.boost_query(tantivy.Query.term_query(schema, "title", term, "freq"), TITLE_WEIGHT))
                for term in terms
            ]
            alternatives.append(tantivy.Query.boolean_query([*body, *title]))
        if heading := _heading(entity):
            carried = tantivy.Query.term_query(schema, "mesh", heading, "basic")
            alternatives.append(tantivy.Query.const_score_query(carried, _HEADING_WEIGHT))
        return tantivy.Query.disjunction_max_query(alternatives, tie_breaker=0.1)

    def _spelt(self, entity: Entity) -> list[tuple[str, ...]]:
        """The entity's names as index terms that occur in the index, in British spelling too; each set of terms once."""
        names = dict.fromkeys((entity.name, *entity.synonyms, *self._entry_terms(entity), *self._store.names_of(entity.curie)))
        spelt: dict[tuple[str, ...], None] = {}
        for name in [n for n in names if len(n) > 1][:_NAMES]:
            terms = list(dict.fromkeys(text_terms(name)))[:_TERMS_EACH]
            known = [self._spellings(term) for term in terms]
            for combination in product(*known) if terms else ():
                spelt[tuple(sorted(combination))] = None
                if len(spelt) > _NAMES * 2:
                    return list(spelt)
        return list(spelt)

    def _spellings(self, term: str) -> list[str]:
        """The term and what British authors make of it, as far as the index has them: "anemia" and "anaemia"."""
        variants = [term]
        for american, british in (("e", "ae"), ("e", "oe"), ("or", "our"), ("er", "re")):
            start = term.find(american)
            while start >= 0 and len(term) > 4:
                variants.append(term[:start] + british + term[start + len(american) :])
                start = term.find(american, start + 1)
        return [variant for variant in variants if self._text.document_frequency(variant)][:_SPELLINGS]

    def _entry_terms(self, entity: Entity) -> tuple[str, ...]:
        heading = _heading(entity)
        return self._thesaurus.entry_terms(heading) if heading else ()

    def _read(self, addresses: Sequence[tantivy.DocAddress]) -> Iterator[tuple[Article, list[EvidenceSentence]]]:
        """The articles with their linked sentences, in the given order; read a few at a time, as they are asked for."""
        for begin in range(0, len(addresses), _BATCH):
            articles = [self._text.article(address) for address in addresses[begin : begin + _BATCH]]
            yield from zip(articles, linked_sentences(articles, self._linker), strict=True)


def _heading(entity: Entity) -> str:
    """The UI of the MeSH descriptor that the entity is, "" where it is none."""
    named = (curie.removeprefix(_MESH) for curie in (entity.curie, *entity.xrefs) if curie.startswith(_MESH))
    return next((ui for ui in named if ui.startswith("D")), "")


def _passages(article: Article, sentences: Sequence[EvidenceSentence], entity: Entity) -> Iterator[Passage]:
    for sentence in sentences:
        for mention in sentence.mentions:
            if mention.entity.curie == entity.curie:
                begin, end = sentence.begin + mention.begin, sentence.begin + mention.end
                yield Passage(article.id, sentence.section, begin, end, mention.text, mention.score)


def _triple(one: Entity, predicate: Predicate, other: Entity) -> Triple:
    stored, turned = forward(predicate)
    subject, object_ = (other, one) if turned else (one, other)
    return Triple(subject.name, apt(stored, object_.category).name, object_.name, subject, object_)


def _best(sentences: Sequence[EvidenceSentence], one: Entity, other: Entity, triple: Triple | None) -> tuple[Passage, Stance] | None:
    """The sentence that says most of the relation: the surest that takes a stance, or, where none is asked for, the one that names both nearest."""
    best: tuple[float, Passage, Stance] | None = None
    for sentence in sentences:
        apart = _apart(sentence, one.curie, other.curie)
        if apart is None:
            continue
        stance: Stance = "neutral"
        score, weight = 0.0, -float(apart)
        if triple is not None:
            reading = read_sentence(sentence, triple)
            if reading is None or reading.stance == "neutral":
                continue
            stance, score = reading.stance, reading.probability
            weight = score
        if best is None or weight > best[0]:
            passage = Passage(sentence.article_id, sentence.section, sentence.begin, sentence.end, sentence.text, score)
            best = weight, passage, stance
    return None if best is None else best[1:]


def _apart(sentence: EvidenceSentence, one: str, other: str) -> int | None:
    """Characters between the nearest mentions of the two; None where the sentence does not name both."""
    places = {curie: [(m.begin, m.end) for m in sentence.mentions if m.entity.curie == curie] for curie in (one, other)}
    gaps = [max(b[0] - a[1], a[0] - b[1], 0) for a in places[one] for b in places[other]]
    return min(gaps, default=None)
