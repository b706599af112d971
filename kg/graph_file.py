"""One generation of graph.sqlite, open for reading by several threads."""

import sqlite3
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from corpuscle.kg.errors import GraphDamagedError, GraphFormatError, GraphMissingError
from corpuscle.kg.schema import SCHEMA_VERSION

_REMEDY = "Build the graph: corpuscle index build --index DIR --sample"
_ANEW_REMEDY = "Make it anew: run the `corpuscle index build` that made the index again."
DAMAGE_REMEDY = "Check the index with `corpuscle index verify`."
_BATCH = 500


class GraphFile:
    """The file as it was when it was opened, also after it was replaced. Reading raises GraphDamagedError where it cannot be read.

    One connection serves all threads: a look-up takes microseconds, and a connection opened later could see another generation.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()

    @classmethod
    def open(cls, path: Path) -> Self:
        """Opens the graph without reading it. Raises GraphMissingError, GraphFormatError."""
        if not path.is_file():
            raise GraphMissingError(f"There is no knowledge graph at {path}.", _REMEDY)
        uri = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
        connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        try:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
        except sqlite3.DatabaseError as exc:
            connection.close()
            raise GraphFormatError(f"{path} is not a knowledge graph: {exc}.", _REMEDY) from exc
        if version != SCHEMA_VERSION:
            connection.close()
            raise GraphFormatError(f"The graph {path} has version {version}; this program reads version {SCHEMA_VERSION}.", _ANEW_REMEDY)
        return cls(connection)

    def close(self) -> None:
        """Closes the connection; every later call fails."""
        self._connection.close()

    # sqlite3 hands out rows of any type; each caller names its columns.
    def rows(self, sql: str, parameters: Sequence[str | int] | Mapping[str, str | int] = ()) -> list[Any]:
        """The rows of a query."""
        with self._lock:
            try:
                return self._connection.execute(sql, parameters).fetchall()
            except sqlite3.ProgrammingError:  # a closed file, a wrong statement: no damage
                raise
            except sqlite3.DatabaseError as exc:
                raise GraphDamagedError(f"The knowledge graph cannot be read: {exc}.", DAMAGE_REMEDY) from exc

    def rows_in(self, sql: str, values: Sequence[str | int]) -> list[Any]:
        """The rows of a query that ends in "IN", for these values."""
        rows: list[Any] = []
        for start in range(0, len(values), _BATCH):
            batch = values[start : start + _BATCH]
            rows += self.rows(f"{sql} ({','.join('?' * len(batch))})", batch)
        return rows


def members(joined: str | None) -> tuple[str, ...]:
    """The members of a column that joins them by "|"; () of NULL and of ""."""
    return tuple(joined.split("|")) if joined else ()
