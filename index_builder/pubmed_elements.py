"""The elements of a PubMed record, each as what `Article` has of it."""

from collections.abc import Iterable
from functools import lru_cache

from corpuscle.index_builder.xml_tree import Element
from corpuscle.retrieval.articles import AbstractSection, Author, Chemical, CorrectionLink, MeshHeading, MeshQualifier

_CATEGORIES = frozenset({"BACKGROUND", "OBJECTIVE", "METHODS", "RESULTS", "CONCLUSIONS"})
_VERSION_DIGITS = 9
"""Versions are small numbers, and Python refuses to read one of some thousand digits."""


class RecordError(ValueError):
    """The record is damaged or is not what we index; the message is the reason."""


def section_of(element: Element) -> AbstractSection:
    """A part of an abstract."""
    label = " ".join((element.get("Label") or "").split()).rstrip(": ")
    category = element.get("NlmCategory") or ""
    return AbstractSection(
        text=text_of(element),
        label="" if label.upper() == "UNLABELLED" else label,
        category=category if category in _CATEGORIES else "",
    )


def author_of(element: Element) -> Author:
    """An author, or a group."""
    last_name = fore_name = initials = ""
    for child in element:
        match child.tag:
            case "LastName":
                last_name = plain_text(child)
            case "ForeName":
                fore_name = plain_text(child)
            case "Initials":
                initials = interned(child.text)
            case "CollectiveName":
                last_name = text_of(child)
            case _:
                pass
    return Author(last_name, fore_name, initials)


def mesh_heading_of(element: Element) -> MeshHeading:
    """A heading with its qualifiers."""
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


def chemical_of(element: Element) -> Chemical:
    """A substance."""
    ui = name = registry_number = ""
    for child in element:
        if child.tag == "RegistryNumber":
            registry_number = plain_text(child)
        elif child.tag == "NameOfSubstance":
            ui, name = interned(child.get("UI")), plain_text(child)
    return _shared_chemical(ui, name, registry_number)


def correction_of(element: Element) -> CorrectionLink:
    """A link to a correction, a retraction or the like."""
    pmid = source = ""
    for child in element:
        if child.tag == "PMID":
            pmid = plain_text(child)
        elif child.tag == "RefSource":
            source = plain_text(child)
    return CorrectionLink(interned(element.get("RefType")), pmid, source)


def pmid_of(element: Element) -> str:
    """The PMID. Raises RecordError where it is no number."""
    pmid = plain_text(element)
    if not (pmid.isascii() and pmid.isdigit()):
        raise RecordError(f"the PMID is not a number: {pmid[:40]!r}")
    return pmid


def version_of(pmid: Element) -> int:
    """The version of a PMID. Raises RecordError where it is no number."""
    version = pmid.get("Version") or "1"
    if not (version.isascii() and version.isdigit() and len(version) <= _VERSION_DIGITS):
        raise RecordError(f"the PMID's version is not a number: {version[:40]!r}")
    return int(version)


def text_of(element: Element) -> str:
    """All text below an element, nested markup and MathML included, white space collapsed."""
    return _collapsed("".join(element.itertext()) if len(element) else element.text or "")


def plain_text(element: Element) -> str:
    """The text of an element that by the DTD has no markup inside, white space collapsed."""
    return _collapsed(element.text or "")


def _collapsed(text: str) -> str:
    # XML lets no other ASCII white space in: most texts need not be taken apart
    if text.isascii() and not ("  " in text or "\n" in text or "\t" in text or "\r" in text):
        return text.strip(" ")
    return " ".join(text.split())


def children_of(element: Element, tag: str) -> Iterable[Element]:
    """The children of the first child of this name."""
    for child in element:
        if child.tag == tag:
            return child
    return ()


# Names repeat across millions of records: one object each saves memory and time.


@lru_cache(maxsize=65_536)
def interned(text: str | None) -> str:
    """The text with white space collapsed, one object for equal ones."""
    return _collapsed(text or "")


@lru_cache(maxsize=65_536)
def _shared_heading(ui: str, name: str, major: bool) -> MeshHeading:
    return MeshHeading(_collapsed(ui), _collapsed(name), major)


@lru_cache(maxsize=65_536)
def _shared_qualifier(ui: str | None, name: str | None, major: bool) -> MeshQualifier:
    return MeshQualifier(interned(ui), interned(name), major)


@lru_cache(maxsize=65_536)
def _shared_chemical(ui: str, name: str, registry_number: str) -> Chemical:
    return Chemical(ui, name, registry_number)
