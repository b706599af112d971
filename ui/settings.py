"""The settings of the packages below, read from the environment by the doors."""

from typing import TypeVar

from pydantic import ValidationError
from pydantic_settings import BaseSettings

from corpuscle.ui.errors import SettingError

S = TypeVar("S", bound=BaseSettings)


def read_settings(kind: type[S]) -> S:
    """The settings as the environment has them. Raises SettingError, which names the variable and keeps its value to itself."""
    try:
        return kind()
    except ValidationError as exc:
        first = exc.errors(include_input=False)[0]
        variable = f"{kind.model_config.get('env_prefix', '')}{first['loc'][0]}".upper()
        raise SettingError(f"{variable} cannot be used: {first['msg']}.", f"Set {variable} to something else, or unset it.") from exc
