"""Context from the graph: its facts around a question's entities, pruned to what the question asks, within a budget of tokens.

The idea is KG-RAG's (Soman et al., Bioinformatics 2024, 40(9):btae560): of the thousands of edges around an entity only those whose words are
near to the question are shown. A fact's relevance is the sum of its words' cosine to the question, a bonus where its predicate is one that the
question asks for, a bonus where its other end is named in the question too (or is an option), less a penalty for a much-connected other end.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log

from corpuscle.agent.constraints import constraints
from corpuscle.agent.graph_fact import GraphFact
from corpuscle.agent.similarity import similarities
from corpuscle.agent.understand import Understanding
from corpuscle.kg import Edge, Entity
from corpuscle.kg.linker import Linker
from corpuscle.kg.paths import paths
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.analyser import query_terms, text_terms
from corpuscle.retrieval.encoder import Encoder

HUB = 2_000
"""Degree from which only those edges of a node are looked at whose predicate the question asks for."""
_EDGES_PER_ENTITY = 200
_EDGES_OF_HUB = 50
_MOST_PAIRS = 64  # nodes a side, as `GraphStore.linked` takes them
FACTS_ENCODED = 8
"""Facts whose words the encoder reads, those with the best marks by words alone; 2 to 3 ms each on one core."""
_FACTS_WEIGHED = 40
"""Facts whose names are looked up, those with the best other marks."""
_MOST_ENTITIES = 4
_PATHS = 5
_NAMED = 0.6
_ASKED = 0.3
_CATEGORY = 0.15
_DEGREE_PENALTY = 0.05
"""For each factor of e by which the other end's degree passes 10."""
_LEAST_RELEVANCE = 0.45


@dataclass(frozen=True, slots=True)
class _Candidate:
    edge: Edge
    mark: float
    """Relevance without the cosine."""


def graph_context(
    understanding: Understanding, store: GraphStore, linker: Linker, encoder: Encoder | None, most_tokens: int
) -> tuple[GraphFact, ...]:
    """The facts around the question's entities and options, most relevant first, that together keep to `most_tokens` (`fact_tokens`).

    Without an encoder, likeness is the share of the question's terms that the fact has. Negated edges are told as such.
    """
    if most_tokens <= 0 or not understanding.mentions:
        return ()
    candidates = sorted(_candidates(understanding, store, linker), key=lambda c: (-c.mark, -c.edge.score, _key(c.edge)))[:_FACTS_WEIGHED]
    names = store.entities({curie for c in candidates for curie in (c.edge.subject, c.edge.object)})
    told = [(c, _words(c.edge, names)) for c in candidates]
    if encoder is not None:
        by_words = _likeness(understanding.query, [words for _, words in told], None)
        ranked = sorted(zip(told, by_words, strict=True), key=lambda pair: -(pair[0][0].mark + pair[1]))
        told = [one for one, _ in ranked[:FACTS_ENCODED]]
    likeness = _likeness(understanding.query, [words for _, words in told], encoder)
    facts = [_fact(c.edge, names, c.mark + like) for (c, _), like in zip(told, likeness, strict=True)]
    relevant = [fact for fact in facts if fact.relevance >= _LEAST_RELEVANCE]
    return _within(sorted(relevant, key=lambda fact: (-fact.relevance, fact.text, fact.source)), most_tokens)


def neighbourhood(understanding: Understanding, store: GraphStore) -> tuple[GraphFact, ...]:
    """Every fact at the question's entities, unpruned: what `graph_context` chooses from, in no order of relevance (which is 0)."""
    edges = [edge for entity in understanding.entities for edge in store.neighbours(entity.curie, store.degree(entity.curie))]
    once = list({_key(edge): edge for edge in edges}.values())
    names = store.entities({curie for edge in once for curie in (edge.subject, edge.object)})
    return tuple(_fact(edge, names, 0.0) for edge in once)


def option_paths(understanding: Understanding, store: GraphStore, linker: Linker) -> tuple[float, ...]:
    """For each option the plausibility of the best paths to the question's entities, summed (`kg.paths`); () without options."""
    return tuple(
        sum(
            path.plausibility
            for end in _named(option, linker)[:1]
            for entity in understanding.entities[:_MOST_ENTITIES]
            for path in paths(store, end.curie, entity.curie, _PATHS)
        )
        for option in understanding.options
    )


