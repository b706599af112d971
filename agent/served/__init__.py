"""The served model: any OpenAI-compatible server, over the same evidence and under the same checks."""

from corpuscle.agent.served.client import ModelClient
from corpuscle.agent.served.model import ServedModel

__all__ = ["ModelClient", "ServedModel"]
