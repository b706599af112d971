"""The names of PubMed's files, and a server's listing of them."""

import re
from dataclasses import dataclass

_NAME = r"pubmed\d{2}n\d{4}\.xml\.gz"
_WHOLE_NAME = re.compile(_NAME, re.ASCII)
_LISTED = re.compile(rf"(?<![\w.-]){_NAME}(?![\w.-])", re.ASCII)
_SIZE = re.compile(r"(?:^|\s)(\d{1,15})(\.\d)?([KMG]?)\s*$", re.ASCII)
_TAG = re.compile(r"<[^>]*>")
_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file that a server offers."""

    name: str
    bytes: int
    """At most so many, by the listing's rounded sizes ("19M"); 0 where it has none."""


def is_pubmed_name(name: str) -> bool:
    """Whether this is the name of a baseline or update file: pubmed26n0001.xml.gz."""
    return _WHOLE_NAME.fullmatch(name) is not None


def baseline_year(name: str) -> int:
    """The year of the baseline that a file belongs to: 2026 for pubmed26n0001.xml.gz. Updates count on in their baseline's numbers."""
    if not is_pubmed_name(name):
        raise ValueError(f"{name!r} is no name of a PubMed file")
    return 2000 + int(name[len("pubmed") : len("pubmed") + 2])


def listed_files(listing: str) -> tuple[ListedFile, ...]:
    """The PubMed files that a listing names, by name, whatever its format: HTML of any server, plain text, JSON.

    Nothing else is taken from it, so no listing can make us write under another name.
    """
    sizes: dict[str, int] = {}
    for line in listing.splitlines():
        names = set(_LISTED.findall(line))
        size = _size(line) if len(names) == 1 else 0
        for name in names:
            sizes[name] = max(size, sizes.get(name, 0))
    return tuple(ListedFile(name, sizes[name]) for name in sorted(sizes))


def _size(line: str) -> int:
    found = _SIZE.search(_TAG.sub(" ", line))
    if found is None:
        return 0
    whole, tenths, unit = found.groups()
    if not unit:
        return int(whole) if not tenths else 0
    # Rounded to the last digit shown: one more of it is an upper bound.
    return round((float(whole + (tenths or "")) + (0.1 if tenths else 1.0)) * _UNITS[unit])
