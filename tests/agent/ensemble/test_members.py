"""Members as they are set."""

import json
from typing import Any

import pytest

from corpuscle.agent.ensemble import EnsembleModel, served_model
from corpuscle.agent.served import ServedModel
from corpuscle.agent.settings import AgentSettings
from corpuscle.kg.linker import Linker


def test_one_model_is_no_ensemble(linker: Linker) -> None:
    assert isinstance(served_model(AgentSettings(model_name="qwen"), linker), ServedModel)


def test_servers_are_named_in_the_environment(linker: Linker, monkeypatch: pytest.MonkeyPatch) -> None:
    members: list[dict[str, Any]] = [{}, {"url": "http://two/v1"}, {"url": "http://three/v1", "name": "llama"}]
    monkeypatch.setenv("CORPUSCLE_MODEL_MEMBERS", json.dumps(members))
    monkeypatch.setenv("CORPUSCLE_MODEL_NAME", "qwen")
    model = served_model(AgentSettings(), linker)
    assert isinstance(model, EnsembleModel)
    assert model.name == "qwen + http://two/v1 + llama"


def test_samples_of_one_server(linker: Linker) -> None:
    assert served_model(AgentSettings(model_name="qwen", model_samples=5), linker).name == "5 × qwen"
