"""How sentences say that a relation holds: constructions around the two mentions, each with a name that the weights refer to.

Patterns see the sentence in lower case, with the other mentions replaced by § and the letter of their kind (`text_relations_kinds`), and
bracketed remarks left out.
"""

import re
from dataclasses import dataclass
from typing import Literal

Order = Literal["forward", "backward"]
"""Which end stands first: the subject ("aspirin causes ulcers"), or the object ("ulcers caused by aspirin")."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One construction. `gap` is searched between the mentions; `before` must end at the first one, `behind` begin at the second one's end."""

    name: str
    order: Order
    gap: re.Pattern[str]
    before: re.Pattern[str] | None = None
    behind: re.Pattern[str] | None = None
    ahead: int = 5
    """Most words between the first mention and what the gap must have."""
    after: int = 4
    """Most words between that and the second mention."""
    subjects: str = ""
    """Kinds of its subject, where it asks for fewer than its predicate."""


@dataclass(frozen=True, slots=True)
class Sayings:
    """What may be said under a predicate: kinds of ends (the letters of the placeholders), stems that a sentence must have, constructions."""

    subjects: str
    objects: str
    stems: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    symmetric: bool = False


_MODIFIERS = r"(?:[\w-]+ ){0,4}"
_OF = rf" (?:of|for|in) {_MODIFIERS}$"
_BY = re.compile(r"^\W*(?:patients |in patients |in \w+ )?(?:with|by|using|through|via) ")


def _forward(name: str, gap: str, behind: str | None = None, ahead: int = 5, after: int = 4) -> Pattern:
    return Pattern(name, "forward", re.compile(gap), None, re.compile(behind) if behind else None, ahead, after)


def _backward(name: str, gap: str, behind: str | None = None, ahead: int = 4, after: int = 3) -> Pattern:
    return Pattern(name, "backward", re.compile(gap), None, re.compile(behind) if behind else None, ahead, after)


def _noun(name: str, nouns: str) -> Pattern:
    """ "treatment of ulcers with cimetidine"."""
    return Pattern(name, "backward", _BY, re.compile(rf"\b(?:{nouns}){_OF}"))


_TREATMENT = (
    r"(?:treatment|treating|treat|management|managing|therapy|control|controlling|relief|relieving|cure|curing|healing|eradication)"
)
_GOOD = (
    r"(?:effective\w*|efficacious|efficacy|useful\w*|benefi\w+|success\w*|helpful|valuable|value|indicated|approved|recommended|used|employed|"
    r"safe|choice|options?|alternative|superior|role)"
)

