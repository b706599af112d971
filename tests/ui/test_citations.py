"""The numbers that quotations are cited by."""

from corpuscle.agent.answers import Citation, Statement
from corpuscle.ui.citations import NumberedCitation, number_citations

FIRST = Citation("1", "abstract", 0, 17, "Velbrodine heals.", "")
SECOND = Citation("2", "title", 3, 9, "fever!", "")


def test_citations_are_numbered_once_in_the_order_of_the_answer() -> None:
    statements = (Statement("One.", (FIRST,), "quoted"), Statement("Both.", (SECOND, FIRST), "supported"))
    assert number_citations(statements) == (NumberedCitation(1, FIRST), NumberedCitation(2, SECOND))
