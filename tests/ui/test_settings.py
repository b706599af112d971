"""Settings that the doors read from the environment."""

import pytest

from corpuscle.agent.settings import AgentSettings
from corpuscle.ui.errors import SettingError
from corpuscle.ui.settings import read_settings


def test_settings_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORPUSCLE_MAX_ROUNDS", "1")
    assert read_settings(AgentSettings).max_rounds == 1


@pytest.mark.parametrize(("variable", "value"), [("CORPUSCLE_MAX_ROUNDS", "many"), ("CORPUSCLE_MODEL_TIMEOUT_S", "0")])
def test_unusable_setting_is_named_and_its_value_kept_back(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingError, match=variable) as raised:
        read_settings(AgentSettings)
    assert "unset it" in raised.value.remedy
    assert "many" not in str(raised.value)