TREATS = Sayings(
    subjects="cpm",
    objects="d",
    stems=(
        "treat",
        "therap",
        "effective",
        "efficac",
        "manag",
        "reliev",
        "relief",
        "cure",
        "heal",
        "improv",
        "alleviat",
        "ameliorat",
        "respon",
        "remission",
        "control",
        "benefi",
        "useful",
        "eradicat",
        "active against",
        "regression",
    ),
    patterns=(
        _forward(
            "good for treatment", rf"\b{_GOOD}\b(?: \S+){{0,8}}? (?:in|for|as|of|to)\b(?: \S+){{0,3}}? {_TREATMENT}\b(?: (?:of|for))?\b"
        ),
        _forward("for treatment", rf"\b(?:in|for) (?:the )?(?:[\w-]+ ){{0,2}}{_TREATMENT}(?: (?:of|in|for))?\b"),
        _forward(
            "good in",
            r"\b(?:effective\w*|efficacious|efficacy|useful|benefi\w+|active|successful\w*|indicated)\b(?: \w+){0,2} (?:in|for|against|on)\b",
        ),
        _forward(
            "treatment of",
            r"^[- ]?(?:(?!and\b|or\b)\w+ ){0,1}(?:treatment|therapy|monotherapy|chemotherapy|regimens?) (?:of|for|in)\b",
            ahead=1,
        ),
        _forward(
            "cures",
            r"\b(?:treats?|treated|cures?|cured|heals?|healed|relieves?|relieved|alleviat\w+|ameliorat\w+|eradicat\w+|revers(?:es|ed))\b(?! (?:with|by))",
            ahead=3,
            after=3,
        ),
        _forward(
            "improves",
            r"\b(?:improv(?:es|ed|ing)|control(?:s|led)|suppress(?:es|ed)|attenuat(?:es|ed)|reduc(?:es|ed)|abolish(?:es|ed))\b(?! (?:with|by|in\b))",
            ahead=3,
            after=2,
        ),
        _forward("treated", r"^-treated (?:\w+ ){0,1}$"),
        _backward(
            "treated with",
            r"\b(?:treated|treatable|managed|controlled|relieved|cured|healed|reversed|eradicated)\b(?: \w+){0,2} (?:with|by|using)\b",
        ),
        _backward("treatment with", r"\b(?:treatment|therapy|management)(?: \w+){0,2} (?:with|by|using)\b"),
        _backward("responds to", r"\brespon(?:d|ds|ded|sive|ding|se|ses) (?:\w+ ){0,2}to\b"),
        _backward(
            "improved with",
            r"\b(?:improve[sd]?|improvement|remission|regression|resolved|resolution|recovered|disappeared|subsided|cleared)\b(?: \w+){0,5} (?:with|by|after|following|on|during)\b",
        ),
        _backward("given", r"\b(?:received|receiving|were given|was given|underwent|prescribed)\b"),
        _noun("treatment of, with", _TREATMENT),
        Pattern(
            "efficacy of, in",
            "forward",
            re.compile(r"\b(?:in|for|against|on)\b"),
            re.compile(
                r"\b(?:efficacy|effectiveness|success|benefits?|usefulness|(?:therapeutic|beneficial|curative) (?:effects?|value)) of (?:[\w-]+ ){0,3}$"
            ),
        ),
    ),
)

CAUSES = Sayings(
    subjects="cpomd",
    objects="d",
    stems=(
        "caus",
        "induc",
        "produc",
        "due to",
        "secondary to",
        "result",
        "lead",
        "led to",
        "trigger",
        "provok",
        "precipitat",
        "elicit",
        "following",
        "after",
        "responsible",
        "agent",
        "side effect",
        "adverse effect",
        "complication",
        "attribut",
        "associated",
        "exacerbat",
        "aggravat",
        "related",
        "toxic",
    ),
    patterns=(
        _forward("induced", r"^[-‐– ]?(?:induced|provoked|precipitated|triggered|elicited)\b(?! by)", ahead=0, after=2),
        _forward("related", r"^[-‐– ](?:related|associated)\b(?! (?:with|to))", ahead=0, after=1),
        _forward(
            "causes",
            r"(?<![-–‐])\b(?<!other )(?<!common )(?<!from )(?<!underlying )(?:caus(?:e|es|ed|ing)(?! of| such| like|,)|induc(?:es?|ed|ing)|produc(?:es?|ed|ing)|triggers?|triggered|provok\w+|precipitat(?:es?|ed)|elicits?|elicited|evok\w+)\b(?! by)",
            ahead=4,
            after=3,
        ),
        _forward("leads to", r"\b(?:lead(?:s|ing)? to|led to|result(?:s|ed|ing)? in|g[ia]ves? rise to|giving rise to)\b", ahead=3),
        _forward("worsens", r"(?<![-–‐])\b(?:exacerbate[sd]?|aggravate[sd]?|worsen(?:s|ed))\b(?! by)", ahead=3, after=2),
        _forward(
            "cause of",
            r"\b(?:causes? of|responsible for|(?:causative|causal|etiologic\w*|aetiologic\w*) (?:agents?|factors?|organisms?) (?:of|in|for)|agents? of)\b",
        ),
        _backward("caused by", r"\b(?:caused|induced|produced|provoked|precipitated|triggered|evoked|elicited)\b(?: \w+){0,2} by\b"),
        _backward("due to", r"\b(?:due|secondary|attributed|attributable) to\b", ahead=2, after=2),
        _backward("resulting from", r"\b(?:result(?:ing|ed|s)?|aris(?:es?|ing)) from\b", ahead=2, after=2),
        _backward(
            "after",
            r"\b(?:following|after|complicating)\b",
            r"^[- ](?:\w+ )?(?:administration|therapy|treatment|ingestion|overdos\w+|exposure|intoxication|poisoning|use|injections?|infusions?|intake|abuse|vaccination|withdrawal)\b",
        ),
        _backward(
            "associated with use",
            r"\bassociated with\b",
            r"^[- ](?:\w+ )?(?:administration|therapy|treatment|ingestion|overdos\w+|exposure|intoxication|use|injections?|infusions?|abuse)\b",
        ),
        _backward(
            "side effect of",
            r"\b(?:(?:side|adverse|toxic|untoward) (?:effects?|reactions?)|complications?|toxicity) (?:of|to|from|associated with)\b",
        ),
        _noun("induction of, by", "induction|production|provocation|causation|precipitation|exacerbation"),
    ),
)

