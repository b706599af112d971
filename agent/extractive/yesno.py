"""Yes or no, by the sentences that answer and by the verdict on the asked triple."""

from corpuscle.agent.evidence import Evidence, ReadSentence
from corpuscle.agent.extractive.quoting import distinct, quotable, quoted
from corpuscle.agent.model import Draft, abstention
from corpuscle.agent.polarity import polarity
from corpuscle.agent.understand import Understanding
from corpuscle.kg import ReviewedTriple, Verdict

# Set on 107 yes/no dev questions of PubMedQA among 57,654 articles (docs/decisions/004).
VOTERS = 5
"""Sentences that vote: the best ones, none below `_LEAST_SHARE` of the best, of articles that speak of nearly as much as the best does."""
_LEAST_SHARE = 0.8
_LEAST_CONTEXT_SHARE = 0.9
_EXPONENT = 6.0
_VERDICT_WEIGHT = 0.4
_INDIFFERENT = 0.15
"""The vote of evidence that says neither: plain statements count a little as yes."""
_LEAST_LEAN = 0.1
_VERDICT_SIGN = {Verdict.SUPPORTED: 1.0, Verdict.CONTRADICTED: -1.0, Verdict.MIXED: 0.0, Verdict.UNKNOWN: 0.0}
_QUOTED = 3


def answer_yesno(understanding: Understanding, evidence: Evidence, reviewed: tuple[ReviewedTriple, ...]) -> Draft:
    """Yes or no with the sentences that say so, or an abstention where they are divided."""
    voters = _voters(evidence)
    if not voters:
        return abstention("The articles found raise the question, but no sentence of theirs answers it.")
    votes = [(polarity(s.text, understanding.query), s.score**_EXPONENT, s) for s in voters]
    lean = _lean(votes, reviewed)
    against = [s for vote, _, s in votes if vote * lean < 0]
    if abs(lean) < _LEAST_LEAN:
        return abstention(f"The evidence is divided: {len(against)} of the {len(voters)} best sentences speak against the others.")
    agreeing = [s for vote, _, s in votes if vote * lean > 0]
    notes = (f"Speaking against this answer: PMID {', '.join(_articles(against))}.",) if against else ()
    return Draft("yes" if lean > 0 else "no", quoted(distinct(agreeing, _QUOTED)), notes=notes)


def _voters(evidence: Evidence) -> list[ReadSentence]:
    able = quotable(evidence.sentences)
    context = max((s.context_coverage for s in able[:VOTERS]), default=0.0)
    return [s for s in able if s.score >= _LEAST_SHARE * able[0].score and s.context_coverage >= _LEAST_CONTEXT_SHARE * context][:VOTERS]


def _lean(votes: list[tuple[float, float, ReadSentence]], reviewed: tuple[ReviewedTriple, ...]) -> float:
    total = sum(weight for _, weight, _ in votes)
    said = sum(vote * weight for vote, weight, _ in votes) / total if total else 0.0
    verdict = _VERDICT_SIGN[reviewed[0].verdict] if reviewed else 0.0
    return (said + _VERDICT_WEIGHT * verdict) / (1 + _VERDICT_WEIGHT * abs(verdict)) - _INDIFFERENT


def _articles(sentences: list[ReadSentence]) -> list[str]:
    return list(dict.fromkeys(s.article.id for s in sentences))
