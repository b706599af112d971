"""An article as an entity of a Milvus collection, and a collection's own account of what it holds.

`body` and `title` hold what tantivy's fields of these names hold, analysed here: terms set apart by spaces, which Milvus' standard
tokeniser gives back one by one. Two collections make one index: the articles, and beside it, `<name>_files`, the applied source files.
"""

import zlib
from base64 import b85decode, b85encode
from hashlib import blake2b
from typing import cast

from pydantic import BaseModel, ConfigDict, ValidationError

from corpuscle.retrieval.analyser import ANALYSER_NAME, text_terms
from corpuscle.retrieval.article_codec import decode_article, encode_article
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.errors import IndexDamagedError, MilvusError
from corpuscle.retrieval.manifest import VectorStore
from corpuscle.retrieval.milvus_client import Row
from corpuscle.retrieval.milvus_server import CollectionLayout, MilvusServer, TextField
from corpuscle.retrieval.text_index import FILLER, article_key, date_number, keyword_values

BODY = TextField("body", ranked=True)
"""What BM25 on the server searches; titles have their say in the scores that this program reckons."""
LIST_FIELDS = ("mesh", "publication_type", "journal", "language")
FILES_SUFFIX = "_files"

_FORMAT = 1
"""Of the two collections; an index of another number is refused."""
_HEADER = " header"
"""The entity of `<name>_files` that says what the collections hold; no file has a name that begins with a space."""
_TEXT_BYTES = 65_000
_PART = 60_000
_MOST_BYTES = 1 << 26
"""An article that unpacks to more is refused."""


class _Header(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    analyser: str
    vectors: VectorStore | None
    """The encoder that made the vectors."""


def article_layout(dimension: int) -> CollectionLayout:
    """The fields of the articles; `dimension` 0 leaves out the vectors."""
    return CollectionLayout(
        numbers=("version", "date", "digest", "key"),
        flags=("retracted", "concern", "has_abstract", "notice"),
        strings={},
        # MeSH headings four times (name and UI, each once more where it is a main topic); the packed article in parts
        lists={**dict.fromkeys(LIST_FIELDS, (4_096, 1_024)), "corrects": (4_096, 64), "article": (512, 65_535)},
        texts=(BODY, TextField("title", ranked=False)),
        dimension=dimension,
    )


FILE_LAYOUT = CollectionLayout(numbers=(), flags=(), lists={}, texts=(), dimension=2, strings={"account": 65_535})
"""The applied files; a collection must have a vector."""


def row_of(article: Article) -> dict[str, str | int | bool | list[str] | list[float]]:
    """The article as an entity, but for its vector."""
    about = sorted({link.pmid for link in article.notice_for if link.pmid})
    packed = b85encode(zlib.compress(encode_article(article), 6)).decode()
    return {
        "id": article.id,
        "version": article.version,
        "date": date_number(article),
        "digest": article_digest(article),
        "key": signed_key(article_key(article)),
        "retracted": article.retracted,
        "concern": article.concern,
        "has_abstract": bool(article.abstract),
        **{field: keyword_values(article, field) for field in LIST_FIELDS},
        "notice": bool(about),
        "corrects": about,
        "body": _within(body_terms(article)),
        "title": _within(title_terms(article)),
        "article": [packed[begin : begin + _PART] for begin in range(0, len(packed), _PART)],
    }


def body_terms(article: Article) -> list[str]:
    """The index terms of title and abstract, with filler for a missing abstract."""
    return text_terms(article.title) + text_terms(article.abstract or FILLER)


def title_terms(article: Article) -> list[str]:
    """The index terms of the title; none for a record that is nothing else."""
    return text_terms(article.title) if article.abstract else []


def article_digest(article: Article) -> int:
    """A digest of the whole record (int64): an entity of the same digest need not be written again."""
    return int.from_bytes(blake2b(encode_article(article), digest_size=8).digest(), "big", signed=True)


def article_of(row: Row) -> Article:
    """The article of an entity whose field `article` was read. Raises IndexDamagedError where it cannot be unpacked."""
    try:
        unpacker = zlib.decompressobj()
        stored = unpacker.decompress(b85decode("".join(cast(list[str], row["article"]))), _MOST_BYTES)
    except (ValueError, zlib.error) as exc:
        raise IndexDamagedError(f"The article {row['id']} in Milvus cannot be unpacked.", "Apply the file that it came in again.") from exc
    return decode_article(stored)


def signed_key(key: int) -> int:
    """A vector key (uint64) as the int64 of the same bits."""
    return key - (key >> 63 << 64)


def files_of(collection: str) -> str:
    """The name of the collection of applied files."""
    return f"{collection}{FILES_SUFFIX}"


def write_header(server: MilvusServer, collection: str, vectors: VectorStore | None) -> None:
    """Says in `<name>_files` what the collections hold."""
    header = _Header(format=_FORMAT, analyser=ANALYSER_NAME, vectors=vectors)
    write_accounts(server, collection, {_HEADER: header.model_dump_json()})


def write_accounts(server: MilvusServer, collection: str, accounts: dict[str, str]) -> None:
    """Puts accounts of source files into `<name>_files`, by the files' names."""
    server.upsert(files_of(collection), [{"id": name, "account": account, "vector": [1.0, 0.0]} for name, account in accounts.items()])


def read_accounts(server: MilvusServer, collection: str) -> dict[str, str]:
    """The accounts of the applied source files, by their names."""
    rows = server.read(files_of(collection), f'id != "{_HEADER}"', ["account"], consistency="Strong")
    return {str(row["id"]): str(row["account"]) for row in rows}


def checked_vectors(server: MilvusServer, collection: str) -> VectorStore | None:
    """What made the vectors of a collection.

    Raises MilvusError where there is none of the name, or none that this program can search.
    """
    anew = f"Build into another collection with --collection, or drop {collection} and {files_of(collection)} first."
    if not server.has(collection) or not server.has(files_of(collection)):
        raise MilvusError(
            f"Milvus at {server.uri} has no index {collection}.", "Build it: `corpuscle index build --engine milvus --uri URI`."
        )
    rows = server.read(files_of(collection), f'id == "{_HEADER}"', ["account"], consistency="Strong")
    try:
        header = _Header.model_validate_json(str(rows[0]["account"])) if rows else None
    except ValidationError:
        header = None
    if header is None or header.format != _FORMAT:
        raise MilvusError(f"The collection {collection} at {server.uri} has another format than this program reads.", anew)
    if header.analyser != ANALYSER_NAME:
        said = f"was made with the analyser {header.analyser}; this program has {ANALYSER_NAME}"
        raise MilvusError(f"The collection {collection} at {server.uri} {said}.", anew)
    return header.vectors


def _within(terms: list[str]) -> str:
    """The terms in one string, as many as a field of Milvus holds."""
    text = " ".join(terms)
    while len(text.encode()) > _TEXT_BYTES:
        terms = terms[: int(len(terms) * 0.95)]
        text = " ".join(terms)
    return text
