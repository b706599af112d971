"""The reviewer: a verdict on a triple from graph edges and from sentences. Paths and embeddings have no vote."""

from collections.abc import Sequence
from dataclasses import replace

from corpuscle.kg.entities import Entity
from corpuscle.kg.evidence_sentences import EvidenceSentence
from corpuscle.kg.predicates import PREDICATES, Predicate, canonical, forward
from corpuscle.kg.sentence_evidence import read_sentence
from corpuscle.kg.store import GraphStore
from corpuscle.kg.triples import Edge, Evidence, ReviewedTriple, Stance, Triple, Verdict

DECISIVE = 0.7
"""Probability from which evidence, taken together, decides for its side."""

EVIDENCE_SHOWN = 12
"""Pieces kept in a reviewed triple, for each side the weightiest."""


def review(triple: Triple, store: GraphStore, sentences: Sequence[EvidenceSentence]) -> ReviewedTriple:
    """The verdict on a triple, from the graph's edges between its entities and from the sentences that name both ends.

    An end without entity has no edges, but sentences that literally contain both names still speak. A predicate that
    `predicates.canonical` does not know leaves the verdict unknown. The evidence is sorted by weight; equal input gives equal output.
    """
    predicate = canonical(triple.predicate)
    if predicate is None:
        return ReviewedTriple(triple, Verdict.UNKNOWN, 0.5)
    stored, turned = forward(predicate)
    told = _turn(triple, stored) if turned else replace(triple, predicate=stored.name)
    pieces = [*_edge_evidence(told, stored, store), *_sentence_evidence(told, sentences)]
    pieces.sort(key=lambda piece: (-piece.score, piece.kind, piece.id, piece.section, piece.begin))
    yes = _together([p for p in pieces if p.stance == "supports"])
    no = _together([p for p in pieces if p.stance == "contradicts"])
    return ReviewedTriple(triple, _verdict(yes, no), _probability(yes, no), _shown(pieces))


def _turn(triple: Triple, stored: Predicate) -> Triple:
    return Triple(triple.object, stored.name, triple.subject, triple.object_entity, triple.subject_entity)


def _edge_evidence(triple: Triple, predicate: Predicate, store: GraphStore) -> list[Evidence]:
    subject, object_ = triple.subject_entity, triple.object_entity
    if subject is None or object_ is None or subject.curie == object_.curie:
        return []
    found: list[Evidence] = []
    for edge in store.between(subject.curie, object_.curie):
        along = edge.subject == subject.curie or PREDICATES[edge.predicate].symmetric
        stance = _edge_stance(edge, predicate) if along or predicate.symmetric else "neutral"
        found.append(_of_edge(edge, stance, subject, object_))
    return found


def _edge_stance(edge: Edge, predicate: Predicate) -> Stance:
    if edge.predicate == predicate.name or edge.predicate in predicate.implied_by:
        return "contradicts" if edge.negated else "supports"
    if edge.predicate in predicate.opposites and not edge.negated:
        return "contradicts"
    return "neutral"


def _of_edge(edge: Edge, stance: Stance, subject: Entity, object_: Entity) -> Evidence:
    names = {subject.curie: subject.name, object_.curie: object_.name}
    relation = f"not {edge.predicate}" if edge.negated else edge.predicate
    text = f"{names[edge.subject]} — {relation} — {names[edge.object]} ({edge.source}, support {edge.support})"
    identity = f"{edge.subject}|{edge.predicate}|{edge.object}"
    return Evidence("edge", edge.source, identity, text, stance, edge.score, edge.publications)


def _sentence_evidence(triple: Triple, sentences: Sequence[EvidenceSentence]) -> list[Evidence]:
    found: list[Evidence] = []
    for sentence in sentences:
        reading = read_sentence(sentence, triple)
        if reading is not None:
            found.append(
                Evidence(
                    "sentence",
                    "pubmed",
                    sentence.article_id,
                    sentence.text,
                    reading.stance,
                    reading.probability,
                    (sentence.article_id,),
                    sentence.section,
                    sentence.begin,
                    sentence.end,
                )
            )
    return found


def _together(pieces: Sequence[Evidence]) -> float:
    """Probability that at least one article or edge of this side is right: 1 − Π(1 − score), one piece for each publication."""
    heard: set[str] = set()
    doubt = 1.0
    for piece in pieces:
        voice = f"{piece.kind}:{piece.id}"
        if voice not in heard:
            heard.add(voice)
            doubt *= 1.0 - piece.score
    return 1.0 - doubt


def _verdict(yes: float, no: float) -> Verdict:
    if yes >= DECISIVE:
        return Verdict.MIXED if no >= DECISIVE else Verdict.SUPPORTED
    return Verdict.CONTRADICTED if no >= DECISIVE else Verdict.UNKNOWN


def _probability(yes: float, no: float) -> float:
    return 0.5 + 0.5 * (yes - no)


def _shown(pieces: Sequence[Evidence]) -> tuple[Evidence, ...]:
    kept: dict[Stance, int] = {}
    shown: list[Evidence] = []
    for piece in pieces:
        kept[piece.stance] = kept.get(piece.stance, 0) + 1
        if kept[piece.stance] <= EVIDENCE_SHOWN:
            shown.append(piece)
    return tuple(shown)
