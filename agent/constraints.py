"""What a question says of the thing it asks for: "treats beriberi", "may be taken with zopiclone", "not expressed in the parietal lobe"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpuscle.kg import Entity, Mention
from corpuscle.kg.predicates import PREDICATES, Predicate


@dataclass(frozen=True, slots=True)
class Constraint:
    """One of the things that must hold of the answer."""

    predicate: Predicate
    """A stored one; its direction is settled by the ends' categories (`extractive.triples.oriented`)."""
    entity: Entity
    """What the question names."""
    denied: bool = False
    """Whether it must not hold: "genes that are not expressed in …"."""


_ASSOCIATED = "associated with"
_CUES: tuple[tuple[str, str], ...] = (
    (
        "contraindicated in",
        (
            r"contra-?indicat\w*|(?:should|must|can|could)(?: not|n't|not| never) be (?:\w+ )?(?:treated|managed|given|prescribed|used|taken|administered|"
            r"addressed)|avoid\w*|inadvisable|unsuitable|not (?:be )?(?:advis|recommend|suit|appropriate)\w*|unsafe|adverse to"
        ),
    ),
    ("expressed in", r"express\w*|(?:present|found|detect\w*|active|locali[sz]ed|located) in|absen\w+|absent"),
    (
        "interacts with",
        r"safe\w* (?:to (?:use|take|combine) )?(?:with|alongside)|synerg\w*|combin\w*|co-?administ\w*|alongside|together with|interact\w*",
    ),
    ("targets", r"target\w*|bind\w*|ligands?|act(?:s|ing)? on|metaboli[sz]ed|enzymes?|transport\w*|carriers?|substrates?"),
    ("inhibits", r"inhibit\w*|block\w*|antagoni\w*|suppress\w*"),
    ("activates", r"activat\w*|agonis\w*|stimulat\w*"),
    ("causes", r"side[- ]effects?|adverse\w*|caus\w*|induc\w*|leads? to|result\w* in|trigger\w*|provok\w*"),
    ("prevents", r"prevent\w*|prophyla\w*|protect\w*"),
    (
        "treats",
        r"treat\w*|therap\w*|indicat\w*|manag\w*|remed\w*|medicat\w*|reliev\w*|alleviat\w*|effective|help\w* with|used (?:for|in)|cur(?:e|es|ing)|drugs? for",
    ),
    (
        "is a",
        (
            r"sub-?(?:type|class|group|categor)\w*|classif\w*|categor\w*|variants?|descend\w*|ancest\w*|parents?|child\w*|hierarch\w*|precursors?|"
            r"(?:type|form|kind|class|family)s? of|falls? under|belong\w*|broader|narrower"
        ),
    ),
    ("participates in", r"pathways?|involv\w*|participat\w*|part of|role in|process\w*|functions?"),
    (
        "has phenotype",
        r"symptom\w*|present\w*|manifest\w*|characteri[sz]\w*|phenotyp\w*|features?|signs?|exhibit\w*|experienc\w*|marked by|display\w*|suffer\w*|accompan\w*",
    ),
    (
        _ASSOCIATED,
        r"associat\w*|link\w*|relat\w*|connect\w*|tied|correlat\w*|correspond\w*|mutat\w*|genetic\w*|due to|similar\w*|resembl\w*",
    ),
)
"""Predicate → how a question speaks of it; where two are equally near, the first counts. Unknown predicates count as a mere association."""
_SPOKEN = tuple((name if name in PREDICATES else _ASSOCIATED, re.compile(rf"\b(?:{cue})\b", re.IGNORECASE)) for name, cue in _CUES)
_DENIAL = re.compile(r"\b(?:not|no|never|neither|nor|without|lack\w*|absen\w+|undetect\w*|fail\w*|isn't|aren't|doesn't)\b", re.IGNORECASE)
_LIST = re.compile(r"[\s,;()'\"“”]*(?:and|or|both|either|neither|nor|as well as|the|a|an)?[\s,;()'\"“”]*(?:the|a|an)?\s*", re.IGNORECASE)
_DENIABLE = frozenset({"expressed in"})
"""Predicates of which a question asks also that they do not hold, and the graph knows so."""
_REACH_AHEAD = 60
"""Characters after a name in which its predicate is still looked for."""


def constraints(text: str, mentions: tuple[Mention, ...]) -> tuple[Constraint, ...]:
    """What the text says of the answer: one constraint for each entity that it names, in its order.

    Each name takes the predicate nearest before it; names joined as a list ("both X and Y") share one; else the first within
    60 characters after it; else a mere association. Words that say a predicate name nothing ("contraindications", "drug therapy").
    """
    found: dict[str, Constraint] = {}
    for mention, predicate, denied in _read(text, mentions):
        found.setdefault(mention.entity.curie, Constraint(predicate, mention.entity, denied and predicate.name in _DENIABLE))
    return tuple(found.values())


def _read(text: str, mentions: tuple[Mention, ...]) -> Iterator[tuple[Mention, Predicate, bool]]:
    before, last = 0, (PREDICATES[_ASSOCIATED], False)
    mentions = tuple(mention for mention in mentions if not any(cue.fullmatch(mention.text) for _, cue in _SPOKEN))
    for place, mention in enumerate(mentions):
        between = text[before : mention.begin]
        if place == 0 or not _LIST.fullmatch(between):
            ahead = mentions[place + 1].begin if place + 1 < len(mentions) else len(text)
            name = _nearest(between) or _first(text[mention.end : min(ahead, mention.end + _REACH_AHEAD)]) or _ASSOCIATED
            last = (PREDICATES[name], _DENIAL.search(between) is not None)
        yield mention, *last
        before = mention.end


def _nearest(text: str) -> str:
    """The predicate whose cue ends last in the text, "" where there is none."""
    ends = [(match.end(), -rank, name) for rank, (name, cue) in enumerate(_SPOKEN) for match in cue.finditer(text)]
    return max(ends)[2] if ends else ""


def _first(text: str) -> str:
    """The predicate whose cue begins first in the text, "" where there is none."""
    begins = [(match.start(), rank, name) for rank, (name, cue) in enumerate(_SPOKEN) for match in cue.finditer(text)]
    return min(begins)[2] if begins else ""
