"""What the doctor says of a model server: found by asking it, over a real socket."""

import json

import pytest

from tests.agent.served.raw_server import DONE, STREAM_END, STREAM_HEAD, Asked, RawServer, chunk, piece, response, stream, usage
from tests.conftest import Run

OBEYS = '{"answer": "kwozzle"}'


def _findings(corpuscle: Run) -> dict[str, tuple[str, str]]:
    return {finding["subject"]: (finding["state"], finding["text"]) for finding in corpuscle("doctor", "--json").json}


def _able(asked: Asked) -> None:
    logprobs = {"content": [{"token": OBEYS, "logprob": 0.0}]}
    frame = {"choices": [{"delta": {"content": OBEYS[:9]}, "logprobs": logprobs}], "system_fingerprint": "invented-1.2"}
    counts = usage(prompt_tokens=300, completion_tokens=5, prompt_tokens_details={"cached_tokens": 256})
    said = chunk(b"data: " + json.dumps(frame).encode() + b"\n\n") + piece(OBEYS[9:]) + piece(None, "stop")
    asked.send(STREAM_HEAD, said, counts, DONE, STREAM_END)


def test_able_server_is_said_to_be_so(corpuscle: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(_able) as server:
        monkeypatch.setenv("CORPUSCLE_MODEL_URL", server.url)
        found = _findings(corpuscle)
    assert found["model server"] == ("ok", f"{server.url} (invented-1.2) serves invented-7b; use it with --model served")
    assert found["context"] == ("ok", "8,192 tokens for prompt and reply")
    assert all(found[subject][0] == "ok" for subject in ("JSON schemas", "streaming", "probabilities", "prompt cache"))
    assert "thoughts" not in found


def test_what_a_server_cannot_do_is_said_with_what_it_means(corpuscle: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def unable(asked: Asked) -> None:
        asked.send(
            stream('{"answer": "no"}') if asked.json["response_format"]["type"] == "json_object" else response(b"{}", "400 Bad Request")
        )

    with RawServer(
        unable, models=lambda asked: asked.send(response(b'{"data": [{"id": "one", "meta": {"n_ctx": 512}}, {"id": "two"}]}'))
    ) as server:
        monkeypatch.setenv("CORPUSCLE_MODEL_URL", server.url)
        found = _findings(corpuscle)
    assert found["model server"] == ("ok", f"{server.url} (says no version) serves one, beside 1 others; use it with --model served")
    assert found["context"][1].startswith("512 tokens for prompt and reply: questions with many passages do not fit")
    assert found["JSON schemas"] == (
        "absent",
        "not obeyed: a reply of another form is shown its error once, then the built-in model answers",
    )
    assert [found[subject][0] for subject in ("streaming", "probabilities", "prompt cache")] == ["absent"] * 3
    assert "counts no tokens" in found["prompt cache"][1]


def test_server_that_thinks_needs_more_tokens(corpuscle: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(
        lambda asked: asked.send(STREAM_HEAD, piece(None, reasoning="hm"), piece(OBEYS), piece(None, "stop"), STREAM_END)
    ) as server:
        monkeypatch.setenv("CORPUSCLE_MODEL_URL", server.url)
        assert "CORPUSCLE_MODEL_MAX_TOKENS" in _findings(corpuscle)["thoughts"][1]
        monkeypatch.setenv("CORPUSCLE_MODEL_MAX_TOKENS", "4096")
        assert "thoughts" not in _findings(corpuscle)


def test_refused_key_is_a_finding_of_its_own(corpuscle: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def guarded(asked: Asked) -> None:
        asked.send(response(b"{}", "401 Unauthorized"))

    with RawServer(guarded, models=guarded) as server:
        monkeypatch.setenv("CORPUSCLE_MODEL_URL", server.url)
        monkeypatch.setenv("CORPUSCLE_MODEL_KEY", "open-sesame")
        state, text = _findings(corpuscle)["model server"]
    assert state == "absent"
    assert "refuses the key (HTTP 401)" in text
    assert "CORPUSCLE_MODEL_KEY" in text
    assert "open-sesame" not in text


@pytest.mark.parametrize("url", ["http://[", "nonsense", "http://127.0.0.1:9/v1"])
def test_address_without_a_server_is_said(corpuscle: Run, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("CORPUSCLE_MODEL_URL", url)
    state, text = _findings(corpuscle)["model server"]
    assert state == "absent"
    assert url in text
    assert text.endswith("Until then the built-in model answers.")
