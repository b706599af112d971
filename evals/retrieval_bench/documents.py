"""What the engines index: documents of a collection, and the sample's citations as distractors."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from corpuscle.index_builder.beir_source import beir_corpus
from corpuscle.index_builder.progress import Progress
from corpuscle.index_builder.sample import sample_corpus
from corpuscle.index_builder.sources import SourceKind, SourceRecord
from corpuscle.retrieval.articles import Article

_WORD = re.compile(r"[a-z0-9]+")
_SAMPLE_PREFIX = "sample-"
_TOLD_APART = 40
"""Characters by which a title is found at the beginning of a text."""


@dataclass(frozen=True, slots=True)
class ArticleList:
    """Articles in memory as a source of an index."""

    name: str
    articles: tuple[Article, ...]
    kind: SourceKind = "beir-jsonl"
    bytes: int = 0

    def md5(self) -> str:
        """None is published for what lies in memory."""
        return ""

    def records(self, advance: Callable[[int], None]) -> Iterator[SourceRecord]:
        """See `Source.records`."""
        return (SourceRecord(offset, article) for offset, article in enumerate(self.articles))


def articles_of(sources: Iterable[Iterator[SourceRecord]]) -> tuple[Article, ...]:
    """The articles of some sources' records: of each id the highest version, the later of equals."""
    found: dict[str, Article] = {}
    for records in sources:
        for record in records:
            article = record.content
            if isinstance(article, Article) and (article.id not in found or found[article.id].version <= article.version):
                found[article.id] = article
    return tuple(found.values())


def collection_articles(folder: Path) -> tuple[Article, ...]:
    """The documents of a BEIR folder. Raises SourceFileError."""
    return articles_of(source.records(_unheard) for source in beir_corpus(folder).sources)


def sample_articles(home: Path, progress: Progress) -> tuple[Article, ...]:
    """The sample's 50,783 citations. Raises WheelError."""
    return articles_of(source.records(_unheard) for source in sample_corpus(home, progress).sources)


def distractors_for(collection: Iterable[Article], sample: Iterable[Article]) -> tuple[Article, ...]:
    """The sample's citations under ids of their own, those left out that the collection has itself: by PMID or by title."""
    documents = tuple(collection)
    pmids = {document.id.removeprefix("PMID:") for document in documents if document.id.startswith("PMID:")}
    titles = {_normalised(document.title) for document in documents} - {""}
    # Some collections have their titles at the beginning of the text.
    beginnings = {_normalised(document.abstract)[:_TOLD_APART] for document in documents if not document.title} - {""}
    return tuple(
        replace(article, id=_SAMPLE_PREFIX + article.id)
        for article in sample
        if article.id not in pmids and (title := _normalised(article.title)) not in titles and title[:_TOLD_APART] not in beginnings
    )


def _normalised(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


def _unheard(amount: int) -> None:
    """Progress that nobody watches."""
