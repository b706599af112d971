"""What every source of articles offers, whatever its format."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Literal, Protocol, runtime_checkable

from corpuscle.index_builder.errors import SourceFileError
from corpuscle.index_builder.record_splitter import Piece
from corpuscle.retrieval.articles import Article

SourceKind = Literal["pubmed-xml", "eutils-xml", "beir-jsonl"]

_CHUNK_BYTES = 1 << 18


@dataclass(frozen=True, slots=True)
class Deletion:
    """A PMID that the source withdraws."""

    article_id: str


@dataclass(frozen=True, slots=True)
class Unusable:
    """A record that cannot be indexed. `article_id` is "" where it could not be read."""

    reason: str
    article_id: str = ""


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """One record and where it begins: bytes from the start of the uncompressed file."""

    offset: int
    content: Article | Deletion | Unusable


class Source(Protocol):
    """One file of articles. Nothing is read before it is asked for."""

    @property
    def name(self) -> str:
        """File name, unique within its corpus."""
        ...

    @property
    def kind(self) -> SourceKind: ...

    @property
    def bytes(self) -> int:
        """Size as stored."""
        ...

    def md5(self) -> str:
        """Of the stored bytes. Raises SourceFileError where it is not the published one, or the file cannot be read."""
        ...

    def records(self, advance: Callable[[int], None]) -> Iterator[SourceRecord]:
        """The records in order; `advance` hears how many stored bytes were read since its last call.

        Raises SourceFileError where the file cannot be read to its end.
        """
        ...


class RecordReader(Protocol):
    """Reads the records of one piece. It holds no file and can be sent to another process."""

    def __call__(self, piece: Piece, /) -> Iterable[SourceRecord]: ...


@runtime_checkable
class SplitSource(Source, Protocol):
    """A source that is cut into pieces which can be read apart: `records` is what `reader` reads from `pieces`, in order."""

    @property
    def reader(self) -> RecordReader: ...

    def pieces(self, advance: Callable[[int], None]) -> Iterator[Piece]:
        """The pieces in order; raises as `records` does."""
        ...


@runtime_checkable
class DatedSource(Protocol):
    """A source that says when it was made."""

    def made(self) -> datetime | None:
        """By the file's own word; None where it does not say."""
        ...


@dataclass(frozen=True, slots=True)
class Corpus:
    """The sources of one index, in the order in which they apply: a later record replaces an earlier one of the same article."""

    name: str
    """In words, as answers and the manifest name it."""
    sources: tuple[Source, ...]
    shard: str = ""
    """ "2/8" where these are the second of eight parts of the sources."""

    def part(self, number: int, of: int) -> "Corpus":
        """Part `number` (from 1) of `of`: every `of`-th source. Raises SourceFileError where it has none."""
        sources = self.sources[number - 1 :: of]
        if not sources:
            raise SourceFileError(
                f"Part {number}/{of} of {self.name} is empty: there are {len(self.sources)} source files.", "Cut it into fewer parts."
            )
        return Corpus(self.name, sources, f"{number}/{of}")


def md5_of(stream: IO[bytes]) -> str:
    """MD5 (hex) of what is left in the stream: the checksum that NLM publishes, no protection against malice."""
    digest = hashlib.md5(usedforsecurity=False)
    while chunk := stream.read(_CHUNK_BYTES):
        digest.update(chunk)
    return digest.hexdigest()
