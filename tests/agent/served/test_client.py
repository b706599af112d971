"""What the model client asks, when it asks again, what it counts, and that it stops when nobody waits."""

import asyncio
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Timer
from time import monotonic

import pytest
from pydantic import BaseModel, ConfigDict

from corpuscle.agent import Agent
from corpuscle.agent.answers import TokenCount
from corpuscle.agent.deadline import Deadline
from corpuscle.agent.errors import ModelError
from corpuscle.agent.served import ModelClient
from corpuscle.agent.settings import AgentSettings
from corpuscle.retrieval.settings import RetrievalSettings
from tests.agent.served.faults import VALID
from tests.agent.served.raw_server import (
    DONE,
    MODEL,
    STREAM_END,
    STREAM_HEAD,
    Asked,
    Handler,
    RawServer,
    chunk,
    piece,
    response,
    stream,
    usage,
    whole,
)


class Word(BaseModel):
    """What the client is told to ask for."""

    model_config = ConfigDict(extra="forbid")

    word: str


def _client(server: RawServer, **settings: float | str) -> ModelClient:
    return ModelClient(AgentSettings(model_url=server.url, **settings))  # type: ignore[arg-type]  # names and values of settings


def _in_turn(*replies: bytes | Callable[[Asked], None]) -> Handler:
    """The replies one after the other; the last one repeats."""
    left = list(replies)

    def handler(asked: Asked) -> None:
        reply = left.pop(0) if len(left) > 1 else left[0]
        asked.send(reply) if isinstance(reply, bytes) else reply(asked)

    return handler


BUSY = response(b"{}", "503 Service Unavailable")
LIMITED = "429 Too Many Requests"


def test_request_asks_for_a_stream_of_json_by_schema_at_temperature_zero() -> None:
    with RawServer(_in_turn(stream(VALID))) as server:
        reply = _client(server, model_key="sesame", model_max_tokens=77).ask("Is it?", Word, logprobs=True)
    assert (reply.parsed, reply.text, reply.logprobs) == (Word(word="yes"), VALID, None)
    (asked,) = server.asked
    assert asked.json == {
        "model": MODEL,
        "messages": [{"role": "user", "content": "Is it?"}],
        "temperature": 0,
        "stream": True,
        "stream_options": {"include_usage": True},
        "max_completion_tokens": 77,
        "logprobs": True,
        "top_logprobs": 10,
        "response_format": {"type": "json_schema", "json_schema": {"name": "Word", "schema": Word.model_json_schema(), "strict": True}},
    }
    assert b"authorization: bearer sesame" in asked.head.lower()
    assert b"accept-encoding: identity" in asked.head.lower()


@pytest.mark.parametrize("size", [1, 7, 4_096])
def test_reply_is_the_same_in_whatever_pieces_its_bytes_come(size: int) -> None:
    said = b"".join([piece("", role="assistant"), piece('{"word": '), piece('"café"}'), piece(None, "stop"), DONE, STREAM_END])
    with RawServer(lambda asked: asked.send(STREAM_HEAD, *(said[i : i + size] for i in range(0, len(said), size)))) as server:
        assert _client(server).ask("Is it?", Word).parsed.word == "café"


def test_server_that_does_not_stream_is_understood() -> None:
    with RawServer(_in_turn(whole(VALID))) as server:
        assert _client(server).ask("Is it?", Word).parsed.word == "yes"


def test_tokens_are_counted_with_the_cached_and_the_thought_ones() -> None:
    counts = usage(
        prompt_tokens=900,
        completion_tokens=60,
        prompt_tokens_details={"cached_tokens": 880},
        completion_tokens_details={"reasoning_tokens": 40},
    )
    with RawServer(_in_turn(STREAM_HEAD + piece(VALID) + piece(None, "stop") + counts + DONE + STREAM_END)) as server:
        assert _client(server).ask("Is it?", Word).tokens == TokenCount(900, 60, 880, 40)


@pytest.mark.parametrize("field", ["reasoning", "reasoning_content"])
def test_thoughts_are_no_part_of_the_reply(field: str) -> None:
    thoughts = piece(None, **{field: '{"word": "no"}'}) + piece(None, **{field: "wait"})
    with RawServer(_in_turn(STREAM_HEAD + thoughts + piece(VALID) + piece(None, "stop") + DONE + STREAM_END)) as server:
        reply = _client(server).ask("Is it?", Word)
    assert (reply.parsed.word, reply.tokens.reasoning) == ("yes", 2)  # two pieces, where the server does not count


