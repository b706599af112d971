"""The chat page end to end: a real server process over an invented agent, and clients that speak its socket protocol."""

import asyncio
import signal
import socket
import subprocess
import uuid
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import httpx
import pytest
import socketio  # pyright: ignore[reportMissingTypeStubs]  (it has none)

from corpuscle.ui.chat.server import listen
from corpuscle.ui.errors import PortTakenError

StartChat = Callable[[Path], AbstractContextManager[tuple[str, "subprocess.Popen[str]"]]]

STEPS = [
    "Understood: a yes/no question about glimrin, hiccups",
    "Found 2 articles; read 1 sentence",
    "4 claims to check",
    "Checked: 1 supported, 1 contradicted, 1 mixed, 1 unknown",
    "Revised: 1 claim replaced or withdrawn",
    "Drafted 3 sentences",
    "Verified 3 quotations word for word; dropped 1",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("chat")


@pytest.fixture(scope="module")
def url(folder: Path, start_chat: StartChat) -> Iterator[str]:
    with start_chat(folder) as (url, _):
        yield url


class ChatClient:
    """A browser's part of the conversation: sends questions, keeps what comes back."""

    def __init__(self) -> None:
        self.socket: Any = socketio.AsyncClient(reconnection=False)
        self.session_id = str(uuid.uuid4())
        self.steps: dict[str, dict[str, Any]] = {}
        self.elements: list[dict[str, Any]] = []
        self.ended = asyncio.Event()
        for event in ("new_message", "update_message"):
            self.socket.on(event, self._keep_step)
        self.socket.on("element", self.elements.append)
        self.socket.on("task_end", self._keep_end)

    def _keep_step(self, step: dict[str, Any]) -> None:
        self.steps[step["id"]] = step

    def _keep_end(self, _: object) -> None:
        self.ended.set()

    def step_names(self) -> list[str]:
        return [s["name"] for s in self.steps.values() if s["type"] == "tool"]

    def messages(self) -> list[str]:
        return [s["output"] for s in self.steps.values() if s["type"] == "assistant_message" and s["output"]]

    async def send(self, question: str) -> None:
        self.ended.clear()
        message = {"id": str(uuid.uuid4()), "name": "User", "type": "user_message", "output": question, "createdAt": "2026-11-20T00:00:00Z"}
        await self.socket.emit("client_message", {"message": message, "fileReferences": []})

    async def ask(self, question: str) -> None:
        await self.send(question)
        await asyncio.wait_for(self.ended.wait(), 10)

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(10):
            while not condition():
                await asyncio.sleep(0.02)


@asynccontextmanager
async def connected(url: str) -> AsyncGenerator[ChatClient]:
    client = ChatClient()
    session = {"clientType": "webapp", "sessionId": client.session_id, "threadId": "", "userEnv": "{}", "chatProfile": "Corpuscle"}
    await client.socket.connect(url, socketio_path="/ws/socket.io", transports=["websocket"], auth=session)
    await client.socket.emit("connection_successful")
    await asyncio.wait_for(client.ended.wait(), 10)
    try:
        yield client
    finally:
        await client.socket.disconnect()


async def test_a_question_is_answered_step_by_step_and_statement_by_statement(url: str) -> None:
    async with connected(url) as client:
        await client.ask("Does glimrin stop hiccups?")
    assert client.step_names() == STEPS
    grown = [len(e["props"]["statements"]) for e in client.elements]
    assert grown == [1, 2, 3, 3]
    answer = client.elements[-1]["props"]
    assert answer["headline"] == {"kind": "yes", "text": "Yes", "items": []}
    assert [c["verdict"] for c in answer["claims"]] == ["supported", "contradicted", "mixed", "unknown"]
    assert answer["footer"] == "Index: invented, generation 1, 3 articles · Model: extractive · 0.8 s"
    marked = [s["text"] for part in answer["citations"][1]["abstract"] for s in part["segments"] if 2 in s["numbers"]]
    assert marked == ["Glimrin stopped hiccups in 41 of 60 cats (p <0.05)."]
    assert [c["retracted"] for c in answer["citations"]] == [False, False, True]


async def test_options_on_lines_of_their_own_make_a_choice_question(url: str) -> None:
    async with connected(url) as client:
        await client.ask("Which one stops hiccups?\nA) aspirin\nB) glimrin")
    assert client.elements[-1]["props"]["headline"]["text"] == "B · glimrin"


async def test_two_people_are_answered_at_once(url: str) -> None:
    async with connected(url) as slow, connected(url) as quick:
        await slow.send("a slow question")
        await quick.ask("Does glimrin stop hiccups?")
        assert not slow.ended.is_set()
        assert quick.elements
        assert not slow.elements


async def test_the_stop_button_ends_the_question(url: str) -> None:
    async with connected(url) as client:
        await client.send("a slow question")
        await client.until(lambda: "Searching the articles" in client.step_names())
        await client.socket.emit("stop")
        await client.until(lambda: "Searching the articles: stopped" in client.step_names())
        await asyncio.wait_for(client.ended.wait(), 10)


async def test_an_error_of_ours_is_shown_with_its_remedy(url: str) -> None:
    async with connected(url) as client:
        await client.ask("  ")
    assert client.messages() == ["The question is empty.\n\nType a question."]


async def test_any_other_error_is_shown_without_its_words(url: str) -> None:
    async with connected(url) as client:
        await client.ask("a question that fails")
    assert "Searching the articles: stopped" in client.step_names()
    assert client.messages()[0].startswith("Something went wrong while answering")


async def test_neither_question_nor_answer_is_written_anywhere(url: str, folder: Path) -> None:
    async with connected(url) as client:
        await client.ask("Is the secretword glimrin?")
        await client.ask("secretword fails")
        written = b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file() and "build" not in p.parts)
    assert b"secretword" not in written
    assert b"hiccups" not in written
    assert b"answering failed with RuntimeError" in written  # the log tells that it happened, and where
    assert list((folder / "working").iterdir()) == []


