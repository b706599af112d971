"""Lines and tables of source files, plain or gzipped, read one line at a time so that a damaged one takes no neighbour along."""

import codecs
import csv
import gzip
import zlib
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from io import BufferedReader
from itertools import chain
from operator import itemgetter, methodcaller
from pathlib import Path
from typing import cast

from corpuscle.index_builder.errors import SourceFileError
from corpuscle.index_builder.graph_sources.rows import ReadingLog

UNREADABLE = "\uffff"
"""Stands for bytes that are no UTF-8. No character; U+FFFD, the usual stand-in, is found in published names."""

_ERRORS = "corpuscle-unreadable"
codecs.register_error(_ERRORS, lambda error: (UNREADABLE, cast(UnicodeDecodeError, error).end))

Cells = tuple[str, ...]


@contextmanager
def open_bytes(path: Path) -> Generator[gzip.GzipFile | BufferedReader]:
    """The file's bytes, unpacked where its name ends in .gz. Raises SourceFileError where it cannot be read to its end."""
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            yield stream
    except (OSError, EOFError, zlib.error) as exc:
        raise SourceFileError(f"{path.name} cannot be read to its end: {exc}", "Fetch the file again and check its size.") from exc


def text_lines(path: Path) -> Iterator[str]:
    """The lines of a UTF-8 file without their ends; a byte order mark is left out, bytes that are no UTF-8 become `UNREADABLE`."""
    with open_bytes(path) as stream:
        for number, line in enumerate(stream):
            text = line.decode("utf-8", _ERRORS)
            yield (text.removeprefix("\ufeff") if number == 0 else text).rstrip("\r\n")


def table_rows(
    path: Path, delimiter: str, columns: Sequence[str], log: ReadingLog, optional: Sequence[str] = ()
) -> Iterator[tuple[int, Cells]]:
    """Line number and cells of each row: those of `columns`, then of `optional`, "" where the file lacks such a column.

    The header is the first line that does not begin with "#", or the last that does where it names the columns. Rows with another number of
    cells than the header are skipped. Raises SourceFileError where a column of `columns`, of which there are
    at least two, is missing.
    """
    numbered = enumerate(text_lines(path), 1)
    header, first = _header(numbered, delimiter, columns)
    missing = [name for name in columns if name not in header]
    if missing:
        raise SourceFileError(
            f"{path.name} has no column {', '.join(missing)}; its first line has {', '.join(header[:16]) or 'nothing'}.",
            "Check that this is the file you meant, or name its format.",
        )
    width = len(header)
    split: Callable[[str], list[str]] = _comma_cells if delimiter == "," else methodcaller("split", delimiter)
    pick: Callable[[list[str]], Cells] = itemgetter(*(header.index(name) if name in header else width for name in (*columns, *optional)))
    for number, line in chain(first, numbered):
        if not line:
            continue
        log.rows += 1
        cells = split(line)
        if len(cells) != width:
            log.skip(path.name, number, f"{len(cells)} cells where the header has {width}")
        elif UNREADABLE in line:
            log.skip(path.name, number, "bytes that are no UTF-8")
        else:
            cells.append("")
            yield number, pick(cells)


def _header(numbered: Iterator[tuple[int, str]], delimiter: str, columns: Sequence[str]) -> tuple[list[str], list[tuple[int, str]]]:
    """The column names, and the line read ahead, if any."""
    commented: list[str] = []
    for number, line in numbered:
        if not line.startswith("#"):
            if commented and set(columns) <= set(commented):
                return commented, [(number, line)]
            return [name.strip().strip('"') for name in line.split(delimiter)], []
        commented = [name.strip() for name in line.lstrip("#").split(delimiter)]
    return commented, []


def _comma_cells(line: str) -> list[str]:
    return line.split(",") if '"' not in line else _quoted(line)


def _quoted(line: str) -> list[str]:
    try:
        return next(csv.reader([line], strict=True))
    except csv.Error:
        return []
