"""The fields of the query syntax: their tags, PubMed's names for them, what a value of each means, and how it is printed."""

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType

from corpuscle.retrieval.analyser import text_terms
from corpuscle.retrieval.conditions import (
    AllOf,
    AnyOf,
    Condition,
    Flag,
    FlagName,
    Journal,
    Language,
    Mesh,
    Not,
    Pmid,
    PublicationType,
    Published,
    Words,
)
from corpuscle.retrieval.errors import QueryError, QuerySyntaxError
from corpuscle.retrieval.evidence_pyramid import GROUPS, group_named
from corpuscle.retrieval.filters import HUMANS, published
from corpuscle.retrieval.languages import language_code

_FLAGS: dict[str, FlagName] = {"hasabstract": "has_abstract", "retracted": "retracted", "concern": "concern"}


class _ValueError(ValueError):
    """The value says nothing in this field; the message says why."""


@dataclass(frozen=True, slots=True)
class QueryField:
    """A field. `one_word` fields take the last word before their tag alone; the others all words back to an operator, quote or bracket."""

    tag: str
    meaning: str
    condition: Callable[[str], Condition]
    aliases: tuple[str, ...] = ()
    one_word: bool = False


def _words(text: str, title_only: bool) -> Words:
    if "*" in text:
        raise _ValueError("words are matched whole: there is no truncation with *")
    if not text_terms(text):
        raise _ValueError(f"“{text}” has neither a letter nor a digit")
    return Words(text, title_only)


def _dates(text: str) -> Published:
    first, colon, last = (part.strip() for part in text.partition(":"))
    if not first and not last:
        raise _ValueError("a date is missing")
    return published(first, last if colon else first)


def _pmid(text: str) -> Pmid:
    return Pmid(text)


def _subset(text: str) -> Condition:
    key = text.lower().replace(" ", "").replace("_", "")
    if key in _FLAGS:
        return Flag(_FLAGS[key])
    if key == HUMANS.lower():
        return Mesh(HUMANS, exploded=False)
    if group_named(text):
        return PublicationType(text)
    if language_code(text):
        return Language(text)
    known = ", ".join((*_FLAGS, HUMANS.lower(), *(group.name for group in GROUPS)))
    raise _ValueError(f"there is no subset “{text}”; known are {known}, and every language")


_FIELDS = (
    QueryField("mh", "MeSH heading with those below it", lambda text: Mesh(text), ("mesh", "mesh terms", "mesh:exp", "mh:exp")),
    QueryField(
        "mh:noexp", "MeSH heading alone", lambda text: Mesh(text, exploded=False), ("mesh:noexp", "mesh terms:noexp", "mesh terms:no exp")
    ),
    QueryField("majr", "MeSH heading as a main topic", lambda text: Mesh(text, major=True), ("mesh major topic",)),
    QueryField("majr:noexp", "the same, heading alone", lambda text: Mesh(text, exploded=False, major=True), ("mesh major topic:noexp",)),
    QueryField("pt", "publication type or group", lambda text: PublicationType(text), ("ptyp", "publication type")),
    QueryField("dp", "dates", _dates, ("pdat", "date - publication", "publication date"), one_word=True),
    QueryField("la", "language", lambda text: Language(text), ("lang", "language"), one_word=True),
    QueryField("ta", "journal", lambda text: Journal(text), ("jour", "journal")),
    QueryField("ti", "words of the title", lambda text: _words(text, title_only=True), ("title",)),
    QueryField(
        "tiab",
        "words of title or abstract",
        lambda text: _words(text, title_only=False),
        ("title/abstract", "tw", "text word", "text words", "all", "all fields"),
    ),
    QueryField("pmid", "identifier", _pmid, ("uid",), one_word=True),
    QueryField("sb", "hasabstract, humans, a group", _subset, ("subset", "filter"), one_word=True),
)
_BY_TAG = MappingProxyType({name: field for field in _FIELDS for name in (field.tag, *field.aliases)})

KNOWN_TAGS = tuple(field.tag for field in _FIELDS)
KNOWN_FIELDS = ", ".join(f"[{field.tag}] {field.meaning}" for field in _FIELDS)


def is_field(tag: str) -> bool:
    """Whether there is a field of this tag."""
    return _key(tag) in _BY_TAG


def field_of(tag: str, position: int) -> QueryField:
    """The field of a tag, whatever its case and blanks. Raises QuerySyntaxError, which lists the known ones."""
    field = _BY_TAG.get(_key(tag))
    if field is None:
        near = get_close_matches(_key(tag), [f.tag for f in _FIELDS], 1, 0.6) or get_close_matches(_key(tag), _BY_TAG, 1, 0.6)
        guess = f"; did you mean [{near[0]}]?" if near else ""
        raise QuerySyntaxError(position, f"there is no field [{tag}]{guess}", f"Known fields: {KNOWN_FIELDS}.")
    return field


def condition_of(field: QueryField, text: str, position: int) -> Condition:
    """What a value says in a field. Raises QuerySyntaxError where it says nothing."""
    value = " ".join(text.split())
    if not value:
        raise QuerySyntaxError(position, f"nothing stands before [{field.tag}]", f"Write a value before it: {field.meaning}.")
    try:
        return field.condition(value)
    except _ValueError as exc:
        raise QuerySyntaxError(position, str(exc), f"[{field.tag}] takes: {field.meaning}.") from exc
    except QueryError as exc:
        raise QuerySyntaxError(position, str(exc).rstrip("."), f"{exc.remedy} A range is written 2015:2021[dp].") from exc


def printed(condition: Condition) -> str:
    """The condition in the query syntax; reading it again gives an equal one."""
    match condition:
        case AllOf(parts):
            return " AND ".join(_bracketed(part) for part in parts)
        case AnyOf(parts):
            return " OR ".join(_bracketed(part) for part in parts)
        case Not(part):
            return f"NOT {_bracketed(part)}"
        case Published(first, last):
            return f"{_date(first)}:{_date(last)}[dp]"
        case Flag(name):
            return next(f"{word}[sb]" for word, flag in _FLAGS.items() if flag == name)
        case Mesh(heading, exploded, major):
            return f'"{heading}"[{"majr" if major else "mh"}{"" if exploded else ":noexp"}]'
        case PublicationType(name):
            return f'"{name}"[pt]'
        case Journal(name):
            return f'"{name}"[ta]'
        case Language(name):
            return f'"{name}"[la]'
        case Words(text, title_only):
            return f'"{text}"[{"ti" if title_only else "tiab"}]'
        case Pmid(id_):
            return f'"{id_}"[pmid]'


def _bracketed(condition: Condition) -> str:
    text = printed(condition)
    return f"({text})" if isinstance(condition, AllOf | AnyOf | Not) else text


def _date(number: int | None) -> str:
    return "" if number is None else f"{number // 10_000:04d}/{number // 100 % 100:02d}/{number % 100:02d}"


def _key(tag: str) -> str:
    return " ".join(tag.lower().split())
