"""Reads PubMed XML records: every field of `Article`, and the PMIDs of deletions.

Element names are those of the PubMed DTD (https://dtd.nlm.nih.gov/ncbi/pubmed/doc/out/250101/index.html). The walk goes once
over the children that matter. Reference lists and histories, a fourth of the bytes, are cut off before the parser sees them.
"""

from collections.abc import Iterable

from corpuscle.index_builder.publication_date import iso_date
from corpuscle.index_builder.pubmed_elements import (
    RecordError,
    author_of,
    chemical_of,
    children_of,
    correction_of,
    interned,
    mesh_heading_of,
    plain_text,
    pmid_of,
    section_of,
    text_of,
    version_of,
)
from corpuscle.index_builder.sources import Deletion, Unusable
from corpuscle.index_builder.xml_tree import Element, MalformedXmlError, parse_element
from corpuscle.retrieval.articles import AbstractSection, Article, Author, Chemical, CorrectionLink, MeshHeading

_NO_TITLE = frozenset({"", "Not Available.", "Not Available"})


def parse_article(xml: bytes) -> Article:
    """The article in one `<PubmedArticle>` element; raises RecordError."""
    root = _parse(_without_references(xml))
    citation: Element | None = None
    identifiers = _Identifiers("", "")
    for child in root:
        if child.tag == "MedlineCitation":
            citation = child
        elif child.tag == "PubmedData":
            identifiers = _identifiers(child)
    if citation is None:
        raise RecordError("no MedlineCitation element")
    return _article(citation, identifiers)


def parse_deletions(xml: bytes) -> tuple[Deletion | Unusable, ...]:
    """One for each PMID of a `<DeleteCitation>` element, in order; raises RecordError where the element itself is damaged."""
    return tuple(_deletion(child) for child in _parse(xml) if child.tag == "PMID")


def _deletion(pmid: Element) -> Deletion | Unusable:
    try:
        return Deletion(pmid_of(pmid))
    except RecordError as exc:
        return Unusable(str(exc))


def _parse(xml: bytes) -> Element:
    try:
        return parse_element(xml)
    except MalformedXmlError as exc:
        raise RecordError(f"malformed XML: {exc}") from exc


def _without_references(xml: bytes) -> bytes:
    """The record without `<History>` and the reference lists at its end: nothing of them is kept, so nothing of them need be sound."""
    data = xml.rfind(b"<PubmedData>")
    if data < 0:
        return xml
    for begin, end in ((b"<ReferenceList", b"</ReferenceList>"), (b"<History>", b"</History>")):
        first, last = xml.find(begin, data), xml.rfind(end, data)
        if 0 <= first < last:
            xml = xml[:first] + xml[last + len(end) :]
    return xml


class _Identifiers:
    """DOI and PMC id, each "" where there is none."""

    __slots__ = ("doi", "pmc_id")

    def __init__(self, doi: str, pmc_id: str) -> None:
        self.doi = doi
        self.pmc_id = pmc_id


def _identifiers(pubmed_data: Element) -> _Identifiers:
    found = _Identifiers("", "")
    for identifier in children_of(pubmed_data, "ArticleIdList"):
        kind = identifier.get("IdType")
        if kind == "doi" and not found.doi:
            found.doi = plain_text(identifier)
        elif kind == "pmc" and not found.pmc_id:
            found.pmc_id = plain_text(identifier)
    return found


