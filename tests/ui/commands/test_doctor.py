"""What the doctor says of a model server."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from tests.conftest import Run


class _WantsKey(BaseHTTPRequestHandler):
    """A server that lists its models to whoever has the key."""

    def do_GET(self) -> None:
        self.send_response(200 if self.headers["Authorization"] == "Bearer sesame" else 401)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def guarded_url() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _WantsKey) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1"
        server.shutdown()


def _model_server(corpuscle: Run) -> tuple[str, str]:
    (finding,) = [finding for finding in corpuscle("doctor", "--json").json if finding["subject"] == "model server"]
    return finding["state"], finding["text"]


def test_model_server_that_wants_a_key_is_shown_the_key(corpuscle: Run, monkeypatch: pytest.MonkeyPatch, guarded_url: str) -> None:
    monkeypatch.setenv("CORPUSCLE_MODEL_URL", guarded_url)
    monkeypatch.setenv("CORPUSCLE_MODEL_KEY", "sesame")
    assert _model_server(corpuscle)[0] == "ok"


def test_refused_key_is_a_finding_of_its_own(corpuscle: Run, monkeypatch: pytest.MonkeyPatch, guarded_url: str) -> None:
    monkeypatch.setenv("CORPUSCLE_MODEL_URL", guarded_url)
    monkeypatch.setenv("CORPUSCLE_MODEL_KEY", "wrong")
    state, text = _model_server(corpuscle)
    assert state == "absent"
    assert "refuses the key (HTTP 401)" in text
    assert "CORPUSCLE_MODEL_KEY" in text
    assert "wrong" not in text


@pytest.mark.parametrize("url", ["http://[", "nonsense", "http://127.0.0.1:9/v1"])
def test_address_without_a_server_is_said(corpuscle: Run, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("CORPUSCLE_MODEL_URL", url)
    state, text = _model_server(corpuscle)
    assert state == "absent"
    assert url in text
