"""The served reranker against a real HTTP server on this computer, and what can go wrong there."""

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pytest
from pydantic import SecretStr

from corpuscle.retrieval.articles import AbstractSection, Article
from corpuscle.retrieval.errors import RerankError
from corpuscle.retrieval.rerank import load_reranker
from corpuscle.retrieval.rerank_served import ServedReranker
from corpuscle.retrieval.settings import RetrievalSettings

QUESTION = "Does budesonide help in asthma?"
ARTICLES = [Article("1", "Statins.", (AbstractSection("Lipids fell."),)), Article("2", "Budesonide."), Article("3", "Wheeze.")]


@dataclass(frozen=True)
class Reply:
    """What the server says; `drip_s` is the pause between its bytes."""

    body: bytes
    status: int = 200
    delay_s: float = 0.0
    drip_s: float = 0.0
    headers: tuple[tuple[str, str], ...] = ()


Respond = Callable[[dict[str, Any]], Reply]


@dataclass
class Server:
    """What it was asked, and how it is to answer."""

    url: str
    respond: Respond
    asked: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    paths: list[str] = field(default_factory=list[str])
    keys: list[str | None] = field(default_factory=list[str | None])


@pytest.fixture
def server() -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.asked.append(asked)
            state.paths.append(self.path)
            state.keys.append(self.headers["Authorization"])
            reply = state.respond(asked)
            time.sleep(reply.delay_s)
            with suppress(ConnectionError):
                self.send_response(reply.status)
                self.send_header("Content-Length", str(len(reply.body)))
                for name, value in reply.headers:
                    self.send_header(name, value)
                self.end_headers()
                for begin in range(len(reply.body)) if reply.drip_s else ():
                    self.wfile.write(reply.body[begin : begin + 1])
                    self.wfile.flush()
                    time.sleep(reply.drip_s)
                if not reply.drip_s:
                    self.wfile.write(reply.body)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    listening.block_on_close = False
    state = Server(f"http://127.0.0.1:{listening.server_port}", vllm)
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    yield state
    listening.shutdown()
    listening.server_close()
    thread.join()


def results(*scores: tuple[int, object]) -> Reply:
    """A reply in the form of Cohere, Jina and vLLM, in the given order."""
    body = {"id": "r-1", "model": "m", "results": [{"index": i, "relevance_score": s, "document": {"text": "…"}} for i, s in scores]}
    return Reply(json.dumps(body).encode())


def vllm(asked: dict[str, Any]) -> Reply:
    """Best first, as servers sort."""
    assert "documents" in asked
    return results((1, 0.9), (2, 0.25), (0, -3.5))


def plain_only(asked: dict[str, Any]) -> Reply:
    """A strict server that knows no truncate_prompt_tokens."""
    if set(asked) != {"query", "documents", "top_n", "model"}:
        return Reply(b'{"detail": "extra fields"}', 422)
    return results((0, 0.1), (1, 0.9), (2, 0.5))


def tei(asked: dict[str, Any]) -> Reply:
    """text-embeddings-inference: `texts` in, a bare list out."""
    if "texts" not in asked:
        return Reply(b'{"error": "missing field `texts`"}', 422)
    return Reply(json.dumps([{"index": 2, "score": 4.0}, {"index": 0, "score": 1.0}, {"index": 1, "score": -1.0}]).encode())


def reranker(server: Server, timeout_s: float = 5.0, model: str = "m") -> ServedReranker:
    return ServedReranker(server.url, model, SecretStr(""), timeout_s)


def test_scores_come_in_the_order_of_the_articles(server: Server) -> None:
    scores = reranker(server).scores(QUESTION, ARTICLES)
    assert scores.tolist() == [-3.5, 0.9, 0.25]
    assert scores.dtype == np.float64
    assert server.asked == [
        {
            "model": "m",
            "query": QUESTION,
            "documents": ["Statins. Lipids fell.", "Budesonide.", "Wheeze."],
            "truncate_prompt_tokens": -1,
        }
    ]


@pytest.mark.parametrize(("respond", "scores", "tries"), [(plain_only, [0.1, 0.9, 0.5], 2), (tei, [1.0, -1.0, 4.0], 3)])
def test_the_form_that_a_server_understands_is_found_once_and_kept(
    server: Server, respond: Respond, scores: list[float], tries: int
) -> None:
    server.respond = respond
    asking = reranker(server)
    assert asking.scores(QUESTION, ARTICLES).tolist() == scores
    assert len(server.asked) == tries
    assert asking.scores(QUESTION, ARTICLES).tolist() == scores
    assert len(server.asked) == tries + 1


