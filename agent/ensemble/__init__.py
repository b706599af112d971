"""Several models that answer together: servers, or samples of one server."""

from corpuscle.agent.ensemble.members import served_model
from corpuscle.agent.ensemble.model import EnsembleModel

__all__ = ["EnsembleModel", "served_model"]
