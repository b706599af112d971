"""Choosing the sentences to quote: the best, not the same thing twice, at most BioASQ's limit of words."""

import re
from collections.abc import Iterable, Sequence

from corpuscle.agent.answers import MOST_WORDS
from corpuscle.agent.evidence import ReadSentence
from corpuscle.agent.model import DraftStatement
from corpuscle.agent.polarity import raises_only
from corpuscle.retrieval.analyser import text_terms

_TOO_ALIKE = 0.6
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|does|do|can|may|will|cannot|(?:in|de)creases?|reduces?|causes?|induces?|inhibits?|prevents?|improves?|promotes?|"
    r"enhances?|suppress(?:es)?|mediates?|regulates?|predicts?|affects?|protects?|activates?|leads?|reveals?|shows?|suggests?|requires?|impairs?|"
    r"stimulates?|blocks?|alters?|modulates?|attenuates?|contributes?|produces?|occurs?|remains?|fails?|heals?|caused by|associated with|"
    r"due to|induced by|followed by|resulting (?:in|from)|responsible for|effective|successful)\b",
    re.IGNORECASE,
)


def quotable(sentences: Iterable[ReadSentence]) -> list[ReadSentence]:
    """Sentences that state something: no questions, no mere aims or methods, no titles without a verb."""
    return [s for s in sentences if _states(s)]


def _states(sentence: ReadSentence) -> bool:
    text = sentence.text
    if text.rstrip("])\"' ").endswith("?") or raises_only(text):
        return False
    return sentence.passage.section == "abstract" or _VERB.search(text) is not None


def distinct(sentences: Sequence[ReadSentence], most: int, words: int = MOST_WORDS) -> list[ReadSentence]:
    """The first `most` sentences that fit into `words` words and do not repeat one already taken (Jaccard of terms ≥ .6)."""
    taken: list[tuple[ReadSentence, set[str]]] = []
    for sentence in sentences:
        terms = set(text_terms(sentence.text))
        length = len(sentence.text.split())
        if length > words or any(len(terms & other) >= _TOO_ALIKE * len(terms | other) for _, other in taken):
            continue
        taken.append((sentence, terms))
        words -= length
        if len(taken) == most:
            break
    return [sentence for sentence, _ in taken]


def quoted(sentences: Iterable[ReadSentence]) -> tuple[DraftStatement, ...]:
    """Each sentence as a statement that is its own quotation."""
    return tuple(DraftStatement(sentence.text, (sentence.passage,)) for sentence in sentences)
