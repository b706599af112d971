"""Names that a model gives for a factoid or list, and what code makes of them."""

import pytest

from corpuscle.agent.served.candidates import besides_question, spelled_out, with_other_forms
from corpuscle.kg.linker import Linker

TEXTS = ["Caplacizumab targets von Willebrand factor (VWF).", "We saw juvenile idiopathic arthritis (JIA)."]


def test_long_form_and_abbreviation_stand_beside_each_other_at_most_five() -> None:
    assert with_other_forms(["vWF", "platelets"], TEXTS) == ("vWF", "platelets", "von Willebrand factor")
    assert with_other_forms(["von Willebrand factor", "VWF"], TEXTS) == ("von Willebrand factor", "VWF")
    assert with_other_forms(["a", "b", "c", "d", "vWF"], TEXTS) == ("a", "b", "c", "d", "vWF")


def test_abbreviations_of_a_list_are_spelled_out_once(linker: Linker) -> None:
    named = ["JIA", "gout", "Juvenile idiopathic arthritis", "XYZ"]
    assert spelled_out(named, TEXTS, linker) == ("juvenile idiopathic arthritis", "gout", "XYZ")


def test_what_only_repeats_the_question_is_no_answer() -> None:
    assert besides_question(["Drusel fever", "velbrodine", " Velbrodine "], "What cures Drusel fever?") == ("velbrodine",)
    assert besides_question(["Drusel fever"], "What is Drusel fever?") == ()


@pytest.mark.parametrize("question", ["Is gout caused by purines or by cold?", "Purines OR cold: which causes gout?"])
def test_question_that_offers_alternatives_names_its_answer(question: str) -> None:
    assert besides_question(["Purines"], question) == ("Purines",)
