"""PubMed's `.xml.gz` files as sources: a folder of them, or members of an archive."""

import re
import struct
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, cast

from isal import igzip
from isal.igzip_lib import IsalError

from corpuscle.index_builder.errors import SourceFileError
from corpuscle.index_builder.pubmed_elements import RecordError
from corpuscle.index_builder.pubmed_xml import parse_article, parse_deletions
from corpuscle.index_builder.record_splitter import HEAD_BYTES, RECORD_LIMIT_BYTES, Piece, split_records
from corpuscle.index_builder.sources import Corpus, RecordReader, SourceKind, SourceRecord, Unusable, md5_of

_BAD_DEFLATE = cast("type[Exception]", IsalError)  # its stub says an instance
_CHUNK_BYTES = 1 << 18
_EXPANSION_LIMIT = 200
"""PubMed's files grow about tenfold; a file that grows more than this, and beyond `_EXPANSION_FLOOR_BYTES`, is a gzip bomb."""
_EXPANSION_FLOOR_BYTES = 256 * 1024 * 1024

_PROLOGUE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>)?(?:\s|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\])?\s*>)*(?:<PubmedArticleSet[^>]*>)?\s*", re.DOTALL
)
_ENCODING = re.compile(rb"<\?xml[^>]*encoding=[\"']([A-Za-z0-9._-]+)")
_END = b"</PubmedArticleSet>"
_ENDED = re.compile(rb"</PubmedArticleSet>|<PubmedArticleSet[^<>]*/>")
_PMID = re.compile(rb"<PMID[^>]{0,200}>\s*(\d{1,20})\s*</PMID>")
_CLOSING = {
    b"<PubmedArticle": b"</PubmedArticle>",
    b"<PubmedBookArticle": b"</PubmedBookArticle>",
    b"<DeleteCitation": b"</DeleteCitation>",
}
_AFTER_CLOSING = re.compile(b"|".join(rb"(?<=%b)" % closing for closing in _CLOSING.values()))
_TAG = re.compile(rb"<\w+")
_GZIP_HEADER = struct.Struct("<4sI")
_GZIP_MAGIC = b"\x1f\x8b\x08"


class PubmedFile:
    """One file of PubMed's baseline or updates.

    `open_stored` opens the compressed bytes anew at each call; `published_md5` gives the checksum to compare with, or "".
    """

    kind: SourceKind = "pubmed-xml"

    @property
    def reader(self) -> RecordReader:
        """`read_piece`."""
        return read_piece

    def __init__(self, name: str, size: int, open_stored: Callable[[], IO[bytes]], published_md5: Callable[[], str] = str) -> None:
        self.name = name
        self.bytes = size
        self._open = open_stored
        self._published_md5 = published_md5

    def md5(self) -> str:
        """Of the compressed bytes. Raises SourceFileError where it is not the published one, or the file cannot be read."""
        try:
            with self._open() as stored:
                digest = md5_of(stored)
        except OSError as exc:
            raise SourceFileError(
                f"{self.name} cannot be read: {exc}", "Check the file and its permissions; then run the same command again."
            ) from exc
        published = self._published_md5()
        if published and digest != published:
            raise SourceFileError(
                f"{self.name}: its MD5 is {digest}, the published one {published}; nothing of it was indexed.",
                "Fetch the file again, then run the same command again: the rest is kept.",
            )
        return digest

    def made(self) -> datetime | None:
        """When the file was compressed, as its gzip header says; None where it does not."""
        try:
            with self._open() as stored:
                header = stored.read(_GZIP_HEADER.size)
        except OSError:
            return None
        if len(header) < _GZIP_HEADER.size:
            return None
        magic, seconds = _GZIP_HEADER.unpack(header)
        return datetime.fromtimestamp(seconds, UTC) if magic[:3] == _GZIP_MAGIC and seconds else None

    def records(self, advance: Callable[[int], None]) -> Iterator[SourceRecord]:
        """The records in order; see `Source.records`."""
        for piece in self.pieces(advance):
            yield from read_piece(piece)

    def pieces(self, advance: Callable[[int], None]) -> Iterator[Piece]:
        """The pieces that `read_piece` reads; the first one is what stands before the first record."""
        tail = b""

        def watched() -> Iterator[bytes]:
            nonlocal tail
            for chunk in self._chunks(advance):
                tail = (tail + chunk).rstrip()[-HEAD_BYTES:]
                yield chunk

        pieces = split_records(watched())
        prologue = next(pieces)
        self._check_encoding(prologue.head)
        yield prologue
        yield from pieces
        if not _ENDED.search(tail):
            raise self._unreadable(f"it ends before {_END.decode()}")

    def _chunks(self, advance: Callable[[int], None]) -> Iterator[bytes]:
        expanded = position = 0
        limit = max(_EXPANSION_FLOOR_BYTES, _EXPANSION_LIMIT * self.bytes)
        try:
            with self._open() as stored, igzip.IGzipFile(fileobj=stored) as stream:
                while chunk := stream.read(_CHUNK_BYTES):
                    expanded += len(chunk)
                    if expanded > limit:
                        raise self._unreadable(f"{self.bytes:,} bytes expand to more than {limit:,}")
                    yield chunk
                    advance(stored.tell() - position)
                    position = stored.tell()
        except (EOFError, OSError, _BAD_DEFLATE) as exc:
            raise self._unreadable(str(exc)) from exc

    def _check_encoding(self, prologue: bytes) -> None:
        declared = _ENCODING.search(prologue[:HEAD_BYTES])
        if declared and declared.group(1).lower() not in (b"utf-8", b"us-ascii", b"ascii"):
            raise self._unreadable(f"it is encoded in {declared.group(1).decode()}, PubMed's files in UTF-8")

    def _unreadable(self, reason: str) -> SourceFileError:
        return SourceFileError(
            f"{self.name} cannot be read to its end ({reason}); nothing of it was indexed.",
            "Fetch the file again, then run the same command again: the rest is kept.",
        )


