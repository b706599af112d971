"""Filters: what a search may return at all."""

from dataclasses import dataclass

from corpuscle.retrieval.conditions import (
    Condition,
    Flag,
    Journal,
    Language,
    Mesh,
    Not,
    PublicationType,
    Published,
    all_of,
    any_of,
)
from corpuscle.retrieval.errors import QueryError

HUMANS = "Humans"
"""The check tag that indexers give to studies of people."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions that every hit meets; an empty tuple, None or False sets no condition. Names are compared without case."""

    year_from: int | None = None
    year_to: int | None = None
    """Years of publication, both inclusive; articles without a year are left out when either is set."""
    publication_types: tuple[str, ...] = ()
    """Any of these: PubMed publication types ("Randomized Controlled Trial") or groups of `evidence_pyramid` ("systematic-review")."""
    mesh: tuple[str, ...] = ()
    """All of these MeSH headings, each a descriptor UI (D001241), a name or an entry term."""
    include_retracted: bool = False
    """Retracted articles are left out unless this is set."""
    mesh_exploded: bool = True
    """Whether a heading stands also for those below it in MeSH's trees."""
    date_from: str = ""
    date_to: str = ""
    """Dates of publication, both inclusive, ISO as far as wanted: "2015", "2015-03" or "2015-03-31"; see `published`."""
    journals: tuple[str, ...] = ()
    """Any of these, by title or NLM abbreviation."""
    languages: tuple[str, ...] = ()
    """Any of these, by English name or code."""
    humans: bool = False
    """Only articles that an indexer marked as about people."""
    has_abstract: bool = False
    retracted_only: bool = False
    """Only retracted articles."""
    concern: bool | None = None
    """Only articles with (True) or without (False) an expression of concern."""
    excluded_types: tuple[str, ...] = ()
    excluded_mesh: tuple[str, ...] = ()
    condition: Condition | None = None
    """What `query_syntax` read; it holds beside all others."""


def said_condition(filters: Filters) -> Condition | None:
    """All filters as one condition; None where every article may be returned. Raises QueryError for a malformed date."""
    parts: list[Condition] = []
    if filters.year_from is not None or filters.year_to is not None:
        first = filters.year_from * 10_000 + 101 if filters.year_from is not None else None
        last = filters.year_to * 10_000 + 1231 if filters.year_to is not None else None
        parts.append(Published(first, last))
    if filters.date_from or filters.date_to:
        parts.append(published(filters.date_from, filters.date_to))
    alternatives: tuple[tuple[Condition, ...], ...] = (
        tuple(PublicationType(name) for name in filters.publication_types),
        tuple(Journal(name) for name in filters.journals),
        tuple(Language(name) for name in filters.languages),
    )
    parts += [any_of(*names) for names in alternatives if names]
    parts += [Mesh(heading, filters.mesh_exploded) for heading in filters.mesh]
    if filters.humans:
        parts.append(Mesh(HUMANS, exploded=False))
    if filters.has_abstract:
        parts.append(Flag("has_abstract"))
    if filters.retracted_only:
        parts.append(Flag("retracted"))
    elif not filters.include_retracted:
        parts.append(Not(Flag("retracted")))
    if filters.concern is not None:
        parts.append(Flag("concern") if filters.concern else Not(Flag("concern")))
    parts += [Not(PublicationType(name)) for name in filters.excluded_types]
    parts += [Not(Mesh(heading, filters.mesh_exploded)) for heading in filters.excluded_mesh]
    if filters.condition is not None:
        parts.append(filters.condition)
    return all_of(*parts) if parts else None


def published(first: str, last: str) -> Published:
    """Dates from `first` to `last`, each "2015", "2015-03" or "2015-03-31" ("/" does as well), or "" for an open side.

    An article whose month is not known counts as published in January, as in PubMed. Raises QueryError for anything else.
    """
    begin = _date_number(first, 1, 1) if first else None
    end = _date_number(last, 12, 31) if last else None
    if begin is not None and end is not None and begin > end:
        raise QueryError(f"The dates {first} to {last} end before they begin.", "Write the earlier one first.")
    return Published(begin, end)


def _date_number(text: str, month: int, day: int) -> int:
    """yyyymmdd; the month and day given stand for those the text leaves out."""
    parts = text.strip().replace("/", "-").split("-")
    numbers = [int(part) for part in parts if part.isascii() and part.isdigit() and len(part) <= 4]
    if len(numbers) != len(parts) or len(parts) > 3 or len(parts[0]) != 4:
        raise QueryError(f"“{text}” is no date.", "Write 2015, 2015-03 or 2015-03-31.")
    year, month, day = (*numbers, *(month, day)[len(numbers) - 1 :])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        raise QueryError(f"“{text}” is no date: there is no such month or day.", "Write 2015, 2015-03 or 2015-03-31.")
    return year * 10_000 + month * 100 + day