PREVENTS = Sayings(
    subjects="cpm",
    objects="d",
    stems=("prevent", "prophyla", "protect", "risk", "incidence", "vaccin", "immuni"),
    patterns=(
        _forward(
            "for prevention",
            r"\b(?:in|for|as)\b(?: \S+){0,3}? (?:prevention|preventing|prophylaxis|prophylactic|protection)\b(?: (?:of|against|for|from))?\b",
        ),
        _forward("prevents", r"\b(?:prevent(?:s|ed|ing)?|averts?|averted)\b(?! by)"),
        _forward("protects against", r"\bprotect\w*\b(?: \S+){0,4}? (?:against|from)\b"),
        _forward("prophylaxis of", r"^[- ]?(?:\w+ ){0,2}(?:prophylaxis|prevention|vaccination|immuni[sz]ation) (?:of|against|for|in)\b"),
        _forward(
            "reduces risk of",
            r"\b(?:reduc|lower|decreas|diminish)\w*\b(?: \w+){0,3} (?:risk|incidence|frequency|rate|occurrence|development)s? (?:of|for)\b",
        ),
        _backward(
            "prevented by",
            r"\b(?:prevented|averted|protected|prevention|prophylaxis|protection|preventable)\b(?: \w+){0,3} (?:by|with|using)\b",
        ),
        _noun("prevention of, with", "prevention|prophylaxis|preventing"),
        Pattern(
            "vaccination against",
            "forward",
            re.compile(r"^(?: \w+){0,2} (?:against|for)\b"),
            re.compile(r"\b(?:vaccination|immuni[sz]ation|protection) with (?:[\w-]+ ){0,3}$"),
        ),
    ),
)

_PROCESS = r"(?! (?:synthesis|biosynthesis|release|secretion|uptake|production|formation|binding|deficiency|gene|mrna|antibod\w+|levels?|receptors?)\b)"
_INHIBITOR = r"(?:inhibitors?|antagonists?|blockers?|blocking agents?|inhibiting)"

INHIBITS = Sayings(
    subjects="cpg",
    objects="pg",
    stems=("inhibit", "block", "antagoni", "suppress", "inactivat", "downregulat", "down-regulat", "repress"),
    patterns=(
        _forward(
            "inhibits",
            r"\b(?:inhibit(?:s|ed|ing)?|block(?:s|ed|ing)?|antagoni[sz](?:es?|ed)|inactivat(?:es?|ed|ing))\b(?! by)",
            rf"^{_PROCESS}",
        ),
        _forward("suppresses", r"\b(?:suppress(?:es|ed)?|down-?regulat(?:es?|ed)|repress(?:es|ed))\b(?! by)", rf"^{_PROCESS}"),
        _forward("inhibitor of", r"\b(?:inhibitors?|antagonists?|blockers?|inhibition|blockade) (?:of|for)\b", rf"^{_PROCESS}"),
        _forward("a … inhibitor", r"^,? (?:which is |is |was |are |as )?(?:an?|the) (?:[\w-]+,? ){0,4}$", rf"^[- ]{_INHIBITOR}\b"),
        _backward("inhibitor, ", rf"^[- ]{_INHIBITOR}\b(?: such as| like| including|,)? ?(?:(?!and\b|or\b)[\w-]+ ){{0,1}}$"),
        _backward(
            "inhibited by",
            r"\b(?:inhibited|inhibition|blocked|antagoni[sz]ed|suppressed|inactivated|blockade|inactivation)\b(?: \w+){0,3} (?:by|with)\b",
        ),
        _noun("inhibition of, by", "inhibition|blockade|antagonism|suppression|inactivation"),
    ),
)

