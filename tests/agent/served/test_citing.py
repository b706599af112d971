"""What code adds to a small model's statements: citations and quotations."""

import pytest

from corpuscle.agent.served.citing import completed
from corpuscle.agent.served.quotations import agreeing, names, naming
from corpuscle.kg.linker import Linker
from corpuscle.retrieval.passages import Passage

QUESTION = "Does velbrodine cure Drusel fever?"


def _passage(text: str, score: float = 1.0) -> Passage:
    return Passage("1", "abstract", 0, len(text), text, score)


CURED = _passage("Velbrodine cured Drusel fever in 41 of 60 gardeners.", 0.5)
FAILED = _passage("Torvaxin did not shorten the fever.", 0.9)
GENES = _passage("ABCX1 and DEFY2 were found in 12 families.")
SHOWN = (CURED, FAILED, GENES)


def test_passages_with_the_missing_names_and_numbers_are_cited_too(linker: Linker) -> None:
    text = "Velbrodine cured 41 gardeners, and DEFY2 was found in 12 families."
    assert completed(text, (CURED,), SHOWN, linker) == (CURED, GENES)


@pytest.mark.parametrize("text", ["Velbrodine cured 41 of 60 gardeners.", "It was well tolerated.", "It cured 97 of them."])
def test_what_is_cited_already_or_stands_nowhere_adds_no_citation(linker: Linker, text: str) -> None:
    assert completed(text, (CURED,), SHOWN, linker) == (CURED,)


def test_sentence_without_a_citation_is_left_so(linker: Linker) -> None:
    assert completed("Velbrodine cured 41 of 60 gardeners.", (), SHOWN, linker) == ()


def test_best_agreeing_passage_is_quoted_unless_one_is_cited() -> None:
    better = _passage("Velbrodine significantly reduced Drusel fever.", 0.8)
    (quoted,) = agreeing(1, QUESTION, (CURED, FAILED, better), cited=(FAILED,))
    assert (quoted.text, quoted.passages) == (better.text, (better,))
    assert agreeing(1, QUESTION, SHOWN, cited=(CURED,)) == ()
    assert agreeing(-1, QUESTION, (CURED,), cited=()) == ()


def test_passages_that_name_most_of_the_uncited_items_are_quoted() -> None:
    both, one = _passage("We studied ABCX1, GHIZ3 and DEFY2."), _passage("GHIZ3 was new.")
    assert [s.text for s in naming(["abcx1", "GHIZ3", "DEFY2", "unheard"], (one, GENES, both), cited=())] == [both.text]
    assert naming(["abcx1"], SHOWN, cited=(GENES,)) == ()


def test_items_stand_as_whole_words() -> None:
    assert names("SweepFinder2 and Uc.416+A.", "uc.416+a")
    assert not names("SweepFinder2 was used.", "SweepFinder")
