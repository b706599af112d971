"""Who does what to whom: whether two entities of a statement stand in each other's place."""

import re
from collections.abc import Iterator, Sequence

from corpuscle.agent.grounding.claim import Claim
from corpuscle.kg import Mention

_DOES = re.compile(
    r"\b(?P<passive>(?:was|were|is|are|been|be|being)\s+(?:\w+ly\s+)?)?(?P<verb>induc|caus|inhibit|increas|reduc|decreas|stimulat|activat|prevent|block|"
    r"enhanc|suppress|produc|improv|abolish|affect|mediat|treat|lower|rais|potentiat|antagoni|convert|degrad|impair|attenuat|target)\w*\b"
)
_LONGEST_GAP = 110
"""Characters between two entities that are read as one relation."""


def exchanged_entities(claim: Claim) -> str:
    """Two entities of the statement of which the quotes say the reverse, as they stand there; "" if there are none."""
    cited = {role for quote in claim.quotes for role in _roles(quote.text, quote.mentions)}
    for subject, verb, object_, words in _stated(claim):
        if (object_, verb, subject) in cited and (subject, verb, object_) not in cited:
            return words
    return ""


def _stated(claim: Claim) -> Iterator[tuple[str, str, str, str]]:
    for (subject, verb, object_), (one, other) in _roles_with_names(claim.text, claim.mentions):
        yield subject, verb, object_, f"{one} and {other}"


def _roles(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[str, str, str]]:
    for role, _ in _roles_with_names(text, mentions):
        yield role


def _roles_with_names(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[tuple[str, str, str], tuple[str, str]]]:
    for place, one in enumerate(mentions):
        for other in mentions[place + 1 :]:
            between = text[one.end : other.begin]
            if len(between) > _LONGEST_GAP or one.entity.curie == other.entity.curie:
                break
            found = _DOES.search(between)
            if found is not None:
                passive = found["passive"] is not None or re.search(r"\bby\b", between[found.end() :]) is not None
                ends = (other, one) if passive else (one, other)
                yield (ends[0].entity.curie, found["verb"], ends[1].entity.curie), (one.text, other.text)
