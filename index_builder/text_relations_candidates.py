"""Pairs of entities that a sentence may relate: which predicate, in which construction, denied or not, and what speaks for and against it.

A sentence that tells an aim, a question or a supposition gives none.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpuscle.index_builder.text_relations_checks import BRACKETS, Reading, Surroundings, polarity, stands
from corpuscle.index_builder.text_relations_constructions import Order, Pattern, Sayings
from corpuscle.index_builder.text_relations_kinds import kind_of
from corpuscle.index_builder.text_relations_patterns import SAYINGS
from corpuscle.kg.entities import Mention

_LONGEST = 400
"""Characters of the longest sentence read: longer ones are lists."""
_MOST_MENTIONS = 14
_SURE = 0.6
"""Least score of a link that may stand in an edge."""
_REACH = 160
"""Characters between two mentions that a construction may span."""

_NOUN_BEHIND = re.compile(
    r"[ -](?!(?:and|or|in|with|of|is|was|were|are|has|have|had|by|to|for|from|at|on|as|which|that|who|but|after|during|following|through|via|while|when|among|"
    r"patients?|rats?|mice|models?|using|may|can|between|within|without|plus|including|such|under|because|due|than|than|compared|since|caused|induced|both)\b)[a-z]"
)
_NO_FINDING = re.compile(
    r"\b(?:aims?|aimed|purposes?|objectives?|whether|hypothes\w+|sought|goals?|to (?:\w+ly )?(?:investigate|determine|evaluate|examine|assess|study|compare|test|"
    r"clarify|explore|elucidate|verify|establish|describe|analy[sz]e|review|identify|find out)|"
    r"(?:is|are|was|were|been|being) (?:\w+ )?(?:investigated|studied|evaluated|examined|assessed|tested|compared|discussed|reviewed|considered|analy[sz]ed|explored)|"
    r"we (?:\w+ )?(?:investigated|studied|evaluated|examined|assessed|tested|compared|review|reviewed|analy[sz]ed|explored|describe|discuss|aimed)|"
    r"(?:primary|secondary) (?:outcomes?|end ?points?)|inconsistent|awaits?|opinions vary|conflicting|insufficient|scarce|debated?|warranted|"
    r"remains? (?:to be|unclear|unknown|controversial|uncertain)|unclear|unknown|controversial|controversy|if)\b|\?"
)
_SOFT = re.compile(r"\b(?:suggest\w*|seem\w*|appear\w*|likely|probabl\w+|believed|thought|considered|claimed|reported)\b")
_RELATIVE = re.compile(r"\b(?:which|that|who|whose|where)\b")
_JOINED = r"(?:\s*(?:,\s*(?:and|or|plus)?|/|\+|\bversus\b|\bvs\b\.?|\band\b|\bor\b|\bplus\b|\bwith\b|-)\s*(?:the )?"
_LONGER = re.compile(
    r"[^\W_]|[-–‐](?!(?:induced|associated|related|treated|based|mediated|like|inhibit|antagonist|block|positive|infected)\b)[^\W_]"
)
_METHODS = re.compile(r"METHOD|DESIGN|PATIENTS|SETTING|PARTICIPANTS|SUBJECTS|INTERVENTION|MEASURE|PROCEDURE|MATERIAL|SAMPLE|EXPERIMENTAL")
_AIMS = re.compile(r"OBJECTIVE|AIM|PURPOSE|GOAL|HYPOTHES|QUESTION|REGISTRATION|FUNDING|TRIAL|PROTOCOL|KEYWORD|KEY WORDS")
_BACKGROUND = re.compile(r"BACKGROUND|CONTEXT|INTRODUCTION|RATIONALE|IMPORTANCE")
_CONCLUSION = re.compile(r"CONCLU|INTERPRETATION|SIGNIFICANCE|DISCUSSION")


@dataclass(frozen=True, slots=True)
class LinkedSentence:
    """A sentence with the entities it names; their offsets count from its begin. `label` is its section's, "" where there is none."""

    text: str
    mentions: tuple[Mention, ...]
    label: str = ""
    title: bool = False
    last: bool = False
    """Whether it ends the abstract."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a sentence may say. `signs` are what `text_relations_model` weighs: names with amounts."""

    predicate: str
    subject: Mention
    object: Mention
    pattern: str
    negated: bool
    signs: tuple[tuple[str, float], ...]


def stems_of(sayings: Sequence[Sayings]) -> tuple[str, ...]:
    """What a sentence must have one of, in lower case, to be worth linking."""
    return tuple(sorted({stem for said in sayings for stem in said.stems}))


STEMS = stems_of(list(SAYINGS.values()))


def worth_reading(lower: str) -> bool:
    """Whether a sentence, in lower case, may relate two entities: cheap, before anything is linked."""
    return 20 < len(lower) <= _LONGEST and any(map(lower.__contains__, STEMS)) and _NO_FINDING.search(lower) is None


def candidates(sentence: LinkedSentence) -> Iterator[Candidate]:
    """What the sentence may say, each statement in its best construction first come; nothing where it tells an aim or a question."""
    lower = sentence.text.lower()
    if not worth_reading(lower) or _AIMS.search(sentence.label):
        return
    kinds = [kind_of(m.entity) for m in sentence.mentions]
    if not 2 <= len(kinds) - kinds.count("x") <= _MOST_MENTIONS:
        return
    masked, places = _masked(lower, sentence.mentions, kinds)
    spots = [
        (m, kind, place)
        for m, kind, place in zip(sentence.mentions, kinds, places, strict=True)
        if kind != "x" and m.score >= _SURE and not _part_of_a_word(sentence.text, m)
    ]
    for first in range(len(spots)):
        for second in range(first + 1, len(spots)):
            yield from _between(sentence, masked, spots, first, second)


