"""Applies one source file to the text index: later records and higher versions win, and every record is accounted for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from corpuscle.index_builder.prepared_article import PreparedArticle
from corpuscle.index_builder.record_readers import PreparedRecord
from corpuscle.index_builder.skipped import SkippedRecord
from corpuscle.index_builder.sources import Deletion, Unusable


class ArticleWriter(Protocol):
    """`TextWriter` or `MilvusWriter`."""

    def put(self, article: PreparedArticle) -> None: ...
    def delete(self, article_id: str) -> None: ...
    def current_version(self, article_id: str) -> int | None: ...


@dataclass(frozen=True, slots=True)
class AppliedRecords:
    """What became of a source file's records: there were `indexed + len(skipped) + deleted`."""

    indexed: int
    skipped: tuple[SkippedRecord, ...]
    deleted: int


def apply_records(records: Iterable[PreparedRecord], file: str, writer: ArticleWriter) -> AppliedRecords:
    """Upserts and deletes what the records of the source file `file` say; nothing is committed.

    Raises SourceFileError where the file cannot be read to its end: the caller then drops what was not committed.
    """
    offsets: dict[str, int] = {}
    skipped: list[SkippedRecord] = []
    indexed = deleted = 0

    def skip(offset: int, article_id: str, reason: str) -> None:
        skipped.append(SkippedRecord(file=file, offset=offset, id=article_id, reason=reason))

    for record in records:
        match record.content:
            case Unusable(reason, article_id):
                skip(record.offset, article_id, reason)
            case Deletion(article_id):
                writer.delete(article_id)
                offsets.pop(article_id, None)
                deleted += 1
            case PreparedArticle() as article:
                current = writer.current_version(article.id)
                if current is not None and current > article.version:
                    skip(record.offset, article.id, f"version {article.version} is superseded by version {current}")
                    continue
                writer.put(article)
                indexed += 1
                if article.id in offsets:
                    skip(offsets[article.id], article.id, f"superseded by a later record of the same file (version {article.version})")
                    indexed -= 1
                offsets[article.id] = record.offset
    return AppliedRecords(indexed, tuple(skipped), deleted)
