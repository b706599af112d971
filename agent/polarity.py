"""Whether a sentence says yes or no to a question, by cues.

Negation cues alone reach macro F1 .65 on BioASQ's yes/no questions with gold snippets, against .39 for "always yes"; a bag of words with
learned weights did no better than rules on questions it had not seen (docs/decisions/004).
"""

import re
from collections.abc import Iterator


def cues(*alternatives: str) -> re.Pattern[str]:
    """Any of the alternatives as whole words, in letters of any size."""
    return re.compile(rf"\b(?:{'|'.join(alternatives)})\b", re.IGNORECASE)


_REFUTES = cues(
    r"no|not|none|neither|nor|never|cannot|negative|(?:do|does|did|is|are|was|were|could|wo|ca)n't",
    r"fail(?:s|ed|ure)? to|lack(?:s|ed|ing)?|absence of|without (?:any )?(?:effect|benefit|affecting|altering|changing|evidence|significant)",
    r"ineffective|unlikely|unable|unrelated|contraindicated|unimportant|unnecessary|unreliable|unsuitable|insufficient|inadequate|inferior",
    r"poorly|rarely|seldom|hardly|rather than|instead of|contrary to|irrespective of|regardless of|independent(?:ly)? of|refute[sd]?|disprove[nd]?",
    r"little (?:or no |if any )?(?:awareness|value|effect|evidence|benefit|influence|difference|use|role|impact|importance|change)",
    r"(?:limited|doubtful|questionable) (?:value|use|usefulness|benefit|effect)|low (?:diagnostic )?(?:efficiency|accuracy|sensitivity|yield)",
)
_HARMLESS = cues(
    r"not (?:only|just|merely|fully|surprising(?:ly)?|uncommon|infrequent(?:ly)?)|whether or not|if not|no doubt",
    r"not? (?:adverse|serious|severe|major) (?:side )?(?:effects?|events?|reactions?)",
    r"not (?:yet )?(?:well |been |completely |entirely )*(?:understood|clear|known|elucidated|established)",
)
_OPEN = cues(
    r"whether|controversial|unclear|unknown|conflicting|inconclusive|remains? to be|aim(?:s|ed)? (?:of|to|was)|objective|purpose of|hypothes[ie][sz]e?d?",
    r"not (?:yet )?(?:been )?(?:clear|known|established|understood|elucidated)",
    r"to (?:investigate|evaluate|assess|determine|examine|study|explore|test|compare|analy[sz]e|clarify|document|describe)",
    r"(?:further|more|additional|future|larger|prospective) (?:studies|study|research|investigations?|work|trials?|data)",
    r"(?:this|the present|our) (?:study|paper|review|article|report|trial|survey) (?:was|is an?|examine[sd]?|outlines?|aim(?:s|ed)|evaluate[sd]?|"
    r"investigate[sd]?|describe[sd]?|explore[sd]?|compare[sd]?|assess(?:es|ed)?|presents?|address(?:es)?)",
    r"we (?:investigated|evaluated|assessed|examined|tested|studied|asked|sought|compared|measured|analy[sz]ed|performed|conducted|reviewed)",
    r"w(?:as|ere) (?:prospectively |retrospectively |randomly )?(?:investigated|evaluated|studied|examined|assessed|tested|randomi[sz]ed|enrolled|included|"
    r"recruited|questioned|monitored|surveyed|divided|assigned|allocated|measured|collected|performed|reviewed|interviewed|obtained|recorded|selected|"
    r"followed|assayed|estimated|carried out|determined|analy[sz]ed|quantified|given|administered)",
    r"(?:patients?|subjects?|women|men|children|animals|rats|mice|controls|volunteers|participants|individuals) (?:who |that )?(?:received|underwent)",
    r"(?:should|needs? to|must|remains? to) be (?:considered|confirmed|investigated|studied|explored|elucidated|clarified|evaluated|determined)",
)
_CONCLUDES = cues(
    r"conclu\w+|we (?:found|show(?:ed)?|demonstrate\w*|suggest)|it was (?:found|shown|concluded)",
    r"(?:results?|findings|data|observations|analyses) (?:show|suggest|indicat|demonstrat|confirm|support|reveal)\w*",
)
_FINDING = cues(
    r"show(?:s|ed|n)?|found|demonstrat\w+|conclu\w+|suggest\w*|indicat\w+|confirm\w*|reveal\w*|result(?:s|ed)?|significant(?:ly)?|effective(?:ly)?",
    r"increas\w+|decreas\w+|reduc\w+|improv\w+|associated|caus\w+|induc\w+|inhibit\w*|prevent\w*|observed|due to|appear\w*|evidence|benefit\w*",
    r"safe(?:ly)?|useful|superior|higher|lower|greater|correlat\w+|related|responsible|heal\w*|cured?|treat\w*",
)
_COMPARES = cues(
    r"differ\w*|better|worse|superior|more (?:effective|accurate|useful)|advantages?|higher|lower|greater|outperform\w*|preferable|influence|affect"
)
_ALIKE = cues(
    r"similar(?:ly)?|comparable|equivalent|equal(?:ly)?|the same|identical|as (?:good|effective|safe|accurate) as|unchanged|unaffected"
)
_NEGATED_QUESTION = cues(r"not|no|never|without|ineffective|(?:is|are|does|do|did|ca)n't")
_NITRIC_OXIDE = re.compile(r"\bNO[S2x]?\b")
_MERE_STATEMENT = 0.3


def polarity(sentence: str, question: str) -> float:
    """From -1 (says no) to 1 (says yes); 0 for a sentence that only raises the question, little for one that reports no finding.

    A cue of negation outside harmless phrases ("not only", "no adverse effects") says no, and so does likeness where the question asks for a
    difference; a negated question turns the sign.
    """
    if raises_only(sentence):
        return 0.0
    plain = without_harmless_negations(sentence)
    if _REFUTES.search(plain) or (_COMPARES.search(question) and _ALIKE.search(plain)):
        said = -1.0
    else:
        said = 1.0 if _FINDING.search(plain) else _MERE_STATEMENT
    return -said if _NEGATED_QUESTION.search(_NITRIC_OXIDE.sub(" ", question)) else said


def raises_only(sentence: str) -> bool:
    """Whether the sentence states an aim, a method or an open question and no finding."""
    return _OPEN.search(sentence) is not None and _CONCLUDES.search(sentence) is None


def finds(vote: float) -> bool:
    """Whether a polarity is that of a finding for yes, and not of a mere statement."""
    return vote > _MERE_STATEMENT


def without_harmless_negations(sentence: str) -> str:
    """The sentence without phrases that deny nothing ("not only", "NO synthase")."""
    return _NITRIC_OXIDE.sub(" ", _HARMLESS.sub(" ", sentence))


def denials(plain: str) -> Iterator[re.Match[str]]:
    """The cues of negation in a sentence without harmless ones."""
    return _REFUTES.finditer(plain)