def pubmed_corpus(folder: Path) -> Corpus:
    """The `.xml.gz` files of a folder in the order of their names, each checked against its `.md5` file where there is one.

    Raises SourceFileError where there are none.
    """
    return Corpus(name=folder.resolve().name, sources=pubmed_files([folder]))


def pubmed_files(paths: Sequence[Path]) -> tuple[PubmedFile, ...]:
    """The same of several folders and files together.

    Raises SourceFileError where there are none, or where two have the same name.
    """
    files: dict[str, Path] = {}
    for path in (file for given in paths for file in ([given] if given.name.endswith(".xml.gz") else given.glob("*.xml.gz"))):
        if files.setdefault(path.name, path) != path:
            raise SourceFileError(f"There are two files {path.name}: {files[path.name]} and {path}.", "Name one of them.")
    if not files:
        raise SourceFileError(
            f"There are no .xml.gz files in {', '.join(map(str, paths))}.", "Name the folder that holds PubMed's baseline or update files."
        )
    return tuple(_file(files[name]) for name in sorted(files))


def _file(path: Path) -> PubmedFile:
    try:
        size = path.stat().st_size
    except OSError:  # a link to nowhere: `md5` says so, and the other files are applied
        size = 0
    return PubmedFile(path.name, size, lambda: path.open("rb"), lambda: _published_md5(path))


def _published_md5(path: Path) -> str:
    """From "MD5(pubmed26n0001.xml.gz)= <digest>" or "<digest>  <name>"; "" where there is no such file."""
    try:
        text = path.with_name(path.name + ".md5").read_text(errors="replace")
    except FileNotFoundError:
        return ""
    except OSError as exc:
        raise SourceFileError(
            f"{path.name} was not indexed: {path.name}.md5 cannot be read: {exc.strerror}.",
            "Mend or remove it; then run the same command again.",
        ) from exc
    found = re.search(r"\b[0-9a-fA-F]{32}\b", text)
    if found is None:
        raise SourceFileError(
            f"{path.name} was not indexed: {path.name}.md5 holds no MD5 checksum.",
            "Fetch it again, or remove it to do without the check.",
        )
    return found.group().lower()


def read_piece(piece: Piece) -> Iterator[SourceRecord]:
    """The records of one piece of a file, and what lies about in it."""
    start = _TAG.match(piece.head)
    closing = _CLOSING.get(start.group()) if start else None
    if start is None or closing is None:  # what stands before the first record
        yield from _leftover(piece, _PROLOGUE.sub(b"", piece.head[:HEAD_BYTES], count=1) + piece.head[HEAD_BYTES:])
        return
    if piece.oversized:
        yield SourceRecord(piece.offset, Unusable(f"longer than {RECORD_LIMIT_BYTES:,} bytes", _readable_pmid(piece.head)))
        return
    end = piece.head.find(closing)
    record = piece.head[: end + len(closing)] if end >= 0 else piece.head.rstrip().removesuffix(_END)
    yield from _read_record(piece.offset, start.group(), record)
    if end >= 0:
        yield from _leftover(piece, piece.head[len(record) :])


def _read_record(offset: int, tag: bytes, record: bytes) -> Iterator[SourceRecord]:
    try:
        if tag == b"<PubmedArticle":
            yield SourceRecord(offset, parse_article(record))
        elif tag == b"<DeleteCitation":
            for deletion in parse_deletions(record):
                yield SourceRecord(offset, deletion)
        else:
            yield SourceRecord(offset, Unusable("a book or a chapter, not an article", _readable_pmid(record)))
    except RecordError as exc:
        yield SourceRecord(offset, Unusable(str(exc), _readable_pmid(record)))


def _leftover(piece: Piece, rest: bytes) -> Iterator[SourceRecord]:
    """Bytes that belong to no record: records whose start tags are damaged."""
    rest = rest.strip().removesuffix(_END)
    if not rest:
        return
    for part in _AFTER_CLOSING.split(rest):
        if part := part.strip():
            offset = piece.offset + max(piece.head.rfind(part[:HEAD_BYTES]), 0)
            yield SourceRecord(offset, Unusable("outside any record: its start tag is damaged", _readable_pmid(part)))


def _readable_pmid(record: bytes) -> str:
    found = _PMID.search(record, 0, HEAD_BYTES)
    return found.group(1).decode() if found else ""
