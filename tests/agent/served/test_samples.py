"""An ensemble of samples and of servers, over real HTTP."""

from pathlib import Path

import pytest

from corpuscle.agent import Agent
from corpuscle.agent.answers import Member
from corpuscle.agent.settings import AgentSettings, MemberSettings
from corpuscle.retrieval.settings import RetrievalSettings
from tests.agent.served.conftest import MODEL, Script, answered

QUESTION = "Does velbrodine treat Drusel fever?"


@pytest.fixture
def agreeing(script: Script) -> Script:
    """A server that says yes."""
    script.replies["AnswerReply"] = [answered(("Velbrodine cured 41 of 60 gardeners.", ["41 of 60"]), exact=["yes"])]
    return script


def test_samples_are_drawn_at_a_temperature_with_a_seed_each(
    invented_index: Path, retrieval_settings: RetrievalSettings, model_url: str, agreeing: Script
) -> None:
    settings = AgentSettings(model_url=model_url, model_samples=3, model_sample_temperature=0.5, model_seed=7)
    answer = Agent.open(invented_index, "served", settings, retrieval_settings).ask(QUESTION)
    assert {(request["temperature"], request.get("seed")) for request in agreeing.asked} == {(0, None), (0.5, 8), (0.5, 9)}
    assert answer.model == f"3 × {MODEL}"
    assert answer.members == tuple(Member(f"{MODEL} (sample {number})", "yes", abstained=False) for number in (1, 2, 3))
    assert "3 of 3 models say yes." in answer.notes


@pytest.mark.usefixtures("agreeing")
def test_server_that_is_away_is_left_out(invented_index: Path, retrieval_settings: RetrievalSettings, model_url: str) -> None:
    members = (MemberSettings(url=model_url), MemberSettings(url="http://127.0.0.1:9/v1", name="away"))
    answer = Agent.open(invented_index, "served", AgentSettings(model_members=members), retrieval_settings).ask(QUESTION)
    assert (answer.exact_answer, answer.fault) == ("yes", None)
    assert [member.model for member in answer.members] == [MODEL]
    assert any(note.startswith("away was left out: ") for note in answer.notes)
