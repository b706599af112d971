"""What of a sentence bears on a triple: distance, cues, denial, supposition, company. One vector for all predicates."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpuscle.kg.cues import AGENT, CUES
from corpuscle.kg.denials import DENIAL, NEGATION, NO_FINDING, SPECULATION
from corpuscle.kg.entities import Entity, Mention
from corpuscle.kg.evidence_sentences import EvidenceSentence
from corpuscle.kg.names import Token, name_tokens
from corpuscle.kg.predicates import PREDICATES
from corpuscle.kg.triples import Triple

_BY_COMPOUND = frozenset({"causes", "associated with", "has complication"})
_JOINED = re.compile(r"[\s,;/()]*(?:and|or)?[\s,;/()]*")
_LEAD = 60  # characters before the first mention in which an opening noun may stand
_NEAR = 45  # characters on each side of the two mentions in which a cue still belongs to them


@dataclass(frozen=True, slots=True)
class Span:
    """Where one end of a triple stands in a sentence (characters, end exclusive)."""

    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Features:
    """What `sentence_evidence` weighs. Counts and lengths enter as ln(1 + n)."""

    distance: float
    """Characters between the two mentions, ln(1 + n)."""
    cue: bool
    """A cue in the right direction stands between them."""
    reversed: bool
    """Only a cue in the wrong direction stands between them."""
    loose_cue: bool
    """Only a word that is weak alone ("receiving") stands between them."""
    joined: bool
    """Nothing but "and", "or" or punctuation between them."""
    compound: bool
    """"aspirin-induced ulcer"."""
    opposite: bool
    """A cue of an opposite predicate between them, in the same direction."""
    denied: bool
    """A negation between them, or close before or behind them."""
    refuted: bool
    """The sentence denies the relation itself: a negation governs the cue, or it reports the absence of a finding."""
    supposed: bool
    title: bool
    conclusion: bool
    subject_first: bool
    other_subjects: float
    """Other entities of the subject's category in the sentence, ln(1 + n)."""
    other_objects: float
    between: float
    """Other entities between the two, ln(1 + n)."""

    def vector(self) -> tuple[float, ...]:
        """The fields in their order, truth as 1.0 and 0.0."""
        return tuple(float(getattr(self, name)) for name in self.__slots__)


def ends(sentence: EvidenceSentence, name: str, entity: Entity | None) -> list[Span]:
    """Where the sentence names one end: mentions of its entity, else its name literally (without regard to case, plural, hyphens)."""
    spans = {(m.begin, m.end) for m in sentence.mentions if entity is not None and m.entity.curie == entity.curie}
    if not spans and (entity is None or name.lower() in sentence.text.lower()):
        spans = _literal(sentence.text, [t.key for t in name_tokens(name)])
    return [Span(begin, end) for begin, end in sorted(spans)]


def _literal(text: str, wanted: Sequence[str]) -> set[tuple[int, int]]:
    if not wanted or (len(wanted) == 1 and len(wanted[0]) < 3):
        return set()
    tokens = _tokens(text)
    keys = [t.key for t in tokens]
    size = len(wanted)
    starts = [start for start in range(len(keys) - size + 1) if keys[start : start + size] == list(wanted)]
    return {(tokens[start].begin, tokens[start + size - 1].end) for start in starts}


@lru_cache(maxsize=4_096)
def _tokens(text: str) -> tuple[Token, ...]:
    """Kept, since the sentences that were read are looked through for every triple."""
    return tuple(name_tokens(text))


def features(sentence: EvidenceSentence, triple: Triple) -> Features | None:
    """The features of the closest pair of mentions, or None where the sentence does not name both ends apart from each other."""
    subjects = ends(sentence, triple.subject, triple.subject_entity)
    pairs = list(_apart(subjects, ends(sentence, triple.object, triple.object_entity))) if subjects else []
    if not pairs:
        return None
    scored = [(_read(sentence, triple, subject, object_), subject.begin, object_.begin) for subject, object_ in pairs]
    return min(scored, key=lambda row: (not (row[0].cue or row[0].compound), row[0].distance, row[1], row[2]))[0]


def _apart(subjects: Sequence[Span], objects: Sequence[Span]) -> Iterator[tuple[Span, Span]]:
    for subject in subjects:
        for object_ in objects:
            if subject.end <= object_.begin or object_.end <= subject.begin:
                yield subject, object_


def _read(sentence: EvidenceSentence, triple: Triple, subject: Span, object_: Span) -> Features:
    text = sentence.text.lower()
    first, second = (subject, object_) if subject.begin < object_.begin else (object_, subject)
    subject_first = first is subject
    gap = text[first.end : second.begin]
    before, behind = text[max(first.begin - _NEAR, 0) : first.begin], text[second.end : second.end + _NEAR]
    near = f"{before} | {gap} | {behind}"
    cues = CUES[triple.predicate]
    nominal = not subject_first and AGENT.search(gap) is not None
    lead = text[max(first.begin - _LEAD, 0) : first.begin]
    forward, backward = (cues.active, cues.passive) if subject_first else (cues.passive, cues.active)
    if PREDICATES[triple.predicate].symmetric:
        backward = forward
    cue = forward.search(gap) is not None or (nominal and cues.noun.search(lead) is not None)
    compound = subject_first and gap.lstrip("-‐–").startswith(("induced", "associated", "related")) and triple.predicate in _BY_COMPOUND
    opposites = [CUES[name] for name in PREDICATES[triple.predicate].opposites if name in CUES]
    against = any((o.active if subject_first else o.passive).search(gap) or (nominal and o.noun.search(lead)) for o in opposites)
    others = [m for m in sentence.mentions if (m.begin, m.end) not in {(subject.begin, subject.end), (object_.begin, object_.end)}]
    return Features(
        distance=math.log1p(len(gap)),
        cue=cue,
        reversed=not cue and backward.search(gap) is not None,
        loose_cue=not cue and cues.loose.search(gap) is not None,
        joined=_JOINED.fullmatch(gap) is not None,
        compound=compound,
        opposite=against,
        denied=NEGATION.search(near) is not None,
        refuted=not compound and (_negated(forward, gap) or NO_FINDING.search(f"{before[-40:]} | {gap}") is not None),
        supposed=SPECULATION.search(text) is not None,
        title=sentence.section == "title",
        conclusion=sentence.conclusion,
        subject_first=subject_first,
        other_subjects=_company(others, triple.subject_entity),
        other_objects=_company(others, triple.object_entity),
        between=math.log1p(sum(first.end <= m.begin and m.end <= second.begin for m in others)),
    )


def _negated(cue: re.Pattern[str], gap: str) -> bool:
    return any(DENIAL.search(gap[max(match.start() - 40, 0) : match.start()]) for match in cue.finditer(gap))


def _company(others: Sequence[Mention], entity: Entity | None) -> float:
    if entity is None:
        return 0.0
    return math.log1p(len({m.entity.curie for m in others if m.entity.category == entity.category} - {entity.curie}))
