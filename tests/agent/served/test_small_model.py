"""The client, the doctor and the agent with a real language model, SmolLM2, on llama.cpp's server, and on vLLM by `make test-vllm`."""

from collections.abc import Iterator
from pathlib import Path
from threading import Timer
from time import monotonic
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from corpuscle.agent import Agent
from corpuscle.agent.deadline import Deadline
from corpuscle.agent.errors import ModelError
from corpuscle.agent.served import ModelClient
from corpuscle.agent.served.capabilities import find_capabilities
from corpuscle.agent.settings import AgentSettings
from corpuscle.retrieval.settings import RetrievalSettings
from tests.agent.served.small_model import NAME, lines, served_by_llama_cpp, served_by_vllm
from tests.conftest import BY_ID

CONTEXT_TOKENS = 3_072


@pytest.fixture(scope="module", params=[served_by_llama_cpp, pytest.param(served_by_vllm, marks=pytest.mark.vllm)])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    with request.param(CONTEXT_TOKENS) as url:
        yield url


def _patient(url: str, **settings: float) -> AgentSettings:
    """Waits long enough for a computer that has much else to do."""
    return AgentSettings(model_url=url, model_timeout_s=300.0, model_first_token_s=300.0, **settings)  # type: ignore[arg-type]  # numbers


@pytest.fixture
def client(url: str) -> ModelClient:
    return ModelClient(_patient(url))


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Colour(_Strict):
    colour: Literal["ultramarine", "vermilion"]


class Tale(_Strict):
    sentences: list[Annotated[str, Field(min_length=40)]] = Field(min_length=60)


def test_reply_obeys_the_schema_and_comes_with_tokens_and_probabilities(client: ModelClient) -> None:
    reply = client.ask("Say hello in French.", Colour, logprobs=True)
    assert reply.parsed.colour in ("ultramarine", "vermilion")
    assert client.name == NAME
    assert reply.tokens.prompt > 0
    assert reply.logprobs is not None
    assert reply.text[1:] in "".join(
        each.token for each in reply.logprobs
    )  # llama.cpp shows the first token uncut, vLLM the one that ends it
    assert len(reply.logprobs) <= reply.tokens.completion
    for each in reply.logprobs:
        assert len(each.top) == 10
        assert [other.logprob for other in each.top] == sorted((other.logprob for other in each.top), reverse=True)


def test_prompt_that_begins_as_the_last_one_is_read_from_the_cache(client: ModelClient) -> None:
    shared = lines(15)
    fresh, again = (client.ask(f"{shared}\n{question}", Colour).tokens for question in ("Which colour?", "Which other colour?"))
    assert again.cached > again.prompt / 2
    assert again.cached > fresh.cached


def test_reply_longer_than_allowed_is_cut_and_no_answer(url: str) -> None:
    client = ModelClient(_patient(url, model_max_tokens=24))
    with pytest.raises(ModelError) as caught:
        client.ask("Tell a tale.", Tale)
    assert (caught.value.kind, caught.value.tokens.completion) == ("cut", 24)


def test_prompt_longer_than_the_context_is_told_apart(client: ModelClient) -> None:
    with pytest.raises(ModelError) as caught:
        client.ask(lines(CONTEXT_TOKENS // 8), Colour)
    assert caught.value.kind == "overflow"
    assert "8,192" in caught.value.remedy


def test_calling_off_frees_the_server_for_the_next_question(client: ModelClient) -> None:
    client.ask("Which colour?", Colour)  # the model's name is known from here on
    deadline = Deadline(60.0)
    Timer(0.5, deadline.cancel).start()
    with pytest.raises(ModelError) as caught:
        client.ask("Tell a long tale.", Tale, deadline=deadline)
    began = monotonic()
    client.ask("Which colour?", Colour)  # the server has one slot: it would wait for all 60 sentences
    assert caught.value.kind == "cancelled"
    assert monotonic() - began < 30.0


def test_doctor_finds_out_what_the_server_can_do(url: str) -> None:
    found = find_capabilities(_patient(url), 300.0)
    assert (found.model, found.context_tokens) == (NAME, CONTEXT_TOKENS)
    assert found.obeys_schemas
    assert found.streams
    assert found.logprobs
    assert found.counts_tokens
    assert found.caches_prompts
    assert not found.reasons


def test_whatever_the_model_says_the_user_sees_checked_quotations_alone(
    url: str, invented_index: Path, retrieval_settings: RetrievalSettings
) -> None:
    agent = Agent.open(invented_index, "served", _patient(url, question_timeout_s=60.0), retrieval_settings)
    answer = agent.ask("Does velbrodine treat Drusel fever?")
    assert answer.model in (NAME, "extractive")  # so small a model may be cut short, which is said
    assert (answer.fault is None) == (answer.model == NAME)
    assert answer.tokens.prompt > 0
    assert answer.abstained or answer.statements
    for statement in answer.statements:
        assert statement.citations
        for citation in statement.citations:
            assert BY_ID[citation.article_id].section(citation.section)[citation.begin : citation.end] == citation.quote