ASSOCIATED = Sayings(
    subjects="pgcdo",
    objects="d",
    stems=("associat", "correlat", "linked", "link between", "risk", "implicated", "predispos", "susceptib", "related to", "relation"),
    symmetric=True,
    patterns=(
        _forward("associated with", r"\bassociat(?:ed|es)\b(?: \w+){0,1} (?:with|to)\b"),
        _backward("associated with, turned", r"\bassociat(?:ed|es)\b(?: \w+){0,1} (?:with|to)\b"),
        _forward("correlates with", r"\b(?:correlat\w+ (?:\w+ ){0,1}(?:with|to)|linked (?:to|with)|related to)\b"),
        _backward("correlates with, turned", r"\b(?:correlat\w+ (?:\w+ ){0,1}(?:with|to)|linked (?:to|with)|related to)\b"),
        _forward("risk factor for", r"\b(?:risk|predict(?:or|ive)|predispos\w+|susceptib\w+)\b(?: \w+){0,2} (?:for|of|to)\b"),
        _forward("implicated in", r"\b(?:implicated|involved|roles?) in\b"),
        Pattern(
            "association of, and",
            "forward",
            re.compile(r"\b(?:and|with)\b"),
            re.compile(r"\b(?:association|correlation|relationship|link)s? (?:between|of) (?:[\w-]+ ){0,4}$"),
        ),
        Pattern(
            "association of, and, turned",
            "backward",
            re.compile(r"\b(?:and|with)\b"),
            re.compile(r"\b(?:association|correlation|relationship|link)s? (?:between|of) (?:[\w-]+ ){0,4}$"),
        ),
    ),
)

DIAGNOSES = Sayings(
    subjects="tpc",
    objects="d",
    stems=("diagnos", "detect", "screening", "marker", "identif", "sensitiv", "differentiat", "distinguish"),
    patterns=(
        _forward("for diagnosis", r"\b(?:in|for|to|of|as)\b(?: \S+){0,3}? (?:diagnosis|diagnosing|diagnose|detection|detecting|detect|screening|differentiat\w+|distinguish\w*)\b(?: (?:of|for))?\b"),
        Pattern("diagnoses", "forward", re.compile(r"\b(?:diagnoses|detects|detected|demonstrated|revealed|identifies|identified|confirmed|visuali[sz]ed)\b"), after=2, subjects="t"),
        _forward("marker of", r"\b(?:(?:bio|tumou?r )?markers?|diagnostic (?:\w+ ){0,2}(?:of|for|in)|sensitiv\w+ (?:and specific\w* )?(?:for|in))\b(?: (?:of|for|in))?"),
        _forward("diagnosis of", r"^[- ]?(?:\w+ ){0,2}(?:diagnosis|detection|screening|based diagnosis) (?:of|for)\b"),
        _backward("diagnosed by", r"\b(?:diagnosed|diagnosis|detected|detection|confirmed|screened|identified|demonstrated)\b(?: \w+){0,4} (?:by|with|using|on|through)\b"),
        _noun("diagnosis of, by", "diagnosis|detection|screening|diagnosing|detecting|demonstration|evaluation"),
    ),
)  # fmt: skip

SAYINGS: dict[str, Sayings] = {
    "treats": TREATS,
    "causes": CAUSES,
    "prevents": PREVENTS,
    "inhibits": INHIBITS,
    "associated with": ASSOCIATED,
    "diagnoses": DIAGNOSES,
}
"""How each predicate is said in text."""
