"""Where this program keeps what it fetched, read from the environment by the entry points."""

import os
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


def _default_home() -> Path:
    cache = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(cache) if cache else Path.home() / ".cache") / "corpuscle"


class RetrievalSettings(BaseSettings):
    """`CORPUSCLE_HOME` moves the folder of fetched wheels and encoder files; `CORPUSCLE_RERANK_MODEL=medcpt` reranks searches here,
    `CORPUSCLE_RERANK_URL=http://127.0.0.1:8001` on a server."""

    model_config = SettingsConfigDict(frozen=True, env_prefix="CORPUSCLE_")

    home: Path = Field(default_factory=_default_home)
    rerank_url: str = ""
    """Address of a server with /rerank (vLLM, text-embeddings-inference, Cohere's or Jina's form); "": none."""
    rerank_model: str = ""
    """With `rerank_url`, the model to ask for; without, a cross-encoder on this machine (see `load_reranker`), or "" for none."""
    rerank_key: SecretStr = SecretStr("")
    """API key, where the server wants one."""
    rerank_timeout_s: float = Field(default=10.0, gt=0)
    """Longest wait for the scores of one search, in seconds."""


def encoder_dir(home: Path, name: str) -> Path:
    """Where the files of the encoder `name` lie."""
    return home / "encoders" / name
