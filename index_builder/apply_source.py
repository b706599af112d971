"""Applies one source file to the text index: later records and higher versions win, and every record is accounted for."""

from dataclasses import dataclass

from corpuscle.index_builder.progress import Advance
from corpuscle.index_builder.skipped import SkippedRecord
from corpuscle.index_builder.sources import Deletion, Source, Unusable
from corpuscle.index_builder.text_writer import TextWriter
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.manifest import SourceFile


@dataclass(frozen=True, slots=True)
class AppliedSource:
    """What became of a source file: `account.records == indexed + skipped + deleted`, and a line for each skipped record."""

    account: SourceFile
    skipped: tuple[SkippedRecord, ...]


def apply_source(source: Source, md5: str, writer: TextWriter, advance: Advance) -> AppliedSource:
    """Upserts and deletes what the source says; nothing is committed.

    Raises SourceFileError where the file cannot be read to its end: the caller then drops what was not committed.
    """
    offsets: dict[str, int] = {}
    skipped: list[SkippedRecord] = []
    indexed = deleted = 0

    def skip(offset: int, article_id: str, reason: str) -> None:
        skipped.append(SkippedRecord(file=source.name, offset=offset, id=article_id, reason=reason))

    for record in source.records(advance):
        match record.content:
            case Unusable(reason, article_id):
                skip(record.offset, article_id, reason)
            case Deletion(article_id):
                writer.delete(article_id)
                offsets.pop(article_id, None)
                deleted += 1
            case Article() as article:
                current = writer.current_version(article.id)
                if current is not None and current > article.version:
                    skip(record.offset, article.id, f"version {article.version} is superseded by version {current}")
                    continue
                writer.upsert(article)
                indexed += 1
                if article.id in offsets:
                    skip(offsets[article.id], article.id, f"superseded by a later record of the same file (version {article.version})")
                    indexed -= 1
                offsets[article.id] = record.offset
    account = SourceFile(
        name=source.name,
        kind=source.kind,
        md5=md5,
        bytes=source.bytes,
        records=indexed + len(skipped) + deleted,
        indexed=indexed,
        skipped=len(skipped),
        deleted=deleted,
    )
    return AppliedSource(account, tuple(skipped))
