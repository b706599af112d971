"""Writes the text index: upserts and deletions in a working folder, and snapshots of it as generations that readers open."""

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import tantivy
from pydantic import BaseModel

from corpuscle.index_builder.commit import fsync_folder
from corpuscle.index_builder.notices import marked
from corpuscle.index_builder.prepared_article import PreparedArticle, prepare_article
from corpuscle.retrieval.analyser import ANALYSER_NAME, build_analyser
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.errors import IndexFormatError
from corpuscle.retrieval.manifest import anew_remedy
from corpuscle.retrieval.text_index import TextIndex, text_schema

WORK_PATH = "text/work"
_HEAP_BYTES = 192_000_000
_META = "meta.json"


@dataclass(frozen=True, slots=True)
class CommittedText:
    """What a commit of the text left."""

    articles: int
    """In the index."""
    changed: Mapping[str, int | None]
    """The articles that the commit put in place, also those that only a notice marks, with their vector keys; None for those it removed."""


@dataclass(frozen=True, slots=True)
class _Pending:
    version: int
    key: int


class TextWriter:
    """The one writer of an index folder's text. Nothing is on disk for good before `commit`; nothing is readable before `snapshot`.

    Raises IndexFormatError where the text there has other fields.
    """

    def __init__(self, index_dir: Path) -> None:
        self._index_dir = index_dir
        self._work = index_dir / WORK_PATH
        self._work.mkdir(parents=True, exist_ok=True)
        self._index = _opened(index_dir, self._work)
        self._index.register_tokenizer(ANALYSER_NAME, build_analyser())
        self._writer = self._index.writer(_HEAP_BYTES, 1)
        self._pending: dict[str, _Pending | None] = {}
        self._committed_versions: dict[str, int | None] = {}
        self._targets: set[str] = set()
        self._open_committed()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, exc_type: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None) -> None:
        """Leaves without committing, once merges of segments have ended; what was not committed is dropped."""
        if self._pending or exc is not None:
            self._writer.rollback()  # it would also stop the merges that a commit began
        self._writer.wait_merging_threads()

    def upsert(self, article: Article) -> None:
        """Puts the article in place of any of the same id, whatever their versions."""
        self.put(prepare_article(article))

    def put(self, article: PreparedArticle) -> None:
        """Puts a prepared article in place of any of the same id, whatever their versions."""
        if self.current_version(article.id) is not None:
            self._writer.delete_documents_by_term("id", article.id)
        self._add(article)
        self._pending[article.id] = _Pending(article.version, article.key)
        self._targets.update(article.about)

    def delete(self, article_id: str) -> None:
        """Removes the article, if it is there."""
        if self.current_version(article_id) is not None:
            self._writer.delete_documents_by_term("id", article_id)
            self._pending[article_id] = None

    def current_version(self, article_id: str) -> int | None:
        """The article's version as of now, uncommitted changes included; None where it is not there."""
        if article_id in self._pending:
            pending = self._pending[article_id]
            return pending.version if pending else None
        if article_id not in self._committed_versions:
            article = self._committed_article(article_id)
            self._committed_versions[article_id] = article.version if article else None
            if article:  # should it be replaced or removed, what it says as a notice goes with it
                self._targets.update(link.pmid for link in article.notice_for if link.pmid)
        return self._committed_versions[article_id]

    def commit(self) -> CommittedText:
        """Makes all changes durable, and the marks that follow from them."""
        self._writer.commit()
        changed = {article_id: pending.key if pending else None for article_id, pending in self._pending.items()}
        self._open_committed()
        marks = list(self._marks(changed))
        for article in marks:
            prepared = prepare_article(article)
            self._writer.delete_documents_by_term("id", article.id)
            self._add(prepared)
            changed[article.id] = prepared.key
        if marks:
            self._writer.commit()
            self._open_committed()
        self._pending.clear()
        self._committed_versions.clear()
        self._targets.clear()
        return CommittedText(len(self._committed), changed)

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
        fsync_folder(target)
        return relative

    def _add(self, article: PreparedArticle) -> None:
        if isinstance(article.document, str):
            self._writer.add_json(article.document)
        else:
            self._writer.add_document(article.document)

    def _open_committed(self) -> None:
        self._committed = TextIndex.open(self._work)
        self._index.reload()
        self._terms = self._index.searcher()

    def _committed_article(self, article_id: str) -> Article | None:
        # a look at the terms is a hundred times cheaper than a search, and most articles of a first build are new
        return self._committed.get(article_id) if self._terms.doc_freq("id", article_id) else None

    def _marks(self, changed: Iterable[str]) -> Iterator[Article]:
        """The articles whose marks differ from what the notices of the index say, as they should be."""
        notices = self._notices({*self._targets, *changed})
        for target in sorted({*self._targets, *notices}):
            article = self._committed_article(target)
            if article is not None and (right := marked(article, notices.get(target, ()))) is not article:
                yield right

    def _notices(self, targets: Iterable[str]) -> dict[str, list[Article]]:
        """The notices in the index about each of these articles."""
        frequencies = {target: frequency for target in targets if (frequency := self._terms.doc_freq("corrects", target))}
        if not frequencies:
            return {}
        query = tantivy.Query.term_set_query(self._index.schema, "corrects", list(frequencies))
        found: dict[str, list[Article]] = {}
        for candidate in self._committed.search(query, sum(frequencies.values())):
            notice = self._committed.article(candidate.address)
            for target in {link.pmid for link in notice.notice_for}:
                found.setdefault(target, []).append(notice)
        return found

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


def _opened(index_dir: Path, work: Path) -> tantivy.Index:
    try:
        return tantivy.Index(text_schema(), path=str(work))
    except ValueError as exc:
        if "schema does not match" not in str(exc):
            raise
        raise IndexFormatError(
            f"The text of the index at {index_dir} has other fields than this program's.", anew_remedy(index_dir)
        ) from exc


class _Deletes(BaseModel):
    opstamp: int


class _Segment(BaseModel):
    segment_id: str
    deletes: _Deletes | None = None


class _Meta(BaseModel):
    """The part of tantivy's list of committed segments that a snapshot needs."""

    segments: list[_Segment]
