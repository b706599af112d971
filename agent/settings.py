"""What a user may set about the agent, read from the environment by the entry points."""

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

GRAPH_TOKENS = 400


class AgentSettings(BaseSettings):
    """`CORPUSCLE_MODEL_URL=http://127.0.0.1:8000/v1` names the server that --model served asks."""

    model_config = SettingsConfigDict(frozen=True, env_prefix="CORPUSCLE_", protected_namespaces=())

    model_url: str = "http://127.0.0.1:8000/v1"
    """Base address of an OpenAI-compatible server (vLLM's default)."""
    model_name: str = ""
    """The model to ask for; "" takes the first that the server lists."""
    model_key: SecretStr = SecretStr("none")
    """API key, where the server wants one."""
    model_timeout_s: float = Field(default=120.0, gt=0)
    """Longest wait for one reply, in seconds."""
    max_rounds: int = Field(default=2, ge=0)
    """How often contradicted triples go back to be revised."""
    graph_tokens: int = Field(default=GRAPH_TOKENS, ge=0)
    """Room for facts of the graph beside the passages, in words and punctuation marks; 0 leaves them out."""
