"""Filters, deletions, revisions and retractions on Milvus, tried on a few invented articles."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from corpuscle.index_builder.milvus_builder import MilvusSteps, build_in_milvus, update_in_milvus
from corpuscle.index_builder.progress import NoProgress
from corpuscle.index_builder.sources import Corpus, Deletion, SourceRecord
from corpuscle.retrieval.articles import AbstractSection, Article, CorrectionLink, MeshHeading
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.milvus_search import MilvusRetriever
from corpuscle.retrieval.query_syntax import parse_condition
from corpuscle.retrieval.settings import RetrievalSettings

_NOTICE = "Retraction of Publication"


@dataclass(frozen=True, slots=True)
class ListedRecords:
    """Records in memory as a source."""

    name: str
    contents: tuple[Article | Deletion, ...]
    kind: Literal["pubmed-xml"] = "pubmed-xml"
    bytes: int = 0

    def md5(self) -> str:
        """None is published for what lies in memory."""
        return ""

    def records(self, advance: Callable[[int], None]) -> Iterator[SourceRecord]:
        """See `Source.records`."""
        return (SourceRecord(offset, content) for offset, content in enumerate(self.contents))


def _article(number: int, year: int, type_: str, heading: str, journal: str, language: str = "eng") -> Article:
    title, text = f"Remedy {number} for cough.", f"Cough was treated with remedy {number}."
    mesh = (MeshHeading(f"D00000{number}", heading),)
    return Article(
        id=str(number),
        title=title,
        abstract_sections=(AbstractSection(text),),
        journal=journal,
        year=year,
        mesh=mesh,
        publication_types=(type_,),
        languages=(language,),
        published=f"{year}-0{number}",
    )


ARTICLES = (
    _article(1, 2001, "Review", "Cough", "J Cough"),
    _article(2, 2005, "Randomized Controlled Trial", "Cough", "Lancet"),
    _article(3, 2010, "Journal Article", "Asthma", 'The "New" J\\Cough', "ger"),
    _article(4, 2015, "Review", "Asthma", "Lancet"),
    replace(_article(5, 2020, "Journal Article", "Cough", "Lancet"), corrections=(CorrectionLink("RetractionIn", "99"),)),
    Article(id="6", title="Cough.", year=2021, published="2021"),
)

_FILTERS: dict[str, tuple[Filters, str]] = {
    "retracted articles are left out": (Filters(), "12346"),
    "retracted articles on demand": (Filters(include_retracted=True), "123456"),
    "only retracted": (Filters(retracted_only=True), "5"),
    "years": (Filters(year_from=2005, year_to=2010), "23"),
    "dates": (Filters(date_from="2010-03", date_to="2015-04"), "34"),
    "publication types, any of": (Filters(publication_types=("review", "Randomized Controlled Trial")), "124"),
    "MeSH by name": (Filters(mesh=("asthma",)), "34"),
    "MeSH by UI": (Filters(mesh=("D000002",)), "2"),
    "MeSH left out": (Filters(excluded_mesh=("Asthma",)), "126"),
    "journal": (Filters(journals=("lancet",)), "24"),
    "journal with quotation marks and a backslash": (Filters(journals=('the "new" j\\cough',)), "3"),
    "a filter that tries to be an expression": (Filters(journals=('x"]) or array_contains_any(journal, ["lancet',)), ""),
    "language": (Filters(languages=("German",)), "3"),
    "has abstract": (Filters(has_abstract=True), "1234"),
    "query syntax": (Filters(condition=parse_condition("remedy[ti] AND (Lancet[ta] OR review[pt]) NOT 2015[dp]")), "12"),
}


def check_filters(retriever: MilvusRetriever) -> dict[str, bool]:
    """What each filter should find among `ARTICLES`, and whether it does."""
    return {f"filter: {name}": _found(retriever, filters) == wanted for name, (filters, wanted) in _FILTERS.items()}


def check_deletions(folder: Path, settings: RetrievalSettings) -> dict[str, bool]:
    """Applies a deletion, a revision and a retraction notice over the index of `ARTICLES` in `folder`; what follows from each."""
    revised = replace(ARTICLES[1], version=2, abstract_sections=(AbstractSection("Cough was treated with zyrtanol."),))
    notice = Article(
        id="7", title="Retraction.", publication_types=(_NOTICE,), corrections=(CorrectionLink("RetractionOf", "4"),), year=2022
    )
    update = ListedRecords("pubmed99n0002.xml.gz", (Deletion("1"), revised, notice))
    update_in_milvus(folder, [update], MilvusSteps(), settings, NoProgress())
    retriever = MilvusRetriever.open(folder, settings)
    return {
        "a deleted article is not found": "1" not in _found(retriever, Filters()) and retriever.article("1") is None,
        "a revised article is found by its new text": [hit.article.id for hit in retriever.search("zyrtanol", mode="bm25").hits] == ["2"],
        "terms are counted anew": (retriever.document_frequency("zyrtanol"), len(retriever)) == (1, len(ARTICLES)),
        "an article that a notice retracts is left out": "4" not in _found(retriever, Filters()),
        "… and is found on demand": "4" in _found(retriever, Filters(include_retracted=True)),
    }


def build_checked(folder: Path, uri: str, collection: str, settings: RetrievalSettings) -> MilvusRetriever:
    """The index of `ARTICLES`, without vectors."""
    corpus = Corpus("invented", (ListedRecords("pubmed99n0001.xml.gz", ARTICLES),))
    build_in_milvus(folder, corpus, uri, collection, MilvusSteps(), settings, NoProgress())
    return MilvusRetriever.open(folder, settings)


def _found(retriever: MilvusRetriever, filters: Filters) -> str:
    return "".join(sorted(hit.article.id for hit in retriever.search("cough", mode="bm25", filters=filters).hits))
