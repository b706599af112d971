"""Summary answers: the sentences that say most, in quotations."""

import re

from corpuscle.agent.evidence import Evidence, ReadSentence
from corpuscle.agent.extractive.quoting import distinct, quotable, quoted
from corpuscle.agent.model import Draft, abstention
from corpuscle.agent.understand import Understanding

_QUOTED = 4
_DEFINING = re.compile(
    r"\b(?:is|are|was) (?:an?|the|one|defined|characteri[sz]ed|caused|known)\b|\bdefined as\b|\brefers to\b|, an? \w+", re.IGNORECASE
)
_DEFINITION_BONUS = 0.15
_LEAST_SHARE = 0.75
"""Of the best sentence's score; below it a sentence is not quoted."""


def answer_summary(understanding: Understanding, evidence: Evidence) -> Draft:
    """The best sentences that do not repeat each other; defining ones first where the question asks what something is."""
    able = quotable(evidence.sentences)
    if understanding.definition:
        able.sort(key=lambda s: -(s.score + (_DEFINITION_BONUS if _defines(s, understanding) else 0.0)))
    least = _LEAST_SHARE * able[0].score if able else 0.0
    sentences = distinct([s for s in able if s.score >= least], _QUOTED)
    if not sentences:
        return abstention("The articles found raise the question, but no sentence of theirs answers it.")
    return Draft(None, quoted(sentences))


def _defines(sentence: ReadSentence, understanding: Understanding) -> bool:
    asked = {entity.curie for entity in understanding.entities}
    early = any(mention.entity.curie in asked and mention.begin < 60 for mention in sentence.mentions)
    return early and _DEFINING.search(sentence.text) is not None
