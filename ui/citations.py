"""The numbers that an answer's quotations are cited by."""

from collections.abc import Iterable
from dataclasses import dataclass

from corpuscle.agent.answers import Citation, Statement


@dataclass(frozen=True, slots=True)
class NumberedCitation:
    """A quotation and its number, counted from 1 in order of appearance. One quotation has one number, however often it is cited."""

    number: int
    citation: Citation


def number_citations(statements: Iterable[Statement]) -> tuple[NumberedCitation, ...]:
    """Every distinct quotation of the statements, numbered."""
    distinct = dict.fromkeys(citation for statement in statements for citation in statement.citations)
    return tuple(NumberedCitation(number, citation) for number, citation in enumerate(distinct, 1))
