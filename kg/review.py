"""The reviewer: a verdict on a triple from graph edges and from sentences. Paths and embeddings have no vote."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from corpuscle.kg.entities import Entity
from corpuscle.kg.evidence_sentences import EvidenceSentence
from corpuscle.kg.predicates import PREDICATES, Predicate, apt, canonical, forward
from corpuscle.kg.sentence_evidence import article_log_odds, read_sentence, together
from corpuscle.kg.store import GraphStore
from corpuscle.kg.triples import Edge, Evidence, ReviewedTriple, Stance, Triple, Verdict

DECISIVE = 0.7
"""Probability from which evidence, taken together, decides for its side."""

AUDIBLE = 0.5
"""Probability from which the weaker side turns a contradiction into a mixed verdict."""

_SHOWN: dict[Stance, int] = {"supports": 12, "contradicts": 12, "neutral": 4}
_RETRACTED = "Retracted Publication"


def review(triple: Triple, store: GraphStore, sentences: Sequence[EvidenceSentence]) -> ReviewedTriple:
    """The verdict on a triple, from the graph's edges between its entities and from the sentences that name both ends.

    An end without entity has no edges, but sentences that literally contain both names still speak. A predicate that
    `predicates.canonical` does not know leaves the verdict unknown. The evidence is sorted by weight; equal input gives equal output.
    """
    predicate = canonical(triple.predicate)
    if predicate is None:
        return ReviewedTriple(triple, Verdict.UNKNOWN, 0.5)
    stored, turned = forward(predicate)
    told = _turn(triple) if turned else triple
    stored = apt(stored, told.object_entity.category if told.object_entity else "")
    told = replace(told, predicate=stored.name)
    edges = _edge_evidence(told, stored, store)
    heard = _sentence_evidence(told, sentences)
    yes, no = _side(edges, heard, "supports"), _side(edges, heard, "contradicts")
    pieces = sorted([*edges, *heard], key=lambda p: (p.stance == "neutral", -p.score, p.kind, p.id, p.section, p.begin))
    return ReviewedTriple(triple, _verdict(yes, no), _probability(yes, no), _shown(pieces))


def _turn(triple: Triple) -> Triple:
    return Triple(triple.object, triple.predicate, triple.subject, triple.object_entity, triple.subject_entity)


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
    found: dict[tuple[str, str, int], Evidence] = {}
    for sentence in sentences:
        if _RETRACTED in sentence.publication_types:
            continue
        reading = read_sentence(sentence, triple)
        if reading is not None:
            found[sentence.article_id, sentence.section, sentence.begin] = Evidence(
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
    return list(found.values())


def _side(edges: Sequence[Evidence], sentences: Sequence[Evidence], stance: Stance) -> float:
    """Probability that this side is right: 1 − Π(1 − p) over its edges and its sentences taken together."""
    articles: dict[str, list[float]] = {}
    for piece in sentences:
        if piece.stance == stance:
            articles.setdefault(piece.id, []).append(piece.score)
    documents: dict[str, float] = {}  # the pieces of a user's document ("doc:NAME#3") are no independent witnesses: the strongest speaks
    for article_id, scores in articles.items():
        document = article_id.partition("#")[0]
        documents[document] = max(article_log_odds(scores), documents.get(document, -math.inf))
    doubt = 1.0 - together(documents.values())
    for edge in edges:
        if edge.stance == stance:
            doubt *= 1.0 - edge.score
    return 1.0 - doubt


def _verdict(yes: float, no: float) -> Verdict:
    if no >= DECISIVE:
        return Verdict.MIXED if yes >= AUDIBLE else Verdict.CONTRADICTED
    return Verdict.SUPPORTED if yes >= DECISIVE else Verdict.UNKNOWN


def _probability(yes: float, no: float) -> float:
    """The stronger side's probability, drawn towards .5 by the weaker side; .5 where neither side passes it."""
    strong, weak = max(yes, no, 0.5), min(yes, no)
    lean = (strong - 0.5) * (1.0 - weak)
    return 0.5 + lean if yes >= no else 0.5 - lean


def _shown(pieces: Sequence[Evidence]) -> tuple[Evidence, ...]:
    kept: Counter[Stance] = Counter()
    shown: list[Evidence] = []
    for piece in pieces:
        kept[piece.stance] += 1
        if kept[piece.stance] <= _SHOWN[piece.stance]:
            shown.append(piece)
    return tuple(shown)
