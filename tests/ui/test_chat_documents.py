"""Documents attached on the chat page: received in memory, searched for the rest of the chat, refused where they cannot be read."""

import asyncio
import subprocess
import uuid
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager
from pathlib import Path

import httpx
import pytest

from tests.retrieval.small_pdfs import encrypted, pdf
from tests.ui.test_chat_server import ChatClient, connected

StartChat = Callable[[Path], AbstractContextManager[tuple[str, "subprocess.Popen[str]"]]]

SENTENCE = "Quorvatine stopped secrethiccups in cats."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("chat")


@pytest.fixture(scope="module")
def url(folder: Path, start_chat: StartChat) -> Iterator[str]:
    with start_chat(folder) as (url, _):
        yield url


class Uploader:
    """A browser's part of attaching files to a conversation."""

    def __init__(self, client: ChatClient, http: httpx.AsyncClient, url: str) -> None:
        self.client, self.http, self.url = client, http, url

    async def attach(self, name: str, data: bytes, **headers: str) -> httpx.Response:
        files = {"file": (name, data, "application/pdf")}
        address = f"{self.url}/project/file?session_id={self.client.session_id}"
        return await self.http.post(address, files=files, headers=headers, timeout=30)

    async def ask(self, question: str, *ids: str) -> None:
        self.client.ended.clear()
        message = {"id": str(uuid.uuid4()), "name": "User", "type": "user_message", "output": question, "createdAt": "2026-11-20T00:00:00Z"}
        await self.client.socket.emit("client_message", {"message": message, "fileReferences": [{"id": i} for i in ids]})
        await asyncio.wait_for(self.client.ended.wait(), 20)


@asynccontextmanager
async def uploading(url: str) -> AsyncGenerator[Uploader]:
    async with connected(url) as client, httpx.AsyncClient(trust_env=False) as http:
        yield Uploader(client, http, url)


async def test_an_attached_document_is_searched_for_the_rest_of_the_chat_and_opens_by_its_name(url: str) -> None:
    async with uploading(url) as user:
        attached = await user.attach("trial.pdf", pdf([SENTENCE]))
        assert attached.status_code == 200
        await user.ask("Does quorvatine stop hiccups?", attached.json()["id"])
        assert user.client.step_names()[0] == "Searching beside PubMed: trial.pdf"
        citation = user.client.elements[-1]["props"]["citations"][0]
        assert [s["text"] for s in citation["title"]] == ["trial.pdf, page 1"]
        assert (citation["journal"], citation["pmid"], citation["url"]) == ("your document", "", "")
        marked = [s["text"] for part in citation["abstract"] for s in part["segments"] if 1 in s["numbers"]]
        assert marked == [SENTENCE]

        await user.ask("And in dogs?")
        assert user.client.elements[-1]["props"]["citations"][0]["quote"] == SENTENCE
        second = await user.attach("notes.txt", b"Dogs do not hiccup. So they say.")
        await user.ask("And now?", second.json()["id"])
        assert user.client.step_names().count("Searching beside PubMed: trial.pdf, notes.txt") == 1
        assert len(user.client.elements[-1]["props"]["citations"]) == 2


async def test_documents_of_one_chat_are_not_searched_in_another(url: str) -> None:
    async with uploading(url) as mine, uploading(url) as other:
        attached = await mine.attach("trial.pdf", pdf([SENTENCE]))
        await other.ask("Does quorvatine stop hiccups?", attached.json()["id"])
        assert all(c["pmid"] for c in other.client.elements[-1]["props"]["citations"])


async def test_a_file_that_is_taken_off_again_is_not_searched(url: str) -> None:
    async with uploading(url) as user:
        await user.attach("trial.pdf", pdf([SENTENCE]))
        await user.ask("Does glimrin stop hiccups?")
        assert all(c["pmid"] for c in user.client.elements[-1]["props"]["citations"])


@pytest.mark.parametrize(
    ("name", "data", "status", "said"),
    [
        ("locked.pdf", encrypted(pdf([SENTENCE]), "secret"), 400, "locked.pdf is encrypted. Save it without its password, and add that."),
        ("scan.pdf", pdf([]), 400, "scan.pdf holds no text: its pages are images"),
        ("trial.pdf", b"PK\x03\x04 not what it says", 400, "trial.pdf is a zip archive or an office document."),
        ("large.pdf", b"%PDF-" + b"0" * (21 << 20), 413, "at most 20 MB"),
    ],
)
async def test_a_file_that_cannot_be_read_is_refused_at_once_with_a_remedy(
    url: str, name: str, data: bytes, status: int, said: str
) -> None:
    async with uploading(url) as user:
        refused = await user.attach(name, data)
        assert refused.status_code == status
        assert said in refused.json()["detail"]


async def test_a_chat_holds_few_documents(url: str) -> None:
    async with uploading(url) as user:
        replies = [await user.attach(f"{n}.txt", f"This is note number {n}.".encode()) for n in range(11)]
        assert [reply.status_code for reply in replies] == [200] * 10 + [400]
        assert "at most 10 documents" in replies[-1].json()["detail"]


async def test_files_come_only_from_our_own_page_into_a_running_chat_and_are_not_given_out(url: str) -> None:
    async with uploading(url) as user:
        assert (await user.attach("trial.pdf", pdf([SENTENCE]), Origin="http://evil.example")).status_code == 403
        attached = (await user.attach("trial.pdf", pdf([SENTENCE]))).json()["id"]
        assert (await user.http.get(f"{url}/project/file/{attached}?session_id={user.client.session_id}")).status_code == 404
        assert (await user.http.post(f"{url}/project/file?session_id={user.client.session_id}", content=b"x")).status_code == 400
        user.client.session_id = str(uuid.uuid4())
        assert (await user.attach("trial.pdf", pdf([SENTENCE]))).status_code == 404


async def test_nothing_of_a_document_is_written_anywhere(url: str, folder: Path) -> None:
    async with uploading(url) as user:
        text = f"{SENTENCE} {'It is a long document. ' * 80_000}".encode()  # longer than what is spooled in memory by default
        attached = await user.attach("secretname.txt", text)
        await user.ask("Does quorvatine stop hiccups?", attached.json()["id"])
        files = [p for p in folder.rglob("*") if p.is_file() and "build" not in p.parts]
        assert not [p for p in files if b"secrethiccups" in p.read_bytes() or b"secretname" in p.read_bytes()]
    assert list((folder / "working").iterdir()) == []