def fact_tokens(fact: GraphFact) -> int:
    """A fact's length: its words and punctuation marks (each one token) with source and PMIDs. A model's own tokens are about 1.5 times as many."""
    return len(re.findall(r"\w+|[^\w\s]", f"{fact.text} ({fact.source} {' '.join(fact.pmids[:2])})"))


def _candidates(understanding: Understanding, store: GraphStore, linker: Linker) -> Iterator[_Candidate]:
    """Edges among what the question and its options name, and those around each named thing that is no hub."""
    asked = {constraint.predicate.name for constraint in constraints(understanding.query, understanding.mentions)}
    asked |= {understanding.predicate.name, understanding.predicate.inverse} if understanding.predicate else set()
    stem = [entity.curie for entity in understanding.entities]
    optional = [entity.curie for option in understanding.options for entity in _named(option, linker)]
    named = frozenset(stem + optional)
    seen: set[tuple[str, str, str, bool]] = set()
    for edge in (*_among(list(dict.fromkeys(stem + optional)), store), *_around(stem, asked, store)):
        if _key(edge) in seen:
            continue
        seen.add(_key(edge))
        other = edge.object if edge.subject in named else edge.subject
        mark = _NAMED * (edge.subject in named and edge.object in named) + _ASKED * (edge.predicate in asked)
        yield _Candidate(edge, mark + _of_kind(other, understanding, store) - _penalty(store.degree(other)))


def _among(curies: Sequence[str], store: GraphStore) -> list[Edge]:
    pairs = {frozenset((s.subject, s.object)) for s in store.linked(curies[:_MOST_PAIRS], curies[:_MOST_PAIRS]) if s.subject != s.object}
    return [edge for pair in sorted(map(sorted, pairs)) for edge in store.between(pair[0], pair[1], 8)]


def _around(curies: Sequence[str], asked: Iterable[str], store: GraphStore) -> Iterator[Edge]:
    """The best edges at each node; of a hub only those of the predicates that the question asks for."""
    for curie in curies:
        if store.degree(curie) < HUB:
            yield from store.neighbours(curie, _EDGES_PER_ENTITY)
        else:
            for predicate in sorted(asked):
                yield from store.edges(curie, predicate, None, _EDGES_OF_HUB)
                yield from store.edges(None, predicate, curie, _EDGES_OF_HUB)


def _named(option: str, linker: Linker) -> list[Entity]:
    alone = [candidate.entity for candidate in linker.candidates(option)[:1]]
    return alone or [mention.entity for mention in linker.link(option)]


def _of_kind(curie: str, understanding: Understanding, store: GraphStore) -> float:
    """A bonus for what the question asks for by kind ("which genes")."""
    categories = understanding.answer_kind.categories
    if not categories:
        return 0.0
    entity = store.entity(curie)
    return _CATEGORY if entity is not None and entity.category in categories else 0.0


def _penalty(degree: int) -> float:
    return _DEGREE_PENALTY * max(0.0, log(max(degree, 1) / 10))


def _likeness(question: str, facts: Sequence[str], encoder: Encoder | None) -> list[float]:
    if not facts:
        return []
    if encoder is not None:
        return [float(similarity) for similarity in similarities(encoder, question, facts)]
    wanted = set(query_terms(question))
    return [len(wanted & set(text_terms(fact))) / max(1, len(wanted)) for fact in facts]


def _words(edge: Edge, names: dict[str, Entity]) -> str:
    return f"{names[edge.subject].name} {'not ' if edge.negated else ''}{edge.predicate} {names[edge.object].name}"


def _fact(edge: Edge, names: dict[str, Entity], relevance: float) -> GraphFact:
    return GraphFact(
        subject=names[edge.subject].name,
        predicate=edge.predicate,
        object=names[edge.object].name,
        negated=edge.negated,
        source=edge.source,
        licence=edge.licence,
        pmids=edge.publications,
        score=edge.score,
        relevance=relevance,
        curies=(edge.subject, edge.object),
    )


def _key(edge: Edge) -> tuple[str, str, str, bool]:
    return edge.subject, edge.predicate, edge.object, edge.negated


def _within(facts: Sequence[GraphFact], most_tokens: int) -> tuple[GraphFact, ...]:
    """The first facts that fit; a long one gives way to shorter ones behind it."""
    kept: list[GraphFact] = []
    for fact in facts:
        if (tokens := fact_tokens(fact)) <= most_tokens:
            kept.append(fact)
            most_tokens -= tokens
    return tuple(kept)
