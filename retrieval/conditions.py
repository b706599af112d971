"""Conditions on articles, as trees of AND, OR and NOT.

    Condition         what a user says: a MeSH heading by any name, a group of publication types, a journal, …
    FieldCondition    what an index can be asked: values that it holds, dates, flags, index terms

`filter_resolution.resolve` turns the first into the second, `lexical` the second into a tantivy query.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Published:
    """Published from `first` to `last`, both inclusive, as yyyymmdd; None leaves that side open."""

    first: int | None = None
    last: int | None = None


FlagName = Literal["retracted", "concern", "has_abstract"]


@dataclass(frozen=True, slots=True)
class Flag:
    """The article was retracted, has an expression of concern, or has an abstract."""

    name: FlagName


@dataclass(frozen=True, slots=True)
class Mesh:
    """An indexer gave the article this heading (name, entry term or UI), or with `exploded` one below it; with `major`, as a main topic."""

    heading: str
    exploded: bool = True
    major: bool = False


@dataclass(frozen=True, slots=True)
class PublicationType:
    """The article is of this type, by NLM's name, or of this group of the evidence pyramid."""

    name: str


@dataclass(frozen=True, slots=True)
class Journal:
    """By title or by NLM's abbreviation."""

    name: str


@dataclass(frozen=True, slots=True)
class Language:
    """By English name, or a code of two or three letters."""

    name: str


@dataclass(frozen=True, slots=True)
class Words:
    """All index terms of the text occur in title or abstract, or with `title_only` in the title."""

    text: str
    title_only: bool = False


@dataclass(frozen=True, slots=True)
class Pmid:
    """The article of this identifier."""

    id: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds; made by `all_of`."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds; made by `any_of`."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold; made by `negation`."""

    part: "Condition"


Condition: TypeAlias = Published | Flag | Mesh | PublicationType | Journal | Language | Words | Pmid | AllOf | AnyOf | Not

KeywordField = Literal["id", "mesh", "publication_type", "journal", "language"]


@dataclass(frozen=True, slots=True)
class Among:
    """The article has one of these values, spelt as `text_index.keyword_values` gives them; `said` is what the user called them."""

    field: KeywordField
    values: tuple[str, ...]
    said: str


@dataclass(frozen=True, slots=True)
class HasTerms:
    """Each of these index terms occurs in the title, or unless `title_only` in title or abstract."""

    terms: tuple[str, ...]
    title_only: bool = False


@dataclass(frozen=True, slots=True)
class Where:
    """Every condition of `all` holds, one of `any` (unless it is empty), and none of `none`."""

    all: "tuple[FieldCondition, ...]" = ()
    any: "tuple[FieldCondition, ...]" = ()
    none: "tuple[FieldCondition, ...]" = ()


FieldCondition: TypeAlias = Published | Flag | Among | HasTerms | Where


def all_of(*parts: Condition) -> Condition:
    """AND, nested ANDs made one; of a single part, the part itself. Raises ValueError for no part."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, AllOf) else (part,))]
    if not flat:
        raise ValueError("a condition needs a part")
    return flat[0] if len(flat) == 1 else AllOf(tuple(flat))


def any_of(*parts: Condition) -> Condition:
    """OR, nested ORs made one; of a single part, the part itself. Raises ValueError for no part."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, AnyOf) else (part,))]
    if not flat:
        raise ValueError("a condition needs a part")
    return flat[0] if len(flat) == 1 else AnyOf(tuple(flat))


def negation(part: Condition) -> Condition:
    """NOT; of a NOT, what it negates."""
    return part.part if isinstance(part, Not) else Not(part)
