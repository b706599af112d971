"""What sentences say of a triple: for, against or nothing, and how probably.

The weights are a logistic regression (L2 = 1) fitted on the BC5CDR training set (500 PubMed abstracts with chemical–disease relations; Li et
al., Database 2016, baw068): every sentence that names a chemical and a disease, 3,790 pairs, true where the abstract states that the chemical
induces the disease (39 %). On the development set's sentences: AUROC .759, expected calibration error .023. `python -m
corpuscle.evals.sentence_calibration` fits and prints this. The other predicates have cues of their own and borrow these weights. Whole articles
are read by `claims`, where a model was fitted.

Sentences that end an abstract were not more often right there (33 % against 39 %), so conclusions get no bonus.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from corpuscle.kg.evidence_sentences import EvidenceSentence
from corpuscle.kg.predicates import PREDICATES
from corpuscle.kg.sentence_features import Features, features
from corpuscle.kg.triples import Stance, Triple

BIAS = 0.974
WEIGHTS = {
    "distance": -0.353,
    "cue": 1.330,
    "reversed": 0.197,
    "loose_cue": 0.157,
    "joined": -0.207,
    "compound": 0.455,
    "opposite": -0.680,
    "denied": -0.198,
    "refuted": -0.880,
    "supposed": -0.331,
    "title": -0.351,
    "conclusion": -0.186,
    "subject_first": -0.387,
    "other_subjects": -0.647,
    "other_objects": -0.203,
    "between": -0.216,
}
"""Weight of each field of `Features`, in log-odds."""

_ORDERED_WEIGHTS = [WEIGHTS[field.name] for field in fields(Features)]

AUDIBLE = 0.5
"""Probability from which a side is heard: below it, no article speaks for or against a triple."""

BASE_RATE = 0.39
"""Share of true pairs among sentences that name both ends: what a sentence is worth that says no more than that."""

REFUTED = 0.75
"""Probability that a sentence which denies the relation speaks against it: of 122 such sentences in BC5CDR, 79 % stood in abstracts
without the relation; a little is taken off, since absence is not yet denial."""

OPPOSITE = 0.9
"""Share of what a sentence says for an opposite predicate that counts against this one: now and then both hold."""


FURTHER_ARTICLE = 0.6
"""Share of a further audible article's log-odds above the base rate that is added to those of the best one. Set by hand: articles repeat each
other."""

_AIM = re.compile(
    r"\bto (?:investigate|determine|evaluate|examine|assess|study|compare|test|clarify|explore)\b|\b(?:aims?|purpose|objectives?|whether)\b"
    r"|\bwe (?:examined|investigated|studied|evaluated|assessed|compared)\b|\?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """The stance of one sentence towards a triple, and the probability that it is right so (0 to 1). A neutral one decides nothing."""

    stance: Stance
    probability: float
    refutes: bool = False
    """Whether it contradicts by denying the relation, not by stating an opposite one."""


def read_sentence(sentence: EvidenceSentence, triple: Triple) -> SentenceReading | None:
    """The stance of the sentence towards a triple, or None where it does not name both ends.

    The triple's predicate must be a stored one (`predicates.forward`); raises KeyError otherwise.
    """
    found = features(sentence, triple)
    if found is None:
        return None
    probability = _probability(found)
    if _AIM.search(sentence.text) or (found.reversed and _alike(triple)):
        return SentenceReading("neutral", min(probability, BASE_RATE))
    if found.refuted:
        closeness = 1 / (1 + math.exp(found.distance - 5.0))  # 5: a gap of 150 characters
        return SentenceReading("contradicts", REFUTED * closeness, refutes=True)
    if found.opposite and not found.cue and not found.compound:
        return SentenceReading("contradicts", OPPOSITE * _opposite_probability(sentence, triple))
    return SentenceReading("supports" if probability > BASE_RATE else "neutral", probability)


def together(articles: Iterable[float]) -> float:
    """Probability that a stance is right, from the log-odds of each article that takes it; 0 for none."""
    odds = sorted(articles, reverse=True)
    if not odds:
        return 0.0
    base, audible = log_odds(BASE_RATE), log_odds(AUDIBLE)
    return 1 / (1 + math.exp(-(odds[0] + FURTHER_ARTICLE * sum(z - base for z in odds[1:] if z >= audible))))


def log_odds(probability: float) -> float:
    """ln(p / (1 − p)), p kept within .001 and .999."""
    p = min(max(probability, 0.001), 0.999)
    return math.log(p / (1 - p))


def sentence_log_odds(found: Features) -> float:
    """Log-odds that a sentence with these features states the relation."""
    return BIAS + sum(weight * value for weight, value in zip(_ORDERED_WEIGHTS, found.vector(), strict=True))


def _probability(found: Features) -> float:
    return 1 / (1 + math.exp(-sentence_log_odds(found)))


def _opposite_probability(sentence: EvidenceSentence, triple: Triple) -> float:
    readings = [features(sentence, replace(triple, predicate=name)) for name in PREDICATES[triple.predicate].opposites]
    return max((_probability(found) for found in readings if found is not None and found.cue), default=0.0)


def _alike(triple: Triple) -> bool:
    """Whether the ends could change places: a chemical and a disease cannot."""
    subject, object_ = triple.subject_entity, triple.object_entity
    return subject is None or object_ is None or subject.category == object_.category
