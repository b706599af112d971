"""What a user may set about the agent, read from the environment by the entry points."""

from pydantic import BaseModel, ConfigDict, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

GRAPH_TOKENS = 400
SEARCH_ROUNDS = 2
SEARCH_TOKENS = 12_000
SEARCH_SECONDS = 30.0
QUESTION_TIMEOUT_S = 300.0


class MemberSettings(BaseModel):
    """One of several models that answer together; what is left out is as for one model."""

    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=())

    url: str = ""
    """Base address of its server; "" is `model_url`."""
    name: str = ""
    """Its name there; "" is the first that its server lists, or on the server of `model_url` `model_name`."""
    key: SecretStr | None = None


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
    """Longest wait for one reply, its repetitions and its repair together, in seconds."""
    model_connect_s: float = Field(default=5.0, gt=0)
    """Of that, the longest wait for a connection."""
    model_first_token_s: float = Field(default=60.0, gt=0)
    """Of that, the longest wait for the first token."""
    question_timeout_s: float = Field(default=QUESTION_TIMEOUT_S, gt=0)
    """Longest time in which a question may ask the served model; afterwards the built-in model finishes it."""
    model_concurrency: int = Field(default=8, ge=1)
    """How many replies are asked for at a time; further ones wait."""
    model_max_tokens: int = Field(default=1_024, ge=16)
    """Longest reply. A reasoning model's thoughts count: give it 4,096 or more."""
    model_temperature: float = Field(default=0.0, ge=0, le=2)
    """0 takes the likeliest word each time."""
    model_seed: int = Field(default=1, ge=0)
    """Of what is drawn at a higher temperature."""
    model_members: tuple[MemberSettings, ...] = ()
    """Several models that answer together, as JSON: `[{"url": "http://one:8000/v1"}, {"url": "http://two:8000/v1", "name": "qwen"}]`."""
    model_samples: int = Field(default=1, ge=1, le=32)
    """How often each of them is asked: first as it is set, then at `model_sample_temperature`, with `model_seed` and so many more."""
    model_sample_temperature: float = Field(default=0.7, gt=0, le=2)
    model_prompt_price: float = Field(default=0.0, ge=0)
    """Price of a million prompt tokens, in a currency of your choice; answers then say their cost."""
    model_cached_price: float | None = Field(default=None, ge=0)
    """The same for prompt tokens that the server had in its cache; None: as any other."""
    model_completion_price: float = Field(default=0.0, ge=0)
    """The same for tokens of the reply."""
    support_model: str = ""
    """Name or folder of a cross-encoder of natural language inference that judges, beside the rules, whether statements follow; "": none."""
    max_rounds: int = Field(default=2, ge=0)
    """How often contradicted triples go back to be revised."""
    search_rounds: int = Field(default=SEARCH_ROUNDS, ge=0)
    """How often a question may be searched again where the evidence is wanting; 0 searches once."""
    search_tokens: int = Field(default=SEARCH_TOKENS, ge=0)
    """No further round once the served model has taken so many tokens, prompts and replies together."""
    search_seconds: float = Field(default=SEARCH_SECONDS, ge=0)
    """No further round once the question has taken so long."""
    graph_tokens: int = Field(default=GRAPH_TOKENS, ge=0)
    """Room for facts of the graph beside the passages, in words and punctuation marks; 0 leaves them out."""
