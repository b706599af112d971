"""Weights that were fitted on questions with known answers, as readable files beside this module (`corpuscle eval fit-builtin` makes them)."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict

FittedName = Literal["factoid", "yesno"]


class FittedWeights(BaseModel):
    """A linear model: the intercept and the sum of weight × feature, higher speaking for the candidate or for yes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fitted_on: str
    """On which questions, and how well it does on those it was not fitted on."""
    intercept: float
    weights: dict[str, float]
    """By name of feature."""

    def score(self, features: Mapping[str, float]) -> float:
        """The model's sum. Raises KeyError for a feature that has no weight."""
        return self.intercept + sum(self.weights[name] * value for name, value in features.items())


@cache
def fitted(name: FittedName) -> FittedWeights:
    """The weights that the package brings."""
    return FittedWeights.model_validate_json((files("corpuscle.agent.extractive") / "fitted_weights" / f"{name}.json").read_bytes())
