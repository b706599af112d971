"""An article is one PubMed citation; this module owns its shape and the text that offsets count in."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

SectionName = Literal["title", "abstract"]

RETRACTED_TYPE = "Retracted Publication"
RETRACTED_KINDS = frozenset({"RetractionIn", "RetractedandRepublishedIn"})
"""NLM's RefTypes on an article that was withdrawn; one republished in corrected form is quoted from the record that replaces it."""
CONCERN_KIND = "ExpressionOfConcernIn"
ERRATUM_KINDS = frozenset({"ErratumIn", "CorrectedandRepublishedIn"})
RETRACTION_NOTICE_TYPES = frozenset({"Retraction of Publication", "Retraction Notice"})
"""The publication type of a notice that retracts another article: NLM's name until 2023, and since."""
ANSWERING_KIND = {
    "RetractionOf": "RetractionIn",
    "RetractedandRepublishedFrom": "RetractedandRepublishedIn",
    "ExpressionOfConcernFor": CONCERN_KIND,
    "ErratumFor": "ErratumIn",
    "CorrectedandRepublishedFrom": "CorrectedandRepublishedIn",
}
"""A notice's RefType, and the one that the record it is about carries in answer."""


@dataclass(frozen=True, slots=True)
class AbstractSection:
    """One labelled part of an abstract. `label` is "" where the abstract is unstructured."""

    text: str
    label: str = ""
    category: str = ""
    """NLM's normalised category (BACKGROUND, OBJECTIVE, METHODS, RESULTS, CONCLUSIONS), or ""."""


@dataclass(frozen=True, slots=True)
class Author:
    """`last_name` holds the collective name of a group author."""

    last_name: str
    fore_name: str = ""
    initials: str = ""


@dataclass(frozen=True, slots=True)
class MeshQualifier:
    """A MeSH subheading on a heading; `major` marks the article's main topic."""

    ui: str
    name: str
    major: bool = False


@dataclass(frozen=True, slots=True)
class MeshHeading:
    """A MeSH descriptor assigned by an indexer, with its qualifiers."""

    ui: str
    name: str
    major: bool = False
    qualifiers: tuple[MeshQualifier, ...] = ()


@dataclass(frozen=True, slots=True)
class Chemical:
    """A substance of the record. `registry_number` is a CAS, UNII or EC number, or "0" for none."""

    ui: str
    name: str
    registry_number: str = ""


@dataclass(frozen=True, slots=True)
class CorrectionLink:
    """A CommentsCorrections entry. `kind` is NLM's RefType (RetractionIn, ErratumIn, ExpressionOfConcernIn, …)."""

    kind: str
    pmid: str
    """The other record's PMID, or "" where NLM gives only a citation text."""
    source: str = ""


@dataclass(frozen=True)
class Article:
    """One PubMed citation, or one document of a BEIR collection.

    Offsets of passages and citations count characters of `title` or of `abstract`; nothing else carries offsets.
    """

    id: str
    """The PMID as a string; in other collections the document's own identifier."""
    title: str
    abstract_sections: tuple[AbstractSection, ...] = ()
    journal: str = ""
    year: int | None = None
    """Year of publication; None where the record has none."""
    authors: tuple[Author, ...] = ()
    mesh: tuple[MeshHeading, ...] = ()
    chemicals: tuple[Chemical, ...] = ()
    keywords: tuple[str, ...] = ()
    publication_types: tuple[str, ...] = ()
    doi: str = ""
    pmc_id: str = ""
    languages: tuple[str, ...] = ()
    version: int = 1
    corrections: tuple[CorrectionLink, ...] = field(default=())
    status: str = ""
    """MedlineCitation Status (MEDLINE, In-Process, Publisher, …), or "" outside PubMed."""
    published: str = ""
    """Date of publication (ISO) as far as it is known: "2021", "2021-03" or "2021-03-15"; `year` is its year. "" where there is none."""
    journal_abbreviation: str = ""
    """NLM's title abbreviation ("N Engl J Med"), or "" outside PubMed."""

    @cached_property
    def abstract(self) -> str:
        """The abstract as one string: sections joined by a space, a labelled one as "LABEL: text" (as BioASQ's offsets count)."""
        return " ".join(f"{s.label}: {s.text}" if s.label else s.text for s in self.abstract_sections)

    @property
    def retracted(self) -> bool:
        """Whether this article was retracted; never true of a notice that retracts another one."""
        if not RETRACTION_NOTICE_TYPES.isdisjoint(self.publication_types):
            return False
        if RETRACTED_TYPE in self.publication_types:
            return True
        kinds = {c.kind for c in self.corrections}
        return not kinds.isdisjoint(RETRACTED_KINDS) and "RetractionOf" not in kinds

    @property
    def concern(self) -> bool:
        """Whether an editor published an expression of concern about this article."""
        return any(c.kind == CONCERN_KIND for c in self.corrections)

    @property
    def errata(self) -> tuple[CorrectionLink, ...]:
        """The published corrections of this article."""
        return tuple(c for c in self.corrections if c.kind in ERRATUM_KINDS)

    @property
    def notice_for(self) -> tuple[CorrectionLink, ...]:
        """What this record retracts, replaces, corrects or is an expression of concern about; kinds are the keys of `ANSWERING_KIND`."""
        return tuple(c for c in self.corrections if c.kind in ANSWERING_KIND)

    @property
    def url(self) -> str:
        """PubMed's page of the article, or "" outside PubMed, where an identifier of digits is no PMID."""
        return f"https://pubmed.ncbi.nlm.nih.gov/{self.id}/" if self.status and self.id.isdigit() else ""

    def section(self, name: SectionName) -> str:
        """The text that offsets into `name` count in."""
        return self.title if name == "title" else self.abstract
