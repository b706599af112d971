"""Boosted trees that weigh the features of an article: how probably it states a triple. Fitted by `corpuscle eval claims --fit`.

A model is a JSON file beside this module, one a predicate: the features by name and, for each tree, its nodes in rows. A row of five is a question
(feature, threshold, where missing values go, row if at most the threshold, row if above; "missing" and the rows as numbers), a row of one an
answer in log-odds. Nothing but numpy is needed to ask them.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from corpuscle.kg.triples import Triple

Array = NDArray[np.float64]


class FittedTrees(BaseModel):
    """A fitted model as it is kept: log-odds = slope × (bias + sum of the trees' answers) + intercept."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    predicate: str
    subjects: tuple[str, ...]
    """Biolink categories of the subjects that it was fitted on."""
    objects: tuple[str, ...]
    fitted_on: str
    """What it was fitted on, in words."""
    annotated: bool
    """Whether readers decided which pairs are stated. Headings leave much out: then a sentence that says so plainly is believed sooner."""
    features: tuple[str, ...]
    bias: float
    slope: float
    intercept: float
    trees: tuple[tuple[tuple[float, ...], ...], ...]


class ClaimModel:
    """A fitted model, ready to be asked."""

    def __init__(self, fitted: FittedTrees) -> None:
        self.fitted = fitted
        self._place = {name: place for place, name in enumerate(fitted.features)}
        rows = [(place, row) for tree in fitted.trees for place, row in enumerate(tree)]
        starts = np.repeat(np.cumsum([0, *(len(tree) for tree in fitted.trees)])[:-1], [len(tree) for tree in fitted.trees]).astype(np.intp)
        leaf = np.array([len(row) == 1 for _, row in rows])
        asked = np.array([row if len(row) == 5 else (0.0, 0.0, 0.0, place, place) for place, row in rows]).reshape(-1, 5)
        self._feature = asked[:, 0].astype(np.intp)
        self._threshold = asked[:, 1]
        self._missing_below = asked[:, 2] > 0
        self._below, self._above = (asked[:, column].astype(np.intp) + starts for column in (3, 4))
        self._answer = np.where(leaf, [row[0] for _, row in rows], 0.0)
        self._leaf = leaf
        self._roots = np.unique(starts)

    def probabilities(self, articles: Sequence[Mapping[str, float]]) -> Array:
        """The probability of each article, from its features by name; those that are not there are missing. Unknown names are ignored."""
        table = np.full((len(articles), len(self._place)), np.nan)
        for row, article in zip(table, articles, strict=True):
            for name, value in article.items():
                if (place := self._place.get(name)) is not None:
                    row[place] = value
        z = self.fitted.slope * self.scores(table) + self.fitted.intercept
        return 1 / (1 + np.exp(-z))

    def scores(self, table: Array) -> Array:
        """Log-odds before calibration, of rows whose columns are `fitted.features`; NaN where a feature is missing."""
        if not len(table) or not len(self._roots):
            return np.full(len(table), self.fitted.bias)
        places = np.broadcast_to(self._roots, (len(table), len(self._roots)))
        while not self._leaf[places].all():
            values = np.take_along_axis(table, self._feature[places], axis=1)
            below = np.where(np.isnan(values), self._missing_below[places], values <= self._threshold[places])
            places = np.where(below, self._below[places], self._above[places])
        return self.fitted.bias + self._answer[places].sum(axis=1)


def model_for(triple: Triple) -> ClaimModel | None:
    """The model fitted for the triple's stored predicate and ends of such categories; None where there is none, or an end has no entity."""
    if triple.predicate not in _fitted() or triple.subject_entity is None or triple.object_entity is None:
        return None
    model = claim_model(triple.predicate)
    fits = triple.subject_entity.category in model.fitted.subjects and triple.object_entity.category in model.fitted.objects
    return model if fits else None


@cache
def claim_model(predicate: str) -> ClaimModel:
    """The model of a stored predicate. Raises KeyError where none was fitted."""
    return ClaimModel(FittedTrees.model_validate_json(_fitted()[predicate].read_text(encoding="utf-8")))


@cache
def _fitted() -> dict[str, Traversable]:
    folder = files("corpuscle.kg") / "claim_models"
    return {file.name.removesuffix(".json").replace("_", " "): file for file in folder.iterdir() if file.name.endswith(".json")}
