"""Reads the records of source files, in this process or in several, always in the order of the file.

This process unpacks a file and cuts it into pieces; the others parse them and prepare the documents, which is most of the work. Each
has at most one batch of pieces on its way, so that memory does not grow with the file.
"""

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from corpuscle.index_builder.errors import StepError
from corpuscle.index_builder.prepared_article import PreparedArticle, prepare_article, prepare_article_to_send
from corpuscle.index_builder.progress import Advance
from corpuscle.index_builder.record_splitter import Piece
from corpuscle.index_builder.sources import Deletion, RecordReader, Source, SourceRecord, SplitSource, Unusable
from corpuscle.retrieval.articles import Article

_BATCH_BYTES = 1 << 19
_WORTH_BYTES = 4_000_000
"""A smaller file is read before other processes have started."""
_MOST = 8
"""More processes would wait: cutting pieces and writing documents take an eighth of the time that parsing does."""


@dataclass(frozen=True, slots=True)
class PreparedRecord:
    """One record, ready for the writer, and where it begins: bytes from the start of the uncompressed file."""

    offset: int
    content: PreparedArticle | Deletion | Unusable


ReadRecords = Callable[[Source, Advance], Iterator[PreparedRecord]]
"""The records of a source in order; raises SourceFileError where it cannot be read to its end."""


def read_records(source: Source, advance: Advance) -> Iterator[PreparedRecord]:
    """`ReadRecords` in this process."""
    return (_prepared(record, prepare_article) for record in source.records(advance))


@contextmanager
def record_readers(workers: int) -> Generator[ReadRecords]:
    """A `ReadRecords` that has up to `workers` processes read (1: this one alone); they start with the first file that is worth it.

    What it gives raises StepError where one of them was killed.
    """
    readers: list[_Reader] = []

    def read(source: Source, advance: Advance) -> Iterator[PreparedRecord]:
        if workers == 1 or source.bytes < _WORTH_BYTES or not isinstance(source, SplitSource):
            return read_records(source, advance)
        if not readers:
            readers.extend(_Reader() for _ in range(min(workers, _MOST)))
        return _read_apart(source, readers, advance)

    try:
        yield read
    finally:
        for reader in readers:
            reader.end()


def _read_apart(source: SplitSource, readers: list["_Reader"], advance: Advance) -> Iterator[PreparedRecord]:
    for reader in readers:
        reader.tell(source.reader)
    free = deque(readers)
    busy: deque[_Reader] = deque()
    try:
        for batch in _batches(source.pieces(advance)):
            found: list[PreparedRecord] = []
            if not free:
                found = busy[0].hear()
                free.append(busy.popleft())
            reader = free.popleft()
            reader.tell(batch)
            busy.append(reader)
            yield from found
        while busy:
            yield from busy[0].hear()
            busy.popleft()
    except BaseException:  # what was not heard must not be taken for an answer about the next file
        for reader in readers:
            reader.end()
        readers.clear()
        raise


def _batches(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    batch: list[Piece] = []
    size = 0
    for piece in pieces:
        batch.append(piece)
        size += len(piece.head)
        if size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


class _Reader:
    """One process that reads pieces."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, other = context.Pipe()
        self._process: BaseProcess = context.Process(target=_serve, args=(other,), daemon=True)
        self._process.start()
        other.close()

    def tell(self, said: RecordReader | list[Piece]) -> None:
        """Sends a reader to use from now on, or pieces to read; its last answer must have been heard."""
        try:
            self._connection.send(said)
        except OSError as exc:
            raise self._killed() from exc

    def hear(self) -> list[PreparedRecord]:
        """The records of the pieces that were sent."""
        try:
            answer: list[PreparedRecord] | Exception = self._connection.recv()
        except (EOFError, OSError) as exc:
            raise self._killed() from exc
        if isinstance(answer, Exception):
            raise answer
        return answer

    def end(self) -> None:
        """Stops the process, whatever it does."""
        self._connection.close()
        self._process.terminate()
        self._process.join()

    def _killed(self) -> StepError:
        return StepError(
            f"A process that reads source files (pid {self._process.pid}) was killed; the last commit is intact.",
            "See that 200 MB of memory are free for each of the --workers, and run the same command again: it goes on from there.",
        )


def _serve(connection: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process of the build hears it and ends this one
    reader: RecordReader | None = None
    while True:
        try:
            said: RecordReader | list[Piece] = connection.recv()
        except (EOFError, ConnectionError):  # the process of the build has ended
            return
        if not isinstance(said, list):
            reader = said
            continue
        assert reader is not None  # it is sent before the first pieces
        try:
            connection.send([_prepared(record, prepare_article_to_send) for piece in said for record in reader(piece)])
        except ConnectionError:
            return
        except Exception as exc:  # noqa: BLE001 - whatever it is, the process of the build raises it
            connection.send(exc)


def _prepared(record: SourceRecord, prepare: Callable[[Article], PreparedArticle]) -> PreparedRecord:
    content = record.content
    return PreparedRecord(record.offset, prepare(content) if isinstance(content, Article) else content)
