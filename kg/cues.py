"""Words by which a sentence says that a relation holds."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cues:
    """How a predicate is said. Patterns are matched in lower-case text."""

    active: re.Pattern[str]
    """Between subject and object, in this order: "aspirin *causes* ulcers"."""
    passive: re.Pattern[str]
    """Between object and subject, in this order: "ulcers *caused by* aspirin"."""
    noun: re.Pattern[str]
    """Before both, object first: "*treatment of* ulcers with cimetidine"."""
    loose: re.Pattern[str]
    """Between them in either order, weak alone: "patients *receiving* aspirin"."""


def _words(patterns: str) -> re.Pattern[str]:
    """Alternatives separated by blanks or line ends; "_" stands for a blank inside one."""
    return re.compile(r"\b(?:" + "|".join(p.replace("_", r"\s+(?:\w+\s+)?") for p in patterns.split()) + r")(?![a-z])")


def _opening(noun: str) -> re.Pattern[str]:
    """The noun with "of" or "in", as it ends the text before a mention, up to three words between."""
    return re.compile(rf"\b{noun} (?:of|in|for) (?:[\w-]+ ){{0,3}}$")


_BENEFIT = r"(?:survival|remission|recovery)\b"
_NO_BENEFIT = rf"(?!\s+(?:\w+\s+){{0,6}}{_BENEFIT})"  # "associated with longer survival of patients with …" tells of no harm

_CAUSES = Cues(
    active=_words(
        r"caus(?:e|es|ed|ing)\b(?!_by) induc(?:e|es|ing|ed)\b(?!_by) produc(?:e|es|ed|ing)\b(?!_by) (?:lead|leads|leading|led)_to"
        r" result(?:s|ed|ing)?_in provok\w* trigger\w* precipitat(?:e|es|ed|ing)\b(?!_by) elicit\w* exacerbat\w* aggravat\w* worsen\w* contribut\w*_to"
        r" (?:gave|give|gives|given|giving)_rise increas\w+_(?:risk|incidence|frequency|rate|severity) risk_of develop\w* evok\w*"
        rf" associated_with{_NO_BENEFIT} responsible_for"
    ),
    passive=_words(
        r"(?:caused|induced|produced|precipitated|triggered|evoked|provoked|aggravated)_by (?:due|secondary|attribut\w+|related|owing)_to"
        r" associated_with result(?:ing|ed|s)?_from following after during complicat\w+ (?:side|toxic|adverse)_effects?_of"
    ),
    noun=_opening(r"(?:induction|production|provocation|cause|causation|precipitation|exacerbation)"),
    loose=_words(r"of by with receiving taking (?:use|administration|injection|infusion|exposure|overdose) on effects? in who acute"),
)
_TREATS = Cues(
    active=_words(
        r"treat(?:s|ed|ing|ment)?\b(?!_with) cur(?:e|es|ed|ing)\b heal(?:s|ed|ing)?\b reliev(?:e|es|ed|ing) improv\w+ alleviat\w+ ameliorat\w+"
        r" (?:effective|effectiveness|efficac\w+|efficient|useful|benefi\w+|active|indicated|approved)_(?:in|for|against|of|to)"
        r" reduc(?:e|es|ed|ing|tion) control(?:s|led|ling)?_(?:of)? therap\w+_(?:of|for|in) manag\w+_of revers\w+ decreas\w+ lower\w+"
        r" eradicat\w+ suppress\w* attenuat\w+ normali[sz]\w+ abolish\w*"
        rf" (?:increas|improv|prolong|extend|higher|longer|better)\w*(?:\s+\w+){{0,3}}\s+{_BENEFIT}"
    ),
    passive=_words(
        r"treat(?:ed|ment|ing|able)_(?:with|by) therap\w+_with respon(?:d|ds|ded|ding|se|sive)_to manag\w+_with improv\w+_(?:with|by|after|on|during)"
        r" (?:controlled|relieved|reduced|cured|reversed|healed|suppressed|ameliorated|alleviated|abolished|attenuated)_(?:with|by|after)"
    ),
    noun=_opening(r"(?:treatment|therapy|management|control|cure|healing|relief|reversal|suppression|improvement)"),
    loose=_words(r"in for against patients_with (?:receiv|given|administ)\w* with by therapy"),
)
_PREVENTS = Cues(
    active=_words(
        r"prevent(?:s|ed|ing|ion|ive|ative)?\b(?!_by) prophyla\w+ protect\w* avert\w*"
        r" (?:reduc|lower|decreas|diminish)\w*_(?:risk|incidence|frequency|rate|occurrence)"
    ),
    passive=_words(
        r"prevented_(?:by|with) prevention_(?:by|with) prophyla\w+_(?:by|with) protect\w+_by (?:reduced|lower|decreased)_(?:with|by|in) vaccinat\w+"
    ),
    noun=_opening(r"(?:prevention|prophylaxis)"),
    loose=_words(r"against of by with vaccin\w+"),
)
_INHIBITS = Cues(
    active=_words(
        r"inhibit\w*\b(?!_by) block\w*\b(?!_by) antagoni\w+\b(?!_by) suppress\w* reduc\w+ decreas\w+ lower\w+ attenuat\w+ abolish\w*"
        r" down-?regulat\w+ repress\w* inactivat\w+ prevent\w* diminish\w* impair\w*"
    ),
    passive=_words(
        r"(?:inhibit|block|antagoni[sz]|suppress|reduc|decreas|lower|attenuat|abolish|inactivat|diminish)\w*_(?:by|with|after)"
        r" inhibitors?\b antagonists?\b blockers?\b"
    ),
    noun=_opening(r"(?:inhibition|blockade|suppression|reduction|antagonism|inactivation|depression)"),
    loose=_words(r"of by with after effects?"),
)
_ACTIVATES = Cues(
    active=_words(
        r"activat\w+ stimulat\w+ increas\w+ enhanc\w+ induc\w+ elevat\w+ potentiat\w+ promot\w+ up-?regulat\w+ rais(?:e|es|ed|ing) agonists?\b"
    ),
    passive=_words(r"(?:activat|stimulat|increas|enhanc|induc|elevat|potentiat|promot|rais)(?:ed|ion)_(?:by|with|after)"),
    noun=_opening(r"(?:stimulation|activation|induction|potentiation|enhancement|elevation)"),
    loose=_words(r"of by with after effects?"),
)
_AFFECTS = Cues(
    active=_words(
        r"affect\w* influenc\w+ modulat\w+ alter\w* effects?_on regulat\w+ bind\w* chang\w+ increas\w+ decreas\w+ inhibit\w* stimulat\w+ reduc\w+"
    ),
    passive=_words(
        r"(?:affected|influenced|modulated|altered|regulated|increased|decreased|inhibited|stimulated|reduced)_by response_to (?:after|following)\b"
    ),
    noun=_opening(r"(?:regulation|modulation|alteration|inhibition|stimulation|effects?)"),
    loose=_words(r"of by with on during"),
)
_PHENOTYPE = Cues(
    active=_words(
        r"characteri[sz]ed_by present\w*_(?:with|as) manifest\w* (?:symptom|sign|feature|finding)s? complicated_by associated_with includ\w+"
        r" consist\w+_of show(?:s|ed|ing)?\b exhibit\w* develop\w* suffer\w* caus\w+ lead\w*_to result\w*_in"
    ),
    passive=_words(
        r"(?:symptom|sign|feature|manifestation|finding|complication)s?_of associated_with due_to secondary_to caused_by result\w+_from complicating"
    ),
    noun=_opening(r"(?:symptom|sign|feature|manifestation)s?"),
    loose=_words(r"with in of and"),
)
_ASSOCIATED = Cues(
    active=_words(
        r"associat\w+ correlat\w+ relat(?:ed|ion|ionship)s? link\w* risk caus\w+ induc\w+ lead\w*_to result\w*_in predict\w* involv\w+ implicat\w+"
        r" contribut\w+ role_in"
    ),
    passive=_words(
        r"associat\w+ correlat\w+ relat(?:ed|ion|ionship)s? link\w* risk (?:caused|induced)_by due_to secondary_to predict\w* involv\w+ after following"
    ),
    noun=_opening(r"(?:association|correlation|relation|relationship|link)"),
    loose=_words(r"in with of and"),
)
_GENE = Cues(
    active=_words(
        r"mutat\w+ associat\w+ caus\w+ genes?\b variants? polymorphisms? deficien\w+ susceptib\w+ responsible_for link\w* result\w*_in"
    ),
    passive=_words(r"mutat\w+ caused_by due_to associat\w+ deficien\w+ link\w+_to variants? result\w*_from genes?\b"),
    noun=_opening(r"(?:mutation|gene|variant)s?"),
    loose=_words(r"in with of"),
)
_MARKER = Cues(
    active=_words(
        r"(?:bio)?markers? elevated_in (?:increas|decreas|rais|reduc|higher|lower)\w*_in levels? concentrations? diagnos\w+ predict\w* indicat\w+"
    ),
    passive=_words(r"(?:bio)?markers? levels? concentrations? (?:increas|decreas|elevat|rais|reduc)\w*"),
    noun=_opening(r"(?:marker|diagnosis|level)s?"),
    loose=_words(r"in of with"),
)
_EXPRESSED = Cues(
    active=_words(r"express\w* (?:present|found|detected|located)_in locali[sz]\w+ activit\w+_in"),
    passive=_words(r"express\w* contain\w* produc\w+ secret\w+ synthesi[sz]\w+"),
    noun=_opening(r"(?:expression|localization|presence)"),
    loose=_words(r"in of from"),
)
_CONTRAINDICATED = Cues(
    active=_words(r"contraindicat\w+ avoid\w* (?:should|must)_not caution\w* withheld harmful_in unsafe_in"),
    passive=_words(r"contraindicat\w+ avoid\w* (?:should|must)_not caution\w* withh\w+"),
    noun=_opening(r"(?:avoidance|contraindication)"),
    loose=_words(r"in for"),
)

_DIAGNOSES = Cues(
    active=_words(
        r"diagnos\w+ detect\w* identif\w+ screen\w*_(?:for|of) predict\w* (?:sensitivity|specificity|accura\w+|useful|value)_(?:for|in|of|to) reveal\w* confirm\w*"
        r" demonstrat\w+ visuali[sz]\w+ differentiat\w+ test_for"
    ),
    passive=_words(
        r"(?:diagnosed|detected|identified|confirmed|revealed|demonstrated|visuali[sz]ed|evaluated)_(?:by|with|on|using) diagnos\w+_(?:by|with|using)"
    ),
    noun=_opening(r"(?:diagnosis|detection|identification|screening|evaluation)"),
    loose=_words(r"in for of with by"),
)
_BINDS = Cues(
    active=_words(
        r"bind(?:s|ing)?\b bound\b interact\w* target\w* affinity_for ligands?_(?:of|for) complex\w*_with substrates?_(?:of|for) recogni[sz]\w+"
    ),
    passive=_words(
        r"bound_by bind(?:s|ing)?\b interact\w* targeted_by target\w*_(?:of|for) receptors?_for complex\w*_with ligands?\b substrates?\b"
    ),
    noun=_opening(r"(?:binding|interaction|affinity|targeting)"),
    loose=_words(r"of to with and by"),
)
_HANDLES = Cues(
    active=_words(
        r"substrates?_(?:of|for) metaboli[sz]ed_by transported_by carried_by bound_(?:to|by) (?:oxidi[sz]|hydroly[sz]|conjugat|degrad)\w*_by via through"
    ),
    passive=_words(
        r"metaboli[sz]\w* transport\w* carr(?:y|ies|ied)\b hydroly[sz]\w* oxidi[sz]\w* degrad\w* conjugat\w* catalyz\w* uptake_of efflux_of binds?\b"
    ),
    noun=_opening(r"(?:metabolism|transport|uptake|efflux|degradation|hydrolysis|oxidation)"),
    loose=_words(r"of by with in"),
)
_YIELDS = Cues(
    active=_words(
        r"(?:metaboli[sz]|convert|transform|degrad|hydroly[sz]|oxidi[sz])\w*_(?:in)?to yield\w* form(?:s|ed|ing)?\b releas\w+ produc\w+ metabolites?\b"
    ),
    passive=_words(r"metabolites?_of (?:formed|derived|produced|released|obtained)_from products?_of yielded_by produced_by"),
    noun=_opening(r"(?:conversion|metabolism|formation|release|production)"),
    loose=_words(r"to from of into"),
)
_RAISED = Cues(
    active=_words(r"(?:over-?express|up-?regulat|elevat|increas|rais|enrich|amplif)\w*_(?:in|by)? high(?:er)?_(?:in|levels?) accumulat\w+"),
    passive=_words(
        r"over-?express\w* up-?regulat\w* elevat\w* increas\w* high(?:er)?_(?:levels?|expression) enrich\w* amplif\w* accumulat\w+"
    ),
    noun=_opening(r"(?:overexpression|upregulation|elevation|increase|amplification)"),
    loose=_words(r"in of with"),
)
_LOWERED = Cues(
    active=_words(
        r"(?:under-?express|down-?regulat|decreas|reduc|lower|silenc|deplet|lost|loss)\w*_(?:in|by)? low(?:er)?_(?:in|levels?) deficien\w+"
    ),
    passive=_words(
        r"under-?express\w* down-?regulat\w* decreas\w* reduc\w* low(?:er)?_(?:levels?|expression) loss_of silenc\w* deplet\w* deficien\w+"
    ),
    noun=_opening(r"(?:underexpression|downregulation|decrease|reduction|loss|silencing)"),
    loose=_words(r"in of with"),
)
_PARTAKES = Cues(
    active=_words(
        r"involved_in particip\w+ role_in part_of regulat\w+ mediat\w+ contribut\w+_to require[sd]?_for component_of member_of essential_for"
    ),
    passive=_words(r"involv\w+ requir\w+ mediated_by regulated_by depend\w*_on contain\w* includ\w* consist\w*_of compris\w+ compos\w+_of"),
    noun=_opening(r"(?:role|involvement|participation|contribution)"),
    loose=_words(r"in of by via"),
)
_KIND = Cues(
    active=_words(
        r"(?:is|are|was|were)_(?:an?|the)\b kinds?_of types?_of forms?_of class\w*_(?:of|as) variants?_of subtypes?_of belong\w*_to member\w*_of and_other"
    ),
    passive=_words(r"such_as includ\w+ e\.?g especially particularly (?:like|namely)\b"),
    noun=_opening(r"(?:kind|type|form|class|variant|subtype)s?"),
    loose=_words(r"as of"),
)
_CORRELATES = Cues(
    active=_words(r"positively_(?:correlat|associat|relat)\w+ direct\w*_correlat\w+ increas\w+_with correlat\w+_with"),
    passive=_words(r"positively_(?:correlat|associat|relat)\w+ direct\w*_correlat\w+ increas\w+_with correlat\w+_with"),
    noun=_opening(r"positive (?:association|correlation|relationship)"),
    loose=_words(r"with and"),
)
_ANTICORRELATES = Cues(
    active=_words(r"(?:negatively|inverse\w*)_(?:correlat|associat|relat)\w+ decreas\w+_with"),
    passive=_words(r"(?:negatively|inverse\w*)_(?:correlat|associat|relat)\w+ decreas\w+_with"),
    noun=_opening(r"(?:negative|inverse) (?:association|correlation|relationship)"),
    loose=_words(r"with and"),
)

CUES: dict[str, Cues] = {
    "treats": _TREATS,
    "prevents": _PREVENTS,
    "causes": _CAUSES,
    "contraindicated in": _CONTRAINDICATED,
    "inhibits": _INHIBITS,
    "activates": _ACTIVATES,
    "affects": _AFFECTS,
    "has complication": _PHENOTYPE,
    "has phenotype": _PHENOTYPE,
    "gene associated with": _GENE,
    "marker of": _MARKER,
    "expressed in": _EXPRESSED,
    "associated with": _ASSOCIATED,
    "palliates": _TREATS,
    "diagnoses": _DIAGNOSES,
    "positively correlates with": _CORRELATES,
    "negatively correlates with": _ANTICORRELATES,
    "upregulates": _ACTIVATES,
    "downregulates": _INHIBITS,
    "regulates": _AFFECTS,
    "targets": _BINDS,
    "has enzyme": _HANDLES,
    "has transporter": _HANDLES,
    "has carrier": _HANDLES,
    "binds": _BINDS,
    "interacts with": _BINDS,
    "has metabolite": _YIELDS,
    "yields": _YIELDS,
    "overexpressed in": _RAISED,
    "underexpressed in": _LOWERED,
    "located in": _EXPRESSED,
    "takes place in": _EXPRESSED,
    "in taxon": _EXPRESSED,
    "part of": _PARTAKES,
    "participates in": _PARTAKES,
    "precedes": _ASSOCIATED,
    "is a": _KIND,
    "broader or narrower than": _ASSOCIATED,
    "has role": _KIND,
    "resembles": _ASSOCIATED,
    "covaries with": _CORRELATES,
}
"""Cues of each stored predicate."""

AGENT = re.compile(r"\b(?:by|with|using|after|from|due to|following)\b")
"""What stands between object and subject after an opening noun."""
