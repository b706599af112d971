"""Ways to say in other words what a sentence says; each gives None where there is nothing of its kind to change.

Grammar may suffer, the meaning must not: a check that drops these drops true statements.
"""

import re
from random import Random

from corpuscle.evals.grounding.source import Source
from corpuscle.evals.grounding.unfaithful import Alteration

_BRACKETS = re.compile(r"\s*\((?=[^()]{3,}\))[^()]*\)")
_LATER_CLAUSE = re.compile(r"(?:;|, (?:whereas|while|although|but|and (?=\w+ (?:was|were|is|are|did|had)\b))) ?")
_FRAME = re.compile(
    r"^(?:(?:In conclusion|However|Moreover|Furthermore|Thus|Therefore|In addition|Also|Finally|In contrast|Hence|Additionally|In summary|"
    r"On the other hand|Interestingly|Similarly|Consequently|In this study|In the present study),\s*)?"
    r"(?:(?:we (?:have )?(?:found|show|showed|observed|conclude|demonstrated?)|it (?:was|is) (?:found|shown|concluded|demonstrated|observed)|"
    r"(?:these|the|our) (?:results|findings|data|observations) (?:show|showed|indicate|indicated|demonstrate|demonstrated)) that\s+)?",
    re.IGNORECASE,
)
_LEADING = re.compile(r"^((?:In|After|During|At|For|Among|Within|Following|By) [^,;:()]{4,60}), (?!and\b|or\b)([^,;].{15,})\.$")
_WORDS = {
    "decreased": "reduced", "decrease": "reduction", "decreases": "reduces", "reduced": "decreased", "increased": "elevated", "showed": "exhibited",
    "shown": "demonstrated", "demonstrated": "shown", "effect": "influence", "effects": "influences", "patients": "subjects", "subjects": "individuals",
    "receiving": "given", "received": "were given", "caused": "produced", "causes": "leads to", "elevated": "raised", "associated with": "linked to",
    "obtained": "gained", "observed": "seen", "found": "observed", "important": "major", "used": "employed", "rapid": "fast", "performed": "carried out",
    "administration": "giving", "marked": "pronounced", "method": "technique", "large": "big", "similar": "comparable", "present": "found",
    "tumor": "tumour", "tumors": "tumours", "diarrhea": "diarrhoea", "anemia": "anaemia", "hemoglobin": "haemoglobin", "estrogen": "oestrogen",
    "therapy": "treatment", "treatment": "therapy", "examined": "studied", "studied": "investigated", "enhanced": "increased", "improved": "bettered",
    "prevented": "averted", "inhibited": "blocked", "inhibition": "blockade",
}  # fmt: skip
_WORD = re.compile(rf"\b({'|'.join(sorted(_WORDS, key=len, reverse=True))})\b")
_PRESENT = {
    "was": "is", "were": "are", "increased": "increases", "decreased": "decreases", "reduced": "reduces", "inhibited": "inhibits",
    "caused": "causes", "produced": "produces", "showed": "shows", "improved": "improves", "induced": "induces", "had": "has", "occurred": "occurs",
}  # fmt: skip
_PAST = re.compile(rf"\b({'|'.join(_PRESENT)})\b(?= [a-z])")
_DID_NOT = re.compile(r"\bdid not (?=[a-z]+)")
_NO_EFFECT = re.compile(r"\bhad no (?:significant )?(?:effect|influence) on\b")
_NO_DIFFERENCE = re.compile(r"\b(?:There (?:was|were)) no (significant )?(differences?|changes?|correlations?) ([^,;]{5,})\.$")
_MODAL = re.compile(r"\bmay (?=be\b|[a-z]{4,})")
_SPELLED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SMALL = re.compile(r"(?<![\w.,/-])(\d{1,2})(?= (?!(?:mg|kg|ml|mm|cm|min|per)\b)[a-z]{3,})")
_SPELLED_OUT = re.compile(rf"(?<!-)\b({'|'.join(_SPELLED[1:])})\b(?= [a-z]{{3,}})", re.IGNORECASE)
_PERCENT = re.compile(r"(?<=\d)\s?%")
_DECIMAL_PERCENT = re.compile(r"(?<![\w.,<>=±-])(\d{1,2}\.\d)(?=\s?%)")
_LONG_UNIT = {
    "mg": "milligrams",
    "kg": "kilograms",
    "ml": "millilitres",
    "h": "hours",
    "min": "minutes",
    "micrograms": "µg",
    "hours": "h",
    "minutes": "min",
}
_UNIT = re.compile(rf"(?<=\d )({'|'.join(_LONG_UNIT)})\b(?![/.-]\w)")
_WEEKS = re.compile(r"(?<![\w.,/-])([2-8]|two|three|four|six|eight) weeks\b")
_OF_ALL = re.compile(r"(?<![\w.,/-])(\d{1,3}) (?:out )?of (?:the )?(\d{2,4})(?= [a-z])")
_THAN = re.compile(
    r"^([^,;:]{3,70}? (?:was|were|is|are)(?: significantly)?) (higher|lower|greater|longer|shorter) in ([\w -]{3,40}?) than in ([\w -]{3,40}?)\.$"
)
_OPPOSITE = {"higher": "lower", "lower": "higher", "greater": "smaller", "longer": "shorter", "shorter": "longer"}
_PASSIVE = re.compile(
    r"^([A-Z][\w -]{2,60}?) (?:was|were|is|are) (?:\w+ly )?(inhibited|stimulated|increased|reduced|caused|produced|blocked|induced|prevented|enhanced|"
    r"decreased|abolished|affected|suppressed|mediated) by ([\w -]{3,60})\.$"
)


