"""Reads PubMed XML records: every field of `Article`, and the PMIDs of deletions.

Element names are those of the PubMed DTD (https://dtd.nlm.nih.gov/ncbi/pubmed/doc/out/250101/index.html). The walk goes once
over the children that matter. Reference lists and histories, a fourth of the bytes, are cut off before the parser sees them.
"""

from collections.abc import Iterable
from functools import lru_cache

from corpuscle.index_builder.publication_date import iso_date
from corpuscle.index_builder.sources import Deletion, Unusable
from corpuscle.index_builder.xml_tree import Element, MalformedXmlError, parse_element
from corpuscle.retrieval.articles import AbstractSection, Article, Author, Chemical, CorrectionLink, MeshHeading, MeshQualifier

_CATEGORIES = frozenset({"BACKGROUND", "OBJECTIVE", "METHODS", "RESULTS", "CONCLUSIONS"})
_VERSION_DIGITS = 9
"""Versions are small numbers, and Python refuses to read one of some thousand digits."""
_NO_TITLE = frozenset({"", "Not Available.", "Not Available"})


class RecordError(ValueError):
    """The record is damaged or is not what we index; the message is the reason."""


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
        return Deletion(_pmid(pmid))
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
    for identifier in _child(pubmed_data, "ArticleIdList"):
        kind = identifier.get("IdType")
        if kind == "doi" and not found.doi:
            found.doi = _plain(identifier)
        elif kind == "pmc" and not found.pmc_id:
            found.pmc_id = _plain(identifier)
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
                chemicals = tuple([_chemical(c) for c in child])
            case "MeshHeadingList":
                mesh = tuple([_mesh_heading(h) for h in child])
            case "CommentsCorrectionsList":
                corrections = tuple(_correction(c) for c in child)
            case "MedlineJournalInfo":
                journal_abbreviation = next((_interned(c.text) for c in child if c.tag == "MedlineTA"), "")
            case "KeywordList":
                keywords.update((word, None) for k in child if (word := _text(k)))
            case _:
                pass
    if pmid_element is None:
        raise RecordError("no PMID element")
    if body is None:
        raise RecordError("no Article element")
    fields = _Body(body)
    published = fields.published or fields.electronic
    return Article(
        id=_pmid(pmid_element),
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
        version=_version(pmid_element),
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
                    title = unbracketed(_text(child))
                case "VernacularTitle":
                    vernacular_title = _text(child)
                case "Abstract":
                    self.abstract = tuple(s for t in child if t.tag == "AbstractText" and (s := _section(t)).text)
                case "AuthorList":
                    self.authors = tuple([a for e in child if e.get("ValidYN") != "N" and (a := _author(e)).last_name])
                case "Journal":
                    self._read_journal(child)
                case "PublicationTypeList":
                    self.publication_types = tuple([_interned(t.text) for t in child])
                case "Language":
                    self.languages.append(_interned(child.text))
                case "ELocationID":
                    if child.get("EIdType") == "doi" and child.get("ValidYN") != "N" and not self.doi:
                        self.doi = _plain(child)
                case "ArticleDate":
                    self.electronic = _date(child)
                case _:
                    pass
        self.title = vernacular_title if title in _NO_TITLE and vernacular_title else title

    def _read_journal(self, journal: Element) -> None:
        for child in journal:
            if child.tag == "Title":
                self.journal = _interned(child.text)
            elif child.tag == "JournalIssue":
                self.published = _date(_child(child, "PubDate"))


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


def _section(element: Element) -> AbstractSection:
    label = " ".join((element.get("Label") or "").split()).rstrip(": ")
    category = element.get("NlmCategory") or ""
    return AbstractSection(
        text=_text(element),
        label="" if label.upper() == "UNLABELLED" else label,
        category=category if category in _CATEGORIES else "",
    )


def _author(element: Element) -> Author:
    last_name = fore_name = initials = ""
    for child in element:
        match child.tag:
            case "LastName":
                last_name = _plain(child)
            case "ForeName":
                fore_name = _plain(child)
            case "Initials":
                initials = _interned(child.text)
            case "CollectiveName":
                last_name = _text(child)
            case _:
                pass
    return Author(last_name, fore_name, initials)


def _mesh_heading(element: Element) -> MeshHeading:
    ui = name = ""
    major = False
    qualifiers: list[MeshQualifier] = []
    for child in element:
        if child.tag == "DescriptorName":
            ui, name, major = child.get("UI") or "", child.text or "", child.get("MajorTopicYN") == "Y"
        elif child.tag == "QualifierName":
            qualifiers.append(_shared_qualifier(child.get("UI"), child.text, child.get("MajorTopicYN") == "Y"))
    heading = _shared_heading(ui, name, major)
    return MeshHeading(heading.ui, heading.name, major, tuple(qualifiers)) if qualifiers else heading


def _chemical(element: Element) -> Chemical:
    ui = name = registry_number = ""
    for child in element:
        if child.tag == "RegistryNumber":
            registry_number = _plain(child)
        elif child.tag == "NameOfSubstance":
            ui, name = _interned(child.get("UI")), _plain(child)
    return _shared_chemical(ui, name, registry_number)


def _correction(element: Element) -> CorrectionLink:
    pmid = source = ""
    for child in element:
        if child.tag == "PMID":
            pmid = _plain(child)
        elif child.tag == "RefSource":
            source = _plain(child)
    return CorrectionLink(_interned(element.get("RefType")), pmid, source)


def _pmid(element: Element) -> str:
    pmid = _plain(element)
    if not (pmid.isascii() and pmid.isdigit()):
        raise RecordError(f"the PMID is not a number: {pmid[:40]!r}")
    return pmid


def _version(pmid: Element) -> int:
    version = pmid.get("Version") or "1"
    if not (version.isascii() and version.isdigit() and len(version) <= _VERSION_DIGITS):
        raise RecordError(f"the PMID's version is not a number: {version[:40]!r}")
    return int(version)


def _text(element: Element) -> str:
    """All text below an element, nested markup and MathML included, white space collapsed."""
    return _collapsed("".join(element.itertext()) if len(element) else element.text or "")


def _plain(element: Element) -> str:
    """The text of an element that by the DTD has no markup inside, white space collapsed."""
    return _collapsed(element.text or "")


def _collapsed(text: str) -> str:
    # XML lets no other ASCII white space in: most texts need not be taken apart
    if text.isascii() and not ("  " in text or "\n" in text or "\t" in text or "\r" in text):
        return text.strip(" ")
    return " ".join(text.split())


def _child(element: Element, tag: str) -> Iterable[Element]:
    """The children of the first child of this name."""
    for child in element:
        if child.tag == tag:
            return child
    return ()


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


# Names repeat across millions of records: one object each saves memory and time.


@lru_cache(maxsize=65_536)
def _interned(text: str | None) -> str:
    return _collapsed(text or "")


@lru_cache(maxsize=65_536)
def _shared_heading(ui: str, name: str, major: bool) -> MeshHeading:
    return MeshHeading(_collapsed(ui), _collapsed(name), major)


@lru_cache(maxsize=65_536)
def _shared_qualifier(ui: str | None, name: str | None, major: bool) -> MeshQualifier:
    return MeshQualifier(_interned(ui), _interned(name), major)


@lru_cache(maxsize=65_536)
def _shared_chemical(ui: str, name: str, registry_number: str) -> Chemical:
    return Chemical(ui, name, registry_number)