@pytest.mark.parametrize("thoughts", ["<think>It may be no.</think>\n", "It may be no.</think>"])
def test_thoughts_left_in_the_reply_are_taken_off(thoughts: str) -> None:
    with RawServer(_in_turn(stream(thoughts, VALID))) as server:
        assert _client(server).ask("Is it?", Word).text.strip() == VALID


def test_logprobs_come_in_the_order_of_the_reply_with_the_likeliest_first() -> None:
    def token(text: str, *top: tuple[str, float]) -> bytes:
        said = [{"token": text, "logprob": dict(top)[text], "top_logprobs": [{"token": t, "logprob": p} for t, p in top]}]
        frame = {"choices": [{"delta": {"content": text}, "logprobs": {"content": said}}]}
        return chunk(b"data: " + json.dumps(frame).encode() + b"\n\n")

    first, second = token('{"word": "', ('{"word": "', 0.0)), token('yes"}', ("no", -2.0), ('yes"}', -0.1))
    with RawServer(_in_turn(STREAM_HEAD + first + second + piece(None, "stop") + DONE + STREAM_END)) as server:
        logprobs = _client(server).ask("Is it?", Word, logprobs=True).logprobs
    assert logprobs is not None
    assert [(each.token, each.logprob) for each in logprobs] == [('{"word": "', 0.0), ('yes"}', -0.1)]
    assert [each.token for each in logprobs[1].top] == ['yes"}', "no"]


def test_reply_that_does_not_fit_is_shown_its_error_once_and_both_are_counted() -> None:
    counts = usage(prompt_tokens=10, completion_tokens=3)
    wrong = STREAM_HEAD + piece('{"answer": 1}') + piece(None, "stop") + counts + DONE + STREAM_END
    right = STREAM_HEAD + piece(VALID) + piece(None, "stop") + counts + DONE + STREAM_END
    with RawServer(_in_turn(wrong, right)) as server:
        reply = _client(server).ask("Is it?", Word)
    assert (reply.parsed.word, reply.tokens) == ("yes", TokenCount(20, 6))
    _, second = server.asked
    assert [message["role"] for message in second.json["messages"]] == ["user", "assistant", "user"]
    assert second.json["messages"][1]["content"] == '{"answer": 1}'
    assert "word\n  Field required" in second.json["messages"][2]["content"]


def test_failed_repair_keeps_count_of_what_it_took() -> None:
    counts = usage(prompt_tokens=10, completion_tokens=3)
    said = STREAM_HEAD + piece("No.") + piece(None, "stop") + counts + DONE + STREAM_END
    with RawServer(_in_turn(said)) as server, pytest.raises(ModelError) as caught:
        _client(server).ask("Is it?", Word)
    assert (caught.value.kind, caught.value.tokens, len(server.asked)) == ("not_json", TokenCount(20, 6), 2)


@pytest.mark.parametrize("busy", [BUSY, response(b"{}", LIMITED), response(b"{}", LIMITED, Retry_After="0")])
def test_server_without_room_is_asked_again(busy: bytes) -> None:
    with RawServer(_in_turn(busy, busy, stream(VALID))) as server:
        assert _client(server).ask("Is it?", Word).parsed.word == "yes"
    assert len(server.asked) == 3


def test_retry_after_is_waited_for() -> None:
    with RawServer(_in_turn(response(b"{}", LIMITED, Retry_After="0.6"), stream(VALID))) as server:
        began = monotonic()
        _client(server).ask("Is it?", Word)
    assert monotonic() - began >= 0.6


@pytest.mark.parametrize(
    "fault",
    [response(b"{}", "502 Bad Gateway"), STREAM_HEAD + piece(VALID)[:-9], b"", response(b"{}", "401 Unauthorized")],
    ids=["502", "broken off", "no byte", "401"],
)
def test_what_the_server_may_have_worked_on_is_not_asked_again(fault: bytes) -> None:
    with RawServer(_in_turn(fault)) as server, pytest.raises(ModelError):
        _client(server).ask("Is it?", Word)
    assert len(server.asked) == 1


