import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pydantic import SecretStr

from corpuscle.retrieval.errors import MilvusAccessError, MilvusAwayError, MilvusError
from corpuscle.retrieval.milvus_server import MilvusServer, checked_uri
from corpuscle.retrieval.settings import RetrievalSettings


def test_an_address_with_a_password_is_refused_without_showing_it() -> None:
    with pytest.raises(MilvusError) as refused:
        checked_uri("https://root:hunter2@milvus.example:19530")
    assert "hunter2" not in f"{refused.value} {refused.value.remedy}"


@pytest.mark.parametrize("uri", ["", "milvus.db", "localhost:19530", "ftp://host"])
def test_what_is_no_address_is_refused(uri: str) -> None:
    with pytest.raises(MilvusError, match="no address"):
        checked_uri(uri)


def test_a_server_that_is_away_is_named_with_a_remedy_and_without_the_token() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        uri = f"http://127.0.0.1:{free.getsockname()[1]}"
    settings = RetrievalSettings(milvus_timeout_s=1, milvus_token=SecretStr("root:hunter2"))
    with pytest.raises(MilvusAwayError, match="cannot be reached") as away:
        MilvusServer(uri, settings)
    assert uri in str(away.value)
    assert "CORPUSCLE_MILVUS_URI" in away.value.remedy
    assert "hunter2" not in str(away.value)
    assert "\n" not in str(away.value)


def test_a_collection_that_is_not_there_is_stated(milvus_uri: str, milvus_collection: str) -> None:
    server = MilvusServer(milvus_uri, RetrievalSettings())
    assert server.is_lite
    assert not server.has(milvus_collection)
    with pytest.raises(MilvusError, match="refuses"):
        server.count(milvus_collection)
    server.close()


def test_a_server_that_refuses_the_token_is_told_apart_and_the_token_not_shown() -> None:
    grpc = pytest.importorskip("grpc")

    def refuse(request: bytes, context: Any) -> bytes:  # noqa: ANN401 - grpc has no types
        context.abort(grpc.StatusCode.UNAUTHENTICATED, "auth check failure, please check username and password root:hunter2")
        return b""

    class Refusal(grpc.GenericRpcHandler):
        """A server that refuses whatever it is asked, as Milvus does with a wrong token."""

        def service(self, details: object) -> object:
            return grpc.unary_unary_rpc_method_handler(refuse)

    server = grpc.server(ThreadPoolExecutor(2), handlers=[Refusal()])
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    settings = RetrievalSettings(milvus_timeout_s=2, milvus_token=SecretStr("root:hunter2"))
    try:
        with pytest.raises(MilvusError) as refused:
            MilvusServer(f"http://127.0.0.1:{port}", settings)
    finally:
        server.stop(None)
    assert isinstance(refused.value, MilvusAccessError)
    assert "CORPUSCLE_MILVUS_TOKEN" in refused.value.remedy
    assert "hunter2" not in f"{refused.value!r} {refused.value.__cause__!r}"


def test_a_missing_extra_names_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    with pytest.raises(MilvusError, match="pymilvus is not installed") as missing:
        MilvusServer("http://127.0.0.1:9", RetrievalSettings())
    assert "pip install 'corpuscle[milvus]'" in missing.value.remedy
