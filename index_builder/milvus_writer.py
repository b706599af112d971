"""Writes articles into Milvus: the text writer's methods, and vectors as the rows go in.

What is written shows at once; there is no commit that a reader waits for. Applying a file again changes nothing: an entity whose digest is
the record's is not written, and one whose text is the same keeps its vector.
"""

import base64
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import cast

import tantivy

from corpuscle.index_builder.notices import marked
from corpuscle.index_builder.prepared_article import PreparedArticle
from corpuscle.index_builder.record_readers import PreparedRecord
from corpuscle.index_builder.sources import Unusable
from corpuscle.index_builder.term_counter import Counted, counted, counted_terms
from corpuscle.retrieval.article_codec import decode_article
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.encoder import Encoder
from corpuscle.retrieval.milvus_articles import article_digest, article_of, row_of
from corpuscle.retrieval.milvus_client import Row, Value
from corpuscle.retrieval.milvus_filters import among_ids
from corpuscle.retrieval.milvus_server import MilvusServer
from corpuscle.retrieval.vector_segment import decode_rows, encode_rows

_AT_ONCE = 500
_KNOWN_FIELDS = ("version", "digest", "key", "corrects")


@dataclass(frozen=True, slots=True)
class WrittenRows:
    """What the records of one file did."""

    changed: tuple[str, ...]
    """The articles that they speak of, and those that only a notice marks, whether or not they are there now."""
    terms: Counted
    """By how many articles each term's count changed; empty where terms were not counted."""


