"""No fault of a model server is taken for an answer: the client says which it was, and the agent answers by the built-in model in time."""

from pathlib import Path
from time import monotonic

import pytest
from pydantic import BaseModel, ConfigDict

from corpuscle.agent import Agent
from corpuscle.agent.errors import ModelError
from corpuscle.agent.served import ModelClient
from corpuscle.agent.settings import AgentSettings
from corpuscle.retrieval.settings import RetrievalSettings
from tests.agent.served.faults import FAULTS, Fault
from tests.agent.served.raw_server import RawServer

QUESTION = "Does velbrodine treat Drusel fever?"
TIMEOUT_S = 0.6
GRACE_S = 0.5


class Word(BaseModel):
    """What the client is told to ask for."""

    model_config = ConfigDict(extra="forbid")

    word: str


def _settings(url: str) -> AgentSettings:
    return AgentSettings(model_url=url, model_timeout_s=TIMEOUT_S, model_first_token_s=TIMEOUT_S)


def _server(fault: Fault) -> RawServer:
    return RawServer(fault.handler, fault.handler if fault.at_models else None)


@pytest.mark.parametrize("name", FAULTS)
def test_client_names_the_fault_and_gives_nothing_in_its_place(name: str) -> None:
    fault = FAULTS[name]
    with _server(fault) as server:
        client, began = ModelClient(_settings(server.url)), monotonic()
        with pytest.raises(ModelError) as caught:
            client.ask("Is it?", Word)
        spent = monotonic() - began
    assert caught.value.kind == fault.kind
    assert caught.value.remedy
    assert spent < TIMEOUT_S + GRACE_S


@pytest.mark.parametrize("name", FAULTS)
def test_user_has_a_sourced_answer_in_time_and_is_told_why(invented_index: Path, retrieval_settings: RetrievalSettings, name: str) -> None:
    fault = FAULTS[name]
    with _server(fault) as server:
        agent, began = Agent.open(invented_index, "served", _settings(server.url), retrieval_settings), monotonic()
        answer = agent.ask(QUESTION)
        spent = monotonic() - began
    assert (answer.model, answer.exact_answer, answer.abstained) == ("extractive", "yes", False)
    assert all(statement.support == "quoted" and statement.citations for statement in answer.statements)
    assert answer.fault is not None
    # What is asked of the agent fits another schema than the client's tests: a reply that is valid there is not JSON of the right kind here.
    assert answer.fault.kind == fault.kind
    assert answer.notes[0] == answer.fault.text
    assert answer.fault.text.endswith("The built-in model answers instead.")
    assert spent < TIMEOUT_S + GRACE_S
