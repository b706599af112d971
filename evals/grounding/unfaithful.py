"""Ways in which a statement can say something else than the sentence it cites: each alters one thing and gives None where there is nothing of it.

The sentences are real, what is made of them is not: grammar may suffer, the meaning must change.
"""

import re
from collections.abc import Callable
from itertools import pairwise
from random import Random

from corpuscle.evals.grounding.source import Source

Alteration = Callable[[Source, Random], str | None]

_NUMBER = re.compile(r"(?<![\w.,/-])\d+(?:\.\d+)?(?![\w,/-]|\.\d)")
_OTHER_UNIT = {
    "mg": "g", "g": "mg", "kg": "g", "µg": "mg", "μg": "mg", "ug": "mg", "microgram": "milligram", "micrograms": "milligrams", "ng": "mg",
    "ml": "l", "mM": "M", "nM": "mM", "µM": "mM", "μM": "mM", "mm": "cm", "cm": "mm", "week": "month", "weeks": "months", "wk": "months",
    "month": "year", "months": "years", "day": "week", "days": "weeks", "hours": "days", "hour": "day", "hr": "days", "h": "days",
    "min": "h", "minutes": "hours", "years": "months", "yr": "months", "sec": "min", "seconds": "minutes",
}  # fmt: skip
_WITH_UNIT = re.compile(rf"(?<=\d)(\s?)({'|'.join(sorted(_OTHER_UNIT, key=len, reverse=True))})\b(?![/.-]\w)")
_OPPOSITES = (
    ("increased", "decreased"), ("increase", "decrease"), ("increases", "decreases"), ("increasing", "decreasing"), ("higher", "lower"),
    ("greater", "smaller"), ("more", "less"), ("elevated", "reduced"), ("rise", "fall"), ("rose", "fell"), ("above", "below"),
    ("enhanced", "impaired"), ("improved", "worsened"), ("stimulated", "inhibited"), ("stimulates", "inhibits"), ("activates", "inhibits"),
    ("effective", "ineffective"), ("positive", "negative"), ("longer", "shorter"), ("better", "worse"), ("high", "low"),
    ("before", "after"), ("present", "absent"), ("superior", "inferior"), ("upregulated", "downregulated"), ("faster", "slower"),
    ("sensitive", "resistant"), ("early", "late"), ("maximum", "minimum"), ("acute", "chronic"),
)  # fmt: skip
_OPPOSITE = dict(_OPPOSITES) | {b: a for a, b in _OPPOSITES}
_DIRECTION = re.compile(rf"\b({'|'.join(_OPPOSITE)})\b")
_AUXILIARY = re.compile(r"\b(was|were|is|are|has been|have been|had been|can|could|may|might|will|should) (?!not\b|no\b|also\b)(?=[a-z])")
_BASE = {
    "increased": "increase", "decreased": "decrease", "reduced": "reduce", "improved": "improve", "caused": "cause", "inhibited": "inhibit",
    "stimulated": "stimulate", "produced": "produce", "induced": "induce", "prevented": "prevent", "showed": "show", "enhanced": "enhance",
    "revealed": "reveal", "affected": "affect", "resulted": "result", "occurred": "occur", "developed": "develop", "differed": "differ",
}  # fmt: skip
_PAST = {base: past for past, base in _BASE.items()}
_FINITE = re.compile(rf"(?<!was )(?<!were )(?<!is )(?<!are )(?<!been )(?<!an )(?<!the )\b({'|'.join(_BASE)})\b(?= [a-z])")
_NEGATIVE = re.compile(r"\b(?:not|no|nor|none|neither|never|without|fail\w*|lack\w*|unable|cannot|absence)\b|n't\b", re.IGNORECASE)
_DENIED = re.compile(
    rf"\b(?:did|does|do) not ({'|'.join(_PAST)})\b|\b(was|were|is|are|has|have|could|can|may) not\b|\b(?:had|has|have|was|were) (no)\b"
)
_STRONGER = {
    "some": "all", "several": "all", "many": "all", "most": "all", "often": "always", "sometimes": "always", "usually": "always",
    "frequently": "always", "generally": "always", "rarely": "never", "seldom": "never", "partially": "completely", "partly": "entirely",
    "partial": "complete", "slightly": "markedly", "slight": "marked", "moderately": "extremely", "moderate": "extreme", "half": "all",
    "occasionally": "always", "occasional": "constant", "majority": "totality",
}  # fmt: skip
_QUANTIFIER = re.compile(rf"\b({'|'.join(_STRONGER)})\b(?! than)", re.IGNORECASE)
_HEDGED = re.compile(r"\b(?:may|might|could) (?:also )?(be|have|(?!not\b|or\b|and\b)[a-z]{3,})\b")
_ADVERB = re.compile(r"\b(?:possibly|probably|perhaps|presumably|potentially|apparently) (?=[a-z])")
_LIKELY = re.compile(r"\b(?:is|are) (?:likely|believed|thought|assumed) to be\b")
_THIRD_PERSON = {"be": "is", "have": "has"}
_P_VALUE = re.compile(r"\b([Pp]\s?)(<|less than)(?=\s?0?\.\d)")
_ASSOCIATION = re.compile(r"\b(?:was|were|is|are) (?:\w+ )?(?:associated|correlated|linked|related) (?:with|to)\b")
_RELATION = re.compile(
    r"^[^,;:]{1,60}\b(?:induc|caus|inhibit|increas|reduc|decreas|stimulat|activat|prevent|block|enhanc|suppress|produc|improv)\w*\b[^,;:]{0,40}$"
)
_POPULATIONS = {
    "rats": "patients", "rat": "human", "mice": "patients", "mouse": "human", "dogs": "patients", "rabbits": "patients", "cats": "infants",
    "children": "adults", "adults": "children", "women": "men", "men": "women", "infants": "elderly patients", "in vitro": "in vivo",
    "newborns": "adults", "animals": "patients", "female": "male", "male": "female", "healthy": "diabetic",
}  # fmt: skip
_POPULATION = re.compile(rf"\b({'|'.join(_POPULATIONS)})\b(?! model)")
_THAN = re.compile(
    r"\b((?:higher|lower|greater|smaller|longer|shorter|better|worse|larger|less|more)\b[^,;.]{0,50}?)\b(in|for|with|among) ([\w -]{3,40}?) than (?:in|for|with|among) ([\w -]{3,40}?)(?=[,;(]|\.$)"
)
_AIM = re.compile(
    r"\b(?:to (?:determine|investigate|evaluate|examine|assess|test|study)|(?:determine|investigate|examine|test|assess)d) (?:whether|if) ([a-zA-Z][^.;]{20,})\.$"
)
_AIM_EFFECT = re.compile(
    r"^(?:The )?effects? of ([\w ,-]{3,60}?) (?:on|upon) ([\w ,-]{3,60}?) (?:was|were|has been|have been) (?:\w+ )?(?:studied|investigated|examined|evaluated|measured|assessed|determined)\b"
)


