"""Pairs of entities that a sentence may relate: which predicate, in which construction, denied or not, and what speaks for and against it.

A sentence that tells an aim, a question or a supposition gives none.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpuscle.index_builder.text_relations_kinds import kind_of
from corpuscle.index_builder.text_relations_patterns import SAYINGS, Pattern, Sayings
from corpuscle.kg.entities import Mention

_LONGEST = 400
"""Characters of the longest sentence read: longer ones are lists."""
_MOST_MENTIONS = 14
_SURE = 0.6
"""Least score of a link that may stand in an edge."""
_REACH = 160
"""Characters between two mentions that a construction may span."""

_COMPOUNDS = frozenset(
    {"induced", "related", "treatment of", "after", "associated with use", "prophylaxis of", "inhibitor, ", "a … inhibitor", "diagnosis of"}
)
"""Constructions in which a noun or a participle stands right behind the subject."""
_BY_USE = frozenset({"after", "associated with use"})
_LEAD = re.compile(
    r"\b(?:treatment|therapy|efficacy|effectiveness|association|correlation|relationship|link|inhibition|prevention|induction|evidence)s?"
    r" (?:of|between|for|in|that)\b.*$"
)
_RESPECTIVELY = re.compile(r"^.{0,70}\brespectively\b")
_OWN = re.compile(r"\b(?:its|their|his|her|our)\b")
_UNDER = re.compile(r"\b(?:under|during|while|on|despite|before|after)\b")
_NOUN_BEHIND = re.compile(
    r"[ -](?!(?:and|or|in|with|of|is|was|were|are|has|have|had|by|to|for|from|at|on|as|which|that|who|but|after|during|following|through|via|while|when|among|"
    r"patients?|rats?|mice|models?|using|may|can|between|within|without|plus|including|such|under|because|due|than|than|compared|since|caused|induced|both)\b)[a-z]"
)
_NO_FINDING = re.compile(
    r"\b(?:aims?|aimed|purposes?|objectives?|whether|hypothes\w+|sought|goals?|to (?:investigate|determine|evaluate|examine|assess|study|compare|test|"
    r"clarify|explore|elucidate|verify|establish|describe|analy[sz]e|review|identify|find out)|"
    r"(?:is|are|was|were|been|being) (?:\w+ )?(?:investigated|studied|evaluated|examined|assessed|tested|compared|discussed|reviewed|considered|analy[sz]ed|explored)|"
    r"we (?:\w+ )?(?:investigated|studied|evaluated|examined|assessed|tested|compared|review|reviewed|analy[sz]ed|explored|describe|discuss|aimed)|"
    r"(?:primary|secondary) (?:outcomes?|end ?points?)|inconsistent|awaits?|opinions vary|conflicting|insufficient|scarce|debated?|warranted|"
    r"remains? (?:to be|unclear|unknown|controversial|uncertain)|unclear|unknown|controversial|controversy|if)\b|\?\W*$"
)
_SUPPOSED = re.compile(
    r"\b(?:may|might|could|possib\w+|potential\w*|perhaps|speculat\w+|suspect\w*|putative|would|should|theoretical\w*|presum\w+|conceivabl\w*|"
    r"proposed|questionable|doubtful|promising|prospects?|in silico|docking|repurpos\w+|novel targets?|(?:drug|therapeutic) (?:candidates?|targets?))\b"
)
_SOFT = re.compile(r"\b(?:suggest\w*|seem\w*|appear\w*|likely|probabl\w+|believed|thought|considered|claimed|reported)\b")
_NEGATION = re.compile(
    r"\b(?:no|not(?! only)|nor|neither|never|cannot|without|none|fail(?:ed|s|ure|ing)?|lack\w*|absence|absent|ineffective\w*|unaffected|unchanged|"
    r"unrelated|unlikely|insignificant\w*|non-?significant\w*|rather than|except|excluding|excluded|rul\w+ out|instead of|nonresponsive|resistan\w+|"
    r"refractory|unresponsive|unsuccessful\w*|little|less|lower|free of|independent of|contraindicat\w+|negative|useless|poorly|rarely|inadequate\w*|insufficient\w*)\b|n't\b"
)
_DENIED = re.compile(
    r"(?:\b(?:did|do|does|is|are|was|were|has|have|had|could|can|be|been) (?:not(?! only)|never)|\bcannot|\bfail(?:ed|s|ing)? to|\bunable to|n't)\b"
    r"(?! (?:more|less|superior|inferior|better|only))(?: \w+){0,2} ?$"
)
_NO = re.compile(r"\b(?:no|lack of|absence of)(?: (?!and\b|or\b|but\b|more\b|less\b)\w+){0,3} ?$")
_DENIABLE = frozenset({
    "good for treatment", "good in", "cures", "improves", "efficacy of, in", "causes", "leads to", "worsens", "cause of", "caused by", "prevents",
    "protects against", "reduces risk of", "inhibits", "suppresses", "inhibitor of", "inhibited by", "associated with", "associated with, turned",
    "correlates with", "correlates with, turned", "association of, and", "association of, and, turned", "risk factor for", "implicated in", "diagnoses",
})  # fmt: skip
"""Constructions whose denial denies the relation: "not treated with" does not."""
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_BREAKS = re.compile(r"[;:]|\b(?:but|while|whereas|although|though|however|because|since|than|versus|vs)\b")
_TURNS = re.compile(r"[,§]|\b(?:and|or|during|from|after|by|via|through|without|between|into|which|that|who)\b")
"""What may not stand between a cue and the second mention."""
_SMALL = re.compile(
    r"(?:an?|the|of|in|for|to|as|is|are|was|were|be|been|being|has|have|had|can|will|also|not|both|either|its?|their|this|these|that|which|who|"
    r"\w+ly|often|well|most|more|very|first|second|then|did|does|do|known|shown|found|reported|demonstrated|proved?|proven|considered|regarded|seems?|"
    r"patients?|subjects?|women|men|children|adults?|infants?|cases?|individuals?|people|persons?|rats?|mice|animals?|with|suffering|from|having|model|models|"
    r"treatment|therapy|administration|use|alone|infections?|exposure|supplementation|ingestion|injections?|infusions?|extracts?|overdose|intoxication|"
    r"poisoning|consumption|doses?|agents?|drugs?|disease|disorder|condition|syndrome|illness|acute|chronic|severe|mild|moderate|advanced|refractory|"
    r"symptoms?|symptomatic|signs?|development|progression|activity|expression|activation|function|production|pathway|signal\w*|protein|combined|combination|"
    r"one|two|\d+%?|§.|mg|successfully|low|high|dose|oral|intravenous|topical|systemic|long|short|term|vivo|vitro)"
)
_RELATIVE = re.compile(r"\b(?:which|that|who|whose|where)\b")
_OTHERS_AHEAD = re.compile(
    r"§d(?: (?:with|and|or|complicated by|associated with|due to|secondary to|concomitant|in)| ?,)(?: (?:and|or|[\w-]+))? ?(?:\w+ )?$"
)
_WORD = re.compile(r"§.|[\w'-]+")
_AND = re.compile(r"\band\b|\bor\b")
_JOINED = r"(?:\s*(?:,\s*(?:and|or|plus)?|/|\+|\bversus\b|\bvs\b\.?|\band\b|\bor\b|\bplus\b|\bwith\b|-)\s*(?:the )?"
_AFTER_SUBJECT = re.compile(
    r"^(?:[- ]{0,2}(?:induced|mediated|associated|related|infected|positive|expressing)\b|[^.;:,]{0,30}\b(?:inhibitors?|antagonists?|blockers?|inhibition|knock-?down|"
    r"knock-?out|silencing|interference|deletion|loss|assays?|agonists?|deficien\w+|activit\w+|propert\w+)\b|[- ](?:receptors?|deficien\w+|levels?|resistan\w+|genes?|antibod\w+|withdrawal|metabolism|concentrations?|synthesis|like|free|allerg\w+|depletion|"
    r"sensitiv\w+|insensitiv\w+|transporter\w*|response|responses|binding|antagonists?|inhibitors?|blockers?|blockade|status|excretion|clearance|uptake|"
    r"intolerance|naive|negative|independent|refractory|responsive\w*|dependen\w+|patients|group|controls?|discontinuation)\b)"
)
_BEFORE_SUBJECT = re.compile(r"(?:\b(?:anti|non|de)-?|\b(?:resistan\w+|allerg\w+|refractory|unresponsive|sensitiv\w+|response|lack|absence|deficien\w+|withdrawal|deprivation|inhibition|blockade|silencing|knockdown|deletion|loss|suppression|depletion|reduction|decrease|absence|levels?|expression|targets?|than|without|antibod\w+|receptors?) (?:to|of|from|for)? ?(?:the )?|\b(?:blocking|targeting|inhibiting|silencing|suppressing|low|reduced|decreased|impaired|deficient|lower|higher) (?:the )?(?:\\w+ )?)$")  # fmt: skip
_AFTER_OBJECT = re.compile(
    r"^(?:[- ](?:growth|inhibition|suppression|regression|apoptosis|reduction|increments?|susceptib\w+|onset|cells?|cell lines?|virus\w*|vaccin\w+|antigens?|genes?|bacteri\w+|research|clinics?|units?|cent(?:er|re)s?|hospitals?|society|foundation|"
    r"associated|related|induced|resistan\w+|free|specific|risk|screening|scores?|scales?|drugs?|medications?|agents?|suppressor|markers?|stem|derived|like|control|"
    r"mortality|transmission|vector|surveillance|treatment|therapy|prevention|diagnosis)\b)"
)
_LONGER = re.compile(
    r"[^\W_]|[-–‐](?!(?:induced|associated|related|treated|based|mediated|like|inhibit|antagonist|block|positive|infected)\b)[^\W_]"
)
_NOT_THERAPY = re.compile(
    r"\b(?:assays?|diagnos\w*|detect\w*|screening|predict\w*|prognos\w*|risks?|markers?|biomarkers?|indicators?|monitoring|mortality|measured|evaluat\w+|assess\w*)\b"
)
_NOT_THE_DISEASE = re.compile(
    r"\b(?:prognos\w*|surviv\w*|outcomes?|mortality|death|severity|respon\w+|recurrence|relapse|treatment|therapy|diagnosis|size|diameter|grade|stage|"
    r"progression|metastas\w+)\b"
)
_LOST = re.compile(r"\b(?:loss|lack|absence|deficiency|depletion|reduction|inhibition|withdrawal|blockade)\b")
_OF_OTHERS = re.compile(r"\b(?:with|from|of|for|on)\b")
_IN = re.compile(r"\bin\b")
_PREVENTING = re.compile(r"\b(?:prevent\w*|prophyla\w*|diagnos\w*|detect\w*)\b")
_PATIENTS = frozenset({"treated with", "given", "responds to", "treatment with", "improved with"})
_LATER = re.compile(r"\b(?:progression|further|spread|death|recurrence|relapse|developed to|designed to|capacity|potential)\b")
_LESSENED = re.compile(
    r"\b(?:suppress|decreas|improv|reduc|attenuat|alleviat|ameliorat|prevent|inhibit|correct|revers|treat|protect|resol)\w*"
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
    return 20 < len(lower) <= _LONGEST and any(stem in lower for stem in STEMS) and _NO_FINDING.search(lower) is None


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
    """Whether the mention is cut out of a longer name: "E-[cadherin]", "IL-37[b]"."""
    before = text[mention.begin - 1] if mention.begin else " "
    return before in "-–‐])" or before.isalnum() or _LONGER.match(text, mention.end) is not None


def _between(sentence: LinkedSentence, masked: str, spots: Sequence[_Spot], first: int, second: int) -> Iterator[Candidate]:
    (a, a_kind, (a_begin, a_end)), (b, b_kind, (b_begin, b_end)) = spots[first], spots[second]
    if b_begin - a_end > _REACH or a.entity.curie == b.entity.curie:
        return
    raw = masked[a_end:b_begin]
    gap = _joined_away(_BRACKETS.sub("", raw), a_kind, b_kind)
    before, behind = masked[:a_begin], masked[b_end:]
    for predicate, said in SAYINGS.items():
        found = None
        for pattern in said.patterns:
            forward = pattern.order == "forward"
            if not forward and said.symmetric and a_kind == b_kind:
                continue
            s_kind, o_kind = (a_kind, b_kind) if forward else (b_kind, a_kind)
            if (
                s_kind not in (pattern.subjects or said.subjects)
                or o_kind not in said.objects
                or (found and pattern.order == found[0].order)
            ):
                continue
            match = _holds(pattern, before, gap, behind)
            if match is None:
                continue
            found = (pattern, match)
            if len(gap[: match.start()].split()) > pattern.ahead or len(gap[match.end() :].split()) > pattern.after:
                continue
            candidate = _candidate(sentence, predicate, pattern, match, (a, b), (a_kind, b_kind), before, gap, raw, behind, spots)
            if candidate is not None:
                yield candidate


def _joined_away(gap: str, a_kind: str, b_kind: str) -> str:
    """The gap without what is joined to either end: "aspirin, §c and §c cure" → "cure"."""
    gap = re.sub(rf"^{_JOINED}§{a_kind})+", "", gap)
    return re.sub(rf"(?:§{b_kind}\s*(?:,\s*(?:and|or)?|/|\band\b|\bor\b)\s*(?:[\w-]+ )?)+$", "", gap)


def _joined_to_others(pattern: Pattern, before: str, raw: str, kinds: tuple[str, str]) -> bool:
    """Whether the object is one of several, of which the sentence means another: "cirrhosis, §d and thrombosis treated with", "§d with gout due to"."""
    if pattern.order == "forward" or pattern.before is not None:
        return False
    kind = kinds[0]
    ahead = _BRACKETS.sub("", before[-60:])
    behind = _BRACKETS.sub("", raw)
    return _OTHERS_AHEAD.search(ahead) is not None or re.match(rf"\s*(?:,|and\b|or\b)[^§]{{0,25}}§{kind}", behind) is not None


def _commas_close(pre: str) -> bool:
    """Whether the commas before a cue set off an apposition: ", an inhibitor of", ", a new drug, cures"."""
    return pre.count(",") in (0, 2) or (pre.count(",") == 1 and pre.startswith(","))


def _holds(pattern: Pattern, before: str, gap: str, behind: str) -> re.Match[str] | None:
    match = pattern.gap.search(gap)
    if match is None:
        return None
    if pattern.before is not None and pattern.before.search(before[-90:]) is None:
        return None
    return match if pattern.behind is None or pattern.behind.search(behind) is not None else None


def _candidate(
    sentence: LinkedSentence,
    predicate: str,
    pattern: Pattern,
    match: re.Match[str],
    ends: tuple[Mention, Mention],
    kinds: tuple[str, str],
    before: str,
    gap: str,
    raw: str,
    behind: str,
    spots: Sequence[_Spot],
) -> Candidate | None:
    forward = pattern.order == "forward"
    subject, object_ = ends if forward else (ends[1], ends[0])
    clear = _BRACKETS.sub("", behind)
    after_subject, after_object = (gap, clear) if forward else (clear, gap)
    before_subject = before if forward else before + "§" + kinds[0] + raw
    if pattern.name not in _COMPOUNDS and _AFTER_SUBJECT.search(after_subject):
        return None
    if _BEFORE_SUBJECT.search(before_subject[-40:]) or _AFTER_OBJECT.search(after_object) or _BREAKS.search(gap):
        return None
    pre, post = gap[: match.start()], gap[match.end() :]
    strange = [[word for word in _WORD.findall(part) if not _SMALL.fullmatch(word)] for part in (pre, post)]
    if _TURNS.search(post) or _AND.search(pre) or not _commas_close(pre) or len(strange[0]) > 1 or len(strange[1]) > 2:
        return None
    if forward and strange[0] and _WORD.findall(pre)[0] == strange[0][0] and not pre.startswith(","):
        return None  # the subject is the first part of another noun: "oxygen ions", "sodium valproate"
    if (raw.count(")") > raw.count("(")) or _joined_to_others(pattern, before, raw, kinds):
        return None
    if predicate == "associated with" and (_NOT_THE_DISEASE.search(gap) or _NOT_THE_DISEASE.search(clear[:25])):
        return None
    if predicate == "prevents" and _LATER.search(gap):
        return None
    if (
        predicate == "causes"
        and pattern.name in ("causes", "leads to", "after", "associated with use", "side effect of")
        and _LESSENED.search(f"{before[-60:]}|{gap}")
    ):
        return None
    if (predicate == "causes" and (_OWN.search(gap) or (pattern.name in _BY_USE and kinds == ("d", "d")))) or _RESPECTIVELY.search(behind):
        return None
    if predicate in ("treats", "prevents") and _NOT_THERAPY.search(gap if predicate == "treats" else pre):
        return None
    if predicate == "causes" and (_LOST.search(before[-70:]) or (pattern.name == "causes" and _OF_OTHERS.search(pre))):
        return None
    if predicate == "treats" and (_PREVENTING.search(post) or (pattern.name in _PATIENTS and _IN.search(pre))):
        return None
    near = f"{before[-90:]}|{gap}"
    if _SUPPOSED.search(near) or _SUPPOSED.search(behind[:40]) or (predicate == "treats" and _UNDER.search(pre)):
        return None
    governed = before[-60:] if pattern.before is not None else pre
    negated = (
        _DENIED.search(governed) is not None or _NO.search(_LEAD.sub("", before[-90:]) if pattern.before is not None else pre) is not None
    )
    if negated and (pattern.name not in _DENIABLE or len(_NEGATION.findall(near)) > 1):
        return None
    if not negated and (_NEGATION.search(near) or _NEGATION.search(behind[:45])):
        return None
    last = sentence.last and not sentence.label
    signs: list[tuple[str, float]] = [
        (f"is {predicate} / {pattern.name}", 1.0),
        ("words before cue", math.log1p(len(pre.split()))),
        ("words behind cue", math.log1p(len(post.split()))),
        ("strange words before cue", float(len(strange[0]))),
        ("strange words behind cue", float(len(strange[1]))),
        ("noun behind", float(_NOUN_BEHIND.match(clear) is not None)),
        ("entities between", float(raw.count("§"))),
        ("entities in sentence", math.log1p(len(spots))),
        ("comma", float("," in gap)),
        ("relative", float(_RELATIVE.search(gap) is not None)),
        ("bracket", float(raw.count("(") != raw.count(")"))),
        ("soft", float(_SOFT.search(near) is not None)),
        ("title", float(sentence.title)),
        ("methods", float(_METHODS.search(sentence.label) is not None)),
        ("background", float(_BACKGROUND.search(sentence.label) is not None)),
        ("conclusion", float(last or _CONCLUSION.search(sentence.label) is not None)),
        ("subject link", 1 - subject.score),
        ("object link", 1 - object_.score),
        ("short subject", float(len(subject.text) < 5)),
        ("short object", float(len(object_.text) < 5)),
        ("phenotype", float(object_.entity.category == "PhenotypicFeature")),
    ]
    return Candidate(predicate, subject, object_, pattern.name, negated, tuple((name, amount) for name, amount in signs if amount))
