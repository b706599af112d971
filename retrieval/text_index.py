"""The text index: tantivy's schema, how an article becomes a document, and a reader that keeps its generation."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Literal

import tantivy

from corpuscle.retrieval.analyser import ANALYSER_NAME, build_analyser, prepare
from corpuscle.retrieval.article_codec import decode_article, encode_article
from corpuscle.retrieval.articles import Article, MeshHeading
from corpuscle.retrieval.conditions import KeywordField
from corpuscle.retrieval.encoder import article_text
from corpuscle.retrieval.errors import IndexDamagedError

FlagField = Literal["retracted", "concern"]

_KEYWORD_FIELDS: tuple[KeywordField, ...] = ("mesh", "publication_type", "journal", "language")
MAJOR = "*"
"""Stands behind a heading's UI and name where it is a main topic of the article."""
_DAMAGE_REMEDY = "Check the index with `corpuscle index verify`."
FILLER = " ".join(["xxnoabstractxx"] * 100)
"""Stands in for an abstract that is missing. BM25 favours short documents, so that without it a bare title outranks articles that say more
(nDCG@10 with and without, SciFact and Cystic Fibrosis dev among the sample's 50,783 citations: .636 / .361 and .629 / .358)."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that a query matched: its BM25 score and its address, valid within one reader."""

    score: float
    address: tantivy.DocAddress


def article_key(article: Article) -> int:
    """The article's key (uint64) in the vectors: a digest of its id and its text, so that a revised text asks for a new vector."""
    return int.from_bytes(blake2b(f"{article.id}\0{article_text(article)}".encode(), digest_size=8).digest(), "big")


def date_number(article: Article) -> int:
    """The date of publication as yyyymmdd, a month or day that is not known as 01; 0 where the article has no year."""
    year, _, rest = article.published.partition("-")
    month, _, day = rest.partition("-")
    return int(year or article.year or 0) * 10_000 + int(month or 1) * 100 + int(day or 1) if year or article.year else 0


def text_schema() -> tantivy.Schema:
    """The fields. `key`, `year` and `date` (yyyymmdd) are fast (columnar); only numbers can be read back from fast fields."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("key", indexed=True, fast=True)
    builder.add_text_field("title", tokenizer_name=ANALYSER_NAME, index_option="freq")
    builder.add_text_field("body", tokenizer_name=ANALYSER_NAME, index_option="freq")
    for name in (*_KEYWORD_FIELDS, "corrects"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("year", indexed=True, fast=True)
    builder.add_integer_field("date", indexed=True, fast=True)
    builder.add_boolean_field("retracted", indexed=True)
    builder.add_boolean_field("concern", indexed=True)
    builder.add_boolean_field("has_abstract", indexed=True)
    builder.add_bytes_field("article", stored=True)
    return builder.build()


def keyword_values(article: Article, field: KeywordField) -> list[str]:
    """What the article's keyword field holds, to be matched whole: names in small letters, UIs of headings in capitals."""
    match field:
        case "id":
            return [article.id]
        case "mesh":
            values: list[str] = []
            for heading in article.mesh:
                names = (heading.ui, heading.name.lower())
                values += names
                if _is_major(heading):
                    values += [name + MAJOR for name in names]
            return values
        case "publication_type":
            return [name.lower() for name in article.publication_types]
        case "journal":
            return [name.lower() for name in (article.journal, article.journal_abbreviation) if name]
        case "language":
            return [code.lower() for code in article.languages]


def _is_major(heading: MeshHeading) -> bool:
    return heading.major or any(qualifier.major for qualifier in heading.qualifiers)


def to_document(article: Article) -> tantivy.Document:
    """The article as tantivy indexes and stores it.

    Its keyword fields are those of `keyword_values`; `corrects` holds the PMIDs that the record is a notice about.
    """
    document = tantivy.Document()
    document.add_text("id", article.id)
    document.add_unsigned("key", article_key(article))
    title = prepare(article.title)
    document.add_text("body", f"{title} {prepare(article.abstract) if article.abstract else FILLER}")
    if article.abstract:
        document.add_text("title", title)
    for field in _KEYWORD_FIELDS:
        for value in keyword_values(article, field):
            document.add_text(field, value)
    if article.year is not None:
        document.add_integer("year", article.year)
        document.add_integer("date", date_number(article))
    for link in article.notice_for:
        if link.pmid:
            document.add_text("corrects", link.pmid)
    document.add_boolean("retracted", article.retracted)
    document.add_boolean("concern", article.concern)
    document.add_boolean("has_abstract", bool(article.abstract))
    document.add_bytes("article", encode_article(article))
    return document


