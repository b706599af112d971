"""What can go wrong at query time.

    RetrievalError
    ├── IndexMissingError    no manifest in the folder
    ├── IndexFormatError     an index of another format version
    ├── IndexDamagedError    the manifest or a file it names is unreadable
    ├── EncoderError         another encoder made the vectors, or the encoder cannot be run
    │   └── EncoderMissingError  the encoder's files are not there
    ├── RerankError          the reranker is away, too slow, or its scores cannot be used
    ├── QueryError           the query is empty or too long, or a filter in it says nothing
    │   └── QuerySyntaxError     the query syntax is broken at a place
    ├── MilvusError          a Milvus server refuses what it is asked, or holds something else than the index
    │   ├── MilvusAwayError    it cannot be reached
    │   └── MilvusAccessError  it wants a token, or another one
    ├── RunFileError         a TREC run file is malformed, or cannot be read or written
    └── DocumentError        a document of the user's cannot be read: another kind of file, encrypted, too large, without text

Each carries `remedy`: what to do next, in one line.
"""

from typing import Self


class RetrievalError(Exception):
    """Base of this package's errors: what happened, and the remedy."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy

    def __reduce__(self) -> tuple[type[Self], tuple[str, str]]:
        """Pickles both parts, so that an error survives the way from one process to another."""
        return type(self), (str(self), self.remedy)


class IndexMissingError(RetrievalError):
    """No manifest in the folder."""


class IndexFormatError(RetrievalError):
    """An index of another format version."""


class IndexDamagedError(RetrievalError):
    """The manifest or a file it names is unreadable."""


class EncoderError(RetrievalError):
    """Another encoder made the vectors, or the encoder cannot be run."""


class EncoderMissingError(EncoderError):
    """The encoder's files are not there."""


class QueryError(RetrievalError, ValueError):
    """The query is empty or too long, or a filter in it says nothing."""


class QuerySyntaxError(QueryError):
    """The query syntax is broken; `position` is where, in characters from 0."""

    def __init__(self, position: int, problem: str, remedy: str, what: str = "query") -> None:
        super().__init__(f"The {what} cannot be read: at character {position + 1}, {problem}" + "." * (not problem.endswith("?")), remedy)
        self.position = position
        self.problem = problem
        self._what = what

    def __reduce__(self) -> tuple[type[Self], tuple[int, str, str, str]]:  # pyright: ignore[reportIncompatibleMethodOverride] - made of other parts
        return type(self), (self.position, self.problem, self.remedy, self._what)


class RunFileError(RetrievalError):
    """A TREC run file is malformed, or cannot be read or written."""


class DocumentError(RetrievalError):
    """A document that a user adds cannot be read: it is another kind of file, encrypted, damaged, too large, or without text."""


class RerankError(RetrievalError):
    """The reranker is away, too slow, or its scores cannot be used. A search goes on without it."""


class MilvusError(RetrievalError):
    """A Milvus server refuses what it is asked, or holds something else than the index."""


class MilvusAwayError(MilvusError):
    """The Milvus server cannot be reached."""


class MilvusAccessError(MilvusError):
    """The Milvus server wants a token, or another one."""
