"""Step 4: a verdict on each triple, from the graph's edges and from the sentences that were read."""

from dataclasses import replace

from corpuscle.agent.cooccurrence import flagged
from corpuscle.agent.evidence import Evidence
from corpuscle.kg import Entity, EvidenceSentence, ReviewedTriple, Triple
from corpuscle.kg.linker import Linker
from corpuscle.kg.predicates import canonical
from corpuscle.kg.review import review
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.analyser import text_terms
from corpuscle.retrieval.conditions import Words, all_of, any_of
from corpuscle.retrieval.engine import SearchEngine
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.linked_sentences import linked_sentences
from corpuscle.retrieval.own_documents import OWN_JOURNAL
from corpuscle.retrieval.sentences import is_own_piece

_ARTICLES_READ = 10
"""Articles that are searched for a triple and read: those that name both ends, best first."""
_NAMES = 4
"""Names of an end that are searched for, the given one first."""


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
    (reviewed,) = flagged([review(triple, store, sentences_for(triple, retriever, linker))], retriever)
    return _named(reviewed)


def sentences_for(triple: Triple, retriever: SearchEngine, linker: Linker) -> list[EvidenceSentence]:
    """What `check_triple` reads: all sentences of the best articles that name both ends."""
    ends = [_names(triple.subject, triple.subject_entity), _names(triple.object, triple.object_entity)]
    if not all(ends):
        return []
    condition = all_of(*(any_of(*(Words(name) for name in names)) for names in ends))
    query = f"{ends[0][0]} {triple.predicate} {ends[1][0]}"
    hits = retriever.search(query, _ARTICLES_READ, "bm25", Filters(condition=condition)).hits
    return [sentence for own in linked_sentences([hit.article for hit in hits], linker) for sentence in own]


def _names(name: str, entity: Entity | None) -> tuple[str, ...]:
    """What an end is searched by: its words as given, and the graph's names for it."""
    known = (entity.name, *entity.synonyms) if entity else ()
    return tuple(each for each in dict.fromkeys((name, *known)) if text_terms(each))[:_NAMES]


def _linked(name: str, linker: Linker) -> Entity | None:
    return next((candidate.entity for candidate in linker.candidates(name)), None)
