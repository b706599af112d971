"""How sentences say that a relation holds: constructions around the two mentions, each with a name that the weights refer to.

Patterns see the sentence in lower case, with the other mentions replaced by § and the letter of their kind (`text_relations_kinds`), and
bracketed remarks left out.
"""

import re

from corpuscle.index_builder.text_relations_constructions import Pattern, Sayings, backward, forward, noun

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
        forward(
            "good for treatment", rf"\b{_GOOD}\b(?: \S+){{0,8}}? (?:in|for|as|of|to)\b(?: \S+){{0,3}}? {_TREATMENT}\b(?: (?:of|for))?\b"
        ),
        forward("for treatment", rf"\b(?:in|for) (?:the )?(?:[\w-]+ ){{0,2}}{_TREATMENT}(?: (?:of|in|for))?\b"),
        forward(
            "good in",
            r"\b(?:effective\w*|efficacious|efficacy|useful|benefi\w+|active|successful\w*|indicated)\b(?: \w+){0,2} (?:in|for|against|on)\b",
        ),
        forward(
            "treatment of",
            r"^[- ]?(?:(?!and\b|or\b)\w+ ){0,1}(?:treatment|therapy|monotherapy|chemotherapy|regimens?) (?:of|for|in)\b",
            ahead=1,
        ),
        forward(
            "cures",
            r"\b(?:treats?|treated|cures?|cured|heals?|healed|relieves?|relieved|alleviat\w+|ameliorat\w+|eradicat\w+|revers(?:es|ed))\b(?! (?:with|by))",
            ahead=3,
            after=3,
        ),
        forward(
            "improves",
            r"\b(?:improv(?:es|ed|ing)|control(?:s|led)|suppress(?:es|ed)|attenuat(?:es|ed)|reduc(?:es|ed)|abolish(?:es|ed))\b(?! (?:with|by|in\b))",
            ahead=3,
            after=2,
        ),
        forward("treated", r"^-treated (?:\w+ ){0,1}$"),
        backward(
            "treated with",
            r"\b(?:treated|treatable|managed|controlled|relieved|cured|healed|reversed|eradicated)\b(?: \w+){0,2} (?:with|by|using)\b",
        ),
        backward("treatment with", r"\b(?:treatment|therapy|management)(?: \w+){0,2} (?:with|by|using)\b"),
        backward("responds to", r"\brespon(?:d|ds|ded|sive|ding|se|ses) (?:\w+ ){0,2}to\b"),
        backward(
            "improved with",
            r"\b(?:improve[sd]?|improvement|remission|regression|resolved|resolution|recovered|disappeared|subsided|cleared)\b(?: \w+){0,5} (?:with|by|after|following|on|during)\b",
        ),
        backward("given", r"\b(?:received|receiving|were given|was given|underwent|prescribed)\b"),
        noun("treatment of, with", _TREATMENT),
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
        forward("induced", r"^[-‐– ]?(?:induced|provoked|precipitated|triggered|elicited)\b(?! by)", ahead=0, after=2),
        forward("related", r"^[-‐– ](?:related|associated)\b(?! (?:with|to))", ahead=0, after=1),
        forward(
            "causes",
            r"(?<![-–‐])\b(?<!other )(?<!common )(?<!from )(?<!underlying )(?:caus(?:e|es|ed|ing)(?! of| such| like|,)|induc(?:es?|ed|ing)|produc(?:es?|ed|ing)|triggers?|triggered|provok\w+|precipitat(?:es?|ed)|elicits?|elicited|evok\w+)\b(?! by)",
            ahead=4,
            after=3,
        ),
        forward("leads to", r"\b(?:lead(?:s|ing)? to|led to|result(?:s|ed|ing)? in|g[ia]ves? rise to|giving rise to)\b", ahead=3),
        forward("worsens", r"(?<![-–‐])\b(?:exacerbate[sd]?|aggravate[sd]?|worsen(?:s|ed))\b(?! by)", ahead=3, after=2),
        forward(
            "cause of",
            r"\b(?:causes? of|responsible for|(?:causative|causal|etiologic\w*|aetiologic\w*) (?:agents?|factors?|organisms?) (?:of|in|for)|agents? of)\b",
        ),
        backward("caused by", r"\b(?:caused|induced|produced|provoked|precipitated|triggered|evoked|elicited)\b(?: \w+){0,2} by\b"),
        backward("due to", r"\b(?:due|secondary|attributed|attributable) to\b", ahead=2, after=2),
        backward("resulting from", r"\b(?:result(?:ing|ed|s)?|aris(?:es?|ing)) from\b", ahead=2, after=2),
        backward(
            "after",
            r"\b(?:following|after|complicating)\b",
            r"^[- ](?:\w+ )?(?:administration|therapy|treatment|ingestion|overdos\w+|exposure|intoxication|poisoning|use|injections?|infusions?|intake|abuse|vaccination|withdrawal)\b",
        ),
        backward(
            "associated with use",
            r"\bassociated with\b",
            r"^[- ](?:\w+ )?(?:administration|therapy|treatment|ingestion|overdos\w+|exposure|intoxication|use|injections?|infusions?|abuse)\b",
        ),
        backward(
            "side effect of",
            r"\b(?:(?:side|adverse|toxic|untoward) (?:effects?|reactions?)|complications?|toxicity) (?:of|to|from|associated with)\b",
        ),
        noun("induction of, by", "induction|production|provocation|causation|precipitation|exacerbation"),
    ),
)

