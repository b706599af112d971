from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from corpuscle.agent.answers import TokenCount
from corpuscle.agent.served.client import ModelClient, Reply
from corpuscle.agent.settings import AgentSettings
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.runs.remembered_replies import REPLIES_NAME, RememberingClient, ServerKey, read_replies, reply_journal

KEY = ServerKey(model="m", server="vLLM 1")


class Said(BaseModel):
    word: str


class Other(BaseModel):
    word: str
    more: str = ""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Prompts that reached the server."""
    prompts: list[str] = []

    def ask(self: ModelClient, prompt: str, schema: type[BaseModel], **_: object) -> Reply[BaseModel]:
        prompts.append(prompt)
        return Reply(schema.model_validate({"word": prompt}), TokenCount(7, 3, 5), f'{{"word": "{prompt}"}}')

    monkeypatch.setattr(ModelClient, "ask", ask)
    yield prompts


def test_a_prompt_is_asked_once_also_by_a_later_process(tmp_path: Path, asked: list[str]) -> None:
    for _ in range(2):
        with reply_journal(tmp_path, KEY) as journal:
            client = RememberingClient(AgentSettings(), journal)
            first, again = client.ask("itch", Said), client.ask("itch", Said)
            assert first == again
            assert first.tokens == TokenCount(7, 3, 5)
    assert asked == ["itch"]
    (kept,) = read_replies(tmp_path / REPLIES_NAME)
    assert (kept.asked_for, kept.tokens.cached) == ("Said", 5)


def test_another_schema_is_another_question(tmp_path: Path, asked: list[str]) -> None:
    with reply_journal(tmp_path, KEY) as journal:
        client = RememberingClient(AgentSettings(), journal)
        client.ask("itch", Said)
        client.ask("itch", Other)
        client.ask("itch", Said, logprobs=True)
    assert len(asked) == 3


def test_replies_of_another_server_are_refused(tmp_path: Path) -> None:
    reply_journal(tmp_path, KEY).__exit__(None, None, None)
    with pytest.raises(EvaluationError, match="another server"):
        reply_journal(tmp_path, ServerKey(model="m", server="vLLM 2"))