def number_changed(source: Source, random: Random) -> str | None:
    places = list(_NUMBER.finditer(source.text))
    if not places:
        return None
    place = random.choice(places)
    value = place.group()
    others = [value + "0", str(int(float(value)) + random.randint(2, 9)), value[::-1], str(round(float(value) * 1.5, 2))]
    present = set(_NUMBER.findall(source.text))
    new = next((other for other in random.sample(others, len(others)) if other not in present and float(other) != float(value)), None)
    return None if new is None else source.text[: place.start()] + new + source.text[place.end() :]


def numbers_exchanged(source: Source, random: Random) -> str | None:
    places = list(_NUMBER.finditer(source.text))
    pairs = [(a, b) for a, b in pairwise(places) if float(a.group()) != float(b.group())]
    if not pairs:
        return None
    a, b = random.choice(pairs)
    return source.text[: a.start()] + b.group() + source.text[a.end() : b.start()] + a.group() + source.text[b.end() :]


def unit_changed(source: Source, random: Random) -> str | None:
    places = list(_WITH_UNIT.finditer(source.text))
    if not places:
        return None
    place = random.choice(places)
    return source.text[: place.start(2)] + _OTHER_UNIT[place[2]] + source.text[place.end() :]


def entity_of_elsewhere(source: Source, random: Random) -> str | None:
    return _swapped(source, random, source.elsewhere)


def entity_of_the_article(source: Source, random: Random) -> str | None:
    return _swapped(source, random, source.in_article)


def _swapped(source: Source, random: Random, others: dict[str, tuple[tuple[str, str], ...]]) -> str | None:
    here = {mention.entity.curie for mention in source.mentions}
    text = source.text.lower()
    for mention in random.sample(source.mentions, len(source.mentions)):
        names = [name for curie, name in others.get(mention.entity.category, ()) if curie not in here and name.lower() not in text]
        if names and len(mention.text) > 3:
            return source.text[: mention.begin] + random.choice(names) + source.text[mention.end :]
    return None


