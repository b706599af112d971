"""Step 4: a verdict on each triple, from the graph's edges and from the sentences that were read."""

from dataclasses import replace

from corpuscle.agent.evidence import Evidence
from corpuscle.agent.reading import link_article
from corpuscle.kg import Entity, ReviewedTriple, Triple
from corpuscle.kg.linker import Linker
from corpuscle.kg.predicates import canonical
from corpuscle.kg.review import review
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.engine import SearchEngine
from corpuscle.retrieval.own_documents import OWN_JOURNAL
from corpuscle.retrieval.sentences import is_own_piece

_ARTICLES_READ = 30


def review_triples(triples: tuple[Triple, ...], evidence: Evidence, store: GraphStore) -> tuple[ReviewedTriple, ...]:
    """Each triple with its verdict, in the given order."""
    sentences = [sentence.linked for sentence in evidence.sentences]
    return tuple(_named(review(triple, store, sentences)) for triple in triples)


def _named(reviewed: ReviewedTriple) -> ReviewedTriple:
    """The same, with sentences of the asker's own documents told from PubMed's."""
    evidence = tuple(replace(piece, source=OWN_JOURNAL) if is_own_piece(piece.id) else piece for piece in reviewed.evidence)
    return replace(reviewed, evidence=evidence)


def check_triple(
    subject: str,
    predicate: str,
    object: str,
    retriever: SearchEngine,
    store: GraphStore,
    linker: Linker,
    subject_entity: Entity | None = None,
    object_entity: Entity | None = None,
) -> ReviewedTriple:
    """The verdict on a triple in a user's own words, with sentences searched for it; ends whose node is not given are linked.

    Raises ValueError for a predicate that has no canonical form.
    """
    known = canonical(predicate)
    if known is None:
        raise ValueError(predicate)
    one, other = (given or _linked(name, linker) for name, given in ((subject, subject_entity), (object, object_entity)))
    triple = Triple(subject, known.name, object, one, other)
    hits = retriever.search(f"{subject} {predicate} {object}", _ARTICLES_READ, "bm25").hits
    sentences = [sentence for hit in hits for sentence in link_article(hit.article, linker)]
    return review(triple, store, sentences)


def _linked(name: str, linker: Linker) -> Entity | None:
    return next((candidate.entity for candidate in linker.candidates(name)), None)
