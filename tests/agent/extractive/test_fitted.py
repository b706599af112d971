import pytest

from corpuscle.agent.extractive.fitted import FittedName, FittedWeights, fitted


def test_a_score_is_the_intercept_and_the_weighted_features() -> None:
    model = FittedWeights(fitted_on="-", intercept=-1.0, weights={"a": 2.0, "b": 0.5})
    assert model.score({"a": 1.0, "b": 4.0}) == -1.0 + 2.0 * 1.0 + 0.5 * 4.0


def test_a_feature_without_a_weight_is_an_error() -> None:
    with pytest.raises(KeyError, match="unheard-of"):
        fitted("yesno").score({"unheard-of": 1.0})


@pytest.mark.parametrize("name", ["yesno", "factoid"])
def test_the_package_s_weights_say_what_they_were_fitted_on(name: FittedName) -> None:
    assert "cross-validation" in fitted(name).fitted_on
