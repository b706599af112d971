"""The checks of a statement that is no quotation, one after the other; the first that fails names its reason."""

from collections.abc import Callable

from corpuscle.agent.grounding.claim import Claim
from corpuscle.agent.grounding.names import LEAST_COVERED, absent_code, absent_entity, covered, other_subjects
from corpuscle.agent.grounding.numbers import exchanged_numbers, unsupported_number
from corpuscle.agent.grounding.opposites import denied_or_asserted, flipped_word
from corpuscle.agent.grounding.roles import exchanged_entities
from corpuscle.agent.grounding.strength import only_asks, overstated, tells_a_finding
from corpuscle.agent.grounding.support_model import SupportModel

Check = Callable[[Claim], str]
"""Why the claim does not stand, in words, or ""."""


LEAST_PROBABLE = 0.5
"""Probability, by a model where there is one, that a statement follows from its quotes, below which it is dropped."""


def unsupported(claim: Claim, model: SupportModel | None = None) -> str:
    """Why the quotes do not say what the statement says; "" where no check, and no model, finds a fault."""
    fault = next((fault for check in CHECKS if (fault := check(claim))), "")
    if fault or model is None:
        return fault
    (probability,) = model.follows([(" ".join(_texts(claim)), claim.text)])
    return "" if probability >= LEAST_PROBABLE else f"by {model.name} it does not follow from what it cites ({probability:.2f})"


def _number(claim: Claim) -> str:
    missing = unsupported_number(claim.text, _texts(claim))
    return f"the number {missing} does not occur in what it cites" if missing else ""


def _numbers_in_place(claim: Claim) -> str:
    exchanged = exchanged_numbers(claim.text, _texts(claim))
    return f"the numbers {exchanged} stand the other way round in what it cites" if exchanged else ""


def _entity(claim: Claim) -> str:
    absent = absent_entity(claim) or absent_code(claim)
    return f"{absent} does not occur in what it cites" if absent else ""


def _subjects(claim: Claim) -> str:
    others = other_subjects(claim)
    return f"what it cites does not speak of {others}" if others else ""


def _roles(claim: Claim) -> str:
    exchanged = exchanged_entities(claim)
    return f"{exchanged} stand the other way round in what it cites" if exchanged else ""


def _direction(claim: Claim) -> str:
    flipped = flipped_word(claim.text, _texts(claim))
    return f"what it cites says the opposite of “{flipped}”" if flipped else ""


def _denial(claim: Claim) -> str:
    done = denied_or_asserted(claim.text, _texts(claim))
    return {"denies": "it denies what it cites", "asserts": "it asserts what its citation denies"}.get(done, "")


def _strength(claim: Claim) -> str:
    return overstated(claim.text, _texts(claim))


def _aim(claim: Claim) -> str:
    asked = all(only_asks(quote.text) for quote in claim.quotes) and not only_asks(claim.text) and tells_a_finding(claim.text)
    return "what it cites only says what was asked, not what was found" if asked else ""


def _words(claim: Claim) -> str:
    return "too few of its words stand in what it cites" if covered(claim) < LEAST_COVERED else ""


def _texts(claim: Claim) -> list[str]:
    return [quote.text for quote in claim.quotes]


CHECKS: tuple[Check, ...] = (
    _number,
    _numbers_in_place,
    _entity,
    _subjects,
    _words,
    _roles,
    _direction,
    _denial,
    _strength,
    _aim,
)
