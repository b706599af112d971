"""Invented questions, and a model client that answers by script."""

from collections.abc import Callable
from typing import TypeVar

import pytest
from pydantic import BaseModel

from corpuscle.agent import QuestionType
from corpuscle.agent.answers import TokenCount
from corpuscle.agent.deadline import Deadline
from corpuscle.agent.served.client import ModelClient, Reply
from corpuscle.agent.settings import AgentSettings
from corpuscle.evals.runs.asked import AskedQuestion
from corpuscle.evals.runs.record import Record, blank

R = TypeVar("R", bound=BaseModel)


class ScriptedClient(ModelClient):
    """Says what it was given for each prompt, and remembers the prompts."""

    def __init__(self, said: str) -> None:
        super().__init__(AgentSettings(model_url="http://127.0.0.1:9/v1"))
        self.said = said
        self.prompts: list[str] = []

    def ask(self, prompt: str, schema: type[R], *, logprobs: bool = False, deadline: Deadline | None = None) -> Reply[R]:
        self.prompts.append(prompt)
        return Reply(schema.model_validate_json(self.said), TokenCount(10, 2, 4), self.said)


@pytest.fixture
def yesno() -> Callable[[str, str], AskedQuestion]:
    """A yes/no question of an id, with its right answer."""
    return lambda id_, expected: AskedQuestion(id_, "invented", QuestionType.YESNO, f"Does {id_} heal?", expected)


@pytest.fixture
def said(yesno: Callable[[str, str], AskedQuestion]) -> Callable[..., Record]:
    """A record of a yes/no question."""

    def make(id_: str, expected: str, exact: str | None, lost: str | None = None) -> Record:
        return blank(yesno(id_, expected)).model_copy(update={"exact": exact, "lost": lost})

    return make
