"""Writes what a linker reads of a graph's names at once."""

import sqlite3
from typing import Literal

from corpuscle.kg.categories import DISEASES, DRUGS
from corpuscle.kg.name_index import NameIndex
from corpuscle.kg.name_ngrams import NameNgrams

_LONGEST = 60
_SHORTEST = 5
_DERIVED = 80
"""Priority of aliases that no vocabulary has."""
_SUPPLEMENTARY = (60, 69)
"""Of the supplementary concepts' names; those of substances are too many, and too much alike."""


def write_name_index(connection: sqlite3.Connection, names: Literal["built", "all"]) -> None:
    """Indexes the names of the build, or those of imports too; takes the place of what was written before. Some seconds for a million names."""
    built = "AND a.source = 0" if names == "built" else ""
    every = (key for (key,) in connection.execute(f"SELECT DISTINCT a.key FROM aliases a WHERE 1 {built}"))  # noqa: S608 - constants only
    _write(connection, names, "names", NameIndex.of(every).packed())
    sql = (
        "SELECT DISTINCT a.key FROM aliases a JOIN nodes n ON n.id = a.node"  # noqa: S608 - constants only
        f" WHERE a.type IN ('name', 'synonym', 'brand') AND a.priority < {_DERIVED} AND length(a.key) BETWEEN {_SHORTEST} AND {_LONGEST} {built}"
        f" AND (n.category IN {_listed(DISEASES)}"
        f" OR n.category IN {_listed(DRUGS)} AND a.priority NOT BETWEEN {_SUPPLEMENTARY[0]} AND {_SUPPLEMENTARY[1]}) ORDER BY a.key"
    )
    _write(connection, names, "ngrams", NameNgrams.of([key for (key,) in connection.execute(sql)]).packed())


def _write(connection: sqlite3.Connection, names: str, part: str, data: bytes) -> None:
    connection.execute("INSERT OR REPLACE INTO name_index VALUES (?, ?, ?)", (names, part, data))


def _listed(categories: frozenset[str]) -> str:
    return "(" + ", ".join(f"'{category}'" for category in sorted(categories)) + ")"