def _article(citation: Element, identifiers: _Identifiers) -> Article:
    pmid_element: Element | None = None
    body: Element | None = None
    chemicals: tuple[Chemical, ...] = ()
    mesh: tuple[MeshHeading, ...] = ()
    corrections: tuple[CorrectionLink, ...] = ()
    keywords: dict[str, None] = {}
    journal_abbreviation = ""
    for child in citation:
        match child.tag:
            case "PMID":
                pmid_element = child
            case "Article":
                body = child
            case "ChemicalList":
                chemicals = tuple([chemical_of(c) for c in child])
            case "MeshHeadingList":
                mesh = tuple([mesh_heading_of(h) for h in child])
            case "CommentsCorrectionsList":
                corrections = tuple(correction_of(c) for c in child)
            case "MedlineJournalInfo":
                journal_abbreviation = next((interned(c.text) for c in child if c.tag == "MedlineTA"), "")
            case "KeywordList":
                keywords.update((word, None) for k in child if (word := text_of(k)))
            case _:
                pass
    if pmid_element is None:
        raise RecordError("no PMID element")
    if body is None:
        raise RecordError("no Article element")
    fields = _Body(body)
    published = fields.published or fields.electronic
    return Article(
        id=pmid_of(pmid_element),
        title=fields.title,
        abstract_sections=fields.abstract,
        journal=fields.journal,
        year=int(published[:4]) if published else None,
        authors=fields.authors,
        mesh=mesh,
        chemicals=chemicals,
        keywords=tuple(keywords),
        publication_types=fields.publication_types,
        doi=identifiers.doi or fields.doi,
        pmc_id=identifiers.pmc_id,
        languages=tuple(fields.languages),
        version=version_of(pmid_element),
        corrections=corrections,
        status=citation.get("Status") or "",
        published=published,
        journal_abbreviation=journal_abbreviation,
    )


class _Body:
    """What the `<Article>` element says."""

    def __init__(self, body: Element) -> None:
        self.abstract: tuple[AbstractSection, ...] = ()
        self.journal = ""
        self.published = ""
        self.electronic = ""
        self.authors: tuple[Author, ...] = ()
        self.publication_types: tuple[str, ...] = ()
        self.doi = ""
        self.languages: list[str] = []
        title = vernacular_title = ""
        for child in body:
            match child.tag:
                case "ArticleTitle":
                    title = unbracketed(text_of(child))
                case "VernacularTitle":
                    vernacular_title = text_of(child)
                case "Abstract":
                    self.abstract = tuple(s for t in child if t.tag == "AbstractText" and (s := section_of(t)).text)
                case "AuthorList":
                    self.authors = tuple([a for e in child if e.get("ValidYN") != "N" and (a := author_of(e)).last_name])
                case "Journal":
                    self._read_journal(child)
                case "PublicationTypeList":
                    self.publication_types = tuple([interned(t.text) for t in child])
                case "Language":
                    self.languages.append(interned(child.text))
                case "ELocationID":
                    if child.get("EIdType") == "doi" and child.get("ValidYN") != "N" and not self.doi:
                        self.doi = plain_text(child)
                case "ArticleDate":
                    self.electronic = _date(child)
                case _:
                    pass
        self.title = vernacular_title if title in _NO_TITLE and vernacular_title else title

    def _read_journal(self, journal: Element) -> None:
        for child in journal:
            if child.tag == "Title":
                self.journal = interned(child.text)
            elif child.tag == "JournalIssue":
                self.published = _date(children_of(child, "PubDate"))


def _date(element: Iterable[Element]) -> str:
    year = month = day = season = ""
    for child in element:
        match child.tag:
            case "Year" | "MedlineDate":
                year = child.text or ""
            case "Month":
                month = child.text or ""
            case "Day":
                day = child.text or ""
            case "Season":
                season = child.text or ""
            case _:
                pass
    return iso_date(year, month, day, season)


def unbracketed(title: str) -> str:
    """The title without the brackets that mark a translation: "[On the eye]." becomes "On the eye."."""
    inner = title.removesuffix(".")
    if not (inner.startswith("[") and inner.endswith("]")):
        return title
    depth = 0
    for position, character in enumerate(inner):
        depth += (character == "[") - (character == "]")
        if depth == 0 and position < len(inner) - 1:  # the first bracket closes early: "[3H]Thymidine in [..]"
            return title
    words = inner[1:-1].strip()
    return words if words.endswith((".", "?", "!")) or not title.endswith(".") else words + "."
