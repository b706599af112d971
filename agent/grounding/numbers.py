"""Whether the numbers of a statement stand in what it cites: 5 mg is not 5 µg, 12 weeks are not 12 months."""

import re
from collections.abc import Sequence

from corpuscle.agent.grounding.quantities import Quantity, quantities
from corpuscle.agent.grounding.wording import stems

_SHARE = re.compile(r"(?<![\w.])(\d+)\s*(?:\([^)]*\)\s*)?(?:[a-z]+ )?(?:out of|of|/|among)\s*(?:the |a total of |all )?(\d+)(?![\w.]*\d)")
_PRONOUN = ("one", "two", "both")
_WINDOW = 28
"""Characters on either side of a number that tell what it counts."""
_P_VALUE = re.compile(r"\bp(?:[- ]?values?)?\s*(?:of|was|were)?\s*(?:<|>|=|≤|≥|less than|more than|greater than)?\s*\Z", re.IGNORECASE)


def unsupported_number(statement: str, quotes: Sequence[str]) -> str:
    """The first number of the statement that no quote has in the same sense, as written; "" if there is none.

    The same is: converted to another unit (14 days, 2 weeks), rounded, spelled out, worked out as a share ("41 of 60" is 68 %), or a wider
    bound of a p-value. A bound turned round is another number.
    """
    given = [quantity for quote in quotes for quantity in quantities(quote)]
    shares = [100 * int(k) / int(n) for quote in quotes for k, n in _SHARE.findall(quote) if int(n)]
    for wanted in quantities(statement):
        if wanted.written.lower() in _PRONOUN:
            continue
        if any(_same(wanted, one) for one in given) or (_is_p(statement, wanted) and any(_implies(one, wanted) for one in given)):
            continue
        if wanted.kind == "percent" and any(abs(share - wanted.value) <= wanted.step / 2 + 0.01 for share in shares):
            continue
        return wanted.written
    return ""


def exchanged_numbers(statement: str, quotes: Sequence[str]) -> str:
    """Two numbers of the statement that stand each in the other's place, against the words around them in the quotes; "" if none do."""
    wanted = quantities(statement)
    given = [(quote, quantity) for quote in quotes for quantity in quantities(quote)]
    for place, one in enumerate(wanted):
        for other in wanted[place + 1 :]:
            if one.kind != other.kind or _same(one, other):
                continue
            if _misplaced(statement, one, other, given) and _misplaced(statement, other, one, given):
                return f"{one.written} and {other.written}"
    return ""


def _misplaced(statement: str, one: Quantity, other: Quantity, given: Sequence[tuple[str, Quantity]]) -> bool:
    """Whether what stands around `one` in the statement stands around `other` in the quotes, rather than around `one`."""
    around = _around(statement, one)
    own = [_alike(around, _around(quote, quantity)) for quote, quantity in given if _same(one, quantity)]
    others = [_alike(around, _around(quote, quantity)) for quote, quantity in given if _same(other, quantity)]
    return bool(own) and bool(others) and max(others) > max(own)


def _around(text: str, quantity: Quantity) -> tuple[frozenset[str], frozenset[str]]:
    before = text[max(quantity.begin - _WINDOW, 0) : quantity.begin]
    return frozenset(stems(before)[-3:]), frozenset(stems(text[quantity.end : quantity.end + _WINDOW])[:3])


def _alike(one: tuple[frozenset[str], frozenset[str]], other: tuple[frozenset[str], frozenset[str]]) -> int:
    return sum(len(a & b) for a, b in zip(one, other, strict=True))


def _same(wanted: Quantity, given: Quantity) -> bool:
    if wanted.kind != given.kind:
        return _bare_alike(wanted, given) or _bare_alike(given, wanted)
    if _strict(wanted.per) != _strict(given.per) and (wanted.per or given.per):
        return False
    if wanted.relation and given.relation and wanted.relation != given.relation:
        return False
    slack = max(wanted.step / 2, 0.0) if wanted.step > given.step else 0.0
    return abs(wanted.value - given.value) <= slack + 1e-9 * abs(wanted.value)


def _bare_alike(bare: Quantity, other: Quantity) -> bool:
    """Whether the first lacks a unit and may mean the other: ages and days are often told without, and so are numbers of a list."""
    return not bare.kind and (other.kind == "time" or other.shares_unit) and bare.number == other.number


def _strict(per: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in per if not name.endswith(" time"))


def _is_p(text: str, quantity: Quantity) -> bool:
    return _P_VALUE.search(text[max(quantity.begin - 30, 0) : quantity.begin]) is not None


def _implies(given: Quantity, wanted: Quantity) -> bool:
    """p = .003 is p < .05."""
    return not given.kind and wanted.relation == "<" and given.relation != ">" and given.value <= wanted.value <= 1