def test_server_that_knows_no_schemas_is_asked_without_and_shown_the_schema() -> None:
    def knows_objects(asked: Asked) -> None:
        knows = asked.json["response_format"]["type"] == "json_object"
        asked.send(stream(VALID) if knows else response(b'{"error": {"message": "json_schema?"}}', "400 Bad Request"))

    with RawServer(knows_objects) as server:
        client = _client(server)
        assert client.ask("Is it?", Word).parsed.word == "yes"
        assert client.ask("Is it?", Word).parsed.word == "yes"
    assert len(server.asked) == 4  # three forms the first time; then the one that was understood
    prompt = server.asked[-1].json["messages"][0]["content"]
    assert prompt.startswith("Is it?")
    assert json.dumps(Word.model_json_schema()) in prompt


def test_server_that_knows_no_logprobs_is_asked_without() -> None:
    def knows_no_logprobs(asked: Asked) -> None:
        asked.send(response(b"{}", "422 Unprocessable Entity") if "logprobs" in asked.json else stream(VALID))

    with RawServer(knows_no_logprobs) as server:
        reply = _client(server).ask("Is it?", Word, logprobs=True)
    assert (reply.parsed.word, reply.logprobs) == ("yes", None)


def test_key_does_not_follow_a_redirection() -> None:
    with RawServer(_in_turn(stream(VALID))) as elsewhere:
        moved = response(b"", "307 Temporary Redirect", Location=f"{elsewhere.url}/chat/completions")
        with RawServer(_in_turn(moved)) as server, pytest.raises(ModelError):
            _client(server).ask("Is it?", Word)
    assert elsewhere.asked == []


def test_question_s_deadline_ends_a_call_before_its_own() -> None:
    with RawServer(lambda asked: asked.hang()) as server:
        began = monotonic()
        with pytest.raises(ModelError) as caught:
            _client(server, model_timeout_s=60.0).ask("Is it?", Word, deadline=Deadline(0.3))
        spent = monotonic() - began
    assert (caught.value.kind, spent < 0.3 + 0.5) == ("timeout", True)


def test_calling_off_closes_the_connection() -> None:
    deadline, closed = Deadline(60.0), Event()

    def handler(asked: Asked) -> None:
        asked.send(STREAM_HEAD, piece("{"))
        Timer(0.05, deadline.cancel).start()
        asked.wait_until_closed()
        closed.set()

    with RawServer(handler) as server:
        with pytest.raises(ModelError) as caught:
            _client(server).ask("Is it?", Word, deadline=deadline)
        assert closed.wait(1.0)
    assert caught.value.kind == "cancelled"


async def test_question_given_up_in_async_code_stops_the_server_s_work(invented_index: Path, retrieval_settings: RetrievalSettings) -> None:
    asked_for, closed = asyncio.Event(), Event()
    loop = asyncio.get_running_loop()

    def handler(asked: Asked) -> None:
        asked.send(STREAM_HEAD, piece("{"))
        loop.call_soon_threadsafe(asked_for.set)
        asked.wait_until_closed()
        closed.set()

    with RawServer(handler) as server:
        agent = Agent.open(invented_index, "served", AgentSettings(model_url=server.url), retrieval_settings)
        question = asyncio.create_task(agent.aask("Does velbrodine treat Drusel fever?"))
        await asyncio.wait_for(asked_for.wait(), 10)
        question.cancel()
        with pytest.raises(asyncio.CancelledError):
            await question
        assert await asyncio.to_thread(closed.wait, 2.0)


def test_no_more_requests_are_under_way_than_allowed() -> None:
    most, now = [0], [0]

    def handler(asked: Asked) -> None:
        now[0] += 1
        most[0] = max(most[0], now[0])
        asked.stopped.wait(0.1)
        now[0] -= 1
        asked.send(stream(VALID))

    with RawServer(handler) as server, ThreadPoolExecutor(6) as pool:
        client = _client(server, model_concurrency=2)
        words = [asking.result().parsed.word for asking in [pool.submit(client.ask, "Is it?", Word) for _ in range(6)]]
    assert (words, most) == (["yes"] * 6, [2])


def test_wait_for_room_counts_against_the_deadline() -> None:
    with RawServer(lambda asked: asked.hang()) as server, ThreadPoolExecutor(2) as pool:
        client = _client(server, model_concurrency=1, model_timeout_s=0.4)
        began = monotonic()
        faults = [asking.result() for asking in [pool.submit(_kind, client) for _ in range(2)]]
        assert monotonic() - began < 0.4 + 0.5
    assert faults == ["timeout", "timeout"]


def _kind(client: ModelClient) -> str:
    with pytest.raises(ModelError) as caught:
        client.ask("Is it?", Word)
    return caught.value.kind