PREVENTS = Sayings(
    subjects="cpm",
    objects="d",
    stems=("prevent", "prophyla", "protect", "risk", "incidence", "vaccin", "immuni"),
    patterns=(
        forward(
            "for prevention",
            r"\b(?:in|for|as)\b(?: \S+){0,3}? (?:prevention|preventing|prophylaxis|prophylactic|protection)\b(?: (?:of|against|for|from))?\b",
        ),
        forward("prevents", r"\b(?:prevent(?:s|ed|ing)?|averts?|averted)\b(?! by)"),
        forward("protects against", r"\bprotect\w*\b(?: \S+){0,4}? (?:against|from)\b"),
        forward("prophylaxis of", r"^[- ]?(?:\w+ ){0,2}(?:prophylaxis|prevention|vaccination|immuni[sz]ation) (?:of|against|for|in)\b"),
        forward(
            "reduces risk of",
            r"\b(?:reduc|lower|decreas|diminish)\w*\b(?: \w+){0,3} (?:risk|incidence|frequency|rate|occurrence|development)s? (?:of|for)\b",
        ),
        backward(
            "prevented by",
            r"\b(?:prevented|averted|protected|prevention|prophylaxis|protection|preventable)\b(?: \w+){0,3} (?:by|with|using)\b",
        ),
        noun("prevention of, with", "prevention|prophylaxis|preventing"),
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
        forward(
            "inhibits",
            r"\b(?:inhibit(?:s|ed|ing)?|block(?:s|ed|ing)?|antagoni[sz](?:es?|ed)|inactivat(?:es?|ed|ing))\b(?! by)",
            rf"^{_PROCESS}",
        ),
        forward("suppresses", r"\b(?:suppress(?:es|ed)?|down-?regulat(?:es?|ed)|repress(?:es|ed))\b(?! by)", rf"^{_PROCESS}"),
        forward("inhibitor of", r"\b(?:inhibitors?|antagonists?|blockers?|inhibition|blockade) (?:of|for)\b", rf"^{_PROCESS}"),
        forward("a … inhibitor", r"^,? (?:which is |is |was |are |as )?(?:an?|the) (?:[\w-]+,? ){0,4}$", rf"^[- ]{_INHIBITOR}\b"),
        backward("inhibitor, ", rf"^[- ]{_INHIBITOR}\b(?: such as| like| including|,)? ?(?:(?!and\b|or\b)[\w-]+ ){{0,1}}$"),
        backward(
            "inhibited by",
            r"\b(?:inhibited|inhibition|blocked|antagoni[sz]ed|suppressed|inactivated|blockade|inactivation)\b(?: \w+){0,3} (?:by|with)\b",
        ),
        noun("inhibition of, by", "inhibition|blockade|antagonism|suppression|inactivation"),
    ),
)

ASSOCIATED = Sayings(
    subjects="pgcdo",
    objects="d",
    stems=("associat", "correlat", "linked", "link between", "risk", "implicated", "predispos", "susceptib", "related to", "relation"),
    symmetric=True,
    patterns=(
        forward("associated with", r"\bassociat(?:ed|es)\b(?: \w+){0,1} (?:with|to)\b"),
        backward("associated with, turned", r"\bassociat(?:ed|es)\b(?: \w+){0,1} (?:with|to)\b"),
        forward("correlates with", r"\b(?:correlat\w+ (?:\w+ ){0,1}(?:with|to)|linked (?:to|with)|related to)\b"),
        backward("correlates with, turned", r"\b(?:correlat\w+ (?:\w+ ){0,1}(?:with|to)|linked (?:to|with)|related to)\b"),
        forward("risk factor for", r"\b(?:risk|predict(?:or|ive)|predispos\w+|susceptib\w+)\b(?: \w+){0,2} (?:for|of|to)\b"),
        forward("implicated in", r"\b(?:implicated|involved|roles?) in\b"),
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
        forward("for diagnosis", r"\b(?:in|for|to|of|as)\b(?: \S+){0,3}? (?:diagnosis|diagnosing|diagnose|detection|detecting|detect|screening|differentiat\w+|distinguish\w*)\b(?: (?:of|for))?\b"),
        Pattern("diagnoses", "forward", re.compile(r"\b(?:diagnoses|detects|detected|demonstrated|revealed|identifies|identified|confirmed|visuali[sz]ed)\b"), after=2, subjects="t"),
        forward("marker of", r"\b(?:(?:bio|tumou?r )?markers?|diagnostic (?:\w+ ){0,2}(?:of|for|in)|sensitiv\w+ (?:and specific\w* )?(?:for|in))\b(?: (?:of|for|in))?"),
        forward("diagnosis of", r"^[- ]?(?:\w+ ){0,2}(?:diagnosis|detection|screening|based diagnosis) (?:of|for)\b"),
        backward("diagnosed by", r"\b(?:diagnosed|diagnosis|detected|detection|confirmed|screened|identified|demonstrated)\b(?: \w+){0,4} (?:by|with|using|on|through)\b"),
        noun("diagnosis of, by", "diagnosis|detection|screening|diagnosing|detecting|demonstration|evaluation"),
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