@contextmanager
def _damage_stated(path: Path | None = None) -> Generator[None]:
    """Tantivy reports an unreadable file as a ValueError, or panics; its queries and addresses are made by this package."""
    try:
        yield
    except BaseException as exc:
        # A panic is no Exception, and its class cannot be imported.
        if not isinstance(exc, ValueError | OSError) and type(exc).__name__ != "PanicException":
            raise
        name = f"The text index {path}" if path else "The text index"
        raise IndexDamagedError(f"{name} cannot be read: {exc}.", _DAMAGE_REMEDY) from exc


class TextIndex:
    """A reader of one generation: later commits do not show. Reading raises IndexDamagedError where a file cannot be read."""

    def __init__(self, index: tantivy.Index) -> None:
        index.config_reader(reload_policy="manual")
        index.register_tokenizer(ANALYSER_NAME, build_analyser())
        self.schema = index.schema
        self._searcher = index.searcher()

    @classmethod
    def open(cls, path: Path) -> "TextIndex":
        """The text index in the folder `path`. Raises IndexDamagedError where there is none that can be read."""
        with _damage_stated(path):
            return cls(tantivy.Index.open(str(path)))

    def __len__(self) -> int:
        return self._searcher.num_docs

    def search(self, query: tantivy.Query, limit: int) -> list[Candidate]:
        """The best `limit` documents, best first."""
        with _damage_stated():
            return [Candidate(score, address) for score, address in self._searcher.search(query, limit, count=False).hits]

    def count(self, field: FlagField) -> int:
        """How many articles have the flag."""
        with _damage_stated():
            most = self._searcher.doc_freq(field, True)  # counts deleted documents too
        return len(self.search(tantivy.Query.term_query(self.schema, field, True), most)) if most else 0

    def article(self, address: tantivy.DocAddress) -> Article:
        """The article at an address that this reader gave."""
        with _damage_stated():
            stored: bytes | None = self._searcher.doc(address).get_first("article")
        if stored is None:
            raise IndexDamagedError("A document of the text index has no stored article.", _DAMAGE_REMEDY)
        return decode_article(stored)

    def keys(self, addresses: Sequence[tantivy.DocAddress]) -> list[int]:
        """The vector keys (uint64) of documents."""
        with _damage_stated():
            return [int(key or 0) for key in self._searcher.fast_field_values("key", list(addresses))]

    def document_frequency(self, term: str) -> int:
        """Number of articles whose title or abstract has the index term."""
        with _damage_stated():
            return self._searcher.doc_freq("body", term)

    def has_value(self, field: KeywordField, value: str) -> bool:
        """Whether any article has this value, spelt as `keyword_values` gives it."""
        with _damage_stated():
            return self._searcher.doc_freq(field, value) > 0

    def get(self, article_id: str) -> Article | None:
        """The article, or None where this index does not have it."""
        found = self.search(tantivy.Query.term_query(self.schema, "id", article_id, "basic"), 1)
        return self.article(found[0].address) if found else None

    def articles_by_key(self, keys: Sequence[int]) -> dict[int, Article]:
        """The articles of these vector keys."""
        found = self.search(tantivy.Query.term_set_query(self.schema, "key", list(keys)), max(1, len(keys)))
        addresses = [c.address for c in found]
        return {key: self.article(address) for key, address in zip(self.keys(addresses), addresses, strict=True)}

    def addresses(self) -> list[tantivy.DocAddress]:
        """Every live document, in stored order."""
        if not len(self):
            return []
        return [c.address for c in self.search(tantivy.Query.all_query(), len(self))]

    def iter_articles(self) -> Iterator[Article]:
        """Every article, in stored order."""
        return (self.article(address) for address in self.addresses())
