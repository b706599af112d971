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
SHORT_S, LONG_S = 0.6, 10.0
"""Deadlines of a call: what hangs is given little time, what fails by itself enough for a computer that has much else to do."""
GRACE_S = 0.5


class Word(BaseModel):
    """What the client is told to ask for."""

    model_config = ConfigDict(extra="forbid")

    word: str


def _timeout_s(fault: Fault) -> float:
    return SHORT_S if fault.kind == "timeout" else LONG_S


def _settings(fault: Fault, url: str) -> AgentSettings:
    return AgentSettings(model_url=url, model_timeout_s=_timeout_s(fault), model_first_token_s=_timeout_s(fault))


def _server(fault: Fault) -> RawServer:
    return RawServer(fault.handler, fault.handler if fault.at_models else None)


@pytest.mark.parametrize("name", FAULTS)
def test_client_names_the_fault_and_gives_nothing_in_its_place(name: str) -> None:
    fault = FAULTS[name]
    limit_s = _timeout_s(fault) + GRACE_S
    with _server(fault) as server:

        def seconds() -> float:
            client, began = ModelClient(_settings(fault, server.url)), monotonic()
            with pytest.raises(ModelError) as caught:
                client.ask("Is it?", Word)
            assert caught.value.kind == fault.kind
            assert caught.value.remedy
            return monotonic() - began

        assert seconds() < limit_s


@pytest.mark.parametrize("name", FAULTS)
def test_user_has_a_sourced_answer_in_time_and_is_told_why(
    agent: Agent, invented_index: Path, retrieval_settings: RetrievalSettings, name: str
) -> None:
    fault = FAULTS[name]
    limit_s = _timeout_s(fault) + GRACE_S
    agent.ask(QUESTION)  # what is loaded at the first question is loaded
    with _server(fault) as server:
        asked = Agent.open(invented_index, "served", _settings(fault, server.url), retrieval_settings)

        def seconds() -> float:
            began = monotonic()
            answer = asked.ask(QUESTION)
            spent = monotonic() - began
            assert (answer.model, answer.exact_answer, answer.abstained) == ("extractive", "yes", False)
            assert all(statement.support == "quoted" and statement.citations for statement in answer.statements)
            assert answer.fault is not None
            assert answer.fault.kind == fault.kind
            assert answer.notes[0] == answer.fault.text
            assert answer.fault.text.endswith("The built-in model answers instead.")
            return spent

        assert seconds() < limit_s
