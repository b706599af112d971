"""What a construction is: patterns around two mentions of a sentence in which a relation may be said (`text_relations_patterns` lists them)."""

import re
from dataclasses import dataclass
from typing import Literal

Order = Literal["forward", "backward"]
"""Which end stands first: the subject ("aspirin causes ulcers"), or the object ("ulcers caused by aspirin")."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One construction. `gap` is searched between the mentions; `before` must end at the first one, `behind` begin at the second one's end."""

    name: str
    order: Order
    gap: re.Pattern[str]
    before: re.Pattern[str] | None = None
    behind: re.Pattern[str] | None = None
    ahead: int = 5
    """Most words between the first mention and what the gap must have."""
    after: int = 4
    """Most words between that and the second mention."""
    subjects: str = ""
    """Kinds of its subject, where it asks for fewer than its predicate."""


@dataclass(frozen=True, slots=True)
class Sayings:
    """What may be said under a predicate: kinds of ends (the letters of the placeholders), stems that a sentence must have, constructions."""

    subjects: str
    objects: str
    stems: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    symmetric: bool = False


_MODIFIERS = r"(?:[\w-]+ ){0,4}"
_OF = rf" (?:of|for|in) {_MODIFIERS}$"
_BY = re.compile(r"^\W*(?:patients |in patients |in \w+ )?(?:with|by|using|through|via) ")


def forward(name: str, gap: str, behind: str | None = None, ahead: int = 5, after: int = 4) -> Pattern:
    """One whose subject stands first, by what is found between the mentions, and what follows the second."""
    return Pattern(name, "forward", re.compile(gap), None, re.compile(behind) if behind else None, ahead, after)


def backward(name: str, gap: str, behind: str | None = None, ahead: int = 4, after: int = 3) -> Pattern:
    """One whose object stands first."""
    return Pattern(name, "backward", re.compile(gap), None, re.compile(behind) if behind else None, ahead, after)


def noun(name: str, nouns: str) -> Pattern:
    """One with a noun before the object: "treatment of ulcers with cimetidine"."""
    return Pattern(name, "backward", _BY, re.compile(rf"\b(?:{nouns}){_OF}"))
