"""Yes or no: a fitted reader says which, and the sentences that agree with it are quoted."""

import re
from collections.abc import Sequence
from dataclasses import replace
from math import exp

from corpuscle.agent.evidence import Evidence, ReadSentence
from corpuscle.agent.extractive.aboutness import NAMED_RARITY, has_any, speaks_of, specific_mentions
from corpuscle.agent.extractive.fitted import fitted
from corpuscle.agent.extractive.quoting import distinct, quotable, quoted
from corpuscle.agent.extractive.rarity import Rarity
from corpuscle.agent.extractive.yesno_features import yesno_features
from corpuscle.agent.model import Draft, abstention
from corpuscle.agent.polarity import polarity
from corpuscle.agent.understand import Understanding
from corpuscle.kg import Mention, ReviewedTriple, Verdict
from corpuscle.kg.predicates import phrase
from corpuscle.retrieval.analyser import query_terms, text_terms
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.sentences import is_own_piece

VOTERS = 5
"""Sentences that may be quoted: the best ones, none below `_LEAST_SHARE` of the best, of articles that speak of nearly as much as the best does."""
_LEAST_SHARE = 0.8
_LEAST_CONTEXT_SHARE = 0.9
_PRIOR_LOG_ODDS = 0.15
"""Of yes. The reader was fitted as if both answers were equally common; this is within .002 of the best macro F1 for 55, 62 and 77 % of yes."""
_EXPONENT = 6.0
_UNDECIDED = 0.03
"""How near to a half the probability is where the evidence is divided."""
_DIVIDED = 0.42
"""Share of the votes for the weaker side from which the evidence is divided."""
_VERDICT_STANCE = {Verdict.SUPPORTED: "supports", Verdict.CONTRADICTED: "contradicts"}
_QUOTED = 3


def answer_yesno(understanding: Understanding, evidence: Evidence, reviewed: tuple[ReviewedTriple, ...], rarity: Rarity) -> Draft:
    """Yes or no with the sentences that say so, or an abstention where they are divided; an abstention keeps what it leaned to.

    Where nothing was read there is nothing to lean on: the question's form alone is no answer.
    """
    if not evidence.sentences:
        return abstention("No sentence was found that could say yes or no.")
    probability = probability_of_yes(understanding, evidence, reviewed, rarity)
    lean, confidence = ("yes", probability) if probability >= 0.5 else ("no", 1 - probability)
    able = _able(understanding, evidence, reviewed, specific_mentions(understanding, rarity, NAMED_RARITY))
    voters = _voters(able)
    votes = [(polarity(s.text, understanding.query), s) for s in voters]
    sign = 1 if lean == "yes" else -1
    agreeing = [s for vote, s in votes if vote * sign > 0]
    if reason := _undecided(confidence, votes, agreeing):
        return replace(abstention(reason), exact_answer=lean, confidence=confidence)
    shown = distinct(agreeing, _QUOTED)
    against = _articles([s for vote, s in votes if vote * sign < 0], besides=shown)
    notes = (f"Speaking against this answer: {_named(against)}.",) if against else ()
    return Draft(lean, quoted(shown), notes=notes, confidence=confidence)


def probability_of_yes(understanding: Understanding, evidence: Evidence, reviewed: Sequence[ReviewedTriple], rarity: Rarity) -> float:
    """By what the best sentences say, by the verdicts, and by what is asked; 0 to 1."""
    log_odds = fitted("yesno").score(yesno_features(understanding, evidence, reviewed, rarity))
    return 1 / (1 + exp(-log_odds - _PRIOR_LOG_ODDS))


def _undecided(confidence: float, votes: Sequence[tuple[float, ReadSentence]], agreeing: Sequence[ReadSentence]) -> str:
    """Why neither yes nor no can be said with a quotation, or ""."""
    if not votes:
        return "No sentence of the articles found speaks of what is asked and states a finding."
    yes = sum(vote * s.score**_EXPONENT for vote, s in votes if vote > 0)
    no = -sum(vote * s.score**_EXPONENT for vote, s in votes if vote < 0)
    if yes + no == 0:
        return "The articles found raise the question, but no sentence of theirs answers it."
    if min(yes, no) >= _DIVIDED * (yes + no):
        return "The evidence is divided: the best sentences speak for both yes and no."
    if not agreeing or confidence < 0.5 + _UNDECIDED:
        return "The evidence does not settle it: the best sentences lean one way, and what they deny or leave unsaid the other."
    return ""


def _able(
    understanding: Understanding, evidence: Evidence, reviewed: tuple[ReviewedTriple, ...], about: Sequence[Mention]
) -> list[ReadSentence]:
    """The sentences that speak of what is asked; where there are none, those that the verdict on the asked triple rests on."""
    asked = _asked_terms(understanding)
    return [s for s in quotable(evidence.sentences) if speaks_of(s, about) and has_any(s, asked)] or _witnesses(evidence, reviewed)


def _voters(able: Sequence[ReadSentence]) -> list[ReadSentence]:
    context = max((s.context_coverage for s in able[:VOTERS]), default=0.0)
    return [s for s in able if s.score >= _LEAST_SHARE * able[0].score and s.context_coverage >= _LEAST_CONTEXT_SHARE * context][:VOTERS]


def _asked_terms(understanding: Understanding) -> frozenset[str]:
    """The question's index terms besides its entities and the words of its predicate, which sentences say in many ways."""
    named = {term for mention in understanding.mentions for term in text_terms(mention.text)}
    said = {term for word in re.findall(r"\w+", understanding.query) if phrase(word) for term in text_terms(word)}
    return frozenset(query_terms(understanding.query)) - named - said


def _witnesses(evidence: Evidence, reviewed: tuple[ReviewedTriple, ...]) -> list[ReadSentence]:
    """The sentences, titles among them, that decided a triple for one side."""
    places = {
        (piece.id, piece.section, piece.begin)
        for review in reviewed
        for piece in review.evidence
        if _VERDICT_STANCE.get(review.verdict) == piece.stance and piece.kind == "sentence"
    }
    return [s for s in evidence.sentences if (s.article.id, s.passage.section, s.passage.begin) in places]


def _articles(sentences: Sequence[ReadSentence], besides: Sequence[ReadSentence]) -> list[Article]:
    """The articles of the sentences, without those that the answer quotes anyway."""
    cited = {s.article.id for s in besides}
    return list({s.article.id: s.article for s in sentences if s.article.id not in cited}.values())


def _named(articles: Sequence[Article]) -> str:
    """Articles by their PMIDs, pieces of the asker's own documents by file and place."""
    pmids = ", ".join(article.id for article in articles if not is_own_piece(article.id))
    own = [article.title for article in articles if is_own_piece(article.id)]
    return "; ".join([f"PMID {pmids}", *own] if pmids else own)
