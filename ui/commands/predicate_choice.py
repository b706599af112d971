"""Which predicate a person means on the command line."""

import typer

from corpuscle.kg.predicates import PREDICATES, Predicate, canonical, nearest
from corpuscle.ui.sanitise import plain

_NEAREST = 3


def known_predicate(text: str) -> Predicate:
    """The predicate that is said so. Raises typer.BadParameter, with the nearest and with all there are, where none is."""
    predicate = canonical(text)
    if predicate is None:
        near = ", ".join(nearest(text, _NEAREST))
        raise typer.BadParameter(
            f"{plain(text)!r} is no predicate the graph knows. The nearest: {near}. Known are: {', '.join(sorted(PREDICATES))}.",
            param_hint="PREDICATE",
        )
    return predicate