async def test_pages_of_other_origins_are_refused(url: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        assert (await http.get(url)).status_code == 200
        assert (await http.get(url, headers={"Origin": "http://evil.example"})).status_code == 403
        assert (await http.get(url, headers={"Host": "evil.example"})).status_code == 403
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
            await session.ws_connect(f"{url}/ws/socket.io/?EIO=4&transport=websocket", headers={"Origin": "http://evil.example"})


async def test_the_page_loads_nothing_from_elsewhere(url: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        page = await http.get(url)
        settings = (await http.get(f"{url}/project/settings")).json()
    assert "<link" in page.text
    assert not [line for line in page.text.splitlines() if "https://" in line and "<meta" not in line]
    policy = page.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "script-src 'self' 'sha256-" in policy
    assert settings["features"]["spontaneous_file_upload"]["accept"].keys() == {"application/pdf", "text/plain", "text/markdown"}
    assert settings["features"]["unsafe_allow_html"] is False
    assert settings["dataPersistence"] is False
    assert "Not medical advice" in settings["chatProfiles"][0]["markdown_description"]
    assert 3 <= len(settings["chatProfiles"][0]["starters"]) <= 4


def test_interrupting_the_page_leaves_nothing_behind(start_chat: StartChat, tmp_path: Path) -> None:
    with start_chat(tmp_path) as (_, process):
        assert list((tmp_path / "temporary").glob("corpuscle-chat-*"))
        process.send_signal(signal.SIGINT)
        assert process.wait(15) == 0
    assert not list((tmp_path / "temporary").glob("corpuscle-chat-*"))


def test_a_port_in_use_is_told_with_a_remedy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTakenError, match=f"Port {port} ") as error:
            listen(port)
    assert f"--port {port + 1}" in error.value.remedy