_Spot = tuple[Mention, str, tuple[int, int]]


def _masked(lower: str, mentions: Sequence[Mention], kinds: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """The sentence with a placeholder for each mention, and where each of them stands in it."""
    pieces: list[str] = []
    places: list[tuple[int, int]] = []
    done = length = 0
    for m, kind in zip(mentions, kinds, strict=True):
        between = lower[done : m.begin]
        pieces += [between, "§" + kind]
        length += len(between) + 2
        places.append((length - 2, length))
        done = m.end
    return "".join(pieces) + lower[done:], places


def _part_of_a_word(text: str, mention: Mention) -> bool:
    """Whether the mention is cut out of a longer name ("E-[cadherin]", "IL-37[b]"), or names no disease: "[depression] of activity"."""
    if mention.text.lower() == "depression" and text.startswith(" of ", mention.end):
        return True
    before = text[mention.begin - 1] if mention.begin else " "
    return before in "-–‐])" or before.isalnum() or _LONGER.match(text, mention.end) is not None


def _between(sentence: LinkedSentence, masked: str, spots: Sequence[_Spot], first: int, second: int) -> Iterator[Candidate]:
    (a, a_kind, (a_begin, a_end)), (b, b_kind, (b_begin, b_end)) = spots[first], spots[second]
    if b_begin - a_end > _REACH or a.entity.curie == b.entity.curie:
        return
    raw = masked[a_end:b_begin]
    gap = _joined_away(BRACKETS.sub("", raw), a_kind, b_kind)
    around = Surroundings(masked[:a_begin], raw, gap, masked[b_end:], (a_kind, b_kind))
    taken: set[tuple[str, Order]] = set()
    for predicate, pattern in _constructions(a_kind, b_kind):
        match = _holds(pattern, around) if (predicate, pattern.order) not in taken else None
        if match is None:
            continue
        taken.add((predicate, pattern.order))
        reading = Reading(predicate, pattern, match, around)
        if len(reading.pre.split()) > pattern.ahead or len(reading.post.split()) > pattern.after or not stands(reading):
            continue
        stated = polarity(reading)
        if stated is not None:
            subject, object_ = (a, b) if pattern.order == "forward" else (b, a)
            signs = _signs(reading, sentence, subject, object_, len(spots))
            yield Candidate(predicate, subject, object_, pattern.name, not stated, signs)


@cache
def _constructions(a_kind: str, b_kind: str) -> tuple[tuple[str, Pattern], ...]:
    """What may relate two mentions of these kinds, the first standing first: predicates with their constructions, in the order of trying."""
    found: list[tuple[str, Pattern]] = []
    for predicate, said in SAYINGS.items():
        for pattern in said.patterns:
            forward = pattern.order == "forward"
            s_kind, o_kind = (a_kind, b_kind) if forward else (b_kind, a_kind)
            said_of_both = s_kind in (pattern.subjects or said.subjects) and o_kind in said.objects
            if said_of_both and (forward or not said.symmetric or a_kind != b_kind):
                found.append((predicate, pattern))
    return tuple(found)


def _joined_away(gap: str, a_kind: str, b_kind: str) -> str:
    """The gap without what is joined to either end: "aspirin, §c and §c cure" → "cure"."""
    gap = re.sub(rf"^{_JOINED}§{a_kind})+", "", gap)
    return re.sub(rf"(?:§{b_kind}\s*(?:,\s*(?:and|or)?|/|\band\b|\bor\b)\s*(?:[\w-]+ )?)+$", "", gap)


def _holds(pattern: Pattern, around: Surroundings) -> re.Match[str] | None:
    match = pattern.gap.search(around.gap)
    if match is None:
        return None
    if pattern.before is not None and pattern.before.search(around.before[-90:]) is None:
        return None
    return match if pattern.behind is None or pattern.behind.search(around.behind) is not None else None


def _signs(reading: Reading, sentence: LinkedSentence, subject: Mention, object_: Mention, entities: int) -> tuple[tuple[str, float], ...]:
    """What `text_relations_model` weighs, zeros left out."""
    raw, gap = reading.around.raw, reading.around.gap
    before, behind = reading.strange
    ends = sentence.last and not sentence.label
    signs: list[tuple[str, float]] = [
        (f"is {reading.predicate} / {reading.pattern.name}", 1.0),
        ("words before cue", math.log1p(len(reading.pre.split()))),
        ("words behind cue", math.log1p(len(reading.post.split()))),
        ("strange words before cue", float(len(before))),
        ("strange words behind cue", float(len(behind))),
        ("noun behind", float(_NOUN_BEHIND.match(reading.clear) is not None)),
        ("entities between", float(raw.count("§"))),
        ("entities in sentence", math.log1p(entities)),
        ("comma", float("," in gap)),
        ("relative", float(_RELATIVE.search(gap) is not None)),
        ("bracket", float(raw.count("(") != raw.count(")"))),
        ("soft", float(_SOFT.search(reading.near) is not None)),
        ("title", float(sentence.title)),
        ("methods", float(_METHODS.search(sentence.label) is not None)),
        ("background", float(_BACKGROUND.search(sentence.label) is not None)),
        ("conclusion", float(ends or _CONCLUSION.search(sentence.label) is not None)),
        ("subject link", 1 - subject.score),
        ("object link", 1 - object_.score),
        ("short subject", float(len(subject.text) < 5)),
        ("short object", float(len(object_.text) < 5)),
        ("phenotype", float(object_.entity.category == "PhenotypicFeature")),
    ]
    return tuple((name, amount) for name, amount in signs if amount)
