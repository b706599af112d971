"""The built-in model: no network, no weights; it answers in verbatim quotations."""

from corpuscle.agent.extractive.model import ExtractiveModel

__all__ = ["ExtractiveModel"]
