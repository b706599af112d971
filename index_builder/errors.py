"""What can go wrong while an index is built.

    IndexBuilderError
    ├── SourceFileError      a source file cannot be read to its end, or its checksum differs
    ├── SourcesDifferError   the folder holds an index of other sources, or of another encoder
    ├── IndexLockedError     another process is building in this folder
    ├── DiskFullError        the disk has no room for the next step
    ├── StepError            a store refused a step of the build
    ├── WheelError           a wheel with data cannot be had, or is not the pinned one
    ├── EncoderExportError   an encoder cannot be written as ONNX, or its vectors would differ
    ├── EmbeddingsError      vectors made elsewhere cannot be read, or do not fit
    ├── EutilsQueryError     a query that E-utilities cannot be asked, or that finds too much
    └── RemoteError          a server cannot be reached, refuses, or answers with something else than was asked for
        └── ServerAwayError  it cannot be reached, or is too busy, after several attempts

Each carries `remedy`: what to do next, in one line.
"""

from typing import Self


class IndexBuilderError(Exception):
    """Base of this package's errors: what happened, and the remedy."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy

    def __reduce__(self) -> tuple[type[Self], tuple[str, str]]:
        """Pickles both parts, so that an error survives the way from one process to another."""
        return type(self), (str(self), self.remedy)


class SourceFileError(IndexBuilderError):
    """A source file cannot be read to its end, or its checksum differs; nothing of it is applied."""


class SourcesDifferError(IndexBuilderError):
    """The folder holds an index of other sources, or of another encoder."""


class IndexLockedError(IndexBuilderError):
    """Another process is building in this folder."""


class DiskFullError(IndexBuilderError):
    """The disk has no room for the next step; the last commit is intact."""


class StepError(IndexBuilderError):
    """A store refused a step of the build; the last commit is intact."""


class WheelError(IndexBuilderError):
    """A wheel with data cannot be had, or is not the pinned one."""


class EncoderExportError(IndexBuilderError):
    """An encoder cannot be written as ONNX, or its vectors would differ from the original's."""


class EutilsQueryError(IndexBuilderError):
    """A query that E-utilities cannot be asked, or that finds too much."""


class RemoteError(IndexBuilderError):
    """A server cannot be reached, refuses, or answers with something else than was asked for."""


class ServerAwayError(RemoteError):
    """The server cannot be reached, or is too busy, after several attempts."""


class EmbeddingsError(IndexBuilderError):
    """Vectors made elsewhere cannot be read, or do not fit their PMIDs or the encoder; nothing was imported."""
