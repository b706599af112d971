"""Settings from the environment."""

import pytest
from pydantic import ValidationError

from corpuscle.agent.settings import AgentSettings


def test_environment_names_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORPUSCLE_MODEL_URL", "http://127.0.0.1:9000/v1")
    monkeypatch.setenv("CORPUSCLE_MODEL_TIMEOUT_S", "2.5")
    settings = AgentSettings()
    assert (settings.model_url, settings.model_timeout_s) == ("http://127.0.0.1:9000/v1", 2.5)


def test_key_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORPUSCLE_MODEL_KEY", "very-secret")
    assert "very-secret" not in repr(AgentSettings())


@pytest.mark.parametrize("settings", [{"model_timeout_s": 0}, {"model_timeout_s": -1}, {"max_rounds": -1}])
def test_values_out_of_range_are_refused(settings: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        AgentSettings.model_validate(settings)
