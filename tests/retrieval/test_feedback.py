"""Terms of the best articles, by hand."""

from math import log

import pytest

from corpuscle.retrieval.feedback import feedback_weights

FREQUENCIES = {"asthma": 5, "budesonid": 2, "steroid": 4, "patient": 90}


def _frequency(term: str) -> int:
    return FREQUENCIES.get(term, 1)


def test_terms_that_two_articles_share_come_in_by_share_and_rarity() -> None:
    articles = [["asthma", "steroid", "patient", "mous"], ["steroid", "budesonid"], ["asthma", "budesonid"]]
    weights = feedback_weights({"asthma": 1.0}, articles, _frequency, 100)
    # "mous" is in one article, "patient" in one and in most of the corpus
    assert set(weights) == {"asthma", "steroid", "budesonid"}
    asthma, steroid, budesonid = (1 / 4 + 1 / 2) * log(21), (1 / 4 + 1 / 2) * log(26), (1 / 2 + 1 / 2) * log(51)
    scale = 0.3 / 0.7 / (asthma + steroid + budesonid)
    assert weights == pytest.approx({"asthma": 1 + scale * asthma, "steroid": scale * steroid, "budesonid": scale * budesonid})
    assert sum(weights.values()) == pytest.approx(1 / 0.7)


def test_common_terms_and_articles_without_any_add_nothing() -> None:
    assert feedback_weights({"asthma": 1.0}, [["patient"], ["patient"]], _frequency, 100) == {"asthma": 1.0}
    assert feedback_weights({"asthma": 1.0}, [], _frequency, 100) == {"asthma": 1.0}
    assert feedback_weights({"asthma": 1.0}, [[], []], _frequency, 0) == {"asthma": 1.0}
