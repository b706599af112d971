"""Dates of publication as PubMed writes them, made ISO as far as they are known."""

import re
from datetime import date
from functools import lru_cache

_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_MONTHS = {
    name: number for number, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
_SEASONS = {"winter": 1, "spring": 4, "summer": 7, "fall": 10, "autumn": 10}
"""PubMed's own rule for dates with a season (https://pubmed.ncbi.nlm.nih.gov/help/#dp)."""
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})(?:u?ary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?"
_PART_OF_YEAR = re.compile(rf"\b(?:(?P<season>{'|'.join(_SEASONS)})|{_MONTH})\b(?:\s+(?P<day>\d\d?)\b)?", re.IGNORECASE)


@lru_cache(maxsize=65_536)
def iso_date(year: str, month: str = "", day: str = "", season: str = "") -> str:
    """ "2021", "2021-03" or "2021-03-15" from the texts of `<Year>`, `<Month>` ("Mar", "03"), `<Day>` and `<Season>`; "" without a year.

    A `<MedlineDate>` goes in as the year: "1998 Dec-1999 Jan" gives "1998-12", "Spring 1977" "1977-04". Of a range, the beginning counts.
    """
    found = _YEAR.search(year)
    if found is None:
        return ""
    part = _PART_OF_YEAR.search(month or season or year)
    number = int(month) if month.isascii() and month.isdigit() and len(month) <= 2 else _number(part)
    if not 1 <= number <= 12:
        return found.group()
    iso = f"{found.group()}-{number:02d}"
    day = day or (part["day"] or "" if part else "")
    return f"{iso}-{int(day):02d}" if _is_day(int(found.group()), number, day) else iso


def _number(part: re.Match[str] | None) -> int:
    if part is None:
        return 0
    return _SEASONS[part["season"].lower()] if part["season"] else _MONTHS[part["month"].lower()]


def _is_day(year: int, month: int, day: str) -> bool:
    if not (day.isascii() and day.isdigit() and len(day) <= 2):
        return False
    try:
        date(year, month, int(day))
    except ValueError:
        return False
    return True
