"""What further rounds of search are said to bring."""

import pytest

from corpuscle.evals.search_again import Round, figures


def test_figures_are_means_over_questions() -> None:
    rounds = [
        Round(relevant=4, first=1, after=3, added=5, searched_again=True, cites_added=True),
        Round(relevant=2, first=2, after=2, added=0, searched_again=False, cites_added=False),
    ]
    counted = figures(rounds, "invented dev", "index")
    assert (counted.questions, counted.searched_again, counted.added, counted.added_relevant, counted.cites_added) == (2, 1, 5, 2, 1)
    assert counted.recall_first == pytest.approx((1 / 4 + 2 / 2) / 2)
    assert counted.recall_after == pytest.approx((3 / 4 + 2 / 2) / 2)
    assert counted.recall_after_of_searched_again == pytest.approx(3 / 4)


def test_nothing_searched_again_has_no_recall_of_its_own() -> None:
    only = Round(relevant=1, first=1, after=1, added=0, searched_again=False, cites_added=False)
    assert figures([only], "invented dev", "index").recall_after_of_searched_again == 0.0
