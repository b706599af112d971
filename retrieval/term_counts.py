"""In how many articles each term occurs, as a file beside an index that lies in Milvus, which cannot be asked it fast."""

import sqlite3
from functools import lru_cache
from pathlib import Path

from corpuscle.retrieval.errors import IndexDamagedError

_REMEDY = "Run the same `corpuscle index build` again, which counts the terms anew."


class TermCounts:
    """Reads the counts; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        """Raises IndexDamagedError where the file is missing."""
        if not path.is_file():
            raise IndexDamagedError(f"The counts of terms {path} are missing.", _REMEDY)
        self._path = path
        self._connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
        self.of = lru_cache(maxsize=100_000)(self._of)

    def _of(self, term: str) -> int:
        """Number of articles whose title or abstract has the index term. Raises IndexDamagedError."""
        try:
            found = self._connection.execute("SELECT articles FROM terms WHERE term = ?", (term,)).fetchone()
        except sqlite3.Error as exc:
            raise IndexDamagedError(f"The counts of terms {self._path} cannot be read: {exc}.", _REMEDY) from exc
        return int(found[0]) if found else 0
