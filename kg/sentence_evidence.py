"""What one sentence says of a triple: for, against or nothing, and how probably."""

from dataclasses import dataclass

from corpuscle.kg.evidence_sentences import EvidenceSentence
from corpuscle.kg.triples import Stance, Triple


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """The stance of one sentence towards a triple, and the probability that the stance is right (0 to 1)."""

    stance: Stance
    probability: float


def read_sentence(sentence: EvidenceSentence, triple: Triple) -> SentenceReading | None:
    """The stance of the sentence towards a triple, or None where it does not name both ends. The predicate must be a stored one."""
    return None
