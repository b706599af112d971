"""Whether a sentence says yes or no to a question, by cues.

Negation cues alone reach macro F1 .66 on BioASQ's yes/no questions with gold snippets, against .39 for "always yes"; a bag of words with
learned weights did no better than these rules on questions it had not seen (docs/decisions/004).
"""

import re

_REFUTES = re.compile(
    r"\b(?:no (?:significant|apparent|clear|convincing|statistically|evidence|effect|difference|association|correlation|benefit|relation(?:ship)?|role|change|"
    r"increase|decrease|improvement|influence|impact|advantage|support|consistent|clinical|longer|such|link|detectable|effective|available)|"
    r"(?:do|does|did|is|are|was|were|has|have|had|could|can|may|would|should|will|need)(?: |n't )not|cannot|(?:do|does|did|is|are|was|were|could|wo|ca)n't|"
    r"fail(?:s|ed|ure)? to|lack(?:s|ed|ing)? (?:of )?|ineffective|unlikely|neither|nor|never|unable|unrelated|contraindicated|without (?:any )?(?:effect|benefit|affecting|"
    r"altering|changing|evidence|significant)|absence of|rather than|instead of|contrary to|not (?:only a|associated|effective|significant(?:ly)?|recommended|"
    r"different|affect(?:ed)?|related|sufficient|necessary|due|a |an |the |yet|been|be )|in ?sufficient evidence|refute[sd]?|disprove[nd]?|"
    r"no|none|not|negative)\b",
    re.IGNORECASE,
)
_NOT_REFUTING = re.compile(
    r"\bnot only\b|\bno(?:t)? (?:adverse|serious|severe|major) (?:effects?|events?|reactions?|side effects?)\b|\bwhether or not\b|\bif not\b|\bnot fully\b|\bnot (?:yet )?(?:well |been |completely |entirely )*"
    r"(?:understood|clear|known|elucidated|established)\b|\bnot surprising(?:ly)?\b|\bnot just\b|\bnot merely\b|\bno doubt\b|\bnot uncommon\b|\bnot infrequent(?:ly)?\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:whether|controversial|unclear|unknown|conflicting|inconclusive|remains? to be|not (?:yet )?(?:been )?(?:clear|known|established|understood|"
    r"elucidated)|aim(?:s|ed)? (?:of|to|was)|objective|purpose of|hypothes[ie][sz]e?d?|to (?:investigate|evaluate|assess|determine|examine|study|explore|test|compare|"
    r"analy[sz]e|clarify)|we (?:investigated|evaluated|assessed|examined|tested|studied|asked|sought|compared)|was (?:investigated|evaluated|studied|"
    r"examined|assessed|tested)|were (?:investigated|evaluated|studied|examined|assessed|tested))\b",
    re.IGNORECASE,
)
_FINDING = re.compile(
    r"\b(?:show(?:s|ed|n)?|found|demonstrat\w+|conclu\w+|suggest\w*|indicat\w+|confirm\w*|reveal\w*|result(?:s|ed)?|significant(?:ly)?|effective(?:ly)?|"
    r"increas\w+|decreas\w+|reduc\w+|improv\w+|associated|caus\w+|induc\w+|inhibit\w*|prevent\w*|observed|due to|appear\w*|evidence|benefit\w*|"
    r"safe(?:ly)?|useful|superior|higher|lower|greater|correlat\w+|related|responsible|heal\w*|cured?|treat\w*)\b",
    re.IGNORECASE,
)
_QUESTION_NEGATED = re.compile(r"\b(?:not|no|never|without|ineffective|fail|lack|isn't|aren't|doesn't|don't|didn't)\b", re.IGNORECASE)


def polarity(sentence: str, question: str) -> float:
    """From -1 (says no) to 1 (says yes); 0 for a sentence that only raises the question.

    A cue of negation outside harmless phrases ("not only", "no adverse effects") says no; a negated question turns the sign.
    """
    harmless = _NOT_REFUTING.sub(" ", sentence)
    refutes = _REFUTES.search(harmless) is not None
    finding = _FINDING.search(harmless) is not None
    if _OPEN.search(sentence) and not (finding and _concludes(sentence)):
        return 0.0
    said = -1.0 if refutes else (1.0 if finding else 0.6)
    return -said if _QUESTION_NEGATED.search(question) else said


def raises_only(sentence: str) -> bool:
    """Whether the sentence states an aim, a method or an open question and no finding."""
    return _OPEN.search(sentence) is not None and not _concludes(sentence)


def _concludes(sentence: str) -> bool:
    return (
        re.search(
            r"\b(?:conclu\w+|we (?:found|show(?:ed)?|demonstrate\w*|suggest)|results? (?:show|suggest|indicat|demonstrat|confirm|support)\w*|it was (?:found|shown|concluded)|"
            r"(?:findings|data|observations) (?:show|suggest|indicate|support|demonstrate)\w*)\b",
            sentence,
            re.IGNORECASE,
        )
        is not None
    )
