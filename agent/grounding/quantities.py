"""Quantities in a text: numbers with their units, however they are written."""

import re
from dataclasses import dataclass, replace
from typing import Literal

Relation = Literal["", "<", ">"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it is meant: "5 mg/kg", "twelve weeks", "< 0.05", "3-fold", "half"."""

    value: float
    """In the unit's base: gram, litre, metre, second, mole …; the number itself without a unit, percent as written."""
    kind: str
    """What is measured: "mass", "time", "percent" …; "" for a mere number."""
    per: tuple[str, ...]
    """What it is relative to: ("kg", "day")."""
    relation: Relation
    """Whether it is a bound."""
    step: float
    """What one more in its last written digit is worth, in the base unit: it may stand for whatever is rounded to it."""
    begin: int
    end: int
    written: str
    number: float
    """As written, whatever its unit."""
    shares_unit: bool = False
    """Whether its unit stands behind a later number: "5, 10 and 20 mg"; it may be meant without one."""


def _units() -> dict[str, tuple[str, float]]:
    named: dict[str, tuple[str, float]] = {}
    prefixes = {"k": 1e3, "": 1.0, "d": 1e-1, "c": 1e-2, "m": 1e-3, "µ": 1e-6, "u": 1e-6, "mc": 1e-6, "micro": 1e-6, "n": 1e-9, "p": 1e-12}
    long = {"kilo": 1e3, "": 1.0, "deci": 1e-1, "centi": 1e-2, "milli": 1e-3, "micro": 1e-6, "nano": 1e-9, "pico": 1e-12}
    for kind, signs, words in (
        ("mass", "g", "gram gramme"),
        ("volume", "l L", "liter litre"),
        ("length", "m", "meter metre"),
        ("concentration", "M", "molar"),
        ("amount", "mol", "mole"),
        ("radiation", "Gy", "gray"),
        ("radioactivity", "Ci Bq", "curie becquerel"),
        ("pressure", "Pa", "pascal"),
        ("voltage", "V", "volt"),
        ("energy", "J", "joule"),
        ("frequency", "Hz", "hertz"),
        ("molecular mass", "Da", "dalton"),
    ):
        for sign in signs.split():
            named |= {prefix + sign: (kind, factor) for prefix, factor in prefixes.items()}
        for word in words.split():
            named |= {prefix + word + plural: (kind, factor) for prefix, factor in long.items() for plural in ("", "s")}
    for kind, factor, words in (
        ("time", 1, "s sec secs second seconds"),
        ("time", 60, "min mins minute minutes"),
        ("time", 3_600, "h hr hrs hour hours"),
        ("time", 86_400, "d day days"),
        ("time", 604_800, "wk wks week weeks"),
        ("time", 2_629_800, "mo month months"),
        ("time", 31_557_600, "y yr yrs year years"),
        ("percent", 1, "% percent percentage"),
        ("fold", 1, "fold times"),
        ("units", 1, "U IU unit units"),
        ("blood pressure", 1, "mmHg"),
        ("temperature", 1, "°C C"),
        ("length", 1e-6, "micron microns"),
        ("volume", 1e-3, "cc"),
        ("calories", 1, "kcal"),
        ("radiation", 1e-2, "rad rads"),
    ):
        named |= {word: (kind, float(factor)) for word in words.split()}
    return named


_UNITS = _units()
_BARE = frozenset({"m", "l", "V", "J", "C", "U", "d", "y", "s", "g", "M", "h", "p", "L", "mo"})
"""Units of one letter, which stand for one only right behind the number or before a sign of a rate."""
_MICRO = str.maketrans({"μ": "µ"})
_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SPELLED = {word: value for value, word in enumerate(_ONES)} | {word: 10 * value for value, word in enumerate(_TENS, 2)}
_FRACTIONS = {
    "half": 50.0, "one half": 50.0, "one-half": 50.0, "a third": 33.3, "one third": 33.3, "one-third": 33.3, "two thirds": 66.7, "two-thirds": 66.7,
    "a quarter": 25.0, "one quarter": 25.0, "three quarters": 75.0, "three-quarters": 75.0,
}  # fmt: skip
_FOLDS = {"twofold": 2.0, "threefold": 3.0, "fourfold": 4.0, "fivefold": 5.0, "tenfold": 10.0, "doubled": 2.0, "tripled": 3.0, "twice": 2.0}
_NUMBER = re.compile(
    r"(?<![\w.])(?<![A-Za-z]-)(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|(?<!\d)\.\d+)"
    rf"|\b(?P<fraction>{'|'.join(sorted(_FRACTIONS, key=len, reverse=True))})\b(?!-life)"
    rf"|\b(?P<fold>{'|'.join(_FOLDS)})\b"
    rf"|\b(?P<tens>{'|'.join(_TENS)})(?:[- ](?P<ones>{'|'.join(_ONES[1:10])}))?\b|\b(?P<small>{'|'.join(_ONES)})\b(?P<hundred> hundred)?",
    re.IGNORECASE,
)
_UNIT = re.compile(r"(?P<gap>\s?-?\s?)(?P<unit>mm Hg|per cent|%|°\s?C|[A-Za-zµ]+)")
_RATE = re.compile(
    r"(?:\s?/\s?|\s+per\s+|\s+(?=(?:kg|ml|min|day|h|l|m2)\s?-1))(?:\d+ ?)?(?P<per>[A-Za-zµ]+\d?)(?:\s?-1)?|\s+(?P<daily>daily|weekly)\b"
)
_RATES = {"daily": "86400 time", "weekly": "604800 time", "kilogram": "kg"}
_LISTED = re.compile(r"\s*(?:-|–|—|to|and|or|,|±|\+/-|\+-|/|vs\.?|versus|through|,\s*and|,\s*or|and/or|x|×)\s*\Z")
_BELOW = re.compile(
    r"(?:<|≤|&lt;|=\s?<|\b(?:less|fewer|lower|smaller|shorter|not more|no more) than|\b(?:below|under|at most|up to|within|maximum of))\s*(?:or equal to )?(?:about )?\Z",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    r"(?:>|≥|&gt;|=\s?>|\b(?:more|greater|higher|longer|larger|older|not less|no less) than|\b(?:above|over|at least|exceed(?:s|ed|ing)?|minimum of))\s*(?:or equal to )?(?:about )?\Z",
    re.IGNORECASE,
)


def quantities(text: str) -> list[Quantity]:
    """The quantities of a text, in order. Digits that are part of a name ("IL-6", "CD4", "4-aminopyridine") are none."""
    text = text.translate(_MICRO)
    found = [quantity for match in _NUMBER.finditer(text) if (quantity := _read(text, match)) is not None]
    for place in range(len(found) - 2, -1, -1):  # "5, 10 and 20 mg": the unit stands behind the last
        one, following = found[place], found[place + 1]
        if not one.kind and following.kind and following.kind != "fold" and _LISTED.match(text, one.end, following.begin):
            scale = _scale(following)
            found[place] = replace(
                one, value=one.value * scale, step=one.step * scale, kind=following.kind, per=following.per, shares_unit=True
            )
    return found


def _scale(quantity: Quantity) -> float:
    return quantity.value / quantity.number if quantity.number else 1.0


def _read(text: str, match: re.Match[str]) -> Quantity | None:
    value, kind, step = _value(match)
    end = match.end()
    per: tuple[str, ...] = ()
    factor = 1.0
    behind = _UNIT.match(text, end)
    if match["digits"] and behind is not None and not behind["gap"] and behind["unit"] not in _UNITS:
        return None  # "5HT", and ordinals
    if behind is not None and not kind:
        unit = behind["unit"].replace("mm Hg", "mmHg").replace("per cent", "percent").replace("° C", "°C")
        known = _UNITS.get(unit) or (_UNITS.get(unit.lower()) if len(unit) > 2 else None)
        if known is not None and _meant(text, unit, behind):
            kind, factor = known
            end = behind.end()
            per, end = _rates(text, end)
        elif "-" in behind["gap"] and match["digits"]:
            return None  # "4-aminopyridine"
    before = text[max(match.start() - 24, 0) : match.start()]
    relation: Relation = "<" if _BELOW.search(before) else ">" if _ABOVE.search(before) else ""
    return Quantity(value * factor, kind, per, relation, step * factor, match.start(), end, text[match.start() : end], value)


def _meant(text: str, unit: str, behind: re.Match[str]) -> bool:
    """Whether a sign of one letter is a unit here: "5 M", not "5 M. tuberculosis"."""
    if unit not in _BARE:
        return True
    after = text[behind.end() : behind.end() + 2]
    return not after[:1].isalnum() and not re.match(r"\. ?[a-z]", after) and not (unit == "C" and "-" in behind["gap"])


def _value(match: re.Match[str]) -> tuple[float, str, float]:
    """The number, the kind that its word tells, and what its last digit is worth."""
    if digits := match["digits"]:
        plain = digits.replace(",", "")
        decimals = len(plain.partition(".")[2])
        return float(plain), "", 10.0**-decimals
    if fraction := match["fraction"]:
        return _FRACTIONS[fraction.lower()], "percent", 6.0  # "about half" may be 47 to 53
    if fold := match["fold"]:
        return _FOLDS[fold.lower()], "fold", 1.0
    if tens := match["tens"]:
        return float(_SPELLED[tens.lower()] + _SPELLED.get((match["ones"] or "").lower(), 0)), "", 1.0
    return float(_SPELLED[match["small"].lower()] * (100 if match["hundred"] else 1)), "", 1.0


def _rates(text: str, end: int) -> tuple[tuple[str, ...], int]:
    per: list[str] = []
    while found := _RATE.match(text, end):
        name = found["daily"] or found["per"]
        kind, factor = _UNITS.get(name, (name, 0))
        per.append(_RATES.get(name) or (f"{factor:g} {kind}" if factor else name))
        end = found.end()
    return tuple(per), end
