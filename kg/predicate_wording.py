"""What predicate a phrase means. Listed phrases first; then rules for what people and models put around a verb."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache

from corpuscle.kg.names import fold, name_key
from corpuscle.kg.predicate_patterns import PATTERNS
from corpuscle.kg.predicate_table import PREDICATES, Predicate


def _words(listed: str) -> frozenset[str]:
    return frozenset(map(fold, listed.split()))


_COPULAS = frozenset({"is a", "is an"})
_OF_STRUCTURE = frozenset(
    {"is a", "has subclass", "broader or narrower than", "has role", "role of", "part of", "has part", "participates in", "has participant"}
    | {"yields", "yielded by", "precedes", "preceded by", "resembles", "in taxon", "taxon of", "site of", "location of", "has metabolite"}
)
"""Predicates whose phrases ("type of", "role of", "is a") stand in questions about anything."""

_OFTEN_NOUNS = _words(
    "activator agonist antagonist arrest binding biomarker blocker carrier comorbidity contraindication drive enzyme generate "
    "inhibitor interaction involve kill limit metabolite modify pathway phenotype ppi shape species stimulator support symptom "
    "therapy transport transporter treatment detect biomarker confirm identify impact mechanism follow present"
)
"""Single words that are a predicate on their own in a triple, and rarely in a question."""

_LOOSE = frozenset(
    map(
        name_key, ("factor in", "characteristic of", "result of", "produced by", "risk of", "mechanism of action", "common in", "effect on")
    )
)
_IN_FRONT = _words("be been being can could do doe does did is are was were may might will would has have the a an often usually commonly")
_ARTICLES = _words("the a an")
_BE = _words("be been being is are was were get become")
_AUXILIARIES = _BE | _words("can could do doe does did may might will would has have had shall should must to s")
_HEDGES = _words(
    "often usually commonly typically generally frequently mainly primarily mostly partly partially potentially possibly probably likely "
    "directly indirectly strongly weakly significantly markedly effectively efficiently successfully selectively specifically potently highly "
    "closely clinically also both sometimes rarely widely currently traditionally well reportedly apparently known key major main potential "
    "important possible competitively reversibly irreversibly physically functionally causally tightly intimately further only even therefore "
    "thereby subsequently consequently ultimately eventually certain some many various several common frequent direct indirect established "
    "effective potent selective standard oral first second line new novel good strong weak specific critical central essential crucial "
    "transcriptional approved recommended preferred safe powerful fda who ema primary secondary chronic acute therapeutic clinical"
)
_DENIED = _words("not no never without neither nor cannot lack lacks fail fails failed unlikely doesn don didn isn wasn aren t unable")
_REPORTED = re.compile(
    r"(?:(?:shown|found|reported|thought|believed|supposed|suggested|demonstrated|proven|expected|suspected|considered|said|able|used|help|"
    r"tend|act|serve|work|function|appear|seem|prone|designed|intended|capable of|recognized|hypothesized) (?:to|that)|help|"
    r"(?:act|serve|work|function|used) (?:as|like|by)|(?:agent|drug|compound|protein|gene|medication|substance|molecule) (?:that|which)) "
)
_TYPES = _words("drug compound chemical gene protein disease disorder condition phenotype symptom tissue")
"""What models write around a predicate: "drug treats disease"."""

_TAILS = (  # what stands between a predicate and its object without changing what it says
    re.compile(r"(?<= )(?:patient|people|person|individual|adult|children|those) (?:with|who have|suffering from|having)$"),
    re.compile(r"(?<= )(?:development|occurrence|onset|formation|emergence|pathogenesis|progression|appearance) of$"),
    re.compile(r"(?<= for )(?:treatment|management|therapy) of$|(?<= for )(?:treating|managing)$|(?<= to )(?:treatment|therapy) with$"),
    re.compile(r" (?:developing|getting|such as|like|including|include)$"),
)
_DEEDS = {
    noun: name
    for name, nouns in {
        "inhibits": "inhibition suppression blockade reduction decrease inactivation antagonism impairment",
        "activates": "activation stimulation increase enhancement elevation potentiation promotion",
        "upregulates": "upregulation overexpression induction accumulation",
        "downregulates": "downregulation depletion degradation loss",
        "regulates": "regulation modulation control",
    }.items()
    for noun in nouns.split()
}
_DOES = re.compile(r"(?:lead to|result in|cause|induce|produce|trigger|involved in|responsible for) (?P<noun>\w+) (?:of|in)")
_AMOUNT = (
    "expression|level|amount|production|secretion|synthesis|biosynthesis|transcription|concentration|abundance|release|mrna|translation"
)
_ACTIVITY = "activity|function|action|effect|signaling|signalling|phosphorylation|receptor|pathway|growth|proliferation|activation"
_OF_ITS = re.compile(rf"(?P<verb>.+?) (?:(?P<amount>(?:\w+ )?(?:{_AMOUNT}))|(?:\w+ )?(?:{_ACTIVITY})) (?:of|in|by|from)")
_ON_AMOUNT = {"inhibits": "downregulates", "activates": "upregulates", "causes": "upregulates"}
_ON_MOLECULES = frozenset({"inhibits", "activates", "upregulates", "downregulates", "affects", "regulates"})
_ALIKE = 0.75  # share of letters below which spelling alone is not looked at
_BY = re.compile(r"(?P<verb>\w+ed) (?:by|with|through|via|following)")


@cache
def _spoken() -> dict[str, Predicate]:
    """Names come over phrases, phrases over Biolink's names, of which the first in the table counts."""
    biolink = {name_key(p.biolink.removeprefix("biolink:")): p for p in reversed(PREDICATES.values()) if p.biolink}
    phrases = {name_key(said): p for p in PREDICATES.values() for said in p.phrases}
    return biolink | phrases | {name_key(p.name): p for p in PREDICATES.values()}


