"""Words that give a predicate away in a phrase nobody listed ("is utilized in the treatment of"). The first pattern that fits decides.

Patterns see the folded phrase (`names.name_key`: singular, lower case) without articles. What denies ("not", "fails to") never comes here.
"""

import re

_RULES = r"""
has associated gene       (caused by|due to|result from|resulting from|carr\w+|ha[sv]e?|harbor\w*|involve\w*|linked to|associated with) (?:\w+ ){0,3}(mutation|variant|defect|deficiency)s?( in| of)?( gene)?$
gene associated with      \b(mutation|mutated|variant|polymorphism|allele|defect|haploinsufficiency)\b.* (cause|causing|lead|result|associated|linked|underlie|predispose|contribute|found|seen|responsible|in)
gene associated with      \b(causative|causal|susceptibility|risk|candidate|disease|responsible) (gene|locu\w+) (of|for|in)$|\bgene (responsible|mutated) (for|in)$
causes                    \b(increas|higher|elevat|rais|greater|heighten|confer)\w*\b.*\b(risk|likelihood|incidence|odd|susceptibility|chance) (of|for|to)
prevents                  \b(reduc|lower|decreas|less|diminish|minimi)\w*\b.*\b(risk|likelihood|incidence|odd|chance|frequency) (of|for)
causes                    \brisk factor\b
is contraindication of    \bcontraindicat(ion|e)\b.*\b(of|to|for)$
contraindicated in        \b(contraindicat\w*|avoid\w*|unsafe|harmful|caution\w*|inadvisable|dangerous)\b.*\b(in|for|with|by)$
caused by                 \b(side|adverse|toxic|unwanted) (effect|event|reaction)( \w+)? (of|to|from|with)$
causes                    \b(side|adverse|toxic|unwanted) (effect|event|reaction)|toxicity\b
complication of           \b(complication|sequela\w*) (of|from|in|after)$
has complication          \bcomplicat(ed|ion)\b
has phenotype             \b(patient|individual|people|person)s? (often |may |can )?(present|have|suffer|experience|exhibit|develop|show)
phenotype of              \b(symptom|sign|manifestation|feature|hallmark|presentation|phenotype)( \w+){0,2} (of|in|for)$
has phenotype             \b(present|manifest|display|exhibit|show|feature|include|has|have|characteri\w+)\w*\b.*\b(symptom|phenotype|feature|sign|manifestation)
marker of                 \b((bio)?marker|indicator|predictor|prognos\w+)\b.*\b(of|for|in)$
marker of                 \b(level|concentration|titer)s? .*\b(elevat|increas|rais|alter|decreas|reduc|higher|lower|chang)\w* in$
diagnosed by              \bdiagnosed (by|with|using|through)$
diagnoses                 \b(diagnos(e|is|ing|tic)|detect|detection|screening)\b( (of|for|in))?$
overexpressed in          \b(high\w*|over|increased|elevated|enhanced|up|strong\w*) ?(express\w+|regulat\w+) in$
underexpressed in         \b(low\w*|under|reduced|decreased|down|weak\w*) ?(express\w+|regulat\w+) in$
expressed in              \bexpress(ed|ion)\b.*\b(in|within|by|at|on)$
target of                 \b(target|targeted) (of|by|for)$
targets                   \btarget(ing)?\b
has enzyme                \b(metaboli[sz]ed|hydroly[sz]ed|oxidi[sz]ed|degraded|substrate|underg\w* metabolism)\b.*\b(by|of|for|via|through)$
enzyme of                 \bmetaboli[sz](e|ing)\b
metabolite of             \bmetabolite\b.*\bof$
has metabolite            \bmetaboli(te|[sz]ed)\b
has transporter           \btransport(ed|er)?\b.*\bby$
transporter of            \btransport(s|er|ing)?\b
prevented by              \bprevent(ed|able)\b.*\b(by|with|using|through)$
prevents                  \b(prevent|prophyla|protect|preventi)\w*
prevents                  \b(slow|delay|halt|retard)\w* .*\b(progression|onset|development) of$
palliates                 \b(relie|alleviat|eas|improv|ameliorat)\w* .*\b(symptom|pain|discomfort|sign)
treated by                \b(treated|managed|cured|treatable|manageable|therapy|treatment)\b.*\b(by|with|using|include|is)$
treats                    \b(treat|treating|treatment|therapy|therapeutic\w*|medication|remedy|antidote|monotherapy|prescribed|efficac\w+|benefit\w*|indicated|management|cure|curative|drug (for|of))\b.*\b(for|in|of|to|with|against|from)$|\b(treat|treating|manage|managing|cure)$|^(combat|fight|reverse|resolve|eradicate)
inhibited by              \b(inhibit|block|suppress|antagoni[sz]|inactivat|repress|silenc)(ed|ion)\b.*\b(by|with)$
downregulates             \b(inhibit|suppress|block|reduc|decreas|lower|diminish|repress|deplet|downregulat)\w*\b.*\b(expression|level|production|secretion|synthesis|transcription|concentration|abundance|release|amount)s?( of| in)?$
inhibits                  \b(inhibit|antagonis|block|suppress|interfer|inactivat|repress|negative\w* (regulat|modulat)|disrupt|neutrali|impair)\w*
activated by              \b(activat|stimulat|enhanc|potentiat)(ed|ion)\b.*\b(by|with|to)$
upregulates               \b(increas|enhanc|stimulat|induc|elevat|promot|rais|boost|upregulat)\w*\b.*\b(expression|level|production|secretion|synthesis|transcription|concentration|abundance|release|amount)s?( of| in)?$
activates                 \b(agonis|activat|stimulat|potentiat|positive\w* (regulat|modulat))\w*
binds                     \b(bind\w*|bound|ligand|affinity|dock|is receptor)\b
interacts with            \b(interact\w*|synerg\w*|cooperat\w+)\b
regulated by              \b(regulated|modulated|controlled|governed)\b.*\bby$
regulates                 \b(regulat|modulat)\w*
yielded by                \b(synthesi[sz]ed|derived|secreted|formed|biosynthesi[sz]ed|encoded|released|obtained)\b.*\b(from|by)$
yields                    \b(precursor|prodrug|converted|secretes?|synthesi[sz]es?|encod\w+)\b
caused by                 \b(caused|induced|triggered|provoked|brought about|produced|result\w*|consequence|arising|arise|stem\w*|secondary|attribut\w+)\b.*\b(by|of|from|to)$
causes                    \b(cause|causing|causal|causative|etiolog\w+|induc\w+|trigger\w*|lead to|leading to|result in|resulting in|responsible|provok\w+|exacerbat\w+|worsen\w*|aggravat\w+)\b
is a                      ^(is |are )?(\w+ ){0,3}(type|kind|form|subtype|member|example|variant|species|family|subclass|subset|instance)( of(?: \w+){0,2})?$
located in                ^(is|are) (\w+ ){0,2}(disorder|disease|cancer|tumor|condition|infection|inflammation|malignancy) (\w+ )?(of|affecting|in|within)$
located in                \b(locali[sz]\w*|located|reside\w*|situated|accumulat\w*|distributed)\b
resembles                 \b(isomer|analog\w*|similar\w*|derivative|homolog\w*|resembl\w*|ortholog\w*|congener|structur\w+ related)\b
part of                   \b(component|subunit|constituent|part|domain|portion|region) (of|in|within)$
participates in           \b(pathway|process|participat\w*|takes? part)\b
affects                   \b(affect|influenc|alter|impact|effect|chang)\w*
associated with           \b(associat|link|relat|correlat|implicat|involv|connect)\w*|\brole in$
"""
PATTERNS = tuple(
    (name.strip(), re.compile(pattern))
    for name, _, pattern in (re.split(r"(\s{2,})", line.strip(), maxsplit=1) for line in _RULES.strip().splitlines())
)
"""Canonical name and pattern; to be searched in this order."""
