"""A Milvus server, or milvus-lite's, as this program talks to it through pymilvus (`milvus_client`)."""

import re
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import TypeVar, cast
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from corpuscle.retrieval.errors import MilvusAccessError, MilvusAwayError, MilvusError
from corpuscle.retrieval.milvus_client import Client, Consistency, Indexes, Pages, Row, Value, pymilvus
from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.retrieval.term_counts import K1, B

_AWAY = "Start the server, or name its address with --uri at `corpuscle index build`, with CORPUSCLE_MILVUS_URI for what is built."
_REFUSED = "Set the token (user:password, or an API key) as CORPUSCLE_MILVUS_TOKEN."
_REFUSALS = re.compile(r"\bauth|unauthenticated|permission|privilege|invalid token|api ?key", re.IGNORECASE)
_ABSENCES = re.compile(r"fail(ed)? connecting|unavailable|deadline|timed? ?out|connection refused|failed to connect", re.IGNORECASE)
_CHANNEL: Mapping[str, object] = {"grpc.keepalive_time_ms": 300_000, "grpc.keepalive_permit_without_calls": False}
"""pymilvus pings every ten seconds, which milvus-lite takes for an attack: it ends the connection."""
_MOST_READ = 16_000
"""Milvus gives at most 16,384 entities for one query."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Scored:
    """An entity that a search found; `score` is higher for better ones."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class TextField:
    """A text of analysed terms, set apart by spaces; where it is ranked, with BM25 over it in the field `<name>_bm25`."""

    name: str
    ranked: bool


@dataclass(frozen=True, slots=True)
class CollectionLayout:
    """The fields of a collection. Its primary key is the string `id`."""

    numbers: tuple[str, ...]
    """Integers of 64 bits."""
    flags: tuple[str, ...]
    lists: Mapping[str, tuple[int, int]]
    """Lists of strings: how many at most, and how many bytes each."""
    texts: tuple[TextField, ...]
    dimension: int
    """Of `vector`, searched by inner product; 0 where there is none."""
    strings: Mapping[str, int]
    """Strings: how many bytes at most."""


