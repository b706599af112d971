"""What the user said becomes what an index can be asked: headings with those below them, groups of types, journals by every spelling."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from corpuscle.kg.mesh import MeshThesaurus
from corpuscle.retrieval.analyser import text_terms
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.conditions import (
    AllOf,
    Among,
    AnyOf,
    Condition,
    FieldCondition,
    Flag,
    HasTerms,
    Journal,
    Language,
    Mesh,
    Not,
    Pmid,
    PublicationType,
    Published,
    Where,
    Words,
)
from corpuscle.retrieval.evidence_pyramid import EvidenceGroup, group_named
from corpuscle.retrieval.filters import HUMANS, Filters, said_condition
from corpuscle.retrieval.languages import LANGUAGE_NAMES, language_code
from corpuscle.retrieval.text_index import MAJOR, date_number, keyword_values

_TAG_NOTE = "“Humans” is a tag that MeSH indexers give: articles that were not indexed, the newest among them, are left out."
_NO_THESAURUS_NOTE = (
    "This index has no MeSH thesaurus: a heading stands for itself alone, not for those below it, and goes by its own name."
)


@dataclass(frozen=True, slots=True)
class ResolvedFilters:
    """The filters as one condition on fields; None admits every article. The same for tantivy, for Milvus and for an article in hand."""

    condition: FieldCondition | None = None

    def admit(self, article: Article) -> bool:
        """Whether the article meets every condition: what the text index's query does, for an article found otherwise."""
        return self.condition is None or _holds(self.condition, _Read(article))


def resolve(filters: Filters, thesaurus: MeshThesaurus | None) -> tuple[ResolvedFilters, tuple[str, ...]]:
    """The filters as an index can be asked them, and what the reader must know of how they were understood.

    Raises QueryError for a malformed date, GraphDamagedError where the thesaurus cannot be read.
    """
    said = said_condition(filters)
    if said is None:
        return ResolvedFilters(), ()
    resolution = _Resolution(thesaurus)
    return ResolvedFilters(resolution.resolved(said)), tuple(dict.fromkeys(resolution.notes))


def names_headings(filters: Filters) -> bool:
    """Whether the thesaurus is needed to resolve them."""
    return _names_headings(said_condition(filters))


def _names_headings(said: Condition | None) -> bool:
    match said:
        case Mesh():
            return True
        case PublicationType(name):
            group = group_named(name)
            return group is not None and bool(group.mesh)
        case AllOf(parts) | AnyOf(parts):
            return any(_names_headings(part) for part in parts)
        case Not(part):
            return _names_headings(part)
        case _:
            return False


class _Resolution:
    def __init__(self, thesaurus: MeshThesaurus | None) -> None:
        self._thesaurus = thesaurus
        self.notes: list[str] = []

    def resolved(self, said: Condition) -> FieldCondition:
        match said:
            case AllOf(parts):
                negated = tuple(part.part for part in parts if isinstance(part, Not))
                required = tuple(part for part in parts if not isinstance(part, Not))
                return Where(all=self._each(required), none=self._each(negated))
            case AnyOf(parts):
                return Where(any=self._each(parts))
            case Not(part):
                return Where(none=(self.resolved(part),))
            case Published() | Flag():
                return said
            case Mesh():
                return self._mesh(said)
            case PublicationType(name):
                return self._publication_type(name)
            case Journal(name):
                return Among("journal", _journal_spellings(name), name.strip())
            case Language(name):
                return self._language(name)
            case Words(text, title_only):
                return HasTerms(tuple(dict.fromkeys(text_terms(text))), title_only)
            case Pmid(id_):
                return Among("id", (id_,), id_)

    def _each(self, parts: Iterable[Condition]) -> tuple[FieldCondition, ...]:
        return tuple(self.resolved(part) for part in parts)

    def _mesh(self, said: Mesh) -> Among:
        heading = said.heading.strip()
        if heading.lower() == HUMANS.lower():
            self.notes.append(_TAG_NOTE)
        found = self._thesaurus.find(heading) if self._thesaurus else None
        if self._thesaurus is None and said.exploded:
            self.notes.append(_NO_THESAURUS_NOTE)
        if found is None:
            spellings = (heading.upper(), heading.lower())  # UIs are stored in capitals, names in small letters
            return Among("mesh", tuple(s + MAJOR for s in spellings) if said.major else spellings, heading)
        uis = self._below(found.ui) if said.exploded else (found.ui,)
        if heading.lower() not in (found.name.lower(), found.ui.lower()):
            self.notes.append(f"“{heading}” is the MeSH heading “{found.name}”.")
        return Among("mesh", tuple(ui + MAJOR for ui in uis) if said.major else uis, found.name)

    def _below(self, ui: str) -> tuple[str, ...]:
        return tuple(sorted(self._thesaurus.descendants(ui))) if self._thesaurus else (ui,)

    def _publication_type(self, name: str) -> FieldCondition:
        group = group_named(name)
        if group is None:
            return Among("publication_type", (name.strip().lower(),), name.strip())
        types = Among("publication_type", tuple(t.lower() for t in group.types), name.strip())
        if not group.mesh:
            return types
        headings = Among("mesh", self._headings(group), name.strip())
        return Where(any=(types, headings)) if group.types else headings

    def _headings(self, group: EvidenceGroup) -> tuple[str, ...]:
        return tuple(dict.fromkeys(below for ui in group.mesh for below in self._below(ui)))

    def _language(self, name: str) -> Among:
        code = language_code(name)
        if code is None:
            near = get_close_matches(name.strip().lower(), LANGUAGE_NAMES, 1)
            self.notes.append(f"No language is called “{name.strip()}”" + (f"; did you mean {near[0].capitalize()}?" if near else "."))
        return Among("language", (code or name.strip().lower(),), name.strip())


def _journal_spellings(name: str) -> tuple[str, ...]:
    """The name as given, and as NLM writes it: without full stops, with and without "The" in front."""
    plain = " ".join(name.lower().split())
    bare = [spelling.removeprefix("the ") for spelling in (plain, " ".join(plain.replace(".", " ").split()))]
    return tuple(dict.fromkeys((*bare, *(f"the {spelling}" for spelling in bare))))


class _Read:
    """What conditions ask of an article, read when first asked."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.flags = {"retracted": article.retracted, "concern": article.concern, "has_abstract": bool(article.abstract)}

    @cached_property
    def title_terms(self) -> frozenset[str]:
        return frozenset(text_terms(self.article.title))

    @cached_property
    def terms(self) -> frozenset[str]:
        return self.title_terms | frozenset(text_terms(self.article.abstract))


def _holds(condition: FieldCondition, read: _Read) -> bool:
    match condition:
        case Published(first, last):
            date = date_number(read.article)
            return date > 0 and (first is None or first <= date) and (last is None or date <= last)
        case Flag(name):
            return read.flags[name]
        case Among(field, values):
            return not frozenset(values).isdisjoint(keyword_values(read.article, field))
        case HasTerms(terms, title_only):
            return (read.title_terms if title_only else read.terms).issuperset(terms)
        case Where(required, alternatives, excluded):
            return (
                all(_holds(part, read) for part in required)
                and (not alternatives or any(_holds(part, read) for part in alternatives))
                and not any(_holds(part, read) for part in excluded)
            )
