"""What articles say for and against a triple: each as a whole through `claims`, its sentences as the pieces that are shown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpuscle.kg.article_view import ArticleView
from corpuscle.kg.claim_background import Trees, trees_around
from corpuscle.kg.claim_model import claim_model
from corpuscle.kg.claims import read_claims, views_of
from corpuscle.kg.evidence_sentences import EvidenceSentence
from corpuscle.kg.predicates import PREDICATES
from corpuscle.kg.sentence_evidence import AUDIBLE, OPPOSITE, SentenceReading, log_odds, read_sentence, together
from corpuscle.kg.store import GraphStore
from corpuscle.kg.triples import Evidence, Stance, Triple

_RETRACTED = "Retracted Publication"
_WHOLE = 3
"""Sentences from which an article is read as a whole: the models know titles with abstracts. A title alone is read by what it says."""


@dataclass(frozen=True, slots=True)
class ArticleReading:
    """What one article says of a triple whose ends it names."""

    article_id: str
    supports: float
    """Probability that it states the triple; low where it merely names the ends. 0 where no sentence says so and no model reads articles."""
    contradicts: float
    """Probability that it states what speaks against the triple; 0 where no sentence does."""
    pieces: tuple[Evidence, ...]

    @property
    def document(self) -> str:
        """The article, or the document of a user's that this piece ("doc:NAME#3") belongs to: its pieces are no independent witnesses."""
        return self.article_id.partition("#")[0]


def read_articles(triple: Triple, sentences: Sequence[EvidenceSentence], store: GraphStore) -> list[ArticleReading]:
    """The reading of each article, retracted ones left out, in the order of their ids. The triple's predicate must be a stored one."""
    views = views_of([sentence for sentence in sentences if _RETRACTED not in sentence.publication_types])
    if not views:
        return []
    trees = trees_around(store, triple, views.values())
    whole = {article_id: view for article_id, view in views.items() if len(view.sentences) >= _WHOLE}
    stated = {claim.article_id: claim.probability for claim in read_claims(triple, whole, trees)}
    found = [_article(triple, article_id, view, stated.get(article_id), trees) for article_id, view in views.items()]
    return [reading for reading in found if reading is not None]


def _article(triple: Triple, article_id: str, view: ArticleView, stated: float | None, trees: Trees) -> ArticleReading | None:
    read = [(sentence, reading) for sentence in view.sentences if (reading := read_sentence(sentence, triple)) is not None]
    if stated is None and not read:
        return None
    against = _against(triple, article_id, view, read, trees)
    supporting = [reading.probability for _, reading in read if reading.stance == "supports"]
    if stated is None:
        stated = _by_sentences(supporting)
    elif supporting and not claim_model(triple.predicate).fitted.annotated:
        stated = max(stated, _by_sentences(supporting))
    elif against and not supporting:
        stated = min(stated, 1.0 - against)
    pieces = [_piece(article_id, sentence, reading.stance, _weight(reading, stated, against)) for sentence, reading in read]
    pieces = _led(pieces, "contradicts", against)
    if stated < AUDIBLE:
        pieces = [replace(piece, stance="neutral") if piece.stance == "supports" else piece for piece in pieces]
    elif supporting:
        pieces = _led(pieces, "supports", stated)
    else:
        pieces = _spokesman(pieces, article_id, view, stated)
    return ArticleReading(article_id, stated, against, tuple(pieces))


def _against(
    triple: Triple, article_id: str, view: ArticleView, read: Sequence[tuple[EvidenceSentence, SentenceReading]], trees: Trees
) -> float:
    """The probability that the article denies the triple, or states an opposite: as its sentences say so, and the whole article agrees."""
    denials = [reading for _, reading in read if reading.stance == "contradicts"]
    if not denials:
        return 0.0
    said = _by_sentences([reading.probability for reading in denials])
    for name in PREDICATES[triple.predicate].opposites:
        if len(view.sentences) >= _WHOLE and not all(reading.refutes for reading in denials):
            claims = read_claims(replace(triple, predicate=name), {article_id: view}, trees)
            said = max([said, *(OPPOSITE * claim.probability for claim in claims)])
    return said


def _by_sentences(probabilities: Sequence[float]) -> float:
    """The probability of an article's stance from the sentences alone that take it, which add up as articles do; 0 for none."""
    return together(map(log_odds, probabilities))


def _weight(reading: SentenceReading, stated: float, against: float) -> float:
    """No sentence says more than its article."""
    return min(reading.probability, {"supports": stated, "contradicts": against, "neutral": 1.0}[reading.stance])


def _led(pieces: list[Evidence], stance: Stance, weight: float) -> list[Evidence]:
    """The pieces; the weightiest of that stance carries the whole article's weight."""
    own = [piece for piece in pieces if piece.stance == stance]
    if not own:
        return pieces
    leader = min(own, key=lambda piece: (-piece.score, piece.section != "title", piece.begin))
    return [replace(piece, score=weight) if piece is leader else piece for piece in pieces]


def _spokesman(pieces: list[Evidence], article_id: str, view: ArticleView, stated: float) -> list[Evidence]:
    """The pieces, with one to show for an article that states the triple though no sentence says so alone."""
    neutral = [piece for piece in pieces if piece.stance == "neutral"]
    if neutral:
        leader = min(neutral, key=lambda piece: (-piece.score, piece.begin))
        return [replace(piece, stance="supports", score=stated) if piece is leader else piece for piece in pieces]
    shown = view.sentences[0]
    return [*pieces, _piece(article_id, shown, "supports", stated)]


def _piece(article_id: str, sentence: EvidenceSentence, stance: Stance, score: float) -> Evidence:
    place = (sentence.section, sentence.begin, sentence.end)
    return Evidence("sentence", "pubmed", article_id, sentence.text, stance, score, (article_id,), *place, year=sentence.year)