@cache
def _bare() -> dict[str, Predicate]:
    """Listed phrases without the words that may stand anywhere."""
    dropped = _ARTICLES | _HEDGES
    bare = {" ".join(w for w in key.split() if w not in dropped): p for key, p in _spoken().items() if key not in _COPULAS}
    return {key: p for key, p in bare.items() if len(key) > 2} | _spoken()


@cache
def _asked() -> dict[str, Predicate]:
    """What a question may be about, said unmistakably."""
    spoken = _spoken().items()
    return {key: p for key, p in spoken if p.name not in _OF_STRUCTURE and key not in _OFTEN_NOUNS and key not in _LOOSE}


def phrase(text: str) -> Predicate | None:
    """The predicate of which `text` is a listed phrase, auxiliaries in front apart; for words picked out of a question.

    Phrases that stand in questions about anything ("type of", "role of", "treatment") are none.
    """
    words = name_key(text).split()
    while words:
        if found := _asked().get(" ".join(words)):
            return found
        if words[0] not in _IN_FRONT:
            return None
        words = words[1:]
    return None


def canonical(text: str) -> Predicate | None:
    """The predicate that a person or a model means by `text` ("is used for", "biolink:treats", "IS_KNOWN_TO_INHIBIT"), or None.

    "is treated by" gives the inverse predicate, not "treats": use `predicates.forward` to turn a triple round. A negation ("does not
    cause") is not a predicate: None.
    """
    key = name_key(_spaced(text))
    if found := _spoken().get(key):
        return found
    words = [word for word in key.split() if word not in _ARTICLES]
    if not words or _DENIED.intersection(words):
        return None
    sure = [word for word in words if word not in _HEDGES]
    if len(words) > 1 and words[-1].endswith("ed") and _BE.issuperset(words[:-1]):  # "is treated", by what?
        return None
    found = next((found for start in (words, sure) for said in _shortened(start) if (found := _understood(said))), None)
    found = found or next((PREDICATES[name] for name, pattern in PATTERNS if pattern.search(" ".join(words))), None)
    core = words[words[0] in _TYPES : len(words) - (words[-1] in _TYPES)]
    return found or (canonical(" ".join(core)) if len(core) < len(words) else None)


def _spaced(text: str) -> str:
    """Plain words: without prefix, "isTreatedBy" and "is_treated_by" taken apart, brackets and what stands in them left out."""
    words = re.sub(r"\([^)]*\)", " ", re.sub(r"^\s*[A-Za-z]+:(?=\S)", "", text).rpartition("#")[2])
    if not words.isupper():
        words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", words)
    return words.replace("_", " ").lower()


def _shortened(words: list[str]) -> Iterator[str]:
    """The phrase, then ever less of what may stand in front of a verb."""
    while words:
        yield " ".join(words)
        if words[0] in _AUXILIARIES:
            words = words[1:]
        elif match := _REPORTED.match(" ".join(words) + " "):
            words = (" ".join(words) + " ")[match.end() :].split()
        else:
            return


def _understood(key: str) -> Predicate | None:
    known = _bare()
    if found := known.get(key):
        return found
    for tail in _TAILS:
        shorter = tail.sub("", key).strip()
        if shorter and shorter != key and (found := _understood(shorter)):
            return found
    if (match := _DOES.fullmatch(key)) and (name := _DEEDS.get(match["noun"])):
        return PREDICATES[name]
    if match := _OF_ITS.fullmatch(key):
        return _on_object(_understood(match["verb"]), amount=match["amount"] is not None)
    if (match := _BY.fullmatch(key)) and (found := _verb(match["verb"])):
        return PREDICATES[found.inverse]
    return _verb(key)


def _on_object(verb: Predicate | None, amount: bool) -> Predicate | None:
    """What is done to something by doing it to its amount, or to its activity."""
    name = _ON_AMOUNT.get(verb.name, verb.name) if verb and amount else verb.name if verb else ""
    return PREDICATES[name] if name in _ON_MOLECULES else None


def _verb(key: str) -> Predicate | None:
    """The predicate of a phrase whose first word is an inflected verb: "inhibiting", "caused", "suppress" (listed as "suppresses")."""
    first, _, rest = key.partition(" ")
    ending = next((e for e in ("ing", "ed") if first.endswith(e) and len(first) > len(e) + 2), "")
    stem = first.removesuffix(ending)
    stems = (stem, stem + "e", stem[:-1] if stem[-1:] == stem[-2:-1] else stem, stem[:-1] + "y" if stem[-1:] == "i" else stem)
    known = _bare()
    return next((known[verb] for s in stems if (verb := f"{s} {rest}".strip()) in known), None)


def nearest(text: str, n: int = 5) -> list[str]:
    """The names of the `n` predicates that are said most like `text`, nearest first: by shared words, then by spelling."""
    wanted = name_key(_spaced(text))
    words = _content(wanted)
    best = dict.fromkeys(PREDICATES, 0.0)
    for key, predicate in _spoken().items():
        said = _content(key)
        shared = len(words & said) / len(words | said) if words & said else 0.0
        spelling = SequenceMatcher(None, wanted, key)
        if shared or spelling.real_quick_ratio() > _ALIKE:
            best[predicate.name] = max(best[predicate.name], shared + spelling.ratio())
    return sorted(best, key=lambda name: (-best[name], name))[:n]


def _content(key: str) -> frozenset[str]:
    return frozenset(key.split()) - _ARTICLES - _AUXILIARIES - _HEDGES - _DENIED - {"of", "in", "by", "with", "for"}
