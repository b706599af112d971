"""Filters that a question says in passing: "studies since 2015", "according to meta-analyses"."""

import re
from dataclasses import replace

from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.query_fields import printed
from corpuscle.retrieval.query_syntax import looks_like_syntax, narrowed, parse_condition

_PUBLISHED = r"(?:(?:articles?|papers?|studies|trials|reviews|literature|reports|evidence|works?|publications?)\s+)?(?:published|appearing|from the literature)"
_LITERATURE = r"(?:articles?|papers?|studies|trials|reviews|literature|reports|publications?)"
_YEAR = r"(?P<{}>(?:18|19|20)\d\d)"
_YEARS: tuple[tuple[re.Pattern[str], int, int], ...] = tuple(
    (re.compile(rf"\(?,?\s*\b(?:in\s+|according to\s+)?(?:{_PUBLISHED}|{_LITERATURE})\s+{wording}\b\)?", re.IGNORECASE), after, before)
    for wording, after, before in (
        (rf"(?:between|from)\s+{_YEAR.format('a')}\s*(?:and|to|-|–)\s*{_YEAR.format('b')}", 0, 0),
        (rf"(?:since|from)\s+{_YEAR.format('a')}", 0, 0),
        (rf"after\s+{_YEAR.format('a')}", 1, 0),
        (rf"(?:until|up to|till)\s+{_YEAR.format('b')}", 0, 0),
        (rf"before\s+{_YEAR.format('b')}", 0, 1),
        (rf"in\s+{_YEAR.format('c')}", 0, 0),
    )
)
_TYPE_WORDS = {
    r"randomi[sz]ed (?:controlled )?trials?|rcts?": "Randomized Controlled Trial",
    r"clinical trials?": "Clinical Trial",
    r"meta-?analys[ei]s": "Meta-Analysis",
    r"systematic reviews?": "Systematic Review",
    r"reviews?": "Review",
    r"case reports?": "Case Reports",
}
_TYPES = re.compile(
    r"\(?,?\s*\b(?:according to|based on|judging by|as shown (?:by|in)|only (?:in|from)|using only)\s+(?:only\s+)?(?:the\s+)?(?:published\s+)?(?P<type>"
    + "|".join(_TYPE_WORDS)
    + r")\b(?:\s+only)?\)?",
    re.IGNORECASE,
)
_WRITTEN = re.compile(r"(?:^|\s)filters?:\s*(?P<said>.+)$", re.IGNORECASE | re.DOTALL)
"""A filter in the query syntax at the question's end: "… in children? Filter: rct[pt] AND 2015:2021[dp]"."""


def spoken_filters(text: str, given: Filters) -> tuple[str, Filters, tuple[str, ...]]:
    """The question without its filter phrases, the filters with what they said, and a note for each; a filter already given stays.

    Only phrases that speak of the literature count ("studies since 2015", "according to meta-analyses"): a bare year belongs to the question.
    Behind "filter:", words with tags are read by `query_syntax`. Raises QueryError where those cannot be read.
    """
    notes: list[str] = []
    filters = given
    if (match := _WRITTEN.search(text)) and looks_like_syntax(match["said"]):
        condition = parse_condition(match["said"])
        filters = narrowed(filters, condition)
        text = _without(text, match)
        notes.append(f"Understood as a filter: {printed(condition)}.")
    for pattern, after, before in _YEARS:
        if (match := pattern.search(text)) and given.year_from is None and given.year_to is None:
            said = match.groupdict()
            year_from = said.get("a") or said.get("c")
            year_to = said.get("b") or said.get("c")
            if year_from and year_to and year_from > year_to:
                year_from, year_to = year_to, year_from
            filters = replace(
                filters, year_from=int(year_from) + after if year_from else None, year_to=int(year_to) - before if year_to else None
            )
            text = _without(text, match)
            notes.append(f"Understood as a filter: published {filters.year_from or 'any year'} to {filters.year_to or 'now'}.")
            break
    if (match := _TYPES.search(text)) and not given.publication_types:
        kind = next(name for pattern, name in _TYPE_WORDS.items() if re.fullmatch(pattern, match["type"], re.IGNORECASE))
        filters = replace(filters, publication_types=(kind,))
        text = _without(text, match)
        notes.append(f"Understood as a filter: publication type {kind}.")
    return text, filters, tuple(notes)


def _without(text: str, match: re.Match[str]) -> str:
    rest = " ".join(f"{text[: match.start()]} {text[match.end() :]}".split())
    return re.sub(r"\s+([?.,])", r"\1", rest).strip(" ,")
