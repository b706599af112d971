"""What a model server says of itself, for the manifest of a run."""

import httpx
from pydantic import BaseModel, ValidationError

from corpuscle.agent.settings import AgentSettings
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.runs.remembered_replies import ServerKey


class _Model(BaseModel):
    id: str


class _Models(BaseModel):
    data: list[_Model]


class _Version(BaseModel):
    version: str


def server_key(settings: AgentSettings, transport: httpx.BaseTransport | None = None) -> ServerKey:
    """The model that is served, and the server's version where it says it (vLLM does). Raises EvaluationError where it is away."""
    headers = {"Authorization": f"Bearer {settings.model_key.get_secret_value()}"}
    base = settings.model_url.rstrip("/")
    try:
        with httpx.Client(transport=transport, headers=headers, timeout=10.0) as client:
            models = _Models.model_validate_json(client.get(f"{base}/models").raise_for_status().content).data
            said = client.get(f"{base.removesuffix('/v1')}/version")
    except (httpx.HTTPError, ValidationError) as exc:
        raise EvaluationError(
            f"The model server at {settings.model_url} gives no answer.", "Start it, or set CORPUSCLE_MODEL_URL to where it is."
        ) from exc
    name = settings.model_name or (models[0].id if models else "")
    try:
        version = f"vLLM {_Version.model_validate_json(said.content).version}" if said.is_success else ""
    except ValidationError:
        version = ""
    return ServerKey(model=name, server=version)
