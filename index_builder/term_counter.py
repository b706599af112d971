"""Counts in how many articles each term occurs, into a file beside an index that lies in Milvus (`term_counts` reads it)."""

import os
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.milvus_articles import body_terms, title_terms
from corpuscle.retrieval.term_counts import TOKENS, CountedField

Counted = Counter[tuple[CountedField, str]]
"""How many articles have a term in a field; `TOKENS` stands for all tokens of the field."""

_HELD = 1_000_000
"""Terms held in memory between two writes: two hundred megabytes."""
_ADD = "INSERT INTO terms VALUES (?, ?, ?) ON CONFLICT (field, term) DO UPDATE SET articles = articles + excluded.articles"


def counted(article: Article) -> Counted:
    """What the article adds to the counts."""
    return counted_terms(body_terms(article), title_terms(article))


def counted_terms(body: list[str], title: list[str]) -> Counted:
    """What an article of these terms adds to the counts."""
    return Counter(dict(_counted("body", body)) | dict(_counted("title", title)))


def _counted(field: CountedField, terms: list[str]) -> Iterator[tuple[tuple[CountedField, str], int]]:
    yield (field, TOKENS), len(terms)
    for term in set(terms):
        yield (field, term), 1


def count_terms(articles: Iterable[Article], path: Path) -> int:
    """Writes the file (beside, fsynced, renamed), and gives the number of articles."""
    beside = path.with_suffix(".tmp")
    beside.unlink(missing_ok=True)
    count = 0
    with closing(sqlite3.connect(beside)) as connection:
        connection.execute("CREATE TABLE terms (field TEXT, term TEXT, articles INTEGER NOT NULL, PRIMARY KEY (field, term)) WITHOUT ROWID")
        held = Counted()
        for article in articles:
            count += 1
            held.update(counted(article))
            if len(held) >= _HELD:
                _add(connection, held)
                held.clear()
        _add(connection, held)
    _put_in_place(beside, path)
    return count


def change_terms(path: Path, changes: Mapping[tuple[CountedField, str], int], new_path: Path) -> None:
    """Writes the counts of `path`, changed by so much, to another file."""
    beside = new_path.with_suffix(".tmp")
    shutil.copyfile(path, beside)
    with closing(sqlite3.connect(beside)) as connection:
        _add(connection, {term: change for term, change in changes.items() if change})
        connection.execute("DELETE FROM terms WHERE articles <= 0")
        connection.commit()
    _put_in_place(beside, new_path)


def _add(connection: sqlite3.Connection, counts: Mapping[tuple[CountedField, str], int]) -> None:
    connection.executemany(_ADD, sorted((*key, count) for key, count in counts.items()))
    connection.commit()


def _put_in_place(beside: Path, path: Path) -> None:
    descriptor = os.open(beside, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    beside.replace(path)
