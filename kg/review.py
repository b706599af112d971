"""The reviewer: a verdict on a triple from graph edges and from sentences. Paths and embeddings have no vote."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from corpuscle.kg.article_evidence import ArticleReading, read_articles
from corpuscle.kg.claim_model import model_for
from corpuscle.kg.edge_evidence import edge_evidence
from corpuscle.kg.evidence_sentences import EvidenceSentence
from corpuscle.kg.predicates import apt, canonical, forward
from corpuscle.kg.sentence_evidence import AUDIBLE, BASE_RATE, log_odds, together
from corpuscle.kg.store import GraphStore
from corpuscle.kg.triples import Evidence, ReviewedTriple, Stance, Triple, Verdict

DECISIVE = 0.8
"""Probability from which evidence, taken together, decides for its side: of what is said at or above it, nine in ten are right."""

_SHOWN: dict[Stance, int] = {"supports": 12, "contradicts": 12, "neutral": 4}


def review(triple: Triple, store: GraphStore, sentences: Sequence[EvidenceSentence]) -> ReviewedTriple:
    """The verdict on a triple, from the graph's edges between its entities and from the articles that name both ends.

    `sentences` are best all those of each article's title and abstract: an article is read as a whole. An end without entity has no edges,
    but sentences that literally contain both names still speak. A predicate that `predicates.canonical` does not know leaves the verdict
    unknown. The evidence is sorted by weight; equal input gives equal output.
    """
    predicate = canonical(triple.predicate)
    if predicate is None:
        return ReviewedTriple(triple, Verdict.UNKNOWN, 0.5)
    stored, turned = forward(predicate)
    told = _turn(triple) if turned else triple
    stored = apt(stored, told.object_entity.category if told.object_entity else "")
    told = replace(told, predicate=stored.name)
    edges = edge_evidence(told, stored, store)
    articles = read_articles(told, sentences, store)
    yes, no = _side(edges, articles, "supports"), _side(edges, articles, "contradicts")
    pieces = sorted(
        [*edges, *(piece for article in articles for piece in article.pieces)],
        key=lambda p: (p.stance == "neutral", -p.score, p.kind, p.id, p.source, p.section != "title", p.begin),
    )
    merely_read = bool(articles) and model_for(told) is not None and all(edge.stance == "neutral" for edge in edges)
    return ReviewedTriple(triple, _verdict(yes, no), _probability(yes, no, merely_read), _shown(pieces))


def _turn(triple: Triple) -> Triple:
    return Triple(triple.object, triple.predicate, triple.subject, triple.object_entity, triple.subject_entity)


def _side(edges: Sequence[Evidence], articles: Sequence[ArticleReading], stance: Stance) -> float:
    """Probability that this side is right. An article behind an edge is one witness with it: whichever of the two says more is heard."""
    speaking = [edge for edge in edges if edge.stance == stance]
    read = {article.article_id for article in articles if _said(article, stance) > 0}
    behind = {pmid for edge in speaking for pmid in edge.publications}
    apart = [edge for edge in speaking if read.isdisjoint(edge.publications)]
    by_edges = _joined(speaking, [article for article in articles if article.article_id not in behind], stance)
    return max(by_edges, _joined(apart, articles, stance)) if len(apart) < len(speaking) else by_edges


def _joined(edges: Sequence[Evidence], articles: Sequence[ArticleReading], stance: Stance) -> float:
    """Of edges (1 − Π(1 − p)) and articles, which add what they say above the base rate."""
    documents: dict[str, float] = {}
    for article in articles:
        if (said := _said(article, stance)) > 0:
            documents[article.document] = max(log_odds(said), documents.get(article.document, -math.inf))
    read = together(documents.values())
    doubt = math.prod(1.0 - edge.score for edge in edges)
    if doubt == 1.0:
        return read
    if read < AUDIBLE:
        return 1.0 - doubt
    return 1.0 - doubt / (doubt + (1.0 - doubt) * math.exp(log_odds(read) - log_odds(BASE_RATE)))


def _said(article: ArticleReading, stance: Stance) -> float:
    return article.supports if stance == "supports" else article.contradicts


def _verdict(yes: float, no: float) -> Verdict:
    """Supported or contradicted where the balance of both sides decides and the weaker one does not; mixed where a decided side is opposed."""
    balance = _balance(yes, no)
    if balance >= DECISIVE and no < DECISIVE:
        return Verdict.SUPPORTED
    if balance <= 1.0 - DECISIVE and yes < AUDIBLE:
        return Verdict.CONTRADICTED
    return Verdict.MIXED if max(yes, no) >= DECISIVE else Verdict.UNKNOWN


def _balance(yes: float, no: float) -> float:
    """The probability that log-odds for and against leave; a side below one half says nothing."""
    return 1.0 / (1.0 + math.exp(max(0.0, log_odds(no)) - max(0.0, log_odds(yes))))


def _probability(yes: float, no: float, merely_read: bool) -> float:
    """The balance of both sides; .5 where neither passes it.

    Where whole articles are all there is (`merely_read`), what they say is the probability, low where they name both ends for other reasons.
    """
    return min(_balance(yes, no), yes) if merely_read else _balance(yes, no)


def _shown(pieces: Sequence[Evidence]) -> tuple[Evidence, ...]:
    kept: Counter[Stance] = Counter()
    shown: list[Evidence] = []
    for piece in pieces:
        kept[piece.stance] += 1
        if kept[piece.stance] <= _SHOWN[piece.stance]:
            shown.append(piece)
    return tuple(shown)
