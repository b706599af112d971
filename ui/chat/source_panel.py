"""What opens beside the answer when a citation is clicked: the article, with the quoted words marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpuscle.agent.answers import Document
from corpuscle.retrieval.articles import Article, SectionName
from corpuscle.ui.citations import NumberedCitation
from corpuscle.ui.sanitise import plain


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text and the citation numbers whose quotation it belongs to (none for unquoted text)."""

    text: str
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AbstractPart:
    """One labelled part of an abstract; `label` is "" where the abstract is unstructured."""

    label: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class SourcePanel:
    """The properties of the element Source.jsx. Text is cut into segments here: browsers count characters differently."""

    number: int
    """The citation that was clicked; its quotation is marked strongly, others of the same article lightly."""
    title: tuple[Segment, ...]
    abstract: tuple[AbstractPart, ...]
    journal: str
    year: str
    authors: str
    publication_types: tuple[str, ...]
    pmid: str
    """Digits, or "" where the article is not of PubMed."""
    url: str
    retracted: bool
    quote: str


def source_panel(
    cited: NumberedCitation, numbered: Sequence[NumberedCitation], article: Article | None, document: Document | None
) -> SourcePanel:
    """The panel of one citation. Without the article (it left the index meanwhile) the panel shows what the answer itself knows."""
    citation = cited.citation
    same_article = [n for n in numbered if n.citation.article_id == citation.article_id]
    if article is None:
        title = document.title if document else ""
        return SourcePanel(
            number=cited.number,
            title=(Segment(plain(title)),),
            abstract=(AbstractPart("", (Segment(plain(citation.quote), (cited.number,)),)),),
            journal=plain(document.journal) if document else "",
            year=str(document.year or "") if document else "",
            authors="",
            publication_types=tuple(plain(t) for t in document.publication_types) if document else (),
            pmid=citation.article_id if citation.url else "",
            url=citation.url,
            retracted=citation.retracted or bool(document and document.retracted),
            quote=plain(citation.quote),
        )
    return SourcePanel(
        number=cited.number,
        title=cut(article.title, 0, len(article.title), _spans("title", same_article)),
        abstract=_abstract_parts(article, _spans("abstract", same_article)),
        journal=plain(article.journal),
        year=str(article.year or ""),
        authors=_author_words(article),
        publication_types=tuple(plain(t) for t in article.publication_types),
        pmid=article.id if article.url else "",
        url=article.url,
        retracted=article.retracted or citation.retracted,
        quote=plain(citation.quote),
    )


def cut(text: str, begin: int, end: int, spans: Sequence[tuple[int, int, int]]) -> tuple[Segment, ...]:
    """`text[begin:end]` in segments; a span is (begin, end, number) in characters of `text`, end exclusive. The segments join to the text."""
    edges = sorted({begin, end, *(min(max(e, begin), end) for span in spans for e in span[:2])})
    return tuple(
        Segment(plain(text[left:right]), tuple(sorted(number for b, e, number in spans if b <= left and right <= e)))
        for left, right in pairwise(edges)
    )


def _spans(section: SectionName, numbered: Sequence[NumberedCitation]) -> list[tuple[int, int, int]]:
    return [(n.citation.begin, n.citation.end, n.number) for n in numbered if n.citation.section == section]


def _abstract_parts(article: Article, spans: Sequence[tuple[int, int, int]]) -> tuple[AbstractPart, ...]:
    parts: list[AbstractPart] = []
    at = 0
    for section in article.abstract_sections:
        begin = at + (len(section.label) + 2 if section.label else 0)
        end = begin + len(section.text)
        parts.append(AbstractPart(plain(section.label), cut(article.abstract, begin, end, spans)))
        at = end + 1
    return tuple(parts)


def _author_words(article: Article, limit: int = 3) -> str:
    names = [plain(f"{a.last_name} {a.initials}").strip() for a in article.authors]
    return ", ".join(names[:limit]) + (" et al." if len(names) > limit else "")
