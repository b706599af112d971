"""The stored form of an article: compact JSON, arrays in field order, as bytes in tantivy's document store."""

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from corpuscle.retrieval.articles import AbstractSection, Article, Author, Chemical, CorrectionLink, MeshHeading, MeshQualifier
from corpuscle.retrieval.errors import IndexDamagedError

# The JSON array, in order. A change here is a change of the index format.
_Stored = tuple[
    str,  # id
    str,  # title
    list[tuple[str, str, str]],  # abstract: text, label, category
    str,  # journal
    int | None,  # year
    list[tuple[str, str, str]],  # authors: last name, fore name, initials
    list[tuple[str, str, bool, list[tuple[str, str, bool]]]],  # MeSH: UI, name, major, qualifiers
    list[tuple[str, str, str]],  # chemicals: UI, name, registry number
    list[str],  # keywords
    list[str],  # publication types
    str,  # DOI
    str,  # PMC id
    list[str],  # languages
    int,  # version
    list[tuple[str, str, str]],  # corrections: kind, PMID, source
    str,  # status
    str,  # date of publication
    str,  # journal abbreviation
]
_ADAPTER: TypeAdapter[_Stored] = TypeAdapter(_Stored)


def encode_article(article: Article) -> bytes:
    """The article as bytes; `decode_article` gives back an equal one."""
    a = article
    return to_json(
        (
            a.id,
            a.title,
            [(s.text, s.label, s.category) for s in a.abstract_sections],
            a.journal,
            a.year,
            [(x.last_name, x.fore_name, x.initials) for x in a.authors],
            [(m.ui, m.name, m.major, [(q.ui, q.name, q.major) for q in m.qualifiers]) for m in a.mesh],
            [(c.ui, c.name, c.registry_number) for c in a.chemicals],
            a.keywords,
            a.publication_types,
            a.doi,
            a.pmc_id,
            a.languages,
            a.version,
            [(c.kind, c.pmid, c.source) for c in a.corrections],
            a.status,
            a.published,
            a.journal_abbreviation,
        )
    )


def decode_article(stored: bytes) -> Article:
    """The article that `encode_article` stored. Raises IndexDamagedError for anything else."""
    try:
        row = _ADAPTER.validate_json(stored)
    except ValidationError as exc:
        raise IndexDamagedError("A stored article cannot be read.", "Check the index with `corpuscle index verify`.") from exc
    (
        id_,
        title,
        sections,
        journal,
        year,
        authors,
        mesh,
        chemicals,
        keywords,
        types,
        doi,
        pmc_id,
        languages,
        version,
        corrections,
        status,
        published,
        journal_abbreviation,
    ) = row
    return Article(
        id=id_,
        title=title,
        abstract_sections=tuple(AbstractSection(*s) for s in sections),
        journal=journal,
        year=year,
        authors=tuple(Author(*a) for a in authors),
        mesh=tuple(MeshHeading(ui, name, major, tuple(MeshQualifier(*q) for q in quals)) for ui, name, major, quals in mesh),
        chemicals=tuple(Chemical(*c) for c in chemicals),
        keywords=tuple(keywords),
        publication_types=tuple(types),
        doi=doi,
        pmc_id=pmc_id,
        languages=tuple(languages),
        version=version,
        corrections=tuple(CorrectionLink(*c) for c in corrections),
        status=status,
        published=published,
        journal_abbreviation=journal_abbreviation,
    )