def brackets_left_out(source: Source, random: Random) -> str | None:
    return _changed(source, _BRACKETS.sub("", source.text))


def first_clause_alone(source: Source, random: Random) -> str | None:
    place = _LATER_CLAUSE.search(source.text)
    if place is None or place.start() < 40 or re.match(r"(?:Although|While|Whereas|If|When|Not only|Both|Unlike)\b", source.text):
        return None
    return source.text[: place.start()].rstrip(" ,") + "."


def frame_left_out(source: Source, random: Random) -> str | None:
    rest = source.text[len(_match_frame(source.text)) :]
    return None if len(rest) == len(source.text) or len(rest) < 30 else rest[0].upper() + rest[1:]


def leading_phrase_moved(source: Source, random: Random) -> str | None:
    found = _LEADING.match(source.text)
    if found is None or re.match(r"(?:In contrast|In addition|In conclusion|By contrast|In (?:this|the present) )", source.text):
        return None
    return f"{found[2][0].upper()}{found[2][1:]} {found[1][0].lower()}{found[1][1:]}."


def entity_by_another_name(source: Source, random: Random) -> str | None:
    for mention in random.sample(source.mentions, len(source.mentions)):
        names = [
            name
            for name in (mention.entity.name, *mention.entity.synonyms)
            if len(name) > 4 and name.lower() != mention.text.lower() and re.fullmatch(r"[\w' -]+", name) and mention.score > 0.8
        ]
        if names and len(mention.text) > 3:
            return source.text[: mention.begin] + random.choice(names) + source.text[mention.end :]
    return None


def word_by_its_like(source: Source, random: Random) -> str | None:
    places = list(_WORD.finditer(source.text))
    if not places:
        return None
    place = random.choice(places)
    return source.text[: place.start()] + _WORDS[place[1]] + source.text[place.end() :]


def three_words_by_their_like(source: Source, random: Random) -> str | None:
    if len(_WORD.findall(source.text)) < 3:
        return None
    return _WORD.sub(lambda match: _WORDS[match[1]], source.text)


def present_tense(source: Source, random: Random) -> str | None:
    return _changed(source, _PAST.sub(lambda match: _PRESENT[match[1]], source.text))


def negation_reworded(source: Source, random: Random) -> str | None:
    if found := _NO_DIFFERENCE.search(source.text):
        return f"{source.text[: found.start()]}No {found[1] or ''}{found[2]} {found[3]} was seen."
    text = _NO_EFFECT.sub("did not affect", source.text)
    return _changed(source, text if text != source.text else _DID_NOT.sub("failed to ", source.text))


def hedge_reworded(source: Source, random: Random) -> str | None:
    return _changed(source, _MODAL.sub("might ", source.text, count=1))


def numbers_respelled(source: Source, random: Random) -> str | None:
    if place := _SMALL.search(source.text):
        value = int(place[1])
        if 1 <= value <= len(_SPELLED):
            return source.text[: place.start()] + _SPELLED[value - 1] + source.text[place.end() :]
    if place := _SPELLED_OUT.search(source.text):
        return source.text[: place.start()] + str(_SPELLED.index(place[1].lower()) + 1) + source.text[place.end() :]
    return _changed(source, _PERCENT.sub(" percent", source.text))


def number_rounded(source: Source, random: Random) -> str | None:
    place = _DECIMAL_PERCENT.search(source.text)
    return None if place is None else f"{source.text[: place.start()]}about {float(place[1]):.0f}{source.text[place.end() :]}"


def unit_written_otherwise(source: Source, random: Random) -> str | None:
    if place := _WEEKS.search(source.text):
        weeks = int(place[1]) if place[1].isdigit() else _SPELLED.index(place[1]) + 1
        return f"{source.text[: place.start()]}{7 * weeks} days{source.text[place.end() :]}"
    return _changed(source, _UNIT.sub(lambda match: _LONG_UNIT[match[1]], source.text, count=1))


def share_worked_out(source: Source, random: Random) -> str | None:
    place = _OF_ALL.search(source.text)
    if place is None or not 0 < int(place[1]) < int(place[2]):
        return None
    return f"{source.text[: place.start()]}{100 * int(place[1]) / int(place[2]):.0f}% of the{source.text[place.end() :]}"


def comparison_turned(source: Source, random: Random) -> str | None:
    found = _THAN.match(source.text)
    return None if found is None else f"{found[1]} {_OPPOSITE[found[2]]} in {found[4]} than in {found[3]}."


def passive_made_active(source: Source, random: Random) -> str | None:
    found = _PASSIVE.match(source.text)
    if found is None:
        return None
    return f"{found[3][0].upper()}{found[3][1:]} {found[2]} {found[1][0].lower()}{found[1][1:]}."


def _match_frame(text: str) -> str:
    found = _FRAME.match(text)
    return found.group() if found else ""


def _changed(source: Source, text: str) -> str | None:
    return None if text == source.text else text


FAITHFUL: tuple[Alteration, ...] = (
    brackets_left_out,
    first_clause_alone,
    frame_left_out,
    leading_phrase_moved,
    entity_by_another_name,
    word_by_its_like,
    three_words_by_their_like,
    present_tense,
    negation_reworded,
    hedge_reworded,
    numbers_respelled,
    number_rounded,
    unit_written_otherwise,
    share_worked_out,
    comparison_turned,
    passive_made_active,
)
