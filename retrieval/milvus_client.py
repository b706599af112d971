"""What is used of pymilvus, which has no types, with the types it ought to have."""

import logging
from collections.abc import Mapping, Sequence
from importlib import import_module
from types import ModuleType
from typing import Literal, Protocol

from corpuscle.retrieval.errors import MilvusError

Value = str | int | bool | list[str] | list[float]
Row = Mapping[str, Value]
"""An entity: field → value."""

Consistency = Literal["Strong", "Bounded"]
"""Whether a read waits for every write before it ("Strong"), or may lag behind them by seconds."""

_EXTRA = "Install it with: pip install 'corpuscle[milvus]'"


class Schema(Protocol):
    """A collection's fields in the making."""

    def add_field(self, field_name: str, datatype: object, **parameters: object) -> object: ...
    def add_function(self, function: object) -> object: ...


class Indexes(Protocol):
    """Its indexes in the making."""

    def add_index(self, field_name: str, index_type: str, index_name: str = "", **parameters: object) -> None: ...


class Pages(Protocol):
    """Entities, some at a time."""

    def next(self) -> Sequence[Mapping[str, object]]: ...
    def close(self) -> None: ...


class Client(Protocol):
    """What is used of `pymilvus.MilvusClient`."""

    def __call__(self, uri: str, token: str, timeout: float, dedicated: bool, grpc_options: Mapping[str, object]) -> "Client": ...
    def close(self) -> None: ...
    def get_server_version(self) -> str: ...
    def has_collection(self, name: str) -> bool: ...
    def create_schema(self, auto_id: bool, enable_dynamic_field: bool) -> Schema: ...
    def prepare_index_params(self) -> Indexes: ...
    def create_collection(self, name: str, *, schema: Schema, index_params: Indexes, consistency_level: Consistency) -> None: ...
    def drop_collection(self, name: str) -> None: ...
    def upsert(self, name: str, rows: list[dict[str, Value]]) -> object: ...
    def delete(self, name: str, ids: list[str]) -> object: ...
    def flush(self, name: str) -> None: ...
    def query(
        self, name: str, filter: str, output_fields: list[str], *, limit: int | None = None, consistency_level: Consistency
    ) -> Sequence[Mapping[str, object]]: ...
    def query_iterator(
        self, name: str, *, batch_size: int, filter: str, output_fields: list[str], consistency_level: Consistency
    ) -> Pages: ...
    def search(
        self, name: str, *, data: list[str] | list[list[float]], anns_field: str, filter: str, limit: int, output_fields: list[str]
    ) -> Sequence[Sequence[Mapping[str, object]]]: ...


def pymilvus() -> ModuleType:
    """The library; it takes two seconds to import and is an extra. Raises MilvusError where it is not installed."""
    try:
        milvus = import_module("pymilvus")
    except ImportError as exc:
        raise MilvusError("The index lies in Milvus, and pymilvus is not installed.", _EXTRA) from exc
    logging.getLogger("pymilvus").setLevel(logging.CRITICAL)  # it prints every error with a trace before raising it
    return milvus