class MilvusWriter:
    """One writer of a collection. Several may write into it at once, each other files of a first build."""

    def __init__(self, server: MilvusServer, collection: str, encoder: Encoder | None, count_terms: bool) -> None:
        """`encoder` makes the vectors, None where the collection has none; `count_terms` keeps count of what changes, for an update."""
        self._server = server
        self._collection = collection
        self._encoder = encoder
        self._fields = [*_KNOWN_FIELDS, *(["body", "title"] if count_terms else [])]
        self._counted = count_terms
        self._known: dict[str, Row] = {}
        self._pending: dict[str, Article | None] = {}
        self._versions: dict[str, int | None] = {}
        self._changed: dict[str, None] = {}
        self._targets: set[str] = set()
        self._terms = Counted()
        self._notices: dict[str, set[str]] | None = None
        """PMID → the records that are notices about it."""

    def ahead(self, records: Iterable[PreparedRecord]) -> Iterator[PreparedRecord]:
        """The records, each once the collection has been asked what it holds of it; some hundreds are asked for at once."""
        waiting = iter(records)
        while some := list(islice(waiting, _AT_ONCE)):
            self._flush()
            self._ask([_id_of(record) for record in some])
            yield from some

    def put(self, article: PreparedArticle) -> None:
        """Puts a prepared article in place of any of the same id, whatever their versions."""
        self._pending[article.id] = _article(article)
        self._versions[article.id] = article.version
        self._targets.update(article.about)

    def delete(self, article_id: str) -> None:
        """Removes the article, if it is there."""
        self._pending[article_id] = None
        self._versions[article_id] = None

    def current_version(self, article_id: str) -> int | None:
        """The article's version as of now; None where it is not there. Asked only of articles that `ahead` has given."""
        return self._versions.get(article_id)

    def commit(self) -> WrittenRows:
        """Writes what is left, and the marks that follow from all of it."""
        self._flush()
        self._mark({*self._targets, *self._changed})
        self._server.flush(self._collection)
        written = WrittenRows(tuple(self._changed), self._terms)
        self._changed, self._targets, self._terms = {}, set(), Counted()
        return written

    def drop(self) -> None:
        """Forgets what was put and not yet written: the file that it came from cannot be read to its end."""
        self._pending.clear()

    def settle(self) -> None:
        """Marks every target of every notice, also of those that other writers wrote meanwhile."""
        self._notices = None
        self._mark(self._about())

    def _ask(self, ids: Sequence[str]) -> None:
        rows = self._server.read(self._collection, among_ids(list(ids)), self._fields, len(ids), "Strong")
        self._known = {str(row["id"]): row for row in rows}
        self._versions = {id_: cast(int, row["version"]) for id_, row in self._known.items()}

    def _flush(self) -> None:
        pending, self._pending = self._pending, {}
        for id_, article in pending.items():
            self._changed[id_] = None
            known = self._known.get(id_)
            self._note(id_, known, article)
        self._server.delete(self._collection, [id_ for id_, article in pending.items() if article is None and id_ in self._known])
        self._write([article for article in pending.values() if article is not None], self._known)

    def _note(self, id_: str, known: Row | None, article: Article | None) -> None:
        """Keeps account of what the change means for notices and counts."""
        before = cast(list[str], known["corrects"]) if known else []
        after = [link.pmid for link in article.notice_for if link.pmid] if article else []
        self._targets.update(before)
        for target in before:
            self._about().get(target, set[str]()).discard(id_)
        for target in after:
            self._about().setdefault(target, set()).add(id_)
        if self._counted:
            if known:
                self._terms.subtract(counted_terms(str(known["body"]).split(), str(known["title"]).split()))
            if article:
                self._terms.update(counted(article))

    def _write(self, articles: Sequence[Article], known: dict[str, Row]) -> None:
        changed = [a for a in articles if a.id not in known or known[a.id]["digest"] != article_digest(a)]
        rows = [row_of(article) for article in changed]
        if rows and self._encoder:
            kept = [str(row["id"]) for row in rows if row["id"] in known and known[str(row["id"])]["key"] == row["key"]]
            vectors = {str(r["id"]): r["vector"] for r in self._read(kept, ["vector"])}
            new = [article for article in changed if article.id not in vectors]
            if new:
                # rounded as the embedded engine stores them, so that both rank alike
                made = decode_rows(encode_rows(self._encoder.encode_articles(new))).tolist()
                vectors.update(zip((article.id for article in new), cast(list[Value], made), strict=True))
            rows = [{**row, "vector": cast(list[float], vectors[str(row["id"])])} for row in rows]
        self._server.upsert(self._collection, rows)

    def _mark(self, targets: Iterable[str]) -> None:
        """Gives those of the targets that are there the marks that follow from the notices, and takes other marks away."""
        about, waiting = self._about(), iter(sorted(targets))
        while some := list(islice(waiting, _AT_ONCE)):
            rows = self._read(some, [*_KNOWN_FIELDS, "article"])
            articles = [article_of(row) for row in rows]
            noticed = {notice for article in articles for notice in about.get(article.id, ())}
            notices = {str(row["id"]): article_of(row) for row in self._read(sorted(noticed), ["article"])}
            right = [marked(a, [notices[n] for n in sorted(about.get(a.id, ())) if n in notices]) for a in articles]
            differing = [new for old, new in zip(articles, right, strict=True) if new is not old]
            self._write(differing, {str(row["id"]): row for row in rows})
            self._changed.update(dict.fromkeys(article.id for article in differing))

    def _about(self) -> dict[str, set[str]]:
        if self._notices is None:
            self._notices = {}
            for page in self._server.read_all(self._collection, "notice == true", ["corrects"], _AT_ONCE):
                for row in page:
                    for target in cast(list[str], row["corrects"]):
                        self._notices.setdefault(target, set()).add(str(row["id"]))
        return self._notices

    def _read(self, ids: Sequence[str], fields: Sequence[str]) -> list[Row]:
        starts = range(0, len(ids), _AT_ONCE)
        parts = [list(ids[begin : begin + _AT_ONCE]) for begin in starts]
        return [row for part in parts for row in self._server.read(self._collection, among_ids(part), fields, len(part), "Strong")]


def _id_of(record: PreparedRecord) -> str:
    content = record.content
    if isinstance(content, PreparedArticle):
        return content.id
    return "" if isinstance(content, Unusable) else content.article_id


def _article(prepared: PreparedArticle) -> Article:
    """The article of a document that was made for the text index."""
    if isinstance(prepared.document, tantivy.Document):
        stored: bytes | None = prepared.document.get_first("article")
        assert stored is not None  # `to_document` puts it in
    else:
        stored = base64.b64decode(cast(dict[str, list[str]], json.loads(prepared.document))["article"][0])
    return decode_article(stored)
