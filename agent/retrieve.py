"""Step 2: the articles found and their sentences, read for the question."""

import re
from collections.abc import Sequence

from corpuscle.agent.answers import QuestionType
from corpuscle.agent.coverage import question_concepts
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.graph_context import graph_context, option_paths
from corpuscle.agent.reading import read_sentences
from corpuscle.agent.settings import GRAPH_TOKENS
from corpuscle.agent.understand import Understanding
from corpuscle.kg import Edge, Entity
from corpuscle.kg.linker import Linker
from corpuscle.kg.predicates import Predicate, apt, forward
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.analyser import query_terms, text_terms
from corpuscle.retrieval.encoder import Encoder
from corpuscle.retrieval.engine import SearchEngine
from corpuscle.retrieval.errors import EncoderMissingError
from corpuscle.retrieval.hits import Hit

ARTICLES_READ = 20
_ARTICLES_PER_OPTION = 6
_ARTICLES_BEHIND_EDGES = 12
_EDGES_PER_ENTITY = 12
_ARTICLES_PER_EDGE = 5


def retrieve(
    understanding: Understanding,
    retriever: SearchEngine,
    store: GraphStore,
    linker: Linker,
    graph_tokens: int = GRAPH_TOKENS,
    with_graph: bool = True,
) -> Evidence:
    """Searches for the question (and for each option of a choice), adds the articles behind graph edges between its entities, reads them.

    Beside the sentences stand facts of the graph, of at most `graph_tokens` (`graph_context`); without the graph there are no facts,
    no articles behind edges and no paths to options.
    """
    result = retriever.search(understanding.query, ARTICLES_READ, "hybrid", understanding.filters)
    hits = list(result.hits)
    if understanding.type is QuestionType.CHOICE:
        for option in understanding.options:
            query = f"{understanding.query} {option}"
            hits += retriever.search(query, _ARTICLES_PER_OPTION, "bm25", understanding.filters).hits
    if with_graph:
        hits += _behind_edges(understanding, retriever, store, len(hits))
    hits = _each_once(hits)
    concepts = question_concepts(understanding.query, understanding.mentions, retriever.document_frequency, len(retriever))
    unknown = _unknown_words(understanding.query, retriever)
    encoder = encoder_of(retriever)
    sentences = read_sentences(understanding.query, hits, concepts, linker, encoder)
    facts = graph_context(understanding, store, linker, encoder, graph_tokens if with_graph else 0)
    leaning = option_paths(understanding, store, linker) if with_graph else ()
    return Evidence(tuple(hits), sentences, unknown, tuple(result.notes), facts, leaning)


def _behind_edges(understanding: Understanding, retriever: SearchEngine, store: GraphStore, ranked: int) -> list[Hit]:
    """The articles that the graph's edges between the question's entities come from, as hits behind the `ranked` ones."""
    entities = understanding.entities
    edges = [edge for i, one in enumerate(entities) for other in entities[i + 1 :] for edge in store.between(one.curie, other.curie)]
    if understanding.predicate is not None and understanding.type in (QuestionType.FACTOID, QuestionType.LIST):
        edges += [edge for entity in entities for edge in _along(understanding.predicate, entity, store)]
    pmids = list(dict.fromkeys(pmid for edge in edges for pmid in edge.publications[:_ARTICLES_PER_EDGE]))[:_ARTICLES_BEHIND_EDGES]
    articles = (retriever.article(pmid) for pmid in pmids)
    filters, _ = retriever.resolved(understanding.filters)
    admitted = [article for article in articles if article is not None and filters.admit(article)]
    return [Hit(article, rank, 0.0) for rank, article in enumerate(admitted, ranked + 1)]


def _along(predicate: Predicate, entity: Entity, store: GraphStore) -> list[Edge]:
    """The entity's best edges of the predicate, whichever end it stands at."""
    name = apt(forward(predicate)[0], entity.category).name
    edges = [*store.edges(None, name, entity.curie, _EDGES_PER_ENTITY), *store.edges(entity.curie, name, None, _EDGES_PER_ENTITY)]
    return sorted(edges, key=lambda edge: -edge.support)[:_EDGES_PER_ENTITY]


def _each_once(hits: Sequence[Hit]) -> list[Hit]:
    seen: dict[str, Hit] = {}
    for hit in hits:
        seen.setdefault(hit.article.id, hit)
    return list(seen.values())


def _unknown_words(question: str, retriever: SearchEngine) -> tuple[str, ...]:
    """The question's words of which no article contains any index term; question stopwords are none of them."""
    asked = set(query_terms(question))
    frequency = retriever.document_frequency
    unknown: list[str] = []
    for word in dict.fromkeys(re.findall(r"[^\W_]+(?:-[^\W_]+)*", question)):
        terms = asked & set(text_terms(word))
        if terms and not any(frequency(term) for term in terms):
            unknown.append(word)
    return tuple(unknown)


def encoder_of(retriever: SearchEngine) -> Encoder | None:
    """The index's encoder, or None where its files are away: the search has said so in its notes."""
    try:
        return retriever.encoder
    except EncoderMissingError:
        return None
