"""Writes the text index: upserts and deletions in a working folder, and snapshots of it as generations that readers open."""

import os
import shutil
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import tantivy
from pydantic import BaseModel

from corpuscle.retrieval.analyser import ANALYSER_NAME, build_analyser
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.text_index import TextIndex, text_schema, to_document

WORK_PATH = "text/work"
_HEAP_BYTES = 192_000_000
_META = "meta.json"


class TextWriter:
    """The one writer of an index folder's text. Nothing is on disk for good before `commit`; nothing is readable before `snapshot`."""

    def __init__(self, index_dir: Path) -> None:
        self._index_dir = index_dir
        self._work = index_dir / WORK_PATH
        self._work.mkdir(parents=True, exist_ok=True)
        self._index = tantivy.Index(text_schema(), path=str(self._work))
        self._index.register_tokenizer(ANALYSER_NAME, build_analyser())
        self._writer = self._index.writer(_HEAP_BYTES, 1)
        self._committed = TextIndex.open(self._work)
        self._pending: dict[str, int | None] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, exc_type: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None) -> None:
        """Leaves without committing; what was not committed is dropped."""
        self._writer.rollback()
        self._writer.wait_merging_threads()

    def upsert(self, article: Article) -> None:
        """Puts the article in place of any of the same id, whatever their versions."""
        if self.current_version(article.id) is not None:
            self._writer.delete_documents_by_term("id", article.id)
        self._writer.add_document(to_document(article))
        self._pending[article.id] = article.version

    def delete(self, article_id: str) -> None:
        """Removes the article, if it is there."""
        self._writer.delete_documents_by_term("id", article_id)
        self._pending[article_id] = None

    def current_version(self, article_id: str) -> int | None:
        """The article's version as of now, uncommitted changes included; None where it is not there."""
        if article_id in self._pending:
            return self._pending[article_id]
        article = self._committed.get(article_id)
        return article.version if article else None

    def commit(self) -> int:
        """Makes all changes durable; gives the number of articles."""
        self._writer.commit()
        self._committed = TextIndex.open(self._work)
        self._pending.clear()
        return len(self._committed)

    def snapshot(self, generation: int) -> str:
        """Hard-links the last commit's files into a folder of their own; gives its path relative to the index folder ("text/000002").

        A leftover folder of that name, from a build that was killed, is replaced. Files of a merge still under way stay out.
        """
        relative = f"text/{generation:06d}"
        target = self._index_dir / relative
        meta = self._link_last_commit(target)
        with (target / _META).open("wb") as file:
            file.write(meta)
            os.fsync(file.fileno())
        _fsync_folder(target)
        return relative

    def _link_last_commit(self, target: Path) -> bytes:
        """Links the segments of the last commit into `target`; gives tantivy's list of them, to be put beside."""
        while True:
            if target.exists():
                shutil.rmtree(target)
            target.mkdir()
            meta = (self._work / _META).read_bytes()
            with suppress(FileNotFoundError):
                self._link_segments(_Meta.model_validate_json(meta), target)
            if meta == (self._work / _META).read_bytes():
                return meta  # else a merge ended meanwhile and removed what it merged; the new list is in place

    def _link_segments(self, meta: "_Meta", target: Path) -> None:
        names = [path.name for path in self._work.iterdir()]
        for segment in meta.segments:
            segment_id = segment.segment_id.replace("-", "")
            deletions = f"{segment_id}.{segment.deletes.opstamp}.del" if segment.deletes else ""
            parts = [name for name in names if name.startswith(segment_id) and (not name.endswith(".del") or name == deletions)]
            for name in parts:
                os.link(self._work / name, target / name)


class _Deletes(BaseModel):
    opstamp: int


class _Segment(BaseModel):
    segment_id: str
    deletes: _Deletes | None = None


class _Meta(BaseModel):
    """The part of tantivy's list of committed segments that a snapshot needs."""

    segments: list[_Segment]


def _fsync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
