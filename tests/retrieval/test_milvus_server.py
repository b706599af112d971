import socket

import pytest
from pydantic import SecretStr

from corpuscle.retrieval.errors import MilvusAwayError, MilvusError
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
