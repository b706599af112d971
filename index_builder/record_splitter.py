"""Cuts the byte stream of a PubMed file at the start tags of its records.

Each record can then be parsed strictly on its own, so that a damaged one never takes its neighbours along
(a recovering XML parser loses them without a word).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

RECORD_LIMIT_BYTES = 64 * 1024 * 1024
HEAD_BYTES = 4096

_START = re.compile(rb"<(?:PubmedArticle|PubmedBookArticle|DeleteCitation)[\s/>]")
_START_BYTES = len(b"<PubmedBookArticle>")


@dataclass(frozen=True, slots=True)
class Piece:
    """The bytes from one record's start tag to the next one's.

    Of a piece over the limit, `head` holds only the first bytes and `oversized` is set.
    """

    offset: int
    """Where the piece begins in the uncompressed stream, in bytes."""
    length: int
    head: bytes
    oversized: bool = False


def split_records(chunks: Iterable[bytes], limit: int = RECORD_LIMIT_BYTES) -> Iterator[Piece]:
    """The pieces of a stream, in order; the first one is what stands before the first record, and may be empty.

    The pieces cover the stream without gap or overlap and do not depend on how it is chunked. At most `limit` bytes
    (and one chunk) are held in memory. Raises ValueError for a limit below `HEAD_BYTES`.
    """
    if limit < HEAD_BYTES:
        raise ValueError(f"the limit must be at least {HEAD_BYTES} bytes, not {limit}")
    buffer = bytearray()
    offset = 0
    dropped = 0
    head = b""
    scan_from = 0
    in_record = False
    for chunk in chunks:
        buffer += chunk
        begin = 0
        while match := _START.search(buffer, scan_from):
            end = match.start()
            length = dropped + end - begin
            yield _piece(offset, length, head or bytes(buffer[begin:end]), limit)
            offset += length
            begin, scan_from = end, end + 1
            dropped, head, in_record = 0, b"", True
        del buffer[:begin]
        tail = min(len(buffer), _START_BYTES - 1)
        if len(buffer) - tail > limit:
            head = head or bytes(buffer[:HEAD_BYTES])
            dropped += len(buffer) - tail
            del buffer[: len(buffer) - tail]
            scan_from = 0
        else:
            # the start tag of the record itself lies at 0; one that is not yet complete may lie in the tail
            scan_from = max(len(buffer) - tail, 1 if in_record and not head else 0)
    length = dropped + len(buffer)
    yield _piece(offset, length, head or bytes(buffer), limit)


def _piece(offset: int, length: int, head: bytes, limit: int) -> Piece:
    if length > limit:
        return Piece(offset, length, head[:HEAD_BYTES], oversized=True)
    return Piece(offset, length, head)