def arguments_exchanged(source: Source, random: Random) -> str | None:
    for a, b in pairwise(source.mentions):
        between = source.text[a.end : b.begin]
        if a.entity.curie != b.entity.curie and _RELATION.match(between) and not _NEGATIVE.search(between) and len(between) > 5:
            return source.text[: a.begin] + b.text + between + a.text + source.text[b.end :]
    return None


def comparison_exchanged(source: Source, random: Random) -> str | None:
    found = _THAN.search(source.text)
    if found is None:
        return None
    return source.text[: found.start(3)] + found[4] + source.text[found.end(3) : found.start(4)] + found[3] + source.text[found.end(4) :]


def negation_added(source: Source, random: Random) -> str | None:
    if _NEGATIVE.search(source.text):
        return None
    if place := _FINITE.search(source.text):
        return source.text[: place.start()] + "did not " + _BASE[place[1]] + source.text[place.end() :]
    if place := _AUXILIARY.search(source.text):
        return source.text[: place.end(1)] + " not" + source.text[place.end(1) :]
    return None


def negation_removed(source: Source, random: Random) -> str | None:
    found = _DENIED.search(source.text)
    if found is None or len(_NEGATIVE.findall(source.text)) > 1:
        return None
    new = _PAST[found[1]] if found[1] else found[2] or found.group().removesuffix("no") + "a"
    return source.text[: found.start()] + new + source.text[found.end() :]


def direction_flipped(source: Source, random: Random) -> str | None:
    places = list(_DIRECTION.finditer(source.text))
    if not places:
        return None
    place = random.choice(places)
    return source.text[: place.start()] + _OPPOSITE[place[1]] + source.text[place.end() :]


def quantifier_strengthened(source: Source, random: Random) -> str | None:
    place = _QUANTIFIER.search(source.text)
    return None if place is None else source.text[: place.start()] + _STRONGER[place[1].lower()] + source.text[place.end() :]


def hedge_removed(source: Source, random: Random) -> str | None:
    if place := _HEDGED.search(source.text):
        verb = _THIRD_PERSON.get(place[1], place[1] + "s")
        return source.text[: place.start()] + verb + source.text[place.end() :]
    if place := _LIKELY.search(source.text):
        return source.text[: place.start()] + place.group().split()[0] + source.text[place.end() :]
    if place := _ADVERB.search(source.text):
        return source.text[: place.start()] + source.text[place.end() :]
    return None


def significance_reversed(source: Source, random: Random) -> str | None:
    place = _P_VALUE.search(source.text)
    return (
        None if place is None else source.text[: place.start(2)] + (">" if place[2] == "<" else "more than") + source.text[place.end(2) :]
    )


def association_told_as_cause(source: Source, random: Random) -> str | None:
    place = _ASSOCIATION.search(source.text)
    if place is None or _NEGATIVE.search(source.text):
        return None
    return source.text[: place.start()] + "caused" + source.text[place.end() :]


def population_changed(source: Source, random: Random) -> str | None:
    place = _POPULATION.search(source.text)
    if place is None or re.search(rf"\b{_POPULATIONS[place[1]]}\b", source.text):
        return None
    return source.text[: place.start()] + _POPULATIONS[place[1]] + source.text[place.end() :]


def aim_told_as_finding(source: Source, random: Random) -> str | None:
    if found := _AIM.search(source.text):
        return found[1][0].upper() + found[1][1:] + "."
    if found := _AIM_EFFECT.search(source.text):
        return f"{found[1][0].upper()}{found[1][1:]} affects {found[2]}."
    return None


def another_sentence_of_the_article(source: Source, random: Random) -> str | None:
    return random.choice(source.others) if source.others else None


def sentence_of_another_article(source: Source, random: Random) -> str | None:
    return random.choice(source.related) if source.related else None


UNFAITHFUL: tuple[Alteration, ...] = (
    number_changed,
    numbers_exchanged,
    unit_changed,
    significance_reversed,
    entity_of_elsewhere,
    entity_of_the_article,
    arguments_exchanged,
    comparison_exchanged,
    population_changed,
    negation_added,
    negation_removed,
    direction_flipped,
    quantifier_strengthened,
    hedge_removed,
    association_told_as_cause,
    aim_told_as_finding,
    another_sentence_of_the_article,
    sentence_of_another_article,
)