@pytest.mark.parametrize(
    ("given", "path"),
    [("", "/rerank"), ("/", "/rerank"), ("/v1", "/v1/rerank"), ("/v1/rerank", "/v1/rerank"), ("/v2/rerank/", "/v2/rerank")],
)
def test_the_address_may_end_anywhere(server: Server, given: str, path: str) -> None:
    ServedReranker(server.url + given, "", SecretStr("secret"), 5).scores(QUESTION, ARTICLES)
    assert server.paths == [path]
    assert server.keys == ["Bearer secret"]
    assert "model" not in server.asked[0]


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(b"{}", 503), "refused to score (HTTP 503)"),
        (Reply(b"{}", 401), "refused to score (HTTP 401)"),
        (Reply(b"{}", 302, headers=(("Location", "http://127.0.0.1:1/"),)), "refused to score (HTTP 302)"),
        (Reply(b"<html>", 200), "something else than scores"),
        (Reply(b'{"results": [{"index": "Does it"}]}'), "something else than scores"),
        (results((0, 1.0), (1, 2.0)), "did not score each of the 3 articles once"),
        (results((0, 1.0), (1, 2.0), (1, 3.0)), "did not score each"),
        (results((0, 1.0), (1, 2.0), (3, 3.0)), "did not score each"),
        (results((0, 1.0), (1, 2.0), (-1, 3.0)), "did not score each"),
        (results((0, 1.0), (1, float("nan")), (2, 3.0)), "no numbers"),
        (results((0, 1.0), (1, None), (2, 3.0)), "no numbers"),
        (Reply(b" " * (9 << 20)), "sent more than 8 MB"),
    ],
)
def test_a_faulty_reply_is_an_error_without_the_question(server: Server, reply: Reply, said: str, caplog: pytest.LogCaptureFixture) -> None:
    server.respond = lambda asked: reply
    with caplog.at_level(logging.DEBUG), pytest.raises(RerankError) as caught:
        reranker(server).scores(QUESTION, ARTICLES)
    assert said in str(caught.value)
    assert "CORPUSCLE_RERANK_URL" in caught.value.remedy
    assert "budesonide" not in (caplog.text + str(caught.value) + repr(caught.value.__cause__)).lower()


@pytest.mark.parametrize("reply", [Reply(b"{}", delay_s=3), Reply(b" " * 100, drip_s=0.1)])
def test_the_deadline_holds_for_the_whole_call(server: Server, reply: Reply) -> None:
    server.respond = lambda asked: reply
    begin = time.perf_counter()
    with pytest.raises(RerankError, match=r"gave no scores within 0\.4 s"):
        reranker(server, timeout_s=0.4).scores(QUESTION, ARTICLES)
    assert time.perf_counter() - begin < 2


def test_a_server_that_is_away_is_an_error() -> None:
    with pytest.raises(RerankError, match=r"cannot be asked \(ConnectError\)"):
        ServedReranker("http://127.0.0.1:9", "", SecretStr(""), 5).scores(QUESTION, ARTICLES)


def test_no_article_asks_nobody(server: Server) -> None:
    assert reranker(server).scores(QUESTION, []).tolist() == []
    assert server.asked == []


@pytest.mark.parametrize("url", ["ftp://host", "host:8000", "http://", "\x00"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(RerankError, match="CORPUSCLE_RERANK_URL"):
        ServedReranker(url, "", SecretStr(""), 5)


@pytest.mark.parametrize(
    ("url", "warned"),
    [
        ("http://127.0.0.1:1", False),
        ("http://localhost:1", False),
        ("http://[::1]:1", False),
        ("https://rerank.example.org", False),
        ("http://rerank.example.org", True),
        ("http://10.0.0.7:8001", True),
    ],
)
def test_a_question_without_encryption_to_another_machine_is_warned_of(url: str, warned: bool) -> None:
    warning = ServedReranker(url, "", SecretStr(""), 5).warning
    assert (warning is not None and "without encryption" in warning) is warned


def test_the_settings_name_it(server: Server) -> None:
    assert load_reranker(RetrievalSettings(), threads=1) is None
    asking = load_reranker(RetrievalSettings(rerank_url=server.url, rerank_model="bge"), threads=1)
    assert asking is not None
    assert asking.name == "bge"
