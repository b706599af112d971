"""Words by which a sentence denies what it names, reports that nothing was found, or only supposes it."""

import re

NEGATION = re.compile(
    r"\b(?:no|not(?! only)|nor|neither|never|cannot|without|none|fail(?:ed|s|ure)? to|lack(?:ed|s|ing)? (?:of )?|absence of|ineffective\w*|unaffected|"
    r"unchanged|unrelated|unlikely|insignificant\w*|non-?significant\w*|no longer|rather than)\b|n't\b"
)
"""Words that deny what stands beside them."""

DENIAL = re.compile(
    r"(?:\b(?:not(?! only)|never|nor|cannot|neither|fail(?:ed|s)? to|unable to)\b|n't\b)"
    r"(?: \w+){0,2}(?: (?:effective|effectiveness|efficac\w+|useful|beneficial|active|indicated)(?: \w+){1,2})? ?$"
)
"""A negation that ends close before a cue: "did not significantly | reduce", "is not effective in the | prevention"."""

NO_FINDING = re.compile(
    r"\b(?:no|not any|without|lack of|absence of|little) (?:\w+ ){0,3}(?:evidence|effects?|associations?|correlations?|relationship|benefits?|"
    r"improvement|increase[sd]?|influence|link|efficacy|advantage|role|cases?|risk)\b|\bineffective\b|\bno (?:better|more effective) than\b|\bunrelated\b"
)
"""The absence of a finding, told as a noun."""

SPECULATION = re.compile(
    r"\b(?:may|might|could|whether|possib\w+|perhaps|hypothes\w+|speculat\w+|suspect\w*|potential\w*|unclear|unknown|uncertain|controversial|"
    r"remains? to be|we (?:examined|investigated|studied|evaluated|assessed|compared)|(?:was|were) (?:investigated|examined|studied|evaluated|assessed)|"
    r"to (?:investigate|determine|evaluate|examine|assess|study|compare|test|clarify|explore)|aims?|purpose|objectives?)\b|\?\s*$"
)
"""Words of a supposition or of an aim, not of a finding."""
