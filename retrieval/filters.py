"""Filters: what a search may return at all."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions that every hit meets; an empty tuple or None sets no condition."""

    year_from: int | None = None
    year_to: int | None = None
    """Years of publication, both inclusive; articles without a year are left out when either is set."""
    publication_types: tuple[str, ...] = ()
    """Any of these PubMed publication types, compared without case ("randomized controlled trial")."""
    mesh: tuple[str, ...] = ()
    """All of these MeSH headings, each a descriptor UI (D001241) or a name compared without case."""
    include_retracted: bool = False
    """Retracted articles are left out unless this is set."""
