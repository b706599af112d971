"""The measures of a model server, against one that is scripted."""

import json

import pytest

from corpuscle.agent.settings import AgentSettings
from corpuscle.evals.model_server import measured
from tests.agent.served.raw_server import DONE, STREAM_END, STREAM_HEAD, Asked, RawServer, piece, usage
from tests.conftest import Run

_WORD, _SENTENCES = '{"word": "no"}', json.dumps({"sentences": ["The gardener looked at the pond for a while."] * 3})


def _says(asked: Asked) -> None:
    replies = {"_Word": _WORD, "_Sentences": _SENTENCES, "_Unguessable": '{"answer": "no"}'}
    said = replies[asked.json["response_format"]["json_schema"]["name"]]
    counts = usage(prompt_tokens=100, completion_tokens=20, prompt_tokens_details={"cached_tokens": 64})
    asked.send(STREAM_HEAD, piece(said[:5]), piece(said[5:]), piece(None, "stop"), counts, DONE, STREAM_END)


def test_calls_are_timed_and_their_tokens_counted() -> None:
    with RawServer(_says) as server:
        report = measured(AgentSettings(model_url=server.url))
    assert (report.model, report.obeys_schemas, report.streams, report.logprobs, report.caches_prompts) == (
        "invented-7b",
        False,
        True,
        False,
        True,
    )
    assert [call.completion_tokens for call in report.calls] == [20, 20, 20, 20, 8 * 20]
    assert all(call.cached_tokens == call.prompt_tokens * 64 / 100 for call in report.calls)
    assert all(call.tokens_per_s == pytest.approx(call.completion_tokens / call.seconds) for call in report.calls)


def test_table_says_what_the_server_can_do(corpuscle: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(_says) as server:
        monkeypatch.setenv("CORPUSCLE_MODEL_URL", server.url)
        said = corpuscle("eval", "model-server").out.splitlines()
    assert said[0].startswith("invented-7b on a server that says no version, context 8192; obeys JSON schemas: no, streams: yes")
    assert len([line for line in said if line.startswith("| ")]) == 1 + 5
