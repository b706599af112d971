"""Where this program keeps what it fetched, read from the environment by the entry points."""

import os
from pathlib import Path
from typing import Literal

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
    milvus_uri: str = ""
    """Where to reach the Milvus server of an index that lies there, in place of the address it was built through; "": that one."""
    milvus_token: SecretStr = SecretStr("")
    """User and password ("user:password") or API key of the Milvus server, where it wants one; stored nowhere."""
    milvus_timeout_s: float = Field(default=30.0, gt=0)
    """Longest wait for one answer of the Milvus server, in seconds."""
    milvus_vector_index: Literal["AUTOINDEX", "FLAT", "HNSW", "IVF_RABITQ"] = "AUTOINDEX"
    """How a new collection indexes its vectors; see docs/decisions/015-milvus.md for which to take."""


def encoder_dir(home: Path, name: str) -> Path:
    """Where the files of the encoder `name` lie."""
    return home / "encoders" / name
