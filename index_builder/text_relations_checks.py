"""Whether a construction says what it seems to say: its ends stand alone, nothing strange lies between, and it is neither supposed nor denied of
something else.

Each check was made for a kind of misread sentence (docs/decisions/020-edges-from-text.md).
"""

import re
from dataclasses import dataclass

from corpuscle.index_builder.text_relations_constructions import Pattern

BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
"""A remark in brackets, with the space before it."""

_COMPOUNDS = frozenset(
    {"induced", "related", "treatment of", "after", "associated with use", "prophylaxis of", "inhibitor, ", "a … inhibitor", "diagnosis of"}
)
"""Constructions in which a noun or a participle stands right behind the subject."""
_OF_CHANGE = frozenset({"causes", "leads to", "after", "associated with use", "side effect of"})
_BY_USE = frozenset({"after", "associated with use"})
_LEAD = re.compile(
    r"\b(?:treatment|therapy|efficacy|effectiveness|association|correlation|relationship|link|inhibition|prevention|induction|evidence)s?"
    r" (?:of|between|for|in|that)\b.*$"
)
_RESPECTIVELY = re.compile(r"^.{0,70}\brespectively\b")
_OWN = re.compile(r"\b(?:its|their|his|her|our)\b")
_UNDER = re.compile(r"\b(?:under|during|while|on|despite|before|after|due to|caused by)\b")
_SUPPOSED = re.compile(
    r"\b(?:may|might|could|possib\w+|potential\w*|perhaps|speculat\w+|suspect\w*|putative|would|should|theoretical\w*|presum\w+|conceivabl\w*|"
    r"with a view|proposed|questionable|doubtful|promising|prospects?|in silico|docking|repurpos\w+|novel targets?|(?:drug|therapeutic) (?:candidates?|targets?))\b"
)
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
_OTHERS_AHEAD = re.compile(
    r"§d(?: (?:with|and|or|complicated by|associated with|due to|secondary to|concomitant|in)| ?,)(?: (?:and|or|[\w-]+))? ?(?:\w+ )?$"
)
_WORD = re.compile(r"§.|[\w'-]+")
_AND = re.compile(r"\band\b|\bor\b")
_AFTER_SUBJECT = re.compile(
    r"^(?:[- ]{0,2}(?:induced|mediated|associated|related|infected|positive|expressing)\b|[^.;:,]{0,30}\b(?:inhibitors?|antagonists?|blockers?|inhibition|knock-?down|"
    r"knock-?out|silencing|interference|deletion|loss|assays?|agonists?|deficien\w+|activit\w+|propert\w+)\b|[- ](?:receptors?|deficien\w+|levels?|resistan\w+|genes?|antibod\w+|withdrawal|metabolism|concentrations?|synthesis|like|free|allerg\w+|depletion|"
    r"sensitiv\w+|insensitiv\w+|transporter\w*|response|responses|binding|antagonists?|inhibitors?|blockers?|blockade|status|excretion|clearance|uptake|"
    r"intolerance|naive|negative|independent|refractory|responsive\w*|dependen\w+|patients|group|controls?|discontinuation)\b)"
)
_BEFORE_SUBJECT = re.compile(r"(?:\b(?:anti|non|de)-?|\banti-[\w-]+ |\bagainst §. (?:and|or) |\b(?:resistan\w+|allerg\w+|refractory|unresponsive|sensitiv\w+|response|lack|absence|deficien\w+|withdrawal|deprivation|inhibition|blockade|silencing|knockdown|deletion|loss|suppression|depletion|reduction|decrease|absence|levels?|expression|targets?|than|without|against|antibod\w+|receptors?) (?:to|of|from|for)? ?(?:the )?|\b(?:blocking|targeting|inhibiting|silencing|suppressing|low|reduced|decreased|impaired|deficient|lower|higher) (?:the )?)$")  # fmt: skip
_AFTER_OBJECT = re.compile(
    r"^(?:[- ](?:growth|inhibition|suppression|regression|apoptosis|reduction|increments?|susceptib\w+|onset|cells?|cell lines?|virus\w*|vaccin\w+|antigens?|genes?|bacteri\w+|research|clinics?|units?|cent(?:er|re)s?|hospitals?|society|foundation|"
    r"associated|related|induced|resistan\w+|free|specific|risk|screening|scores?|scales?|drugs?|medications?|agents?|suppressor|markers?|stem|derived|like|control|"
    r"mortality|transmission|vector|surveillance|treatment|therapy|prevention|diagnosis)\b)"
)
_NOT_THERAPY = re.compile(
    r"\b(?:assays?|diagnos\w*|detect\w*|screening|predict\w*|prognos\w*|risks?|markers?|biomarkers?|indicators?|monitoring|mortality|measured|evaluat\w+|assess\w*)\b"
)
_NOT_THE_DISEASE = re.compile(
    r"\b(?:prognos\w*|surviv\w*|outcomes?|mortality|death|severity|respon\w+|recurrence|relapse|treatment|therapy|diagnosis|size|diameter|grade|stage|"
    r"progression|metastas\w+)\b"
)
_LOST = re.compile(r"\b(?:loss|lack|absence|deficiency|depletion|reduction|inhibition|withdrawal|blockade|consumption)\b")
_OF_OTHERS = re.compile(r"\b(?:with|from|of|for|on)\b")
_IN = re.compile(r"\bin\b")
_OF_ANOTHER = re.compile(r" (?:infections?|tumou?rs?|with (?:an? )?(?:significant )?(?:increase|decrease|rise|fall))\b")
_FOR = re.compile(r"\b(?:in|for)\b")
_OF_A_DISEASE = re.compile(r"(?:itis|osis|emia|pathy|§d) of (?:the )?$")
_BESIDE = re.compile(r"[ -]?§")
_PREVENTING = re.compile(r"\b(?:prevent\w*|prophyla\w*|diagnos\w*|detect\w*)\b")
_PATIENTS = frozenset({"treated with", "given", "responds to", "treatment with", "improved with"})
_LATER = re.compile(r"\b(?:progression|further|spread|death|recurrence|relapse|developed to|designed to|capacity|potential)\b")
_LESSENED = re.compile(
    r"\b(?:suppress|decreas|improv|reduc|attenuat|alleviat|ameliorat|prevent|inhibit|correct|revers|treat|protect|resol)\w*"
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A masked sentence around two mentions."""

    before: str
    """What stands before the first."""
    raw: str
    """What stands between them."""
    gap: str
    """That without brackets, and without what is joined to either end."""
    behind: str
    """What stands behind the second."""
    kinds: tuple[str, str]
    """Of the first and of the second (`text_relations_kinds`)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A construction found around two mentions; `match` lies in the gap."""

    predicate: str
    pattern: Pattern
    match: re.Match[str]
    around: Surroundings

    @property
    def forward(self) -> bool:
        """Whether the subject stands first."""
        return self.pattern.order == "forward"

    @property
    def pre(self) -> str:
        """Between the first mention and the cue."""
        return self.around.gap[: self.match.start()]

    @property
    def post(self) -> str:
        """Between the cue and the second mention."""
        return self.around.gap[self.match.end() :]

    @property
    def clear(self) -> str:
        """Behind the second mention, without brackets."""
        return BRACKETS.sub("", self.around.behind)

    @property
    def near(self) -> str:
        """What may govern the construction."""
        return f"{self.around.before[-90:]}|{self.around.gap}"

    @property
    def strange(self) -> tuple[list[str], list[str]]:
        """Words before and behind the cue that are neither small nor usual there."""
        before, behind = ([word for word in _WORD.findall(part) if not _SMALL.fullmatch(word)] for part in (self.pre, self.post))
        return before, behind


def stands(reading: Reading) -> bool:
    """Whether the construction relates these two mentions, and means its predicate."""
    return _ends_alone(reading) and _close(reading) and _means(reading)


def polarity(reading: Reading) -> bool | None:
    """Whether the sentence states (True) or denies (False) it; None where it is supposed, or something else is denied."""
    around, near = reading.around, reading.near
    if _SUPPOSED.search(near) or _SUPPOSED.search(around.behind[:40]):
        return None
    noun_ahead = reading.pattern.before is not None
    governed = around.before[-60:] if noun_ahead else reading.pre
    lead = _LEAD.sub("", around.before[-90:]) if noun_ahead else reading.pre
    if _DENIED.search(governed) is not None or _NO.search(lead) is not None:
        return None if reading.pattern.name not in _DENIABLE or len(_NEGATION.findall(near)) > 1 else False
    return None if _NEGATION.search(near) or _NEGATION.search(around.behind[:45]) else True


def _ends_alone(reading: Reading) -> bool:
    """Whether neither mention is a part of something else."""
    around, clear = reading.around, reading.clear
    after_subject, after_object = (around.gap, clear) if reading.forward else (clear, around.gap)
    before_subject = around.before if reading.forward else around.before + "§" + around.kinds[0] + around.raw
    if reading.pattern.name not in _COMPOUNDS and _AFTER_SUBJECT.search(after_subject):
        return False
    if _BEFORE_SUBJECT.search(before_subject[-40:]) or _AFTER_OBJECT.search(after_object):
        return False
    if _BESIDE.match(around.gap):
        return False
    strange, _ = reading.strange
    if reading.forward and strange and _WORD.findall(reading.pre)[0] == strange[0] and not reading.pre.startswith(","):
        return False  # the subject is the first part of another noun: "oxygen ions", "sodium valproate"
    return around.raw.count(")") <= around.raw.count("(") and not _joined_to_others(reading)


def _close(reading: Reading) -> bool:
    """Whether nothing lies between that begins another thought."""
    before, behind = reading.strange
    if (
        _BREAKS.search(reading.around.gap)
        or _TURNS.search(reading.post)
        or _AND.search(reading.pre)
        or _RESPECTIVELY.search(reading.around.behind)
    ):
        return False
    return _commas_close(reading.pre) and len(before) <= 1 and len(behind) <= 2


def _means(reading: Reading) -> bool:
    """Whether the words about the cue leave the predicate its meaning."""
    around, name = reading.around, reading.pattern.name
    if reading.predicate == "treats":
        in_others = _OF_ANOTHER.match(reading.clear if reading.forward else around.gap) or (name in _PATIENTS and _FOR.search(reading.pre))
        return not (_NOT_THERAPY.search(around.gap) or _PREVENTING.search(reading.post) or in_others or _UNDER.search(reading.pre))
    if reading.predicate == "prevents":
        return not (_LATER.search(around.gap) or _NOT_THERAPY.search(reading.pre))
    if reading.predicate == "associated with":
        return not (_NOT_THE_DISEASE.search(around.gap) or _NOT_THE_DISEASE.search(reading.clear[:25]))
    if reading.predicate == "causes":
        lessened = name in _OF_CHANGE and _LESSENED.search(f"{around.before[-60:]}|{around.gap}")
        by_use = name in _BY_USE and around.kinds == ("d", "d")
        of_others = name == "causes" and _OF_OTHERS.search(reading.pre)
        elsewhere = _IN.search(reading.post) or (not reading.forward and _OF_A_DISEASE.search(around.before[-40:]))
        return not (lessened or by_use or of_others or elsewhere or _OWN.search(around.gap) or _LOST.search(around.before[-70:]))
    return True


def _joined_to_others(reading: Reading) -> bool:
    """Whether the object is one of several, of which the sentence means another: "cirrhosis, §d and thrombosis treated with", "§d with gout due to"."""
    if reading.forward or reading.pattern.before is not None:
        return False
    ahead = BRACKETS.sub("", reading.around.before[-60:])
    behind = BRACKETS.sub("", reading.around.raw)
    joined = re.match(rf"\s*(?:,|and\b|or\b)[^§]{{0,25}}§{reading.around.kinds[0]}", behind)
    return _OTHERS_AHEAD.search(ahead) is not None or joined is not None


def _commas_close(pre: str) -> bool:
    """Whether the commas before a cue set off an apposition: ", an inhibitor of", ", a new drug, cures"."""
    return pre.count(",") in (0, 2) or (pre.count(",") == 1 and pre.startswith(","))