class MilvusServer:
    """A connection. Every method raises MilvusAwayError, MilvusAccessError or MilvusError; no message holds the token."""

    def __init__(self, uri: str, settings: RetrievalSettings) -> None:
        """Connects to the server at `uri` (http://host:19530)."""
        self.uri = checked_uri(uri)
        self._settings = settings
        token = settings.milvus_token.get_secret_value()
        connect = cast(Client, pymilvus().MilvusClient)
        with self._errors():
            self._client = connect(uri=self.uri, token=token, timeout=settings.milvus_timeout_s, dedicated=True, grpc_options=_CHANNEL)

    def close(self) -> None:
        """Ends the connection."""
        with self._errors():
            self._client.close()

    @property
    def version(self) -> str:
        """As the server says it: "v2.6.4", "milvus_lite-3.2.2"."""
        return self._asked(lambda: str(self._client.get_server_version()))

    @property
    def is_lite(self) -> bool:
        """Whether this is milvus-lite, which has no indexes of lists."""
        return "lite" in self.version

    def has(self, collection: str) -> bool:
        """Whether there is a collection of this name."""
        return self._asked(lambda: bool(self._client.has_collection(collection)))

    def create(self, collection: str, layout: CollectionLayout) -> None:
        """Makes a collection and its indexes, and loads it."""
        milvus = pymilvus()
        kinds = milvus.DataType
        with self._errors():
            fields = self._client.create_schema(auto_id=False, enable_dynamic_field=False)
            fields.add_field("id", kinds.VARCHAR, is_primary=True, max_length=512)
            for name in layout.numbers:
                fields.add_field(name, kinds.INT64)
            for name in layout.flags:
                fields.add_field(name, kinds.BOOL)
            for name, length in layout.strings.items():
                fields.add_field(name, kinds.VARCHAR, max_length=length)
            for name, (capacity, length) in layout.lists.items():
                fields.add_field(name, kinds.ARRAY, element_type=kinds.VARCHAR, max_capacity=capacity, max_length=length)
            for text in layout.texts:
                analyser = {"tokenizer": "standard"}
                fields.add_field(
                    text.name, kinds.VARCHAR, max_length=65_535, enable_analyzer=True, enable_match=True, analyzer_params=analyser
                )
                if not text.ranked:
                    continue
                fields.add_field(f"{text.name}_bm25", kinds.SPARSE_FLOAT_VECTOR)
                outputs = [f"{text.name}_bm25"]
                fields.add_function(milvus.Function(f"{text.name}_terms", milvus.FunctionType.BM25, [text.name], outputs))
            if layout.dimension:
                fields.add_field("vector", kinds.FLOAT_VECTOR, dim=layout.dimension)
            self._client.create_collection(collection, schema=fields, index_params=self._indexes(layout), consistency_level="Bounded")

    def drop(self, collection: str) -> None:
        """Removes a collection, if it is there."""
        self._asked(lambda: self._client.drop_collection(collection))

    def upsert(self, collection: str, rows: Sequence[Row]) -> None:
        """Puts entities in place of those of the same id."""
        if rows:
            self._asked(lambda: self._client.upsert(collection, [dict(row) for row in rows]))

    def delete(self, collection: str, ids: Sequence[str]) -> None:
        """Removes entities; those that are not there are no error."""
        if ids:
            self._asked(lambda: self._client.delete(collection, ids=list(ids)))

    def flush(self, collection: str) -> None:
        """Makes every write durable and searchable by index."""
        self._asked(lambda: self._client.flush(collection))

    def count(self, collection: str, where: str = "", consistency: Consistency = "Bounded") -> int:
        """How many entities meet the condition."""
        found = self._asked(lambda: self._client.query(collection, where, ["count(*)"], consistency_level=consistency))
        return int(str(found[0]["count(*)"]))

    def read(
        self, collection: str, where: str, fields: Sequence[str], limit: int = _MOST_READ, consistency: Consistency = "Bounded"
    ) -> list[Row]:
        """These fields, and `id`, of at most `limit` entities that meet the condition."""
        wanted = ["id", *fields]
        found = self._asked(lambda: self._client.query(collection, where, wanted, limit=limit, consistency_level=consistency))
        return [_row(one, wanted) for one in found]

    def read_all(self, collection: str, where: str, fields: Sequence[str], at_once: int) -> Iterator[list[Row]]:
        """These fields, and `id`, of every entity that meets the condition, some at once, as they were when the first was read."""
        wanted = ["id", *fields]

        def begun() -> Pages:
            return self._client.query_iterator(
                collection, batch_size=at_once, filter=where, output_fields=wanted, consistency_level="Strong"
            )

        pages = self._asked(begun)
        try:
            while page := self._asked(pages.next):
                yield [_row(one, wanted) for one in page]
        finally:
            pages.close()

    def nearest(self, collection: str, vector: NDArray[np.float32], where: str, limit: int) -> list[Scored]:
        """The best by inner product, best first."""
        return self._found(collection, "vector", [vector.tolist()], where, limit)

    def best(self, collection: str, text: TextField, query: str, where: str, limit: int) -> list[Scored]:
        """The best by BM25 over a text field, best first; a term that occurs n times in the query counts n times."""
        # milvus-lite gives BM25 scores with a minus
        found = [Scored(one.id, abs(one.score)) for one in self._found(collection, f"{text.name}_bm25", [query], where, limit)]
        return sorted(found, key=lambda one: -one.score)

    def _found(self, collection: str, field: str, queries: list[str] | list[list[float]], where: str, limit: int) -> list[Scored]:
        if limit < 1:
            return []
        most = min(limit, _MOST_READ)
        hits = self._asked(
            lambda: self._client.search(collection, data=queries, anns_field=field, filter=where, limit=most, output_fields=["id"])
        )
        return [Scored(str(hit["id"]), float(cast(float, hit["distance"]))) for hit in hits[0]] if hits else []

    def _indexes(self, layout: CollectionLayout) -> Indexes:
        indexes = self._client.prepare_index_params()
        for text in (text for text in layout.texts if text.ranked):
            parameters = {"bm25_k1": K1, "bm25_b": B}
            indexes.add_index(f"{text.name}_bm25", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25", params=parameters)
        if layout.dimension:
            kind = self._settings.milvus_vector_index
            indexes.add_index("vector", index_type=kind, metric_type="IP", params=_VECTOR_INDEXES[kind])
        searched = [*layout.numbers, *layout.flags, *(() if self.is_lite else layout.lists)]
        for name in searched if layout.texts else ():
            indexes.add_index(name, index_type="INVERTED")
        return indexes

    def _asked(self, ask: Callable[[], T]) -> T:
        with self._errors():
            return ask()

    @contextmanager
    def _errors(self) -> Generator[None]:
        failures: tuple[type[Exception], ...] = (pymilvus().MilvusException, import_module("grpc").RpcError)
        try:
            yield
        except failures as exc:
            raise self._told(exc) from None  # pymilvus' own trace names every parameter, the token among them

    def _told(self, exc: Exception) -> MilvusError:
        said = str(getattr(exc, "message", "") or exc)
        token = self._settings.milvus_token.get_secret_value()
        for secret in (token, *token.split(":")[1:]):
            said = said.replace(secret, "…") if secret else said
        said = " ".join(said.split())[:300]
        if _REFUSALS.search(f"{said} {_causes(exc)}"):
            return MilvusAccessError(f"Milvus at {self.uri} refuses access: {said}", _REFUSED)
        if _ABSENCES.search(said):
            return MilvusAwayError(f"Milvus at {self.uri} cannot be reached: {said}", _AWAY)
        return MilvusError(f"Milvus at {self.uri} refuses: {said or type(exc).__name__}", "Look into the server's log.")


_VECTOR_INDEXES: dict[str, dict[str, object]] = {
    "AUTOINDEX": {},
    "FLAT": {},
    "HNSW": {"M": 30, "efConstruction": 360},
    "IVF_RABITQ": {"nlist": 4096, "refine": True, "refine_type": "SQ8"},
}


def _causes(exc: BaseException) -> str:
    """What led to an exception: pymilvus says of a wrong token only that it cannot connect."""
    told: list[BaseException] = []
    cause = exc.__cause__ or exc.__context__
    while cause and cause not in told:  # grpc's exceptions may lead to themselves
        told.append(cause)
        cause = cause.__cause__ or cause.__context__
    return " ".join(map(str, told))


def checked_uri(uri: str) -> str:
    """The address. Raises MilvusError for one that is none, or that has a password in it: a manifest would keep that."""
    parts = urlsplit(uri)
    if parts.scheme not in ("http", "https", "tcp", "unix") or not (parts.netloc or parts.path):
        raise MilvusError(f"“{uri}” is no address of a Milvus server.", "Write it as http://host:19530.")
    if "@" in parts.netloc:
        raise MilvusError("The address of a Milvus server has a name or password in it, which would be stored.", _REFUSED)
    return uri


def _row(entity: Mapping[str, object], wanted: Sequence[str]) -> Row:
    return {name: _value(entity[name]) for name in wanted}


def _value(value: object) -> Value:
    """Lists come as sequences of protobuf."""
    return cast(Value, value) if isinstance(value, str | int | bool) else cast(Value, list(cast(Sequence[object], value)))
